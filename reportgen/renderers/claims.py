"""What a PDF says of itself: XMP metadata, the colour space its colours are meant in, and the standards it keeps.

The packet stands in the file as it is read, so a claim that the checks do not bear out is blanked where it stands (XMP packets are made
to be edited in place; ISO 16684-1, 7.3.2), and no offset of the file moves.
"""

from __future__ import annotations

import io
from importlib.resources import files
from typing import Any

from markupsafe import Markup

PRINTED = 4
"""The flag of an annotation that stands on paper, too."""
PDFUA = '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>'
PDFA = (
    '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>3</pdfaid:part>'
    "<pdfaid:conformance>A</pdfaid:conformance></rdf:Description>"
)
EXTENSION = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
"""PDF/A knows no property of PDF/UA, so an archive that says both describes the other's (ISO 19005-3, 6.6.2.3.2)."""
PACKET = Markup("""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
{claims}
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:format>application/pdf</dc:format>
{properties}
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>
""")
TEXT = Markup("<{0}>{1}</{0}>")
WORDS = Markup('<{0}><rdf:Alt><rdf:li xml:lang="x-default">{1}</rdf:li></rdf:Alt></{0}>')
BAG = Markup("<{0}><rdf:Bag><rdf:li>{1}</rdf:li></rdf:Bag></{0}>")
SEQUENCE = Markup("<{0}><rdf:Seq><rdf:li>{1}</rdf:li></rdf:Seq></{0}>")


def declare(metadata: Any, pdf: Any) -> None:
    """Add to a `pydyf.PDF` what PDF/A and PDF/UA ask for beside the tags, and the claim to be both.

    metadata   what WeasyPrint writes the document information from
    """
    import pydyf

    for each in pdf.objects:
        if isinstance(each, dict) and each.get("Type") == "/Annot":
            each["F"] = PRINTED
    profile = pydyf.Stream([(files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()], {"N": 3}, compress=True)
    pdf.add_object(profile)
    name = pydyf.String("sRGB IEC61966-2.1")
    intent = {"Type": "/OutputIntent", "S": "/GTS_PDFA1", "OutputConditionIdentifier": name, "Info": name, "DestOutputProfile": profile.reference}
    pdf.catalog["OutputIntents"] = pydyf.Array([pydyf.Dictionary(intent)])
    stream = pydyf.Stream([packet(metadata, pdf.info["Producer"].string)], {"Type": "/Metadata", "Subtype": "/XML"})
    pdf.add_object(stream)
    pdf.catalog["Metadata"] = stream.reference


def packet(metadata: Any, producer: str) -> bytes:
    """Return the XMP packet of a file that claims PDF/UA-1 and PDF/A-3a."""
    given = (
        (WORDS, "dc:title", metadata.title),
        (SEQUENCE, "dc:creator", ", ".join(metadata.authors)),
        (WORDS, "dc:description", metadata.description),
        (BAG, "dc:language", metadata.lang),
        (TEXT, "pdf:Keywords", ", ".join(metadata.keywords)),
        (TEXT, "pdf:Producer", producer),
        (TEXT, "xmp:CreatorTool", metadata.generator),
        (TEXT, "xmp:CreateDate", metadata.created),
        (TEXT, "xmp:ModifyDate", metadata.modified),
    )
    properties = Markup("\n").join(form.format(name, value) for form, name, value in given if value)
    return PACKET.format(claims=Markup("\n".join((PDFUA, PDFA, EXTENSION))), properties=properties).encode()


def honest(data: bytes) -> bytes:
    """Return a PDF that claims nothing its checks do not bear out."""
    import pikepdf

    from reportgen.conformance import accessible, archival

    with pikepdf.open(io.BytesIO(data)) as opened:
        borne_out = {PDFUA: not any(accessible.problems(opened)), PDFA: not any(archival.problems(opened))}
    for claim, holds in borne_out.items():
        if not holds:
            data = data.replace(claim.encode(), b" " * len(claim))
    return data
