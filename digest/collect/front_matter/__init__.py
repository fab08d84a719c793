"""What opens a post: its keys, in any of the forms that blogs write."""
