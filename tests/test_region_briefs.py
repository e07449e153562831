"""Region briefs: sentences that vary truthfully with the data, and two pages for every region."""

from __future__ import annotations

import shutil
from pathlib import Path

import pymupdf
import pytest

from reportgen import build, check
from reportgen.document import Paragraph
from reportgen.resources import data_path
from reportgen.tree import text_of, walk

EXAMPLE = Path(__file__).parents[1] / "examples" / "region-briefs"
SCAFFOLD = data_path("templates") / "region-brief" / "scaffold"

SAID = {
    "zh-Hans": [
        ("西山区", "index.place(districts, own)", "居第一位"),
        ("高岭区", "index.place(districts, own)", "与云台区并列第七位"),
        ("北城区", 'index.in_group(districts, own, "core", "个区")', "在主城4个区中列第四位，居末位"),
        ("新港区", 'index.in_group(districts, own, "port", "个区")', "港区仅新港区一地列入排名"),
        ("新港区", "index.moved(own)", "位次与上期相同"),
        ("南江区", "index.moved(own)", "比上期上升2位"),
        ("临河区", "index.moved(own)", "比上期上升1位"),
        ("西山区", "index.extremes(parts, own)", "人才环境、市场环境和设施环境位次相同，均为第一"),
        ("临河区", "index.extremes(parts, own)", "人才环境和市场环境位次相同，均为第六"),
        ("南江区", "index.extremes(parts, own)", "市场环境和设施环境的位次最靠前（均为第三），人才环境最靠后（第四）"),
        ("高岭区", "index.against_overall(parts, own)", "与综合位次（第七）相比，设施环境（第六）靠前，市场环境持平，人才环境（第八）靠后"),
        ("新港区", "index.against_median(parts, own)", "与中位数相比，人才环境高4.19分，市场环境高1.32分，设施环境持平"),
        ("西山区", "index.distances(districts, own)", "中位数为81.45，西山区高10.21分。"),
        ("西山区", "index.neighbours(own)", "排在后面的是东湖区（低3.23分）和南江区（低6.58分）"),
        ("云台区", "index.neighbours(own)", "排在前面的是临河区（高4.74分）和高岭区（分值相同）"),
        ("北城区", 'index.growth(districts, own, "个区")', "北城区的指数同比下降1.17%，增速列8个区的第八位，低于均值（4.22%）"),
        ("西山区", 'index.group_summary(districts.group("port"), "港区", "个区")', "港区仅新港区一地列入排名，没有可比的同组地区。"),
        ("西山区", 'index.together(["“人”", "“货”", "“场”"])', "“人”“货”和“场”"),
    ],
    "en": [
        ("Xishan", "index.place(districts, own)", "first"),
        ("Gaoling", "index.place(districts, own)", "seventh, tied with Yuntai"),
        ("Beicheng", 'index.in_group(districts, own, "core", "districts")', "among the four in the core it is fourth and last"),
        ("Xingang", 'index.in_group(districts, own, "port", "districts")', "it is the only one of these districts in the port"),
        ("Xingang", "index.moved(own)", "unchanged in rank"),
        ("Nanjiang", "index.moved(own)", "up two places"),
        ("Linhe", "index.moved(own)", "up one place"),
        ("Xishan", "index.extremes(parts, own)", "talent, market and facilities all rank first"),
        ("Linhe", "index.extremes(parts, own)", "talent and market both rank sixth"),
        ("Nanjiang", "index.extremes(parts, own)", "market and facilities rank best (both third) and talent lowest (fourth)"),
        ("Gaoling", "index.against_overall(parts, own)",
         "Against its overall rank (seventh), facilities (sixth) is ahead, market is level and talent (eighth) is behind"),
        ("Xingang", "index.against_median(parts, own)", "against the median, talent is 4.19 points higher, market 1.32 points higher and facilities level"),
        ("Xishan", "index.distances(districts, own)", "Xishan leads and stands 10.21 points above the median (81.45)."),
        ("Xishan", "index.neighbours(own)", "Next below are Donghu (by 3.23 points) and Nanjiang (by 6.58 points)"),
        ("Yuntai", "index.neighbours(own)", "Next above are Linhe (by 4.74 points) and Gaoling (with the same score)"),
        ("Beicheng", 'index.growth(districts, own, "districts")', "The index fell by 1.17% on the year before, eighth of eight and below the mean (4.22%)"),
        ("Xishan", 'index.group_summary(districts.group("port"), "of the port", "districts")',
         "Xingang is the only one of these districts of the port, so there is none to compare it with."),
        ("Xishan", 'index.together(["people", "goods", "place"])', "people, goods and place"),
    ],
}  # fmt: skip


def paragraphs(folder: Path, tag: str) -> list[str]:
    return [text_of(block.content) for block in walk(check(folder, editions=[tag]).documents[tag].blocks) if isinstance(block, Paragraph)]


@pytest.mark.parametrize("tag", SAID)
def test_a_sentence_says_what_is_so_of_this_region(tag: str, tmp_path: Path) -> None:
    project = shutil.copytree(SCAFFOLD, tmp_path / "brief")
    narrative = project / "narrative" / tag / "10-brief.md"
    text = narrative.read_text("utf-8")
    parts = text[text.index("{% set parts") : text.index("{% set all")]
    lines = [f'{{% set own = districts["{name}"] %}}{{{{ {sentence} }}}}' for name, sentence, _ in SAID[tag]]
    narrative.write_text("\n\n".join(("# A", parts, *lines)), "utf-8")
    assert paragraphs(project, tag) == [expected for *_, expected in SAID[tag]]


@pytest.mark.parametrize("district", [("高岭区", "Gaoling"), ("临河区", "Linhe")], ids=["tied", "with a gap"])
def test_any_district_of_the_scaffold_makes_a_brief_without_a_warning(district: tuple[str, str], tmp_path: Path) -> None:
    project = shutil.copytree(SCAFFOLD, tmp_path / "brief")
    for file in (project / "report.yaml", *project.glob("narrative/*/*.md")):
        text = file.read_text("utf-8")
        file.write_text(text.replace("南江区", district[0]).replace("Nanjiang", district[1]), "utf-8")
    assert check(project).warnings == ()


@pytest.mark.parametrize("item", ["guangdong", "qinghai", "liaoning", "wuhan", "chengdu", "chengdu-in-sichuan", "liangshan"])
def test_both_editions_of_a_brief_say_the_same_and_nothing_is_warned_of(item: str) -> None:
    assert check(EXAMPLE, item=item).warnings == ()


@pytest.mark.parametrize(
    ("item", "tag"),
    [("chengdu-in-sichuan", "en"), ("aba", "zh-Hans"), ("zhejiang", "en"), ("henan", "en"), ("jilin", "zh-Hans")],
    ids=lambda value: value,
)
def test_the_hardest_briefs_have_two_pages(item: str, tag: str, tmp_path: Path) -> None:
    build(EXAMPLE, item=item, editions=[tag], formats=["pdf"], out=tmp_path, workers=1)
    (file,) = tmp_path.glob(f"**/*.{tag}.pdf")
    with pymupdf.open(file) as opened:
        assert len(opened) == 2
