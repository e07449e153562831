"""``python -m reportgen`` and the console script."""

from __future__ import annotations

import contextlib
import signal
import sys
from types import FrameType

from reportgen.errors import Stopped

STOPPING = (signal.SIGINT, signal.SIGTERM)
_AGAIN_SECONDS = 0.01


def main() -> None:
    """Run the command line; SIGINT and SIGTERM end it with 128 + their number, after what is half-written has been swept."""
    asked: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        raise Stopped(asked[0])

    def unraisable(lost: sys.UnraisableHookArgs) -> None:
        # The signal came inside a destructor or a callback, where Python can only drop the exception: try again at once.
        if lost.exc_type is Stopped:
            signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS)
        else:
            sys.__unraisablehook__(lost)

    for number in (*STOPPING, signal.SIGALRM):
        signal.signal(number, stop)
    sys.unraisablehook = unraisable
    try:
        from reportgen.cli import cli

        cli(prog_name="reportgen")
    except Stopped as stopped:
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)
        with contextlib.suppress(OSError):
            print(_last_words(), file=sys.stderr, flush=True)
        sys.exit(128 + stopped.number)


def _last_words() -> str:
    import os

    from reportgen.messages import language, printable, sentence

    return printable(sentence("stopped", language(sys.argv[1:], os.environ)), sys.stderr)


if __name__ == "__main__":
    main()
