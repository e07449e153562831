"""What a finished PDF may claim of itself: checks of PDF/UA-1 and PDF/A-3a on the file, whoever wrote it."""

from reportgen.conformance import accessible, archival

__all__ = ["accessible", "archival"]
