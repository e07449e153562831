"""Where English words are parted, read from a PDF."""

import re
from functools import cache
from itertools import groupby

import pytest

from tests.typeset.pages import Line, read_pages, set_pages, words

TEXT = (
    "Several reasons explain why Guangdong and Yibin go beyond measurement: personalised recommendations, government programmes, "
    "international organisations and considerable technological infrastructure. Understanding Chengdu’s entertainment industry, "
    "nevertheless, presupposes straightforward communication with Panzhihua, Liangshan and neighbouring administrations. "
)
HYPHENS = "p { hyphens: auto; hyphenate-limit-chars: 7 3 3 }"


@cache
def paragraphs(lang: str = "en") -> tuple[list[Line], ...]:
    jobs = [(TEXT * 2, measure / 2) for measure in range(14, 54)]
    return tuple(read_pages(set_pages(jobs, lang=lang, css=HYPHENS)))


@cache
def parted(lang: str = "en") -> frozenset[str]:
    """Return every parted word as “be-yond”."""
    broken = re.compile(r"([A-Za-z]+)‐\n([A-Za-z]+)")
    return frozenset(part for page in paragraphs(lang) for pair in broken.findall("\n".join(map(words, page))) for part in [_word(*pair)])


def _word(before: str, after: str) -> str:
    """Return the word whose parts end one line and start the next; spaces are not read, so others may stand beside it."""
    pieces = [(word[:at], word[at:]) for word in re.findall("[A-Za-z]+", TEXT) for at in range(1, len(word))]
    fitting = [pair for pair in pieces if before.endswith(pair[0]) and after.startswith(pair[1])]
    return "-".join(max(fitting, key=lambda pair: len("".join(pair))))


def test_english_is_parted_as_americans_do() -> None:
    assert {"rea-sons", "gov-ernment", "mea-surement"} <= parted()
    assert not {"reas-ons", "bey-ond", "meas-urement"} & parted()


def test_english_of_a_country_is_parted_as_that_country_does() -> None:
    assert {"meas-urement", "reas-ons"} & parted("en-GB")


def test_names_are_not_parted() -> None:
    assert not [word for word in parted() if word[0].isupper()]


def test_short_words_and_short_pieces_are_not_parted() -> None:
    assert not [word for word in parted() if len(word) < 8 or min(map(len, word.split("-"))) < 3]


@pytest.mark.parametrize("lang", ["en", "en-GB"])
def test_no_more_than_two_lines_in_a_row_end_in_a_hyphen(lang: str) -> None:
    rows = [len(list(group)) for page in paragraphs(lang) for is_parted, group in groupby(words(line)[-1] == "‐" for line in page) if is_parted]
    assert max(rows) == 2


def test_an_english_word_in_a_chinese_paragraph_is_parted_by_its_own_language() -> None:
    text = '指数由<span lang="en">considerable recommendations</span>测算，' * 6
    pages = read_pages(set_pages([(text, measure) for measure in range(12, 30)], css="[lang=en] { hyphens: auto; hyphenate-limit-chars: 7 3 3 }"))
    ends = {words(line)[-6:] for lines in pages for line in lines if words(line)[-1] == "‐"}
    assert ends
    assert all(re.search("[a-z]{3}‐$", end) for end in ends)


def test_a_line_is_not_broken_after_its_first_word_because_the_space_at_its_end_has_no_room() -> None:
    text = "points lower. The streamer activity ranks best, and the influence lowest. See <a>Table</a> for more of it."
    pages = read_pages(set_pages([(text, measure / 10) for measure in range(280, 400)], lang="en", css=HYPHENS))
    assert [words(lines[0]) for lines in pages if len(lines[0]) < 20] == []
