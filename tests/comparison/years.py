"""One report twice: on the tables of 2023, and on those of the year before that were worked out from them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.projects import ROOT

REPORT = """\
name: index-{year}
date: {year}-12-01
formats: [json, html]
editions: [zh-Hans, en]
data: ../datasets/live-commerce-2023/datapackage.json
regions: regions
meta:
  zh-Hans: {{title: 直播电商发展指数（{year}）}}
  en: {{title: Development index {year}}}
tables:
  provinces: {{resource: t01_provinces_overall{ending}, value: index, fields: {{index: index}}}}
  cities: {{resource: t02_subprovincial_overall{ending}, {by}}}
"""
ZH = """\
{% set sichuan = provinces["四川"] -%}
{% set first, tenth = provinces.leader, provinces.top(10)[9] -%}
# 发展指数 {#sec-index}

{{ provinces.top(3) | names }}居前三位。\
四川得{{ sichuan.index }}分，列全国{{ sichuan.rank | ordinal }}位，\
{% if sichuan.index > 80 %}高于{% else %}低于{% endif %}八十分。

首位与第十位相差{{ difference(first.index, tenth.index) }}分\
{% if difference(first.index, tenth.index) > 20 %}，差距扩大。{% else %}，差距缩小。{% endif %}\
上海得92.28分。各地都在发展直播电商。

{% if first.name == "广东" %}广东首次居首。{% else %}北京紧随其后。{% endif %}

- {{ cities.leader.name }}在城市中居首。

::: table tbl-provinces
of: provinces
columns: [rank, region, index]
caption: 各省指数
:::
"""
EN = """\
{% set sichuan = provinces["Sichuan"] -%}
{% set first, tenth = provinces.leader, provinces.top(10)[9] -%}
# The index {#sec-index}

{{ provinces.top(3) | names }} lead. \
Sichuan scores {{ sichuan.index }} and ranks {{ sichuan.rank | ordinal }}, \
{% if sichuan.index > 80 %}above{% else %}below{% endif %} eighty points.

The first and the tenth are {{ difference(first.index, tenth.index) }} points apart\
{% if difference(first.index, tenth.index) > 20 %}: the gap widened.{% else %}: the gap narrowed.{% endif %} \
Shanghai has 92.28 points. Every region streams.


{% if first.name == "Guangdong" %}Guangdong leads for the first time.\
{% else %}Beijing is close behind.{% endif %}

- {{ cities.leader.name }} is the first of the cities.

::: table tbl-provinces
of: provinces
columns: [rank, region, index]
caption: Index of the provinces
:::
"""


def two_years(folder: Path) -> tuple[Path, Path]:
    """Write both reports and their data, and return their folders, the older first."""
    source, target = ROOT / "datasets" / "live-commerce-2023", folder / "datasets" / "live-commerce-2023"
    target.mkdir(parents=True)
    package = json.loads((source / "datapackage.json").read_text("utf-8"))
    package["resources"] = [each for each in package["resources"] if each["name"].startswith(("regions", "t01", "t02"))]
    (target / "datapackage.json").write_text(json.dumps(package), "utf-8")
    for resource in package["resources"]:
        shutil.copy(source / resource["path"], target)
    before = _written(folder, 2022, "_2022", "value: rank, best: lowest, fields: {rank: rank}")  # of the cities only the ranks are known
    return before, _written(folder, 2023, "", "value: index, fields: {index: index}")


def _written(folder: Path, year: int, ending: str, by: str) -> Path:
    made = folder / f"report-{year}"
    for tag, text in (("zh-Hans", ZH), ("en", EN)):
        (made / "narrative" / tag).mkdir(parents=True)
        (made / "narrative" / tag / "10-index.md").write_text(text, "utf-8")
    (made / "report.yaml").write_text(REPORT.format(year=year, ending=ending, by=by), "utf-8")
    return made
