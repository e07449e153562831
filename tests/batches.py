"""A batch in a few lines: three cities, one report each."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

from reportgen.errors import ReportError
from reportgen.pool import Outcome
from reportgen.workers import Task
from tests.projects import CITIES, REPORT

BATCH = (
    REPORT.replace("name: small", "name: briefs").replace("title: 城市", 'title: "{{ item.name }}简报"').replace("title: Cities", 'title: "{{ item.name }}"')
    + 'highlight: "{{ item.key }}"\nbatch: {over: items.csv, name: "{{ item.pinyin }}", group: side}\n'
)
ITEMS = "key,name_zh,name_en,pinyin,side_zh,side_en,weight,is_capital,note\n010,成都,Chengdu,chengdu,西,west,1.50,true,\n"
ITEMS += "020,绵阳,Mianyang,Mian Yang,北,north,2,false,有\n030,宜宾,Yibin,yibin,南,south,3,false,\n"
TEXT = "# 概况\n\n{{ item.name }}在{{ item.side }}边，得分为{{ cities[item].score }}分，第{{ cities[item].rank }}。\n"


def batch(folder: Path, report: str = BATCH, *, items: str = ITEMS, text: str = TEXT, english: str = "") -> Path:
    """Write a batch that builds, and return its folder; the files are then the test's to break."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.yaml").write_text(report.replace("editions: [zh-Hans]", "editions: [zh-Hans, en]") if english else report, "utf-8")
    (folder / "cities.csv").write_text(CITIES, "utf-8")
    (folder / "items.csv").write_text(items, "utf-8")
    for tag, words in (("zh-Hans", text), *((("en", english),) if english else ())):
        (folder / "narrative" / tag).mkdir(parents=True, exist_ok=True)
        (folder / "narrative" / tag / "10-one.md").write_text(words, "utf-8")
    return folder


def inline(tasks: Sequence[Task]) -> Generator[Outcome, None, None]:
    """Do the tasks in this process, for tests that are not about processes."""
    for index, task in enumerate(tasks):
        try:
            yield Outcome(index, task.run())
        except ReportError as error:
            yield Outcome(index, None, error.problems)
