"""The commands: thin callers. Each reads its options, calls the pipeline, shows the outcome.

Only click is imported here at the top; a command imports what it needs when it runs, so that
`duform --help` answers at once.
"""

from __future__ import annotations

import sys

import click

from generator.cli.danish_click import Group, translated


@click.group(cls=Group, invoke_without_command=True,
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
      duform fraser liste                  de standardtekster, brevene bruger
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def _add_commands() -> None:
    from generator.cli import breve, fraser, opslag, skabeloner

    for command in (breve.lav, breve.demo, fraser.fraser, skabeloner.skabeloner,
                    skabeloner.nyt_bibliotek, opslag.felter, opslag.betingelser, opslag.skema):
        group.add_command(command)


_add_commands()


def main(arguments: list[str] | None = None) -> None:
    """Runs a command and exits: 0 clean, 1 findings at level fejl, 2 wrong use, 3 unusable input,
    70 our fault, 130 interrupted."""
    _danish_letters()
    sys.exit(_run(arguments))


def _run(arguments: list[str] | None) -> int:
    from generator.source import Unusable

    try:
        result = group.main(arguments, prog_name="duform", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        click.echo(translated(error), err=True)
        return 2
    except Unusable as error:
        from generator.cli.show import show_problems

        show_problems(error.problems, err=True)
        return 3
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nAfbrudt. Det, der ikke var færdigt, er ikke gemt.", err=True)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception:
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
            stream.reconfigure(errors="replace") if stream.isatty() else (
                stream.reconfigure(encoding="utf-8"))
