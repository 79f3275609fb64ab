"""What there is to say about a cluster that is not fit for the work, and how to mend it."""

from __future__ import annotations

from pathlib import Path

from generator.source import Place, Problem, reason

_GO_ON = "Kør så samme kommando med --fortsaet."


def no_address(text: str) -> Problem:
    return Problem("flet.dask_adresse", f"»{text}« er ikke adressen på en klynge.",
                   remedy="Skriv den, som »dask scheduler« viser den, for eksempel --dask "
                   "tcp://10.0.0.5:8786.")


def no_dask() -> Problem:
    return Problem("flet.dask_mangler", "Fletning på en klynge kræver Dask, som ikke er "
                   "installeret her.", remedy="Skriv: pip install \"duform[dask]\"")


def no_workers(address: str) -> Problem:
    return Problem("flet.dask_ingen", f"Klyngen {address} har ingen arbejdere.",
                   remedy=f"Start nogle med: dask worker {address} --nthreads 1 --nworkers 4")


def cannot_write(room: Path, error: OSError) -> Problem:
    return Problem("ud.mappe", f"Der kan ikke skrives i mappen: {reason(error)}.",
                   Place(str(room.parent)), "Vælg en anden mappe.")


def about(problem: Problem, workers: list[str]) -> Problem:
    """The problem with the workers that have it named."""
    named = ", ".join(workers[:3]) + (f" og {len(workers) - 3} andre" if len(workers) > 3 else "")
    return Problem(problem.id, f"{problem.text} Det gælder {named}.", problem.where, problem.remedy)


def not_reached(address: str, error: Exception) -> Problem:
    if address.startswith("tls:") and not isinstance(error, OSError):
        return Problem("flet.dask_tls", "Forbindelsen med TLS mangler certifikater på denne "
                       "maskine.", remedy="Skriv dem i Dasks egen opsætning "
                       "(distributed.comm.tls).")
    return Problem("flet.dask_ikke_naaet", f"Klyngen {address} svarer ikke.",
                   remedy="Se efter, om »dask scheduler« kører der, om adressen er rigtig, og om "
                   "netværket lader jer komme til den. Bruger klyngen TLS, begynder adressen med "
                   "tls://.")


def gone() -> Problem:
    return Problem("flet.dask_vaek", "Forbindelsen til klyngen er væk, eller den har ikke flere "
                   "arbejdere. De breve, der er lavet, er gemt.",
                   remedy=f"Start klyngen igen. {_GO_ON}")


def no_answer() -> Problem:
    return Problem("flet.dask_tavs", "En af klyngens arbejdere svarer ikke. Måske mangler duform "
                   "der, eller også er den optaget af andet arbejde.", remedy="Se i dens log. "
                   "Installér samme version af duform[dask] alle steder, og start den igen.")


def killed() -> Problem:
    return Problem("flet.dask_opgivet", "Sagen blev ikke færdig, for alle de "
                   "arbejdere, der prøvede, gik i stå. Det kan også være en af de sager, der blev "
                   "lavet sammen med den.", remedy="Se efter, om arbejderne har hukommelse nok. "
                   f"{_GO_ON}")


def cannot_see(room: Path) -> Problem:
    return Problem("flet.dask_mappe", "En af klyngens arbejdere kan ikke se mappen med brevene.",
                   Place(str(room.parent)), "Vælg med --ud en mappe på et drev, som alle maskiner "
                   "har på den samme sti.")


def without_duform() -> Problem:
    return Problem("flet.dask_duform", "duform mangler eller er en anden version i klyngen.",
                   remedy="Installér samme version af duform[dask] på maskinen med »dask "
                   "scheduler« og hos alle arbejdere, og start dem igen.")
