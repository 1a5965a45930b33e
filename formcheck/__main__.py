"""The command line: prints results and errors; everything below only returns or raises."""

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    from formcheck.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
