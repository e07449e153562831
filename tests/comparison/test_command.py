"""``reportgen diff``: a real report on two years of real data, as lines, JSON, a page, and a Word file with tracked changes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from click.testing import Result
from lxml import etree

from reportgen.comparison import compare
from reportgen.comparison.passages import passages
from reportgen.comparison.sides import Side, open_side
from reportgen.wordcheck import check
from tests.comparison.years import two_years
from tests.projects import ROOT, project, run
from tests.renderers.docx_reading import find, unpack
from tests.wordcheck.schemas import breaches_of_schema


@dataclass(frozen=True)
class Years:
    """Both reports, and what the command made of them."""

    old: Path
    new: Path
    sides: tuple[Side, Side]
    printed: Result
    page: str
    redline: bytes


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Years:
    folder = tmp_path_factory.mktemp("years")
    old, new = two_years(folder)
    page, redline = folder / "d.html", folder / "d.docx"
    printed = run("diff", old, new, "-e", "zh-Hans", "--html", page, "--docx", redline, "--author", "编辑部", "--exit-code")
    return Years(old, new, (open_side(old), open_side(new)), printed, page.read_text("utf-8"), redline.read_bytes())


def test_lines_tell_the_moves_and_the_sentences_that_must_be_looked_at(years: Years) -> None:
    lines = years.printed.output
    assert years.printed.exit_code == 1
    assert "rows: 31; up 12, down 15, in place 4; entered 0, left 0" in lines
    assert "  Chongqing  9 → 21   ↓12  70.61 → 84.07  +13.46" in lines
    assert "sentences with another meaning 4, out of date 1, added 1, removed 1, reworded 0, other figures 0, the same 4" in lines
    assert "    rank: 第七 → 第八\n    words: 低于 → 高于\n" in lines
    assert "    still says 92.28, typed by hand; 上海 直播发展指数 is 96.08 now" in lines


def test_both_editions_tell_the_same(years: Years) -> None:
    found = compare(*years.sides)
    kinds = [[each.kind for each in narrative.findings] for narrative in found.narratives.values()]
    assert list(found.narratives) == ["zh-Hans", "en"]
    assert kinds[0] == kinds[1]


def test_the_page_asks_nobody_for_anything_and_marks_what_changed(years: Years) -> None:
    assert "Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'" in unescape(years.page)
    assert not any(word in years.page for word in ("http://", "https://", "<script", "url("))
    assert "四川得<del>72.52</del><ins>91.10</ins>分，列全国<del>第七</del><ins>第八</ins>位，<del>低</del><ins>高</ins>于八十分。" in years.page


def test_the_redline_accepted_is_the_new_text_and_refused_the_old(years: Years) -> None:
    texts = [[each.text for each in passages(side.documents["zh-Hans"])] for side in years.sides]
    assert texts[0] != texts[1]
    body = etree.fromstring(unpack(years.redline)["word/document.xml"])
    assert [_read(body, gone) for gone in ("ins", "del")] == texts


def _read(body: etree._Element, gone: str) -> list[str]:
    """Return the paragraphs below the title when all changes of a kind are gone, and those of the other stay."""
    told = [each for each in find(body, "//w:p[w:pPr/w:pStyle]") if not find(each, "w:pPr/w:pStyle[@w:val='Title' or @w:val='CoverText' or @w:val='Spacer']")]
    kept = [each for each in told if not find(each, f"w:pPr/w:rPr/w:{gone}")]
    return [re.sub("^(?:注|数据来源)：", "", each) for each in _texts(kept, gone)]


def _texts(kept: list[etree._Element], gone: str) -> list[str]:
    return ["".join(find(each, f".//w:r[not(parent::w:{gone})]/*[self::w:t or self::w:delText]/text()")) for each in kept]


def test_every_tracked_change_says_who_and_when_and_has_its_own_id(years: Years) -> None:
    changes = find(etree.fromstring(unpack(years.redline)["word/document.xml"]), "//w:ins | //w:del")
    names = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    assert len(changes) > 10
    assert {(each.get(f"{names}author"), each.get(f"{names}date")) for each in changes} == {("编辑部", "2023-12-01T00:00:00Z")}
    assert len({each.get(f"{names}id") for each in changes}) == len(changes)


def test_the_redline_breaks_no_rule_but_that_changes_wait_for_a_decision(years: Years) -> None:
    assert {breach.rule.id for breach in check(years.redline, "d.docx")} == {"W53"}
    assert breaches_of_schema(unpack(years.redline)) == []


def test_equal_calls_give_equal_bytes(years: Years, tmp_path: Path) -> None:
    again = tmp_path / "again.docx"
    run("diff", years.old, years.new, "-e", "zh-Hans", "--docx", again, "--author", "编辑部", "--date", "2023-12-01")
    assert again.read_bytes() == years.redline


def test_json_has_every_shift_and_finding(years: Years) -> None:
    told = json.loads(run("diff", years.old, years.new, "--json", "--min-rank-change", "12").output)
    (shift,) = told["tables"][0]["shifts"]
    assert (shift["name"], shift["places"], shift["old"], shift["new"], shift["percent"]) == ("Chongqing", -12, "70.61", "84.07", "19.06")
    assert [each["kind"] for each in told["narratives"]["en"]["findings"]].count("meaning") == 4


def test_a_report_is_equal_to_itself(years: Years) -> None:
    result = run("diff", years.new, years.new, "--exit-code")
    assert (result.exit_code, result.output) == (0, "from index-2023 to index-2023\nnothing differs\n")


def test_finished_reports_are_compared_by_their_trees_and_without_them_by_their_ledgers(tmp_path: Path) -> None:
    for year, scores in (("old", "98.50\n020,绵阳,71.20\n030,宜宾,65.00"), ("new", "98.60\n020,绵阳,64.00\n030,宜宾,65.00")):
        folder = project(tmp_path / year, cities=f"code,name,score\n010,成都,{scores}\n")
        assert run("build", folder, "-f", "json").exit_code == 0
    trees = run("diff", tmp_path / "old" / "out", tmp_path / "new" / "out", "--all").output
    assert "  030  3 → 2  ↑1  65.00 → 65.00  +0.00" in trees
    assert "98.60" in trees
    entries = {year: [_entry(key, value) for key, value in cells] for year, cells in LEDGERS.items()}
    for year, told in entries.items():
        (tmp_path / f"{year}-ledger").mkdir()
        (tmp_path / f"{year}-ledger" / "ledger.json").write_text(json.dumps({"zh-Hans": told}), "utf-8")
    ledgers = run("diff", tmp_path / "old-ledger", tmp_path / "new-ledger")
    assert "  030  3 → 2  ↑1  65.00 → 65.00  +0.00" in ledgers.output
    refused = run("diff", tmp_path / "old-ledger", tmp_path / "new-ledger", "--docx", tmp_path / "x.docx")
    assert (refused.exit_code, "error[RG534]: there is no text to track changes in" in refused.output) == (2, True)


LEDGERS = {"old": [("010", "98.50"), ("020", "71.20"), ("030", "65.00")], "new": [("010", "98.60"), ("020", "64.00"), ("030", "65.00")]}


def _entry(key: str, value: str) -> dict[str, object]:
    source = f"cities.csv[{key}].score"
    return {"id": f"tbl-all, row {int(key) // 10}, column 3 #1", "text": value, "value": value, "unit": "score", "decimals": 2, "source": source}


def test_wrong_sides_and_editions_are_told_with_a_remedy(years: Years, tmp_path: Path) -> None:
    (tmp_path / "twice.csv").write_text("name,score\n甲,1.0\n甲,2.0\n", "utf-8")
    (tmp_path / "a.csv").write_text("name,score\n甲,1.0\n乙,2.0\n", "utf-8")
    (tmp_path / "x.json").write_text('{"node": "Document", "meta": 3}', "utf-8")
    data = ROOT / "datasets" / "live-commerce-2023"
    for arguments, code in (
        ((years.old, data), "RG530"), ((tmp_path / "nothing", years.new), "RG531"), ((tmp_path, years.new), "RG532"),
        ((years.old, years.new, "-e", "zh-Hant-TW"), "RG533"), ((data, data, "--docx", tmp_path / "x.docx"), "RG534"),
        ((years.old, years.new, "--docx", tmp_path / "x.docx"), "RG535"), ((tmp_path / "twice.csv", tmp_path / "twice.csv"), "RG537"),
        ((tmp_path / "a.csv", tmp_path / "a.csv", "--html", tmp_path / "none" / "x.html"), "RG536"),
    ):  # fmt: skip
        result = run("diff", *arguments)
        status = {"RG536": 7, "RG537": 3}.get(code, 2)
        assert (result.exit_code, f"error[{code}]" in result.output, "hint: " in result.output) == (status, True, True), result.output
    assert not (tmp_path / "x.docx").exists()
