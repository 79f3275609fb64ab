"""What the tags of a template or phrase refer to: checked against the field catalogue, and
rewritten so that each printed value goes through the right door of the sandbox."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from generator import danish
from generator.case.view import FELTER, Felt
from generator.sandbox import LOOP, environment
from generator.source import suggestion
from generator.xml_position import Door, Position

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
          given: Mapping[str, str] | None = None, *,
          phrase: bool = False) -> tuple[list[Fault], Uses]:
    """Every fault in the tags of a parsed template or phrase, and what it uses.

    `given` maps names that the surroundings put in reach (the loop a phrase stands in) to paths.
    """
    checker = _Checker(fraser, phrase)
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
    def __init__(self, fraser: Collection[str], phrase: bool) -> None:
        self.known, self.inside_phrase = fraser, phrase
        self.faults: list[Fault] = []
        self.phrases: list[tuple[str, Mapping[str, str]]] = []
        self.fields: set[str] = set()

    def fault(self, node: nodes.Node, id: str, text: str, remedy: str) -> None:
        self.add([Fault(node.lineno, id, text, remedy)])

    def add(self, faults: Iterable[Fault]) -> None:
        self.faults += [fault for fault in faults if fault not in self.faults]

    def statements(self, body: list[Any], scope: _Scope) -> None:
        for node in body:
            self.statement(node, scope)

    def statement(self, node: nodes.Node, scope: _Scope) -> None:
        refused = refusal(node, phrase=self.inside_phrase)
        if refused:
            text, _, remedy = refused.partition("||")
            self.fault(node, "maerke.ikke_tilladt", f"{text}.", remedy)
            return
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
                path = path_of(node.node, scope)
                for name in _targets(node.target):
                    scope.kinds[name] = kind
                    scope.paths[name] = path or name
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
    def loop(self, node: nodes.For, scope: _Scope) -> None:
        kind = self.kind(node.iter, scope)
        path = path_of(node.iter, scope) or "?"
        item = kind.punkt or UKENDT
        if kind != UKENDT and kind.slags != "liste":
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
        if isinstance(node, nodes.Concat):
            for part in node.nodes:
                self.printed(part, scope)
            return
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
                self.add(unknown_names(node))
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
            case nodes.Concat():
                self.printed(node, scope)
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
                for argument in (*node.args, *(named.value for named in node.kwargs)):
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
        if kind == _LOOP and name not in LOOP:
            self.fault(node, "maerke.indmad", f"»loop.{name}« findes ikke.",
                       suggestion(name, LOOP) or f"Her er: {', '.join(sorted(LOOP))}.")
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
        for argument in (*node.args, *(named.value for named in node.kwargs)):
            self.kind(argument, scope)
        if node.name == "_i_stil":  # put there by `template.mend`
            return kind
        if unknown := list(unknown_names(node)):
            self.add(unknown)
            return UKENDT
        if kind == _FRASE:
            self.fault(node, "maerke.frase_filter", "Et filter kan ikke ændre en frase.",
                       f"Slet »|{node.name}«, eller ret frasens tekst.")
        for name in _attributes(node):
            self.item_field(node, kind, name)
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

    def item_field(self, node: nodes.Filter, kind: Felt, path: str) -> None:
        """A field of the items of a list, named in a filter: `|sort(attribute="dato")`."""
        found = kind.punkt
        for name in path.split("."):
            found = found.felter.get(name) if found else None
        if kind.punkt and kind.punkt.felter and not found:
            self.fault(node, "maerke.ukendt_felt", f"Feltet »{path}« findes ikke i listen.",
                       suggestion(path, kind.punkt.felter)
                       or f"Der er: {', '.join(list(kind.punkt.felter)[:12])}.")


def unknown_names(node: nodes.Filter | nodes.Test) -> Iterator[Fault]:
    """A fault for each filter and test in the expression that there is none of, also where one
    filter names another: `|map("upper")`."""
    given = [str(arg.value) if isinstance(arg, nodes.Const) else "" for arg in node.args]
    filters, tests = ([node.name], list[str]()) if isinstance(node, nodes.Filter) else (
        [], [node.name])
    if filters == ["map"]:
        filters += given[:1]
    elif filters:
        tests = {"select": given[:1], "reject": given[:1], "selectattr": given[1:2],
                 "rejectattr": given[1:2]}.get(node.name, [])
    for name in filter(None, filters):
        if name not in environment().filters or name.startswith("_"):
            yield Fault(node.lineno, "maerke.filter", f"Der er intet filter, der hedder »{name}«.",
                        suggestion(name, environment().filters)
                        or f"Brug et af disse: {', '.join(sorted(danish.FILTRE))}.")
    for name in filter(None, tests):
        if name not in environment().tests:
            yield Fault(node.lineno, "maerke.test", f"Der er ingen test, der hedder »{name}«.",
                        suggestion(name, environment().tests)
                        or "Brug en betingelse. Se dem med: duform betingelser.")


def _attributes(node: nodes.Filter) -> Iterator[str]:
    """The fields that a filter reaches in the items of its list."""
    first = node.args[:1] if node.name in ("selectattr", "rejectattr", "groupby") else []
    for value in (*first, *(n.value for n in node.kwargs if n.key == "attribute")):
        if isinstance(value, nodes.Const) and isinstance(value.value, str):
            yield value.value


def _either(left: Felt, right: Felt) -> Felt:
    return left if left.slags == right.slags else UKENDT


def _targets(node: nodes.Node) -> list[str]:
    return [name.name for name in node.find_all(nodes.Name)] if not isinstance(
        node, nodes.Name) else [node.name]


_TAG_NAMES = {"Include": "include", "Import": "import", "FromImport": "from", "Extends": "extends",
              "CallBlock": "call", "FilterBlock": "filter", "Block": "block",
              "ScopedEvalContextModifier": "autoescape", "AssignBlock": "set … endset"}
_ALLOWED = (nodes.Output, nodes.For, nodes.If, nodes.Assign, nodes.With)
_ALLOWED_IN_WORD = (nodes.AssignBlock, nodes.Macro)


def refusal(node: nodes.Node, *, phrase: bool) -> str:
    """Why a statement cannot be used, with a remedy after `||`; "" for one that can."""
    if isinstance(node, nodes.For) and node.recursive:
        return "Mærket »for … recursive« kan ikke bruges her||Slet ordet recursive"
    if isinstance(node, nodes.AssignBlock) and node.filter is not None:
        return "Mærket »set« kan ikke have et filter||Sæt filteret på, hvor teksten skrives."
    if isinstance(node, _ALLOWED) or (isinstance(node, _ALLOWED_IN_WORD) and not phrase):
        return ""
    name = type(node).__name__
    return (f"Mærket »{_TAG_NAMES.get(name, name.lower())}« kan ikke bruges her||Brug if, for og "
            "set. Fælles tekst hører hjemme i en frase.")


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
        scope = _Scope(paths=dict(self.given), loops=tuple(self.given))
        if not self.phrase:
            self._looped_ids = _ids_in_loops(tree)
        self._body(tree.body, scope)

    def _body(self, body: Iterable[nodes.Node], scope: _Scope) -> None:
        for node in body:
            self._statement(node, scope)

    def _statement(self, node: nodes.Node, scope: _Scope) -> None:
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
                scope.paths.update({name: path or name for name in _targets(node.target)})
            case nodes.AssignBlock():
                scope.paths.update({name: name for name in _targets(node.target)})
                self._branch(node, node.body, scope)
            case nodes.With():
                node.values = [self._expression(value, scope) for value in node.values]
                names = [name for target in node.targets for name in _targets(target)]
                self._branch(node, node.body, scope.inside({n: (UKENDT, n) for n in names}))
            case nodes.Macro():
                node.defaults = [self._expression(value, scope) for value in node.defaults]
                names = [argument.name for argument in node.args]
                self._branch(node, node.body, scope.inside({n: (UKENDT, n) for n in names}))

    def _loop(self, node: nodes.For, scope: _Scope) -> None:
        path = path_of(node.iter, scope) or "?"
        inner = scope.inside(dict.fromkeys(_targets(node.target), (UKENDT, f"{path}[]")),
                             loop=True)
        node.iter = _through("_løkke", self._expression(node.iter, scope))
        if node.test is not None:
            node.test = self._expression(node.test, inner)
        self._branch(node, node.body, inner)
        self._branch(node, node.else_, scope)

    def _branch(self, node: nodes.Node, body: list[Any], scope: _Scope) -> None:
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

    def _printed(self, node: nodes.Expr, scope: _Scope) -> Iterator[nodes.Expr]:
        if isinstance(node, nodes.TemplateData):
            self.position = self.position.after(node.data)
            if not self.phrase:
                node.data = literal(node.data, self._looped_ids)
            yield node
        elif isinstance(node, nodes.Concat):
            for part in node.nodes:
                yield from self._printed(part, scope)
        else:
            label = f"{path_of(node, scope) or ''}|{node.lineno}|{self.file}"
            if self.position.begun.startswith("<w:gridSpan"):
                self.varies.add("w:tr")
            door: Door = "_gem" if self.phrase else self.position.door()
            yield _through(door, self._expression(node, scope), nodes.Const(label))

    def _expression(self, node: Any, scope: _Scope, style: str = "") -> Any:
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
