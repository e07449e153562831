"""The Word file as a package: parts, relations, ids, references, the same bytes each time."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from reportgen.document import Paragraph, Text
from reportgen.renderers import renderer
from reportgen.renderers.docx import bookmark_names, render
from reportgen.renderers.docx.xml import NAMESPACES, qname
from reportgen.renderers.office import TEXT
from tests.renderers.docx_reading import ROOT, TAGS, body_of, bookmarked, cached, find, members, part, unpack, val, words_in
from tests.renderers.docx_sample import WORDS, press, sample
from tests.wordcheck.schemas import breaches_of_schema


@pytest.mark.parametrize("tag", TAGS)
def test_every_part_obeys_the_schema(tag: str) -> None:
    assert breaches_of_schema(members(tag)) == []


@pytest.mark.parametrize("tag", TAGS)
def test_every_part_is_typed_and_every_relation_leads_to_a_part(tag: str) -> None:
    parts = members(tag)
    types = etree.fromstring(parts["[Content_Types].xml"])
    named = {node.get("PartName") for node in types if node.get("PartName")}
    extensions = {node.get("Extension") for node in types if node.get("Extension")}
    assert all(f"/{name}" in named or name.rsplit(".", 1)[1] in extensions for name in parts if name != "[Content_Types].xml")
    reached = set()
    for name in [name for name in parts if name.endswith(".rels")]:
        folder = Path(name).parent.parent
        for relation in etree.fromstring(parts[name]):
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External":
                assert relation.get("Type", "").endswith("/hyperlink")
            else:
                reached.add(target.lstrip("/") if target.startswith("/") else os.path.normpath(folder / target))
    assert reached == {name for name in parts if not name.endswith(".rels") and name != "[Content_Types].xml"}


@pytest.mark.parametrize("tag", TAGS)
def test_every_relation_named_in_the_text_exists(tag: str) -> None:
    for name in ("document", "footnotes"):
        known = {node.get("Id") for node in etree.fromstring(members(tag)[f"word/_rels/{name}.xml.rels"])}
        used = set(find(part(tag, name), "//@r:id | //@r:embed"))
        assert used
        assert used <= known


@pytest.mark.parametrize("tag", TAGS)
def test_the_archive_has_fixed_times_and_opens_with_its_types(tag: str) -> None:
    with zipfile.ZipFile(io.BytesIO(render(sample(tag), press(tag)))) as archive:
        infos = archive.infolist()
    assert infos[0].filename == "[Content_Types].xml"
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert len({info.filename.lower() for info in infos}) == len(infos)


@pytest.mark.parametrize("tag", TAGS)
def test_no_part_knows_the_machine_or_the_session(tag: str) -> None:
    for name, data in members(tag).items():
        if name.endswith((".xml", ".rels")):
            assert not re.search(rb"rsid|/home/|/tmp/|/work/|[A-Z]:\\\\", data), name


@pytest.mark.parametrize("tag", TAGS)
def test_properties_name_title_author_language_and_one_fixed_date(tag: str) -> None:
    core = etree.fromstring(members(tag)["docProps/core.xml"])
    fields = {etree.QName(node).localname: node.text for node in core}
    assert (fields["title"], fields["creator"]) == (WORDS[tag]["title"], WORDS[tag]["author"])
    assert fields["language"] == {"zh-Hans": "zh-CN", "en": "en-US"}[tag]
    assert fields["created"] == fields["modified"] == "2023-12-01T00:00:00Z"


@pytest.mark.parametrize("tag", TAGS)
def test_rendering_twice_gives_equal_bytes(tag: str) -> None:
    assert render(sample(tag), press(tag)) == render(sample(tag), press(tag))


def test_prefixes_are_ours_whatever_another_library_registers() -> None:
    etree.register_namespace("stranger", NAMESPACES["c"])
    try:
        data = unpack(render(sample("zh-Hans"), press("zh-Hans")))
    finally:
        etree.register_namespace("c", NAMESPACES["c"])
    assert b"stranger" not in data["word/document.xml"] + data["word/charts/chart1.xml"]
    assert not re.search(rb"xmlns:ns\d", b"".join(part for name, part in data.items() if name.endswith(".xml")))


@pytest.mark.parametrize("tag", TAGS)
def test_another_process_with_another_hash_seed_gives_equal_bytes(tag: str) -> None:
    program = (
        "import hashlib; from tests.renderers.docx_sample import press, sample; from reportgen.renderers.docx import render;"
        f"print(hashlib.sha256(render(sample({tag!r}), press({tag!r}))).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "America/New_York", "PYTHONPATH": str(ROOT), "PYTHONOPTIMIZE": "1"}
    other = subprocess.run([sys.executable, "-c", program], env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    assert hashlib.sha256(render(sample(tag), press(tag))).hexdigest() == other


def test_the_registry_finds_the_renderer() -> None:
    assert renderer("docx") is render


@pytest.mark.parametrize("tag", TAGS)
def test_bookmarks_are_paired_unique_and_short(tag: str) -> None:
    starts, ends = (find(part(tag, "document"), f"//w:bookmark{side}") for side in ("Start", "End"))
    identifiers, names = [val(node, "id") for node in starts], [val(node, "name") for node in starts]
    assert sorted(identifiers) == sorted(val(node, "id") for node in ends)
    assert len(set(identifiers)) == len(identifiers)
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z_]\w{0,39}", name, re.ASCII) for name in names)


@pytest.mark.parametrize("tag", TAGS)
def test_every_label_has_its_bookmark_in_the_file(tag: str) -> None:
    placed = {val(node, "name") for node in find(part(tag, "document"), "//w:bookmarkStart")}
    assert placed == {TEXT, *bookmark_names(sample(tag)).values()}


@pytest.mark.parametrize("tag", TAGS)
def test_fields_are_balanced_cached_and_never_dirty(tag: str) -> None:
    for name in ("document", "header2", "footer2", "footer3"):
        depth = 0
        for mark in find(part(tag, name), "//w:fldChar"):
            kind = val(mark, "fldCharType")
            depth += {"begin": 1, "separate": 0, "end": -1}[kind]
            assert mark.get(qname("w:dirty")) is None
            assert depth >= 0
        assert depth == 0
    assert not find(part(tag, "settings"), "//w:updateFields")


@pytest.mark.parametrize("tag", TAGS)
def test_a_reference_to_a_table_says_what_its_bookmark_says(tag: str) -> None:
    document = part(tag, "document")
    codes = [re.fullmatch(r" REF (\w+) \\h ", code.text or "") for code in find(document, "//w:instrText")]
    names = [match[1] for match in codes if match]
    assert len(names) == 2
    for name in names:
        shown = cached(document, f" REF {name} \\h ")
        assert bookmarked(document, name) == shown
        assert re.fullmatch("(表|图|Table|Figure)\u00a0[0-9]+", shown)


@pytest.mark.parametrize("tag", TAGS)
def test_a_reference_to_a_chapter_is_a_link_to_its_heading(tag: str) -> None:
    document = part(tag, "document")
    name = bookmark_names(sample(tag))["sec-method"]
    links = [words_in(node) for node in find(document, f"//w:p[w:pPr/w:pStyle/@w:val='BodyText']/w:hyperlink[@w:anchor='{name}']")]
    assert links == [{"zh-Hans": "第二章", "en": "Chapter\u00a02"}[tag]]
    assert bookmarked(document, name) == WORDS[tag]["method"]


@pytest.mark.parametrize("tag", TAGS)
def test_every_style_used_exists_with_its_kind(tag: str) -> None:
    known = {val(node, "styleId"): val(node, "type") for node in find(part(tag, "styles"), "//w:style")}
    for name in ("document", "footnotes", "header1", "header2", "footer2"):
        for kind, path in (("paragraph", "//w:pStyle"), ("character", "//w:rStyle"), ("table", "//w:tblStyle")):
            assert {known.get(val(node)) for node in find(part(tag, name), path)} <= {kind}
    for path in ("//w:basedOn", "//w:next"):
        assert {val(node) for node in find(part(tag, "styles"), path)} <= set(known)
    assert {val(node) for node in find(part(tag, "numbering"), "//w:pStyle")} <= set(known)


@pytest.mark.parametrize("tag", TAGS)
def test_every_list_used_is_defined_and_definitions_come_first(tag: str) -> None:
    numbering = part(tag, "numbering")
    kinds = [etree.QName(node).localname for node in numbering]
    assert kinds == sorted(kinds)
    assert all(len(find(node, "w:lvl")) == 9 for node in find(numbering, "w:abstractNum"))
    defined = {val(node, "numId") for node in find(numbering, "w:num")} | {"0"}
    for name in ("document", "styles"):
        assert {val(node) for node in find(part(tag, name), "//w:numId")} <= defined


@pytest.mark.parametrize("tag", TAGS)
def test_drawings_have_their_own_ids_and_alt_text(tag: str) -> None:
    drawings = find(part(tag, "document"), "//wp:docPr")
    assert len({node.get("id") for node in drawings}) == len(drawings) == 2
    assert drawings[-1].get("descr") == WORDS[tag]["alt"]
    assert all(node.get("descr") for node in drawings)


@pytest.mark.parametrize("tag", TAGS)
def test_footnotes_are_listed_separated_and_found(tag: str) -> None:
    known = {val(node, "id") for node in find(part(tag, "footnotes"), "//w:footnote")}
    used = {val(node, "id") for node in find(part(tag, "document"), "//w:footnoteReference")}
    assert known == {"-1", "0", "1"}
    assert used == {"1"}
    assert words_in(find(part(tag, "footnotes"), "//w:footnote[@w:id='1']")[0]).strip() == WORDS[tag]["note"] + WORDS[tag]["link"]


@pytest.mark.parametrize("tag", TAGS)
def test_no_text_holds_a_line_feed_or_loses_its_edge_spaces(tag: str) -> None:
    for node in find(part(tag, "document"), "//w:t"):
        assert node.text
        assert not re.search(r"[\n\r\t]", node.text)
        if node.text != node.text.strip():
            assert node.get(qname("xml:space")) == "preserve"


def test_characters_xml_forbids_are_left_out() -> None:
    body = body_of((Paragraph((Text("直播\x0b电商\x00"),)),))
    assert "直播电商" in words_in(body)
