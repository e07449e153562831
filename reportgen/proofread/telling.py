"""A judged claim in words: what was understood, what the tables say, and the sentence as it should read."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from reportgen.numerals import han
from reportgen.proofread.check import Answer, judge, rounded
from reportgen.proofread.claims import Claim
from reportgen.proofread.derived import derivation, is_placed
from reportgen.proofread.lexicon import Lexicon
from reportgen.proofread.model import Finding, Mention, Verdict
from reportgen.proofread.scene import Reading, Scene

AVERAGES = ("mean", "median")


def finding(claim: Claim, where: str, sentence: str, lexicon: Lexicon) -> Finding:
    """Return a claim with its verdict, in words."""
    verdict, reading, answer = judge(claim)
    lang = "zh" if re.search("[\u4e00-\u9fff]", sentence) else "en"
    asked = reading or next(iter(claim.readings), None)
    data = _data_explained(claim, asked, answer, lexicon, lang) if asked and answer else _missing_explained(claim)
    better = _better(claim, answer, sentence, lexicon, lang) if verdict is Verdict.FALSE and answer else ""
    return Finding(where, _claim_explained(claim, asked, lexicon, lang), data, sentence, claim.kind, verdict, better)


def derived_finding(scene: Scene, mention: Mention, where: str, sentence: str) -> Finding:
    """Return whether a figure can be derived from what its sentence and its surroundings speak of."""
    found = derivation(scene, mention)
    claim = f"{mention.text.strip()}: derived from the data"
    if found is None:
        return Finding(where, claim, "nothing the sentence speaks of gives it", sentence, "derived", Verdict.FALSE)
    words, board, column = found
    return Finding(where, claim, f"{words} ({board.path}, {column.name})", sentence, "derived", Verdict.TRUE)


def placed_finding(scene: Scene, claim: Claim, before: Finding) -> Finding:
    """Return a rank as settled by all that it can be the rank of; as it was when nobody can tell."""
    known = is_placed(scene, claim.mention, claim.codes)
    if known is None or (known and not claim.codes):
        return before
    if known:
        return replace(before, verdict=Verdict.TRUE)
    data = before.data if claim.codes else "nothing the sentence speaks of gives it"
    return replace(before, verdict=Verdict.FALSE, data=data)


def _missing_explained(claim: Claim) -> str:
    return claim.why or "no table of the data holds it"


def _names(codes: tuple[str, ...], lexicon: Lexicon, lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(lexicon.name(code, lang) for code in codes)


def _of(claim: Claim, reading: Reading | None, lang: str) -> str:
    """Return the name of the column a claim is about, with the group it counts in."""
    if reading is None:
        return claim.mention.text
    title = reading.column.title[lang]
    return f"{title} ({reading.group})" if reading.group else title


def _claim_explained(claim: Claim, reading: Reading | None, lexicon: Lexicon, lang: str) -> str:
    who, column = _names(claim.codes, lexicon, lang), _of(claim, reading, lang)
    other = claim.others[0] if claim.others and claim.others[0] in AVERAGES else "" if claim.kind == "reach" else _names(claim.others, lexicon, lang)
    match claim.kind:
        case "rank":
            return f"{who}: rank {claim.low} in the period before" if claim.is_previous else f"{who}: rank {claim.low} by {column}"
        case "order":
            return f"{who}: the first {len(claim.codes)} by {column}, in this order"
        case "among":
            return f"{who}: among the first {claim.low} by {column}"
        case "bottom":
            return f"{who}: the last {len(claim.codes)} by {column}"
        case "span":
            return f"{who}: ranks {claim.low} to {claim.high} by {column}"
        case "places":
            return f"{who}: moved by {claim.number} places"
        case "move":
            return f"{who}: rose" if claim.low > 0 else f"{who}: fell"
        case "pace":
            return f"{who}: grows fast" if claim.low > 0 else f"{who}: grows slowly"
        case "count":
            return f"{claim.number} regions rose" if claim.low > 0 else f"{claim.number} regions fell" if claim.low < 0 else f"{claim.number} regions stayed"
        case "next":
            return f"{who}: right behind {other} by {column}"
        case "reach":
            limit = claim.others[0]
            return f"{claim.number} regions below {limit} by {column}" if claim.low < 0 else f"{claim.number} regions above {limit} by {column}"
        case "mean":
            return f"the mean of {column} is {claim.number}"
        case "median":
            return f"the median of {column} is {claim.number}"
        case "compare":
            return f"{who}: above {other} by {column}" if claim.low > 0 else f"{who}: below {other} by {column}"
        case "difference" | "ratio" | "sum" | "share":
            return f"{who}: {claim.kind} is {claim.number} by {column}"
        case _:
            return f"{who}: {column} has the value {claim.number}"


def _data_explained(claim: Claim, reading: Reading, answer: Answer, lexicon: Lexicon, lang: str) -> str:
    """Return the figures that decide, with the table they stand in."""
    figures = ", ".join(f"{lexicon.name(code, lang) if code else ''} {_plain(value)}".strip() for code, value in answer.figures)
    size, where = len(reading.cells), f"{reading.board.path}, {reading.column.name}"
    match claim.kind:
        case "rank" | "among" | "order" | "bottom" | "span" | "next":
            if isinstance(answer.right, tuple) and not answer.is_true:
                return f"rank of {figures} among {size}; right is {_names(answer.right, lexicon, lang)} ({where})"
            return f"rank of {figures} among {size} ({where})"
        case "pace":
            (code, value), (_, mean) = answer.figures
            return f"{lexicon.name(code, lang)}: {_plain(value)}, rank {answer.right} of {size}, mean {_plain(mean)} ({where})"
        case _:
            if isinstance(answer.right, Decimal) and claim.kind in ("difference", "ratio", "sum", "share"):
                return f"{figures}: it is {_plain(answer.right)} ({where})"
            return f"{figures} ({where})"


def _plain(value: Decimal | int) -> str:
    if isinstance(value, Decimal) and int(value.as_tuple().exponent) < -4:
        return str(rounded(value, Decimal("0.01"))[0])
    return str(value)


# ---------------------------------------------------------------- as it should read


def _better(claim: Claim, answer: Answer, sentence: str, lexicon: Lexicon, lang: str) -> str:
    """Return the sentence with the right words in the place of the wrong ones; "" where no words simply take their place."""
    right, mention = answer.right, claim.mention
    if isinstance(right, tuple) and claim.names:
        start, end = claim.names[0].start, claim.names[-1].end
        between = sentence[claim.names[0].end : claim.names[1].start] if len(claim.names) > 1 else ""
        return "" if "(" in between or "（" in between else sentence[:start] + _listed(right, lexicon, lang) + sentence[end:]
    if isinstance(right, (Decimal, int)):
        words = _replaced(sentence[mention.start : mention.end], right, claim, lexicon)
        return sentence[: mention.start] + words + sentence[mention.end :] if words else ""
    return ""


def _listed(codes: tuple[str, ...], lexicon: Lexicon, lang: str) -> str:
    names = [lexicon.name(code, lang) for code in codes]
    if len(names) == 1:
        return names[0]
    return "、".join(names[:-1]) + "和" + names[-1] if lang == "zh" else ", ".join(names[:-1]) + " and " + names[-1]


def _replaced(text: str, right: Decimal | int, claim: Claim, lexicon: Lexicon) -> str:
    """Return words with another number in them, written as the one that stood there; "" when they hold none."""
    if claim.kind in ("rank", "among"):
        return _ordinal(text, int(right), lexicon) if claim.kind == "rank" else ""
    if claim.kind in ("places", "count", "reach"):
        found = re.search(r"[+\-−]?[0-9]+|[一二三四五六七八九十两]+|[A-Za-z]+", text)
        if not found or (claim.kind == "places" and int(right) * int(claim.number or 0) <= 0):
            return ""
        word = str(abs(int(right))) if found[0].lstrip("+-−").isdigit() else han(abs(int(right))) if not found[0].isascii() else _word(abs(int(right)), lexicon)
        return text[: found.start()] + word + text[found.end() :]
    if found := re.search(r"[+\-−]?[0-9,]+(?:\.[0-9]+)?", text):
        value = rounded(Decimal(right), claim.number or Decimal(right))[0]
        return text[: found.start()] + (f"{value:,}" if "," in found[0] else str(value)) + text[found.end() :]
    return ""


def _ordinal(text: str, place: int, lexicon: Lexicon) -> str:
    if found := re.search(r"[0-9]+(st|nd|rd|th)?", text):
        return text[: found.start()] + str(place) + (_suffix(place) if found[1] else "") + text[found.end() :]
    if found := re.search(r"(?<=第)\s*[一二三四五六七八九十]+", text):
        return text[: found.start()] + han(place) + text[found.end() :]
    if text in ("首位", "末位", "榜首"):
        return f"第{han(place)}位"
    words = {number: word for word, number in lexicon.vocabulary.words.items() if word.endswith(("st", "nd", "rd", "th"))}
    known = next((word for word in words.values() if re.search(rf"\b{word}\b", text, re.IGNORECASE)), None)
    return re.sub(rf"\b{known}\b", words.get(place, f"{place}{_suffix(place)}"), text, flags=re.IGNORECASE) if known else ""


def _suffix(number: int) -> str:
    return "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _word(number: int, lexicon: Lexicon) -> str:
    return next((word for word, value in lexicon.vocabulary.words.items() if value == number and not word.endswith(("st", "nd", "rd", "th"))), str(number))


