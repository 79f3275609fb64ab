"""What ties an old merge letter to its data: the path to somebody's spreadsheet, the query, the
list of receivers. It is taken out, for it is of no use here and tells more than it should."""

from __future__ import annotations

from lxml import etree

from generator.document.docx_package import RELS
from generator.template.parts import TemplateFile, rels_name, serialised
from generator.template.word import w

_KINDS = frozenset({"mailMergeSource", "mailMergeHeaderSource", "recipientData"})
_TYPES = "[Content_Types].xml"


def without_source(file: TemplateFile) -> dict[str, bytes]:
    """The parts that change when the letter is cut loose from its data, by name; those that go are
    empty. Nothing when there is no such tie."""
    name = file.related("settings")
    if name is None:
        return {}
    changed: dict[str, bytes] = {}
    settings = file.package.xml(name)
    merges = list(settings.iter(w("mailMerge")))
    for merge in merges:
        _remove(merge)
    if merges:
        changed[name] = serialised(settings)
    return changed | _without_relations(file, name)


def _without_relations(file: TemplateFile, settings: str) -> dict[str, bytes]:
    found = {id: rel for id, rel in file.package.relationships(settings).items()
             if rel.kind in _KINDS}
    rels = file.package.find(rels_name(settings))
    if not found or rels is None:
        return {}
    root = file.package.xml(rels)
    for relation in [rel for rel in root.iter(RELS) if rel.get("Id") in found]:
        _remove(relation)
    gone = {rel.target for rel in found.values()
            if not rel.external and file.package.find(rel.target)}
    types = file.package.xml(_TYPES)
    for entry in [e for e in types if (e.get("PartName") or "").lstrip("/") in gone]:
        _remove(entry)
    changed = {rels: serialised(root), **dict.fromkeys(gone, b"")}
    return {**changed, _TYPES: serialised(types)} if gone else changed


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
