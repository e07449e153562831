"""Tasks that fail in every way, for helpers: nothing heavy is imported here."""

from __future__ import annotations

import ctypes
import json
import os
import time
from typing import TYPE_CHECKING

from reportgen import pool
from reportgen.errors import Problem, RenderError

if TYPE_CHECKING:
    from reportgen.batch.briefs import Source
    from reportgen.corridor import Made, Order


def double(n: int) -> int:
    return 2 * n


def refuse(where: str) -> None:
    raise RenderError(Problem(where, "is wrong", code="RG400"))


def divide(n: int) -> float:
    return n / 0


def die(number: int) -> None:
    os.kill(os.getpid(), number)


def crash() -> None:
    ctypes.string_at(0)


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def fill(megabytes: int) -> int:
    return len(bytearray(megabytes << 20))


def who() -> int:
    time.sleep(0.05)  # long enough for another helper to take one
    return os.getpid()


def hang_without_parent() -> None:
    pool._LONGER = 0
    pool._watched(time.sleep, (600,), 0.2)


def crash_there(source: object) -> None:
    crash()


def who_there(source: object) -> int:
    return who()


def poisoned_brief(source: Source, slug: str, order: Order) -> Made:
    """Do what the name of a report says, or return one at once: how long a real one takes says more about the machine."""
    from reportgen.corridor import Made

    match slug:
        case "hang":
            time.sleep(600)
        case "crash":
            crash()
        case "fill":
            fill(8000)
        case "bug":
            divide(1)
    record = {"request": {"item": {"key": slug}}, "inputs": {}, "outputs": {}, "engine": "", "warnings": []}
    return Made({"build-manifest.json": json.dumps(record).encode()}, {}, ())
