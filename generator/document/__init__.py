"""The Document: what a finished letter says, whoever made the file.

Read it with `read_docx`, show it with `to_text`, `to_markdown` or `to_html`. What a letter *should*
say lives in `checker/`.
"""

from generator.document.html import to_html
from generator.document.markdown import to_markdown
from generator.document.model import (
    Block,
    Break,
    Cell,
    Document,
    Image,
    Inline,
    Note,
    NoteMark,
    Paragraph,
    Passage,
    Properties,
    Role,
    Story,
    Tab,
    Table,
    Text,
    everywhere,
    paragraphs,
    plain,
)
from generator.document.read_docx import read_docx
from generator.document.text import paragraph_texts, to_text

__all__ = [
    "Block",
    "Break",
    "Cell",
    "Document",
    "Image",
    "Inline",
    "Note",
    "NoteMark",
    "Paragraph",
    "Passage",
    "Properties",
    "Role",
    "Story",
    "Tab",
    "Table",
    "Text",
    "everywhere",
    "paragraph_texts",
    "paragraphs",
    "plain",
    "read_docx",
    "to_html",
    "to_markdown",
    "to_text",
]
