"""``python -m reportgen`` and the console script."""

from __future__ import annotations

import signal
import sys
from types import FrameType


def main() -> None:
    """Run the command line; SIGTERM ends it like Ctrl-C, after what is half-written has been swept."""
    from reportgen.cli import cli

    def stop(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, stop)
    cli(prog_name="reportgen")


if __name__ == "__main__":
    main()
