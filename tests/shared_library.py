"""The shipped library, read and compiled once for all tests that run commands in this process."""

from __future__ import annotations

from functools import cache

import pytest

from generator.library import Library, load_library
from generator.pipeline import Press


@cache
def shipped_library() -> Library:
    return load_library()


@cache
def shipped_press() -> Press:
    return Press(shipped_library())


def share(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets commands share the library, when they ask for no other than the shipped one."""
    monkeypatch.setattr("generator.library.load_library", lambda *folders: (
        load_library(*folders) if folders else shipped_library()))
    monkeypatch.setattr("generator.pipeline.Press", lambda library: (
        shipped_press() if library is shipped_library() else Press(library)))
