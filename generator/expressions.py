"""What the tags of a template or phrase refer to, checked against the field catalogue: fields,
phrases, filters, and which tags may be used at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes

from generator import danish
from generator.case.fields import FELTER, Felt, felt_ved
from generator.sandbox import LOOP, environment
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
class Scope:
    """Names in reach: what kind of field each is and the path it stands for."""

    kinds: dict[str, Felt] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    loops: tuple[str, ...] = ()

    def inside(self, names: Mapping[str, tuple[Felt, str]], *, loop: bool = False) -> Scope:
        return Scope(
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
    scope = Scope()
    for name, path in (given or {}).items():
        scope.kinds[name] = felt_ved(path) or UKENDT
        scope.paths[name] = path
        scope.loops = (*scope.loops, name)
    checker.statements(tree.body, scope)
    return checker.faults, Uses(tuple(checker.phrases), frozenset(checker.fields))


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

    def statements(self, body: list[Any], scope: Scope) -> None:
        for node in body:
            self.statement(node, scope)

    def statement(self, node: nodes.Node, scope: Scope) -> None:
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
                for name in targets(node.target):
                    scope.kinds[name] = kind
                    scope.paths[name] = path or name
            case nodes.AssignBlock():
                for name in targets(node.target):
                    scope.kinds[name] = UKENDT
                self.statements(node.body, scope)
            case nodes.With():
                inner = scope.inside({})
                for target, value in zip(node.targets, node.values, strict=True):
                    kind = self.kind(value, scope)
                    inner = inner.inside({n: (kind, n) for n in targets(target)})
                self.statements(node.body, inner)
            case nodes.Macro():
                scope.kinds[node.name] = UKENDT
                self.statements(node.body, scope.inside({a.name: (UKENDT, a.name)
                                                         for a in node.args}))
    def loop(self, node: nodes.For, scope: Scope) -> None:
        kind = self.kind(node.iter, scope)
        path = path_of(node.iter, scope) or "?"
        item = kind.punkt or UKENDT
        if kind != UKENDT and kind.slags != "liste":
            self.fault(node, "maerke.ikke_liste", f"»{path}« er ikke en liste, så den kan ikke "
                       "løbes igennem.", "Brug {{ … }} til at skrive den, eller if til at spørge "
                       "om den er der.")
        names = dict.fromkeys(targets(node.target), (item, f"{path}[]"))
        inner = scope.inside(names, loop=True).inside({"loop": (_LOOP, "loop")})
        if node.test:
            self.kind(node.test, inner)
        self.statements(node.body, inner)
        self.statements(node.else_, scope)

    def printed(self, node: nodes.Expr, scope: Scope) -> None:
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

    def kind(self, node: nodes.Node | None, scope: Scope) -> Felt:
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
                self.call(node, scope)
                return UKENDT
            case None:
                return UKENDT
            case _:
                for child in node.iter_child_nodes():
                    self.kind(child, scope)
                return Felt("janej") if isinstance(node, (nodes.Compare, nodes.Not)) else UKENDT

    def call(self, node: nodes.Call, scope: Scope) -> None:
        """Only macros, `range`, `namespace` and a loop's own functions can be called."""
        called = node.node
        if isinstance(called, nodes.Name):
            if called.name not in ("range", "namespace", *scope.kinds):
                self.fault(node, "maerke.kald", f"»{called.name}« kan ikke kaldes.",
                           "Mærker kan skrive felter og fraser, men ikke køre kode.")
        elif not isinstance(called, nodes.Getattr) or path_of(called.node, scope) != "loop":
            self.fault(node, "maerke.kald", "Mærker kan ikke køre kode.",
                       "Skriv feltets navn uden parenteser.")
        for argument in (*node.args, *(named.value for named in node.kwargs)):
            self.kind(argument, scope)

    def name(self, node: nodes.Name, scope: Scope) -> Felt:
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

    def attribute(self, node: nodes.Node, owner: nodes.Node, name: str, scope: Scope) -> Felt:
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

    def phrase(self, node: nodes.Node, id: str, scope: Scope) -> Felt:
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

    def filtered(self, node: nodes.Filter, scope: Scope) -> Felt:
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


def targets(node: nodes.Node) -> list[str]:
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


def path_of(node: nodes.Node | None, scope: Scope) -> str | None:
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
