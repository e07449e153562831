"""The index page of a batch: every report, by its name, where it is."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html

from reportgen.batch import batch
from reportgen.batch.briefs import Choice
from tests import batches
from tests.batches import BATCH, ITEMS, TEXT

REPORT = BATCH.replace("[json]", "[html, json]").replace("group: side", "group: side, title: {zh-Hans: 各市, en: All & every city}")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    items = ITEMS.replace("宜宾,Yibin", "宜宾,<Yibin> & Co").replace("北,north", "西,west")
    text = TEXT + "\n{% if item.key == '030' %}{{ cities['999'].score }}{% endif %}\n"
    report = REPORT.replace("editions: [zh-Hans]", 'editions: [zh-Hans, en, zh-Hant-TW, "zh-Hans+en"]')
    folder = batches.batch(tmp_path_factory.mktemp("batch"), report, items=items, text=text, english=text)
    batch(folder, executor=batches.inline)
    return folder / "out"


def page(out: Path, name: str = "index.html") -> html.HtmlElement:
    return html.fromstring((out / name).read_bytes().decode())


def names(found: html.HtmlElement) -> list[tuple[str, list[str]]]:
    return [(section.findtext("h2"), [each.text for each in section.xpath(".//*[@class='report']")]) for section in found.iter("section")]


def test_reports_stand_by_their_names_in_their_groups_in_every_edition(out: Path) -> None:
    assert names(page(out)) == [("西", ["成都", "绵阳"]), ("南", ["宜宾"])]
    assert names(page(out, "index.en.html")) == [("west", ["Chengdu", "Mianyang"]), ("south", ["<Yibin> & Co"])]
    assert names(page(out, "index.zh-Hant-TW.html"))[0] == ("西", ["成都", "綿陽"])
    assert names(page(out, "index.zh-Hans+en.html"))[0] == ("西 west", ["成都 Chengdu", "绵阳 Mianyang"])
    titles = [page(out, name).findtext(".//h1") for name in ("index.html", "index.en.html", "index.zh-Hans+en.html")]
    assert titles == ["各市", "All & every city", "各市 All & every city"]


def test_every_link_leads_to_a_file_and_one_that_failed_has_none(out: Path) -> None:
    for name in ("index.html", "index.en.html", "index.zh-Hant-TW.html", "index.zh-Hans+en.html"):
        links = [unquote(link.get("href")) for link in page(out, name).iter("a") if not link.get("href").startswith("#")]
        assert len(links) == 3 + 2 * 4  # other languages; a name, and three formats of two reports
        assert [link for link in links if not (out / link).is_file()] == []
    failed = page(out).findall(".//li")[2]
    assert (failed.text_content(), list(failed.iter("a"))) == ("宜宾 未生成", [])


def test_a_report_is_found_by_its_key_and_its_names_in_all_languages(out: Path) -> None:
    assert {"010", "成都", "Chengdu"} <= set(page(out).findall(".//li")[0].get("data-words").split())


def test_the_page_asks_nobody_for_anything_and_runs_its_own_script_only(out: Path) -> None:
    found = page(out)
    (script,) = found.iter("script")
    digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    policy = found.find(".//meta[@http-equiv]").get("content")
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert re.findall(r"(?:https?:)?//[a-z]", re.sub(r"data:font[^)]*|sha256-[^']*", "", (out / "index.html").read_text("utf-8"))) == []


def test_the_pages_are_the_same_whoever_is_asked_for_last(tmp_path: Path) -> None:
    folder = batches.batch(tmp_path, REPORT)
    batch(folder, executor=batches.inline)
    before = (folder / "out" / "index.html").read_bytes()
    batch(folder, executor=batches.inline, choice=Choice(items=("yibin",)))
    assert (folder / "out" / "index.html").read_bytes() == before
