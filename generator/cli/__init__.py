"""The commands: thin callers. Each reads its options, calls the pipeline, shows the outcome.

Only click is imported here; a command is imported when it is used, and imports what it needs
when it runs, so that `duform --help` answers at once.
"""

from __future__ import annotations

import errno
import os
import signal
import sys

import click

from generator.cli.danish_click import LazyGroup, help_asked_for, translated

_COMMANDS = {
    "lav": ("generator.cli.breve:lav", "Lav brevene i en eller flere sager."),
    "flet": ("generator.cli.flet:flet", "Lav breve i mange sager på en gang."),
    "tjek": ("generator.cli.tjek:tjek",
             "Efterse færdige breve: loven, anbefalinger, sprog og beskyttelse."),
    "demo": ("generator.cli.breve:demo", "Lav alle breve i alle eksempler, og vis en tabel over "
             "dem."),
    "tilsyn": ("generator.cli.tilsyn:tilsyn", "Se på mange breve på en gang: hvor mange opfylder "
               "hvert krav?"),
    "regneark": ("generator.cli.regneark:regneark",
                 "Lav et regneark til mange sager, tomt eller med sager i."),
    "fraser": ("generator.cli.fraser:fraser",
               "Fraserne: standardteksterne, som brevene er skrevet med."),
    "regler": ("generator.cli.regler:regler",
               "Reglerne: det, som færdige breve bliver holdt op imod."),
    "skabeloner": ("generator.cli.skabeloner:skabeloner",
                   "Word-skabelonerne: se dem og efterse dem."),
    "nyt-bibliotek": ("generator.cli.skabeloner:nyt_bibliotek", "Kopiér fraser, skabeloner og "
                      "lovgrundlag til en mappe, I selv kan ændre."),
    "felter": ("generator.cli.opslag:felter", "Vis alle felter i en sag, med forklaring."),
    "betingelser": ("generator.cli.opslag:betingelser",
                    "Vis de betingelser, som fraser og skabeloner kan bruge."),
    "kontekster": ("generator.cli.opslag:kontekster",
                   "Vis de kontekster, som en statusudtalelse og en individuel plan går igennem."),
    "skema": ("generator.cli.opslag:skema",
              "Skriv JSON-skemaet for en sag, så en editor kan hjælpe med felterne."),
}


@click.group(cls=LazyGroup, later=_COMMANDS, invoke_without_command=True,
             context_settings={"help_option_names": ["--hjaelp", "--help", "-h"],
                               "max_content_width": 96})
@click.version_option(package_name="duform", message="duform %(version)s",
                      help="Vis versionen, og stop.")
@click.pass_context
def group(context: click.Context) -> None:
    """Laver afgørelser og andre breve til børn og forældre ud fra sagens data.

    \b
    Begynd her:
      duform demo                          alle breve i alle eksempler
      duform lav sag.yaml --ud breve       brevene i en sag
      duform tjek breve                    efterse færdige breve, også gamle
      duform fraser liste                  de standardtekster, brevene bruger
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main(arguments: list[str] | None = None) -> None:
    """Runs a command and exits: 0 clean, 1 findings at level fejl, 2 wrong use, 3 unusable input,
    70 our fault, 130 interrupted."""
    _danish_letters()
    if arguments is None:
        # Whoever is asked to stop cleans up first, as for Ctrl-C.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(_run(arguments))


def _run(arguments: list[str] | None) -> int:
    try:
        result = group.main(arguments, prog_name="duform", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        asked = help_asked_for(error)
        click.echo(asked or translated(error), err=not asked)
        return 0 if asked else 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nAfbrudt. Det, der ikke var færdigt, er ikke gemt.", err=True)
        return 130
    except SystemExit:  # from click, when the pipe is closed: `duform felter | head`
        return 0
    except Exception as error:
        return _failed(error)


def _failed(error: Exception) -> int:
    from generator.source import Unusable

    if isinstance(error, Unusable):
        from generator.cli.show import show_problems

        show_problems(error.problems, err=True)
        return 3
    if isinstance(error, OSError) and error.filename is None and error.errno in _NO_ROOM:
        return _cannot_show(error)
    return _our_fault()


_NO_ROOM = (errno.ENOSPC, errno.EIO, errno.EFBIG)


def _cannot_show(error: OSError) -> int:
    """Standard output goes to a file that cannot take it all."""
    from generator.source import reason

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python tries once more
    click.echo(f"Fejl: Svaret kan ikke skrives: {reason(error)}.", err=True)
    return 3


def _our_fault() -> int:
    import traceback

    click.echo("Det er en fejl i programmet og ikke hos dig. Send gerne linjerne herunder til "
               "dem, der passer programmet. Se først, om der står noget fra sagen i dem.\n",
               err=True)
    traceback.print_exc()
    return 70


def _danish_letters() -> None:
    """Keeps æ, ø and å right when Windows sends the output to a file in its old code page."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace", **(
                {} if stream.isatty() else {"encoding": "utf-8"}))
