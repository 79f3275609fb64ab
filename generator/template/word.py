"""The names that Word's XML is written in."""

from __future__ import annotations

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def w(name: str) -> str:
    """The name in Word's namespace, as lxml spells it."""
    return f"{{{W}}}{name}"


def wp(name: str) -> str:
    """The name in the namespace of drawings in text, as lxml spells it."""
    return f"{{{WP}}}{name}"
