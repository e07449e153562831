"""Chinese line setting for WeasyPrint: both edges straight, quarter-em gaps, half-width marks at line ends.

WeasyPrint 70.0 stretches only spaces, so Chinese lines come out ragged.  `chinese_lines` wraps five of its private functions while
pages are laid out and puts them back afterwards; the rules themselves are pure functions in `text`.
"""

from reportgen.typeset.lines import WEASYPRINT, chinese_lines

__all__ = ["WEASYPRINT", "chinese_lines"]
