"""``python -m railsight``."""

from railsight.cli.frame import run

if __name__ == "__main__":
    run()
