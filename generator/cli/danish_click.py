"""Click in Danish: headings of the help texts and the messages about wrong use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import click


class _DanishHelp:
    """The words click puts around our own help texts."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = [p.replace("[OPTIONS]", "[VALG]")
                  for p in self.collect_usage_pieces(ctx)]  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Brug: ")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "Vis denne hjælp, og stop."
        return option  # type: ignore[no-any-return]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [row for p in self.get_params(ctx)  # type: ignore[attr-defined]
                if (row := p.get_help_record(ctx)) is not None and row[1]]
        if rows:
            with formatter.section("Valg"):
                formatter.write_dl([(name, _danish_default(text)) for name, text in rows])
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)


class Command(_DanishHelp, click.Command):
    """A command with Danish help."""


class Group(_DanishHelp, click.Group):
    """A group of commands with Danish help."""

    command_class = Command

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return ["[VALG]", "KOMMANDO …"]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Kommandoer"):
            formatter.write_dl([(name, self.one_line(name)) for name in self.list_commands(ctx)])

    def one_line(self, name: str) -> str:
        """The first sentence of a command's help."""
        return self.commands[name].get_short_help_str(limit=200)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def resolve_command(self, ctx: click.Context, args: list[str]
                        ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        known = self.list_commands(ctx)
        if not name.startswith("-") and name not in known:
            from generator.source import suggestion

            hint = suggestion(name, known) or f"Vælg mellem: {', '.join(known)}."
            raise click.UsageError(f"Der er ingen kommando, der hedder »{name}«. {hint}", ctx)
        return super().resolve_command(ctx, args)

    def group(self, *args: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("cls", Group)
        return super().group(*args, **kwargs)


Group.group_class = Group


class _Later(Mapping[str, click.Command]):
    """Commands by name, imported when they are asked for."""

    def __init__(self, later: Mapping[str, tuple[str, str]]) -> None:
        self._later = later

    def __getitem__(self, name: str) -> click.Command:
        module, _, attribute = self._later[name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(self._later)

    def __len__(self) -> int:
        return len(self._later)


class LazyGroup(Group):
    """A group that imports a command when it is used. `later` holds, for each name, where the
    command is (`module:name`) and its short help."""

    def __init__(self, *args: Any, later: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commands = _Later(later)  # type: ignore[assignment]  # nothing adds commands to it
        self._help = {name: text for name, (_, text) in later.items()}

    def one_line(self, name: str) -> str:
        return self._help[name]


def _danish_default(text: str) -> str:
    return text.replace("[required]", "[skal med]").replace("default:", "ellers:")


def help_asked_for(error: click.ClickException) -> str:
    """The help text when a group of commands was named and nothing more; else empty."""
    asked = getattr(click.exceptions, "NoArgsIsHelpError", None)
    if asked is None or not isinstance(error, asked) or error.ctx is None:
        return ""
    return str(error.ctx.get_help())


#: What click says in words only. Everything else is told from the kind of error.
_MESSAGES = (
    (r".*requires an argument.*", r"Der skal stå noget efter {option}."),
    (r".*does not take a value.*", r"Der kan ikke stå noget efter {option}."),
    (r"Got unexpected extra argument.*?\((.+)\)", r"Der står for meget: \1."),
    (r"Missing command.*", "Skriv også, hvilken kommando du vil bruge."),
    (r"\w+ '(.+?)' is a file\.", r"»\1« er en fil, ikke en mappe ({option})."),
    (r"\w+ '(.+?)' is a directory\.", r"»\1« er en mappe, ikke en fil ({option})."),
    (r"\w+ '(.+?)' does not exist\.", r"»\1« findes ikke ({option})."),
    (r"\w+ '(.+?)' is not (?:readable|writable)\.", r"Der er ikke adgang til »\1« ({option})."),
    (r"'(.+?)' is not one of (.+)\.", r"»\1« kan ikke bruges i {option}. Vælg mellem: \2."),
)


def translated(error: click.ClickException) -> str:
    """A message about wrong use, in Danish, with the way to help."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "duform"
    return (f"Fejl: {_what(error)}\n"
            f"  Sådan:  {path} --help viser, hvordan kommandoen bruges.")


def _what(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = [f"»{name}«" for name in error.possibilities or ()]
        hint = f" Mente du {' eller '.join(near)}?" if near else ""
        return f"Der er intet valg, der hedder »{error.option_name}«.{hint}"
    param = getattr(error, "param", None)
    named = max(getattr(param, "opts", ()), key=len, default="")
    option = getattr(error, "option_name", None) or named
    if isinstance(param, click.Argument):
        option = param.make_metavar(error.ctx) if isinstance(error, click.UsageError) and (
            error.ctx) else option
    if isinstance(error, click.MissingParameter):
        kind = "" if isinstance(param, click.Argument) else "Valget "
        return f"{kind}»{option}« mangler."
    for english, danish in _MESSAGES:
        if re.fullmatch(english, error.message, re.DOTALL):
            danish = danish.replace("{option}", str(option))
            return re.sub(english, danish, error.message, flags=re.DOTALL).replace("'", "")
    return error.message
