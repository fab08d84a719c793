"""What the speed claims rest on: whole commands, timed side by side in one run."""
