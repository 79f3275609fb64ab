"""What the tags of a template or phrase refer to: checked against the field catalogue, and
rewritten so that each printed value goes through the right door of the sandbox."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from jinja2 import nodes

from generator import danish
from generator.case.view import FELTER, Felt
from generator.sandbox import environment
from generator.source import suggestion

#: Something whose fields we cannot know before rendering (a macro argument, a `set` value).
UKENDT = Felt("post", "ukendt")
_LOOP = Felt("post", "løkken")
_FRASE = Felt("post", "frase")


@dataclass(frozen=True)
class Fault:
    """A fault in a tag: on which line (of a phrase) or in which paragraph (of a template)."""

    line: int
    id: str
    text: str
    remedy: str


@dataclass(frozen=True)
class Uses:
    """What a piece of text uses: phrase ids with the loop names in reach, and field paths."""

    fraser: tuple[tuple[str, Mapping[str, str]], ...]
    felter: frozenset[str]


@dataclass
class _Scope:
    """Names in reach: what kind of field each is and the path it stands for."""

    kinds: dict[str, Felt] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    loops: tuple[str, ...] = ()

    def inside(self, names: Mapping[str, tuple[Felt, str]], *, loop: bool = False) -> _Scope:
        return _Scope(
            {**self.kinds, **{n: k for n, (k, _) in names.items()}},
            {**self.paths, **{n: p for n, (_, p) in names.items()}},
            (*self.loops, *names) if loop else self.loops)


# --- checking -----------------------------------------------------------------------------------


def check(tree: nodes.Template, fraser: Collection[str],
          given: Mapping[str, str] | None = None) -> tuple[list[Fault], Uses]:
    """Every fault in the tags of a parsed template or phrase, and what it uses.

    `given` maps names that the surroundings put in reach (the loop a phrase stands in) to paths.
    """
    checker = _Checker(fraser)
    scope = _Scope()
    for name, path in (given or {}).items():
        scope.kinds[name] = _at(path) or UKENDT
        scope.paths[name] = path
        scope.loops = (*scope.loops, name)
    checker.statements(tree.body, scope)
    return checker.faults, Uses(tuple(checker.phrases), frozenset(checker.fields))


def _at(path: str) -> Felt | None:
    found: Felt | None = FELTER
    for name in path.replace("[]", ".[]").split("."):
        found = found.under(name) if found else None
    return found


class _Checker:
    def __init__(self, fraser: Collection[str]) -> None:
        self.known = fraser
        self.faults: list[Fault] = []
        self.phrases: list[tuple[str, Mapping[str, str]]] = []
        self.fields: set[str] = set()

    def fault(self, node: nodes.Node, id: str, text: str, remedy: str) -> None:
        found = Fault(node.lineno, id, text, remedy)
        if found not in self.faults:
            self.faults.append(found)

    def statements(self, body: list[Any], scope: _Scope) -> None:
        for node in body:
            self.statement(node, scope)

    def statement(self, node: nodes.Node, scope: _Scope) -> None:
        match node:
            case nodes.Output():
                for child in node.nodes:
                    if not isinstance(child, nodes.TemplateData):
                        self.printed(child, scope)
            case nodes.For():
                self.loop(node, scope)
            case nodes.If():
                self.kind(node.test, scope)
                for body in (node.body, node.elif_, node.else_):
                    self.statements(body, scope)
            case nodes.Assign():
                kind = self.kind(node.node, scope)
                for name in _targets(node.target):
                    scope.kinds[name] = kind
                    scope.paths[name] = path_of(node.node, scope) or name
            case nodes.AssignBlock():
                for name in _targets(node.target):
                    scope.kinds[name] = UKENDT
                self.statements(node.body, scope)
            case nodes.With():
                inner = scope.inside({})
                for target, value in zip(node.targets, node.values, strict=True):
                    kind = self.kind(value, scope)
                    inner = inner.inside({n: (kind, n) for n in _targets(target)})
                self.statements(node.body, inner)
            case nodes.Macro():
                scope.kinds[node.name] = UKENDT
                self.statements(node.body, scope.inside({a.name: (UKENDT, a.name)
                                                         for a in node.args}))
            case _:
                self.fault(node, "maerke.ikke_tilladt",
                           f"Mærket »{_tag_name(node)}« kan ikke bruges her.",
                           "Brug if, for og set. Fælles tekst hører hjemme i en frase.")

    def loop(self, node: nodes.For, scope: _Scope) -> None:
        kind = self.kind(node.iter, scope)
        path = path_of(node.iter, scope) or "?"
        item = kind.punkt or UKENDT
        if kind is not UKENDT and kind.slags != "liste" and kind.titel != "ukendt":
            self.fault(node, "maerke.ikke_liste", f"»{path}« er ikke en liste, så den kan ikke "
                       "løbes igennem.", "Brug {{ … }} til at skrive den, eller if til at spørge "
                       "om den er der.")
        names = dict.fromkeys(_targets(node.target), (item, f"{path}[]"))
        inner = scope.inside(names, loop=True).inside({"loop": (_LOOP, "loop")})
        if node.test:
            self.kind(node.test, inner)
        self.statements(node.body, inner)
        self.statements(node.else_, scope)

    def printed(self, node: nodes.Expr, scope: _Scope) -> None:
        kind = self.kind(node, scope)
        path = path_of(node, scope)
        if kind in (UKENDT, _LOOP, _FRASE):
            return
        if kind.slags == "liste":
            self.fault(node, "maerke.liste", f"»{path}« er en liste og kan ikke skrives som én "
                       "tekst.", "Brug en løkke, eller saml den med filteret liste.")
        elif kind.slags == "post":
            names = ", ".join(list(kind.felter)[:6])
            self.fault(node, "maerke.post", f"»{path}« har flere felter under sig.",
                       f"Skriv et punktum og navnet på et af dem, for eksempel: {names}.")

    def kind(self, node: nodes.Node | None, scope: _Scope) -> Felt:
        """The kind of field an expression gives; notes faults on the way."""
        match node:
            case nodes.Name():
                return self.name(node, scope)
            case nodes.Getattr():
                return self.attribute(node, node.node, node.attr, scope)
            case nodes.Getitem(arg=nodes.Const(value=str() as name)):
                return self.attribute(node, node.node, name, scope)
            case nodes.Getitem():
                owner = self.kind(node.node, scope)
                self.kind(node.arg, scope)
                return owner.punkt or UKENDT
            case nodes.Filter():
                return self.filtered(node, scope)
            case nodes.Test():
                if node.name not in environment().tests:
                    self.fault(node, "maerke.test", f"Der er ingen test, der hedder "
                               f"»{node.name}«.", suggestion(node.name, environment().tests)
                               or "Brug en betingelse. Se dem med: duform betingelser.")
                self.kind(node.node, scope)
                for argument in node.args:
                    self.kind(argument, scope)
                return Felt("janej")
            case nodes.CondExpr():
                self.kind(node.test, scope)
                first = self.kind(node.expr1, scope)
                return first if node.expr2 is None else _either(first, self.kind(node.expr2, scope))
            case nodes.Or() | nodes.And():
                return _either(self.kind(node.left, scope), self.kind(node.right, scope))
            case nodes.Const() | nodes.TemplateData():
                return Felt("tekst")
            case nodes.Call():
                if not isinstance(node.node, (nodes.Name, nodes.Getattr)):
                    self.kind(node.node, scope)
                elif isinstance(node.node, nodes.Name) and node.node.name not in (
                        "range", "namespace") and node.node.name not in scope.kinds:
                    self.fault(node, "maerke.kald", f"»{node.node.name}« kan ikke kaldes.",
                               "Mærker kan skrive felter og fraser, men ikke køre kode.")
                elif isinstance(node.node, nodes.Getattr) and path_of(
                        node.node.node, scope) != "loop":
                    self.fault(node, "maerke.kald", "Mærker kan ikke køre kode.",
                               "Skriv feltets navn uden parenteser.")
                for argument in node.args:
                    self.kind(argument, scope)
                return UKENDT
            case None:
                return UKENDT
            case _:
                for child in node.iter_child_nodes():
                    self.kind(child, scope)
                return Felt("janej") if isinstance(node, (nodes.Compare, nodes.Not)) else UKENDT

    def name(self, node: nodes.Name, scope: _Scope) -> Felt:
        if node.name in scope.kinds:
            return scope.kinds[node.name]
        if node.name == "frase":
            return _FRASE
        found = FELTER.felter.get(node.name)
        if found is None:
            self.fault(node, "maerke.ukendt_felt", f"»{node.name}« er hverken et felt, en "
                       "betingelse eller noget, en løkke har givet navn.",
                       suggestion(node.name, [*FELTER.felter, *scope.kinds, "frase"])
                       or "Se felterne med: duform felter.")
            return UKENDT
        self.fields.add(node.name)
        return found

    def attribute(self, node: nodes.Node, owner: nodes.Node, name: str, scope: _Scope) -> Felt:
        if name.startswith("_"):
            self.fault(node, "maerke.indmad", f"»{name}« kan ikke bruges i et mærke.",
                       "Mærker kan kun bruge sagens felter. Slet mærket.")
            return UKENDT
        id = frase_id(node)
        if id is not None and "frase" not in scope.kinds:
            return self.phrase(node, id, scope)
        kind = self.kind(owner, scope)
        if kind in (UKENDT, _LOOP):
            return UKENDT
        found = kind.under(name)
        if found is None and kind.slags == "lov" and name in (
                "lov", "lov_navn", "paragraf", "stk", "nr", "slags", "handler_om"):
            return Felt("tekst")
        if found is None:
            path = path_of(owner, scope)
            hint = suggestion(name, kind.felter) or (
                f"Under »{path}« er der: {', '.join(list(kind.felter)[:12])}." if kind.felter
                else f"»{path}« har ingen felter under sig." if kind.slags != "liste"
                else f"»{path}« er en liste. Brug en løkke.")
            self.fault(node, "maerke.ukendt_felt", f"Feltet »{path}.{name}« findes ikke.", hint)
            return UKENDT
        path = path_of(node, scope)
        if path:
            self.fields.add(path)
        return found

    def phrase(self, node: nodes.Node, id: str, scope: _Scope) -> Felt:
        loops = {name: scope.paths[name] for name in scope.loops}
        if id in self.known:
            self.phrases.append((id, loops))
        elif not any(known.startswith(id + ".") for known in self.known):
            self.fault(node, "maerke.ukendt_frase", f"Der er ingen frase, der hedder »{id}«.",
                       suggestion(id, self.known) or "Se fraserne med: duform fraser liste.")
        else:
            self.fault(node, "maerke.ukendt_frase", f"»{id}« er en mappe med fraser, ikke en "
                       "frase.", "Skriv et punktum og frasens navn.")
        return _FRASE

    def filtered(self, node: nodes.Filter, scope: _Scope) -> Felt:
        kind = self.kind(node.node, scope)
        for argument in node.args:
            self.kind(argument, scope)
        if node.name == "_i_stil":  # put there by `template.mend`
            return kind
        if node.name not in environment().filters or node.name.startswith("_"):
            self.fault(node, "maerke.filter", f"Der er intet filter, der hedder »{node.name}«.",
                       suggestion(node.name, danish.FILTRE)
                       or f"Brug et af disse: {', '.join(sorted(danish.FILTRE))}.")
            return UKENDT
        if node.name in ("first", "last", "max", "min"):
            return kind.punkt or UKENDT
        if node.name in ("select", "reject", "selectattr", "rejectattr", "sort", "reverse",
                         "unique", "list"):
            return kind
        if node.name in ("default", "d"):
            return kind
        if node.name in ("map", "groupby", "batch", "slice"):
            return UKENDT
        return Felt("tekst")


def _either(left: Felt, right: Felt) -> Felt:
    return left if left.slags == right.slags else UKENDT


def _targets(node: nodes.Node) -> list[str]:
    return [name.name for name in node.find_all(nodes.Name)] if not isinstance(
        node, nodes.Name) else [node.name]


def _tag_name(node: nodes.Node) -> str:
    return {"Include": "include", "Import": "import", "FromImport": "from", "Extends": "extends",
            "CallBlock": "call", "FilterBlock": "filter", "Block": "block",
            "ScopedEvalContextModifier": "autoescape"}.get(type(node).__name__,
                                                           type(node).__name__.lower())


def frase_id(node: nodes.Node) -> str | None:
    """`afgoerelse.du_kan_klage` for the node of `frase.afgoerelse.du_kan_klage`, else None."""
    names: list[str] = []
    while isinstance(node, nodes.Getattr):
        names.append(node.attr)
        node = node.node
    if isinstance(node, nodes.Name) and node.name == "frase" and names:
        return ".".join(reversed(names))
    return None


def path_of(node: nodes.Node | None, scope: _Scope) -> str | None:
    """The field path an expression leads to (`afgørelse.indsatser[].hvad`), or None."""
    match node:
        case nodes.Name():
            return scope.paths.get(node.name, node.name)
        case nodes.Getattr():
            owner = path_of(node.node, scope)
            return f"{owner}.{node.attr}" if owner else None
        case nodes.Getitem():
            owner = path_of(node.node, scope)
            if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
                return f"{owner}.{node.arg.value}" if owner else None
            return f"{owner}[]" if owner else None
        case nodes.Filter():
            owner = path_of(node.node, scope)
            return f"{owner}[]" if owner and node.name in ("first", "last") else owner
        case nodes.CondExpr():
            return path_of(node.expr1, scope)
        case nodes.Or() | nodes.And():
            return path_of(node.left, scope)
        case _:
            return None


# --- rewriting ----------------------------------------------------------------------------------

Door = Literal["_tekst", "_attribut", "_blok", "_gem"]


@dataclass
class _Position:
    """Where in the XML the compiler is: which door a value must take there."""

    in_tag: bool = False
    in_text: bool = False

    _TAG = re.compile(r"<[^<>]*>?")

    def after(self, literal: str) -> None:
        """Moves past a literal piece of the template."""
        if self.in_tag:
            end = literal.find(">")
            if end < 0:
                return
            self.in_tag, literal = False, literal[end + 1:]
        for match in self._TAG.finditer(literal):
            tag = match[0]
            if not tag.endswith(">"):
                self.in_tag = True
            elif tag.startswith(("<w:t>", "<w:t ")):
                self.in_text = not tag.endswith("/>")
            elif tag.startswith("</w:t>"):
                self.in_text = False
            elif not tag.startswith("</"):
                self.inner = tag

    inner: str = ""

    def door(self) -> Door:
        if self.in_tag:
            return "_attribut"
        if self.in_text:
            return "_tekst"
        plain = self.inner.startswith(("<w:instrText", "<w:delText", "<wp:align", "<wp:posOffset",
                                       "<m:t", "<a:t"))
        return "_attribut" if plain else "_blok"


class Rewriter:
    """Rewrites a parsed template in place. `file` goes into the labels of its holes."""

    def __init__(self, file: str, *, phrase: bool, given: Mapping[str, str] | None = None) -> None:
        # The label travels inside XML until the hole is resolved.
        self.file, self.phrase = file.translate(str.maketrans("&<>", "···")), phrase
        self.position = _Position()
        self.given = dict(given or {})

    def rewrite(self, tree: nodes.Template) -> None:
        """Wraps every printed value in its door and turns `frase.a.b` into a call."""
        scope = _Scope(paths=dict(self.given), loops=tuple(self.given))
        self._body(tree.body, scope, looped=False)

    def _body(self, body: list[Any], scope: _Scope, *, looped: bool) -> None:
        for node in body:
            self._statement(node, scope, looped=looped)

    def _statement(self, node: nodes.Node, scope: _Scope, *, looped: bool) -> None:
        if isinstance(node, nodes.Output):
            node.nodes = [self._printed(child, scope, looped=looped) for child in node.nodes]
        elif isinstance(node, nodes.For):
            path = path_of(node.iter, scope) or "?"
            names = dict.fromkeys(_targets(node.target), (UKENDT, f"{path}[]"))
            inner = scope.inside(names, loop=True)
            node.iter = self._expression(node.iter, scope)
            if node.test is not None:
                node.test = self._expression(node.test, inner)
            self._body(node.body, inner, looped=True)
            self._body(node.else_, scope, looped=looped)
        elif isinstance(node, nodes.If):
            node.test = self._expression(node.test, scope)
            for body in (node.body, node.elif_, node.else_):
                self._body(body, scope, looped=looped)
        elif isinstance(node, nodes.Assign):
            for name in _targets(node.target):
                scope.paths[name] = path_of(node.node, scope) or name
            node.node = self._expression(node.node, scope)
        else:
            for child in node.iter_child_nodes():
                if isinstance(child, nodes.Stmt):
                    self._statement(child, scope, looped=looped)

    def _printed(self, node: nodes.Expr, scope: _Scope, *, looped: bool) -> nodes.Expr:
        if isinstance(node, nodes.TemplateData):
            self.position.after(node.data)
            if not self.phrase:
                node.data = literal(node.data, looped=looped)
            return node
        label = f"{path_of(node, scope) or ''}|{node.lineno}|{self.file}"
        door = "_gem" if self.phrase else self.position.door()
        inner = self._expression(node, scope)
        return nodes.Filter(inner, door, [nodes.Const(label)], [], None, None, lineno=node.lineno)

    def _expression(self, node: Any, scope: _Scope, style: str = "") -> Any:
        if isinstance(node, nodes.Filter) and node.name == "_i_stil":
            return self._expression(node.node, scope, node.args[0].as_const())
        id = frase_id(node)
        if id is not None:
            pairs = [nodes.Pair(nodes.Const(n), nodes.Name(n, "load")) for n in scope.loops]
            return nodes.Filter(nodes.Name("frase", "load"), "_frase",
                                [nodes.Const(id), nodes.Const(style), nodes.Dict(pairs)],
                                [], None, None, lineno=node.lineno)
        if isinstance(node, nodes.Node):
            for name, value in node.iter_fields():
                if isinstance(value, list):
                    setattr(node, name, [self._expression(v, scope) for v in value])
                elif isinstance(value, nodes.Node):
                    setattr(node, name, self._expression(value, scope))
        return node


#: Stands, with a newline, before each paragraph of a part while it is compiled: Jinja counts lines,
#: so line n + 1 is paragraph n.
PARAGRAPH = "\ue016"
_IDS_IN_LOOPS = re.compile(r"<w:bookmark(?:Start|End)\b[^>]*/>")
_ESCAPED = {"{_{": "{{", "}_}": "}}", "{_%": "{%", "%_}": "%}"}


def literal(text: str, *, looped: bool) -> str:
    """A literal piece of a Word part as it goes into letters.

    The mark of each paragraph while compiling goes; docxtpl's way of writing a literal `{{` is
    undone here and only here, so that a *value* `{_{` stays as it is. A bookmark of the template
    inside a loop would come out several times, which Word calls a broken file.
    """
    text = text.replace(f"{PARAGRAPH}\n", "").replace(PARAGRAPH, "")
    for written, meant in _ESCAPED.items():
        text = text.replace(written, meant)
    return _IDS_IN_LOOPS.sub("", text) if looped else text


