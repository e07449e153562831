"""The words of templates/_lint/words.toml, as alternatives of a regular expression."""

from __future__ import annotations

import tomllib
from functools import cache

from reportgen.resources import data_path


def any_of(name: str) -> str:
    """Return a group that matches any word of a list.

    >>> any_of("before_code").startswith("(?:图|表|")
    True
    """
    return f"(?:{'|'.join(word_list(name))})"


@cache
def word_list(name: str) -> tuple[str, ...]:
    """Return the words of a list, the longer of two that begin alike first."""
    lists = tomllib.loads((data_path("templates") / "_lint" / "words.toml").read_text("utf-8"))
    return tuple(sorted(lists[name], key=lambda word: -len(word)))
