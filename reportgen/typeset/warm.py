"""Imported by helper processes that will lay out pages: loads the layout engine while there is time."""

from reportgen.typeset.engine import weasyprint

weasyprint()
