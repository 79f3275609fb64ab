"""A parsed template or phrase rewritten in place: each printed value goes through the door that
fits where it stands (`doors.py`), and `frase.a.b` becomes a call."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from generator.case.fields import felt_ved
from generator.expressions import (
    UKENDT,
    Fault,
    Scope,
    frase_id,
    path_of,
    refusal,
    targets,
    unknown_names,
)
from generator.xml_position import Door, Position


class Rewriter:
    """Rewrites a parsed template in place. `file` goes into the labels of its holes.

    Afterwards `faults` are the tags that begin in one element and end in another, and `varies`
    the elements whose content is not the same in every letter (`w:tbl`: there may be no rows).
    """

    def __init__(self, file: str, *, phrase: bool, given: Mapping[str, str] | None = None) -> None:
        self.file, self.phrase = file, phrase
        self.position = Position()
        self.given = dict(given or {})
        self.faults: list[Fault] = []
        self.varies: set[str] = set()
        self._looped_ids: frozenset[str] = frozenset()

    def rewrite(self, tree: nodes.Template) -> None:
        """Wraps every printed value in its door and turns `frase.a.b` into a call.

        Raises `TemplateSyntaxError` for a tag that cannot be used.
        """
        scope = Scope(paths=dict(self.given), loops=tuple(self.given))
        if not self.phrase:
            self._looped_ids = _ids_in_loops(tree)
        self._body(tree.body, scope)

    def _body(self, body: Iterable[nodes.Node], scope: Scope) -> None:
        for node in body:
            self._statement(node, scope)

    def _statement(self, node: nodes.Node, scope: Scope) -> None:
        refused = refusal(node, phrase=self.phrase)
        if refused:
            raise TemplateSyntaxError(refused, node.lineno)
        match node:
            case nodes.Output():
                node.nodes = [printed for child in node.nodes
                              for printed in self._printed(child, scope)]
            case nodes.For():
                self._loop(node, scope)
            case nodes.If():
                node.test = self._expression(node.test, scope)
                for body in (node.body, node.elif_, node.else_):
                    self._branch(node, body, scope)
            case nodes.Assign():
                path = path_of(node.node, scope)
                node.node = self._expression(node.node, scope)
                scope.paths.update({name: path or name for name in targets(node.target)})
            case nodes.AssignBlock():
                scope.paths.update({name: name for name in targets(node.target)})
                self._branch(node, node.body, scope)
            case nodes.With():
                node.values = [self._expression(value, scope) for value in node.values]
                names = [name for target in node.targets for name in targets(target)]
                self._branch(node, node.body, scope.inside({n: (UKENDT, n) for n in names}))
            case nodes.Macro():
                node.defaults = [self._expression(value, scope) for value in node.defaults]
                names = [argument.name for argument in node.args]
                self._branch(node, node.body, scope.inside({n: (UKENDT, n) for n in names}))

    def _loop(self, node: nodes.For, scope: Scope) -> None:
        path = path_of(node.iter, scope) or "?"
        inner = scope.inside(dict.fromkeys(targets(node.target), (UKENDT, f"{path}[]")),
                             loop=True)
        node.iter = _through("_løkke", self._expression(node.iter, scope))
        if node.test is not None:
            node.test = self._expression(node.test, inner)
        self._branch(node, node.body, inner)
        self._branch(node, node.else_, scope)

    def _branch(self, node: nodes.Node, body: list[Any], scope: Scope) -> None:
        """What may come out any number of times: it must end where in the XML it began."""
        start = self.position
        self.varies.add(start.inner)
        self.position = start.start()
        self._body(body, scope)
        if not self.phrase and not self.position.sound_since(start):
            self.faults.append(Fault(
                node.lineno, "maerke.skaevt", "Et mærke begynder ét sted og slutter et andet, for "
                "eksempel i et afsnit og i en tabelcelle.", "Lad if og endif, for og endfor stå på "
                "samme måde: begge i afsnit for sig selv, eller begge i samme afsnit eller "
                "celle. Om hele rækker: {%tr if … %} i en række for sig selv."))
        self.position = replace(start, lowest=min(start.lowest, self.position.lowest))

    def _printed(self, node: nodes.Expr, scope: Scope) -> Iterator[nodes.Expr]:
        if isinstance(node, nodes.TemplateData):
            self.position = self.position.after(node.data)
            if not self.phrase:
                node.data = literal(node.data, self._looped_ids)
            yield node
        elif isinstance(node, nodes.Concat):
            for part in node.nodes:
                yield from self._printed(part, scope)
        else:
            path = path_of(node, scope) or ""
            if self.position.begun.startswith("<w:gridSpan"):
                self.varies.add("w:tr")
            door: Door = "_gem" if self.phrase else self.position.door()
            if door in _WHOLE and _is_text(path):
                self.faults.append(Fault(
                    node.lineno, "maerke.hele_afsnit", f"Mærket med »{path}« fylder et helt "
                    f"{_WHOLE[door]}, og det kan kun en frase eller et billede.",
                    "Slet bogstavet lige efter {{ i mærket."))
            label = nodes.Const(f"{path}|{node.lineno}|{self.file}")
            yield _through(door, self._expression(node, scope), label)

    def _expression(self, node: Any, scope: Scope, style: str = "") -> Any:
        if isinstance(node, nodes.Filter) and node.name == "_i_stil":
            return self._expression(node.node, scope, node.args[0].as_const())
        if isinstance(node, (nodes.Filter, nodes.Test)):
            for unknown in unknown_names(node):
                raise TemplateSyntaxError(f"{unknown.text}||{unknown.remedy}", node.lineno)
        id = frase_id(node) if "frase" not in scope.paths else None
        if id is not None:
            pairs = [nodes.Pair(nodes.Const(n), nodes.Name(n, "load")) for n in scope.loops]
            return _through("_frase", nodes.Name("frase", "load", lineno=node.lineno),
                            nodes.Const(id), nodes.Const(style), nodes.Dict(pairs))
        if isinstance(node, nodes.Node):
            for name, value in node.iter_fields():
                if isinstance(value, list):
                    setattr(node, name, [self._expression(v, scope) for v in value])
                elif isinstance(value, nodes.Node):
                    setattr(node, name, self._expression(value, scope))
        if isinstance(node, nodes.Concat):
            return _through("_saml", nodes.List(node.nodes, lineno=node.lineno))
        return node


#: Doors where a tag stands for something whole, and what that is.
_WHOLE = {"_blok": "afsnit", "_stykke": "stykke", "_intet": "stykke af en tabel"}
#: Fields that are a file name in the case and the picture itself in a letter.
_PICTURES = frozenset({"kommune.logo"})


def _is_text(path: str) -> bool:
    """Whether the path leads to a value that is written as text."""
    found = felt_ved(path) if path and path not in _PICTURES else None
    return found is not None and found.slags not in ("post", "liste")


def _through(door: str, node: nodes.Expr, *args: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(node, door, list(args), [], None, None, lineno=node.lineno)


#: Stands for each place where a new paragraph, or a tag, begins while a part is compiled. Jinja
#: counts lines, so each line can be led back to its paragraph (see `template/dialect.py`).
LINE = "\u2028\n"
_BOOKMARK = re.compile(r'<w:bookmark(?:Start|End)\b[^>]*?\bw:id="([^"]*)"[^>]*/>')
_CONTROL_ID = re.compile(r'<w:id w:val="([^"]*)"/>')
_ESCAPED = {"{_{": "{{", "}_}": "}}", "{_%": "{%", "%_}": "%}"}


def _ids_in_loops(tree: nodes.Template) -> frozenset[str]:
    """The ids of bookmarks and content controls of the template that stand inside a loop."""
    data = [text.data for loop in tree.find_all((nodes.For, nodes.Macro))
            for text in loop.find_all(nodes.TemplateData)]
    return frozenset(id for text in data for pattern in (_BOOKMARK, _CONTROL_ID)
                     for id in pattern.findall(text))


def literal(text: str, looped: Collection[str] = ()) -> str:
    """A literal piece of a Word part as it goes into letters.

    The mark of each line while compiling goes; docxtpl's way of writing a literal `{{` is undone
    here and only here, so that a *value* `{_{` stays as it is. Bookmarks and numbers of controls
    inside a loop (`looped`) would come out several times, which Word calls a broken file.
    """
    text = text.replace(LINE, "")
    for written, meant in _ESCAPED.items():
        text = text.replace(written, meant)
    if looped:
        for pattern in (_BOOKMARK, _CONTROL_ID):
            text = pattern.sub(lambda m: "" if m[1] in looped else m[0], text)
    return text
