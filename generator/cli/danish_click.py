"""Click in Danish: headings of the help texts and the messages about wrong use."""

from __future__ import annotations

import re
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
        rows = [(name, command.get_short_help_str(limit=70))
                for name in self.list_commands(ctx)
                if (command := self.get_command(ctx, name)) is not None and not command.hidden]
        with formatter.section("Kommandoer"):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def group(self, *args: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("cls", Group)
        return super().group(*args, **kwargs)


Group.group_class = Group


def _danish_default(text: str) -> str:
    return text.replace("[required]", "[skal med]").replace("default:", "ellers:")


_MESSAGES = (
    (r"No such option: (.+?)\.? Did you mean (.+?)\?", r"Der er intet valg, der hedder \1. "
     r"Mente du \2?"),
    (r"No such option:? '?([^' ]+?)'?\.?( .*)?$", r"Der er intet valg, der hedder \1."),
    (r"No such command '(.+?)'.*", r"Der er ingen kommando, der hedder »\1«."),
    (r"Missing argument '(.+?)'.*", r"»\1« mangler."),
    (r"Missing option '(.+?)'.*", r"Valget \1 mangler."),
    (r"Missing command.*", "Skriv også, hvilken kommando du vil bruge."),
    (r"Option '(.+?)' requires an argument.*", r"Der skal stå noget efter \1."),
    (r"Got unexpected extra argument.*\((.+)\)", r"Der står for meget: \1."),
    (r"Invalid value for '?(.+?)'?: (?:Path|File|Directory) '(.+?)' does not exist\.",
     r"»\2« findes ikke (\1)."),
    (r"Invalid value for '?(.+?)'?: (?:File|Path) '(.+?)' is a directory\.",
     r"»\2« er en mappe, ikke en fil (\1)."),
    (r"Invalid value for '?(.+?)'?: Directory '(.+?)' is a file\.",
     r"»\2« er en fil, ikke en mappe (\1)."),
    (r"Invalid value for '?(.+?)'?: '(.+?)' is not one of (.+)\.", r"»\2« kan ikke bruges i \1. "
     r"Vælg mellem: \3."),
    (r"Invalid value for '?(.+?)'?: (.+)", r"\2"),
)


def translated(error: click.ClickException) -> str:
    """A message about wrong use, in Danish, with the way to help."""
    text = error.format_message()
    for english, danish in _MESSAGES:
        found, count = re.subn(f"^{english}", danish, text, count=1, flags=re.DOTALL)
        if count:
            text = found
            break
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "duform"
    return f"Fejl: {text}\n  Sådan:  {path} --help viser, hvordan kommandoen bruges."
