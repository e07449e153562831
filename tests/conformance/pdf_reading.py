"""A finished PDF as somebody hears it: the text of every piece of tagged content, decoded by the fonts' own tables."""

from __future__ import annotations

import io
import re
import warnings
from functools import cache
from typing import Any

from reportgen.conformance import tree
from reportgen.conformance.tree import Node

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pikepdf

INVISIBLE = str.maketrans("", "", "\u200b\u2060")


@cache
def opened(file: bytes) -> Any:
    """Return a file opened for good: what was read from it lives as long as it is open."""
    return pikepdf.open(io.BytesIO(file))


def nodes(file: bytes, role: str = "") -> list[Node]:
    """Return the structure elements of a file in reading order, or those of one type."""
    top = tree.read(opened(file))
    assert top is not None
    return [node for node in top.walk() if node is not top and role in ("", node.role)]


def heard(file: bytes, node: Node) -> str:
    """Return the text of an element in the order of its kids' content, without what is invisible."""
    return "".join(told(file)[content] for content in ordered(node))


def ordered(node: Node) -> list[tuple[int, int]]:
    """Return the content of an element: by page, then by number, as it was drawn."""
    return sorted(content for each in node.walk() for content in each.contents)


@cache
def told(file: bytes) -> dict[tuple[int, int], str]:
    """Return the text of every piece of tagged content by page and number."""
    found: dict[tuple[int, int], str] = {}
    with pikepdf.open(io.BytesIO(file)) as opened:
        for index, page in enumerate(opened.pages):
            fonts = {name: characters(font) for name, font in page.Resources.Font.items()}
            current: dict[int, str] = {}
            open_marks: list[int | None] = []
            for operands, operator in pikepdf.parse_content_stream(page, "BDC BMC EMC Tf TJ Tj"):
                match str(operator):
                    case "BDC" | "BMC":
                        number = operands[1].get("/MCID") if len(operands) > 1 else None
                        open_marks.append(None if number is None else int(number))
                        if number is not None:
                            found[index, int(number)] = ""
                    case "EMC":
                        open_marks.pop()
                    case "Tf":
                        current = fonts[str(operands[0])]
                    case _ if open_marks and (mark := open_marks[-1]) is not None:
                        found[index, mark] += text(operands[0], current)
    return found


def text(shown: Any, characters: dict[int, str]) -> str:
    """Return what a text operator shows, in characters."""
    parts = [bytes(part) for part in (shown if isinstance(shown, pikepdf.Array) else [shown]) if isinstance(part, pikepdf.String)]
    codes = [int.from_bytes(part[at : at + 2], "big") for part in parts for at in range(0, len(part), 2)]
    return "".join(characters.get(code, "\ufffd") for code in codes).translate(INVISIBLE)


def characters(font: Any) -> dict[int, str]:
    """Return the Unicode value of each code of a font."""
    if "/ToUnicode" not in font:
        return {}
    table = font.ToUnicode.read_bytes().decode("ascii")
    single = "".join(re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL))
    return {int(code, 16): bytes.fromhex(value).decode("utf-16-be") for code, value in re.findall(r"<(\w+)>\s*<(\w+)>", single)}
