"""The front door: one module per command. Prints, asks and exits."""
