"""The way in: hardens the process, then hands over to the command line."""

import sys


def main() -> None:
    """Runs the command line. `--version` alone answers at once, without importing anything else."""
    if sys.argv[1:] == ["--version"]:
        from journal import __version__

        sys.stdout.write(f"journal {__version__}\n")
        return
    from journal.safety.process import harden

    harden()
    from journal.cli.app import run

    sys.exit(run())


if __name__ == "__main__":
    main()
