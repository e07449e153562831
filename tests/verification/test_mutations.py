"""Verification measured: of hundreds of small errors planted in finished files, nearly all are found, and none where none was planted.

`python -m benchmarks.verify` does the same with the examples.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.verification.finished import BOTH, finished
from tests.verification.planted import planted

LEAST = 0.99
TAGS = ("zh-Hans", BOTH)


def test_of_hundreds_of_planted_errors_nearly_all_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    found = [each for tag in TAGS for each in planted(finished(tag), 3)]
    kinds = Counter(what.partition(":")[0] for what, _ in found)
    missed = [what for what, is_found in found if not is_found]
    with capsys.disabled():
        print(f"\n{len(found) - len(missed)} of {len(found)} planted errors found ({dict(kinds)}); missed: {missed}")
    assert min(kinds[medium] for medium in ("html", "pdf", "docx")) > 45
    assert len(found) >= 200
    assert len(missed) <= (1 - LEAST) * len(found), missed
