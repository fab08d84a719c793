"""`python -m digest`: the same as the command."""

from digest.cli.main import main

main()
