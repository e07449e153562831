"""What a long run says of itself where nobody watches a bar."""

from __future__ import annotations

import pytest

from reportgen import progress
from reportgen.progress import counting


def test_a_log_has_a_line_now_and_then_with_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 10.0, 40.0, 50.0, 80.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    told: list[dict[str, object]] = []
    with counting({"quiet": False, "verbose": False}, lambda **said: told.append(said)) as count:
        count(0, 0, 40)
        count(10, 0, 40)
        count(12, 1, 40)
        count(40, 1, 40)
    assert told == [{"done": 10, "failed": 0, "total": 40, "rate": 15, "left": "2:00"}]


def test_nothing_is_said_when_quiet() -> None:
    told: list[object] = []
    with counting({"quiet": True, "verbose": False}, lambda **said: told.append(said)) as count:
        count(10, 0, 40)
    assert told == []
