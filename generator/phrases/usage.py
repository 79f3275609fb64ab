"""Which phrases use which, read from their tags."""

from __future__ import annotations

import re
from functools import lru_cache

from generator.library import Library

_USE = re.compile(r"\bfrase\.([a-z0-9_]+(?:\.[a-z0-9_]+)*)")


@lru_cache(maxsize=4096)
def uses(body: str) -> frozenset[str]:
    """The ids of the phrases that a phrase's text uses."""
    return frozenset(match[1] for tag in re.findall(r"\{[{%].*?[%}]\}", body, re.DOTALL)
                     for match in _USE.finditer(tag))


def phrases_using(library: Library, id: str) -> list[str]:
    """The phrases whose text uses this one directly, by id."""
    return [other for other, versions in library.fraser.items()
            if any(id in uses(v.body) for f in versions for v in f.varianter)]


def plain_markdown(body: str) -> str:
    """A phrase's text with its tags taken out, to see what Markdown it uses.

    A line that is only a tag goes altogether, as it does when the phrase is filled.
    """
    lines = [line for line in body.split("\n")
             if not re.fullmatch(r"\s*(\{%.*?%\}\s*)+", line)]
    text = re.sub(r"\{%.*?%\}", "", "\n".join(lines), flags=re.DOTALL)
    return re.sub(r"\{\{.*?\}\}", "x", text, flags=re.DOTALL)
