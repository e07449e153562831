"""Our elements are written as lxml writes its own, whatever stands in them, and take their place among those that were read."""

from __future__ import annotations

import gc

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from reportgen.renderers.docx import render
from reportgen.renderers.docx.xml import HEAD, NAMESPACES, element, grown, markup, root, run, serialise, value
from tests.renderers.docx_sample import press, sample

TEXTS = st.text(st.characters(exclude_categories=("Cs",)))
DECLARED = "".join(f' xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("w", "r", "wp", "a", "pic", "c", "asvg"))


@given(TEXTS, TEXTS)
def test_text_and_attributes_come_back_as_they_went_in_but_for_what_xml_forbids(said: str, tag: str) -> None:
    read = etree.fromstring(serialise(root("w:p", element("w:t", text=said), value("w:tag", tag))))
    with_lxml = grown(root("w:p", element("w:t", text=said), value("w:tag", tag)))
    for node in (read, with_lxml):
        assert ((node[0].text or ""), node[1].get(f"{{{NAMESPACES['w']}}}val")) == (element("w:t", text=said).text, value("w:tag", tag).get(node[1].keys()[0]))


@given(TEXTS)
def test_a_part_has_the_bytes_lxml_gives_it(said: str) -> None:
    made = root("w:p", run(said, value("w:rStyle", said)), element("w:empty", text=""), element("w:pPr", None, element("w:jc"), element("w:keepNext")))
    theirs = etree.tostring(grown(made), xml_declaration=True, encoding="UTF-8", standalone=True)
    assert serialise(made) == theirs.replace(b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n", HEAD.encode())


def test_a_part_declares_its_prefixes_once() -> None:
    assert serialise(root("w:p", element("w:r"))).decode() == f"{HEAD}<w:p{DECLARED}><w:r/></w:p>"
    assert markup(element("w:p", None, element("w:r"))) == "<w:p><w:r/></w:p>"


def test_elements_below_one_come_in_the_order_they_are_written_in() -> None:
    tree = element("w:body", None, element("w:p", None, element("w:r", None, element("w:t", text="1"))), element("w:r", None, element("w:t", text="2")))
    assert [each.text for each in tree.iter(tree.children[0].children[0].children[0].tag)] == ["1", "2"]


def test_rendering_leaves_the_collector_of_cycles_as_it_was() -> None:
    render(sample("en"), press("en"))
    assert gc.isenabled()
    gc.disable()
    try:
        render(sample("en"), press("en"))
        assert not gc.isenabled()
    finally:
        gc.enable()
