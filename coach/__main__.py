"""`python -m coach` is `coach`."""

from coach.cli import program

if __name__ == "__main__":
    program()
