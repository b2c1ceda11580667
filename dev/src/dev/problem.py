"""What stops a command, told to the developer in one line."""


class Problem(Exception):
    """Says what is wrong and the way out; `python -m dev` prints it and exits with 1."""
