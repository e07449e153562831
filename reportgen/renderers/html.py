"""HTML: one self-contained file that asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
import re

from reportgen.document import Document
from reportgen.errors import RenderError, stop_on
from reportgen.renderers import Press
from reportgen.renderers.fontface import embedded, without_glyph
from reportgen.renderers.page import page
from reportgen.renderers.styles import paper, root, shared, sheet, variables
from reportgen.theme import Theme

POLICY = "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; script-src '{}'; base-uri 'none'; form-action 'none'"


def render(document: Document, press: Press) -> bytes:
    """Return the report as one HTML file: styles, fonts, charts and a small script inside, no request to anywhere.

    Raises RenderError when a chart is missing or no font has a character.
    """
    stop_on(without_glyph(document, press), RenderError)
    values = variables(press.theme, press.edition)
    script = sheet("page.js").strip()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    styles = [root(values, press.theme), shared(press.edition), f"@media screen{{{sheet('screen.css')}}}", f"@media print{{{_paper(press.theme, values)}}}"]
    body = page(document, press, "screen", styles=styles, script=script, policy=POLICY.format(f"sha256-{digest}"))
    # The fonts are cut to what the page says, so they are added to it last.
    fonts = embedded(press.edition, body)
    return body.replace("<style>", f"<style>{fonts}", 1).encode()


def _paper(theme: Theme, values: dict[str, str]) -> str:
    """Return the print style for browsers; page geometry takes values only, no custom properties."""
    return (
        re.sub(r"@page[^{]*\{(?:[^{}]|\{[^{}]*\})*\}", "", paper(theme))
        + f"@page{{size:{values['page-width']} {values['page-height']};margin:20mm}}@page cover{{margin:0}}"
    )
