"""Who does the work: this process, or several. `cluster.py` has a third: a Dask cluster."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, Protocol

from generator.source import Problem


class Executor(Protocol):
    """Whatever can be given work. The work and what it is about can be sent to another process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Future[Any]:
        """Begins the work, and returns at once or when it is done."""


class WorkLost(Exception):
    """Work that was given up because it ended those who did it. Other work can go on."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.text)


class InProcess:
    """Does the work at once, here."""

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args))
        return future


@contextmanager
def executor(processes: int) -> Iterator[Executor]:
    """This process, or so many others that live as long as the context."""
    if processes <= 1:
        yield InProcess()
        return
    # Started anew and not forked: the same on all systems, and nothing open comes along.
    with ProcessPoolExecutor(processes, get_context("spawn"), _begin) as pool:
        yield pool


def _begin() -> None:
    """Ctrl-C reaches all processes of a terminal. The first one decides when to stop; is it killed,
    the others end as well, or they would wait for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_first, daemon=True).start()


def _end_with_first() -> None:
    first = parent_process()
    if first:
        first.join()
        os._exit(1)
