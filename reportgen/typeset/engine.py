"""WeasyPrint, imported without starting other programs."""

from __future__ import annotations

import ctypes.util
import sys
from functools import cache
from importlib import import_module
from typing import Any


@cache
def weasyprint() -> Any:
    """Return the WeasyPrint module, imported when it is first wanted.

    Its import asks for each shared library under names that Linux does not know, and for each of them `find_library` runs
    ldconfig, a compiler and a linker: 54 programs, 0.2 s.  The names with ``.so`` that it tries next are found without.
    Raises OSError when Pango is not installed.
    """
    find_library = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        return import_module("weasyprint")
    finally:
        ctypes.util.find_library = find_library
