"""`python -m imgdir`, for servers and timers that have no `imgdir` on their path."""

from imgdir.cli import main

if __name__ == "__main__":
    main(prog_name="imgdir")
