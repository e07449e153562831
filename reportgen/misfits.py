"""What a setting is that does not fit, in words: pydantic's kinds of errors → what is wrong with the value, and the remedy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def shown(value: Any) -> str:
    """Return a value of report.yaml as messages name it."""
    if isinstance(value, dict | list | tuple):
        return "a list" if not isinstance(value, dict) else "a group of settings"
    if value is None:
        return "empty"
    return ("true" if value else "false") if isinstance(value, bool) else repr(value)[:60]


def expected(kind: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Return what is wrong with a value, and the remedy, for a kind of pydantic's errors."""
    if kind == "string_pattern_mismatch":
        return PATTERNS.get(str(context.get("pattern")), ("does not have the right form", "`reportgen schema` shows the form"))
    if kind == "literal_error":
        return "is not one of the choices", f"choose {context.get('expected', '')}"
    return next((said for start, said in EXPECTED.items() if kind.startswith(start)), ("cannot be used here", "`reportgen schema` lists what can"))


PATTERNS: Mapping[str, tuple[str, str]] = {
    r"^[a-z0-9][a-z0-9._-]*$": ("is not a file name", "use lower-case letters, digits and hyphens"),
    r"^[A-Za-z][A-Za-z0-9_]*$": ("is not a name a narrative can use", "use letters, digits and _; begin with a letter"),
    r"^[^\W\d]\w*$": ("is not a name for a placeholder", "use letters, Chinese characters, digits and _; begin with no digit"),
    r"^#[0-9A-Fa-f]{6}$": ("is not a colour", "write six hexadecimal digits, as in '#C23B22'"),
}
"""Pattern → what a text that does not match it is not, and what to write."""

EXPECTED: Mapping[str, tuple[str, str]] = {
    "string_type": ("is not text", "put it in quotes"),
    "string_too_long": ("is too long", "shorten it"),
    "date": ("is not a date", "write it as 2024-05-31"),
    "int": ("is not a whole number", "write digits only"),
    "bool": ("is neither true nor false", "write true or false"),
    "decimal": ("is not a number", "write it as 0.17"),
    "tuple_type": ("is not a list", "write it as [first, second]"),
    "dict_type": ("is not a group of settings", "write key: value, one on each line below it"),
    "model_type": ("is not a group of settings", "write key: value, one on each line below it"),
    "too_short": ("is an empty list", "name one at least"),
    "greater_than": ("is too small", "`reportgen schema` shows the limits"),
    "less_than": ("is too large", "`reportgen schema` shows the limits"),
}
"""Beginning of a kind of pydantic's errors → what is wrong with the value, and what to write."""
