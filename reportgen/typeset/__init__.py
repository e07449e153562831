"""Chinese line setting for WeasyPrint: both edges straight, quarter-em gaps, half-width marks at line ends.

WeasyPrint 70.0 stretches only spaces, so Chinese lines come out ragged.  `chinese_lines` wraps a few of its private functions while
pages are laid out and puts them back afterwards.  The rules are pure functions: `text` says what may break and what gets a gap,
`stretch` how a line is justified; `marks` and `lines` apply them to WeasyPrint's boxes, each element by its own language.
"""

from reportgen.typeset.lines import WEASYPRINT, chinese_lines, other_version

__all__ = ["WEASYPRINT", "chinese_lines", "other_version"]
