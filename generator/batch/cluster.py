"""A Dask cluster does the work: a scheduler and workers on machines that share a disk.

    with cluster(address, folder, library) as hands: …     hands.submit(fn, *args)

Before anything is made, each worker must have the same duform and library as this machine, and see
the folder. What is sent is wrapped, so that no log and no dashboard can tell of anybody. Dask gives
the work of a worker that dies to another; letters are written whole, and with the same bytes.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import shutil
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from generator.batch import cluster_says as says
from generator.batch.errand import AGREEMENT, Answer, Parcel, errand, greet, leave, write_agreement
from generator.batch.executors import WorkLost
from generator.batch.run import ROOM
from generator.library import Library
from generator.output import make_folder
from generator.source import Problem, Unusable

#: Seconds: to reach the scheduler and wait for the first worker, for a worker to show what it has,
#: to take leave, between looks at whether anybody is there, and without workers before we give up.
CONNECT, GREET, LEAVE, LOOK, DESERTED = 10.0, 60.0, 10.0, 1.0, 30.0
_ADDRESS = re.compile(r"(tcp|tls)://[^\s/]+:[0-9]{1,5}")


class Remote(Future[Any]):
    """Work at a worker. Nobody can tell from here whether it has begun, so whoever cancels it asks
    for an end to what has not; then it is cancelled, or its answer comes."""

    def __init__(self, stop: Callable[[], None]) -> None:
        super().__init__()
        self._stop = stop

    def cancel(self) -> bool:
        self._stop()
        return False

    def not_begun(self) -> None:
        super().cancel()


class Cluster:
    """An executor. `room` is a hidden folder that the workers see, `workers` how many they were."""

    def __init__(self, client: Any, room: Path, workers: int) -> None:
        self.room, self.workers = room, workers
        self._client = client
        self._under_way: dict[Remote, Any] = {}
        self._lock = Lock()
        self._closed = Event()
        Thread(target=self._watch, name="duform-klynge", daemon=True).start()

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Future[Any]:
        """Sends the work. Its future raises `Unusable` when the cluster is gone or unfit, and
        `WorkLost` when the work has ended all workers that tried it."""
        future = Remote(self.stop)
        with self._lock:
            try:
                there = _send(self._client, self.room, fn, *args)
            except Exception:  # the connection is closed
                future.set_exception(Unusable([says.gone()]))
                return future
            self._under_way[future] = there
        there.add_done_callback(lambda _: self._arrived(future, there))
        return future

    def stop(self) -> None:
        """Lets no worker begin anything more; what is in hand is finished."""
        (self.room / AGREEMENT).unlink(missing_ok=True)

    def close(self) -> None:
        """Ends the work, and lets the workers close what they have open in the room."""
        with suppress(OSError):
            self.stop()
        self._closed.set()
        self._give_up(says.gone())

    def _arrived(self, future: Remote, there: Any) -> None:
        # Is the answer lost with the worker that kept it, this waits until the work is done anew.
        outcome: Answer | Exception
        try:
            outcome = _answer(there, None)
        except (Unusable, WorkLost) as error:
            outcome = error
        with self._lock:
            if self._under_way.pop(future, None) is None:
                return  # given up
        there.release()
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            self._tell(future, outcome)

    def _tell(self, future: Remote, answer: Answer) -> None:
        if answer.problems:
            future.set_exception(Unusable(answer.problems))
        elif answer.begun:
            future.set_result(answer.value)
        elif (self.room / AGREEMENT).exists():
            future.set_exception(Unusable([says.cannot_see(self.room)]))
        else:
            future.not_begun()

    def _watch(self) -> None:
        """Gives up the work when there has been nobody to do it for a while: no answer would come,
        and Dask waits for ever."""
        seen = time.monotonic()
        while not self._closed.wait(LOOK):
            if _workers(self._client):
                seen = time.monotonic()
            elif time.monotonic() - seen >= DESERTED:
                self._give_up(says.gone())

    def _give_up(self, problem: Problem) -> None:
        with self._lock:
            left = dict(self._under_way)
            self._under_way.clear()
        for future, there in left.items():
            future.set_exception(Unusable([problem]))
            with suppress(Exception):
                there.cancel()


@contextmanager
def cluster(address: str, folder: Path, library: Library) -> Iterator[Cluster]:
    """The cluster at the address, found fit for letters in the folder. Raises `Unusable`."""
    if not _ADDRESS.fullmatch(address):
        raise Unusable([says.no_address(address)])
    with ExitStack() as stack:
        client = stack.enter_context(_connected(address))
        room = stack.enter_context(_room(folder))
        workers = _wait_for_workers(client, address)
        stack.callback(_take_leave, client, room)
        write_agreement(room, library)
        _greet_all(client, room, workers)
        hands = Cluster(client, room, len(workers))
        stack.callback(hands.close)
        yield hands


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError as error:
        raise Unusable([says.no_dask()]) from error
    connect: Any = Client
    with _quiet():
        try:
            asyncio.run(_knock(address))
            client = connect(address, timeout=CONNECT, set_as_default=False, name="duform")
        except Exception as error:
            raise Unusable([says.not_reached(address, error)]) from error
        try:
            yield client
        finally:
            with suppress(Exception):
                client.close(timeout=LEAVE)


async def _knock(address: str) -> None:
    """Reaches the scheduler, or raises. A client that cannot is long in dying, and not silent."""
    from distributed.comm import core
    from distributed.security import Security

    connect: Any = core.connect
    secured: Any = Security
    line = await connect(address, timeout=CONNECT, **secured().get_connection_args("client"))
    await line.close()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps Dask's own English messages from the screen: we say the same as problems. That is on
    this machine; the workers log as they are set to."""
    from distributed.versions import VersionMismatchWarning

    names = ("distributed", "distributed.client", "tornado", "tornado.application", "asyncio")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", VersionMismatchWarning)
        before = {name: logging.getLogger(name).level for name in names}
        for name in names:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        try:
            yield
        finally:
            for name, level in before.items():
                logging.getLogger(name).setLevel(level)


@contextmanager
def _room(folder: Path) -> Iterator[Path]:
    """A hidden folder in the folder; both are gone afterwards if nothing else has come."""
    missing = [p for p in (folder, *folder.parents) if not p.exists()]
    make_folder(folder)
    room = folder / f"{ROOM}{secrets.token_hex(8)}"
    try:
        _make(room)
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)
        for made in missing:
            with suppress(OSError):
                made.rmdir()


def _make(room: Path) -> None:
    try:
        room.mkdir()  # open to the same people as the folder: workers may run as somebody else
    except OSError as error:
        raise Unusable([says.cannot_write(room, error)]) from error


def _workers(client: Any) -> list[str]:
    """The workers' addresses, none when the scheduler does not answer."""
    if client.status != "running":  # asking would wait for a new connection
        return []
    try:
        return sorted(client.sync(client.scheduler.ncores, callback_timeout=CONNECT))
    except Exception:  # whatever a lost connection raises; whoever asks tells that nobody is there
        return []


def _wait_for_workers(client: Any, address: str) -> list[str]:
    with suppress(Exception):
        client.wait_for_workers(1, timeout=CONNECT)
    found = _workers(client)
    if not found:
        raise Unusable([says.no_workers(address)])
    return found


def _send(client: Any, room: Path, fn: Callable[..., Any], *args: Any, **where: Any) -> Any:
    """The work on its way. Its key, which logs and dashboard show, tells what is done and no
    more."""
    key = f"duform-{fn.__name__}-{secrets.token_hex(8)}"
    return client.submit(errand, Parcel.of((room, fn, args)), key=key, pure=False, **where)


def _answer(there: Any, timeout: float | None) -> Answer:
    """What a worker says, or what there is to say when none does. Raises `Unusable`, `WorkLost`."""
    from distributed import KilledWorker

    try:
        answer: Answer = there.result(timeout=timeout).content
    except KilledWorker as error:
        raise WorkLost(says.killed()) from error
    except (ImportError, AttributeError) as error:
        raise Unusable([says.without_duform()]) from error
    except Exception as error:
        if any(isinstance(e, ImportError) for e in _causes(error)):
            raise Unusable([says.without_duform()]) from error
        raise Unusable([says.gone()]) from error
    return answer


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__


def _greet_all(client: Any, room: Path, workers: list[str]) -> None:
    """Asks each worker to show that it has what it needs; all problems at once."""
    sent = {worker: (name := secrets.token_hex(8), _send(
        client, room, greet, room, name, workers=[worker])) for worker in workers}
    problems: dict[Problem, list[str]] = {}
    for worker, (name, there) in sent.items():
        for problem in _after_greeting(room, name, there):
            problems.setdefault(problem, []).append(worker)
    if problems:
        raise Unusable([says.about(problem, who) for problem, who in problems.items()])


def _after_greeting(room: Path, name: str, there: Any) -> tuple[Problem, ...]:
    try:
        answer = _answer(there, GREET)
    except Unusable as error:
        # A worker that cannot even read what it is sent says nothing.
        return tuple(says.no_answer() if p == says.gone() else p for p in error.problems)
    except WorkLost as error:
        return (error.problem,)
    if answer.problems:
        return answer.problems
    if not answer.begun or not (room / name).is_file():
        return (says.cannot_see(room),)
    return ()


def _take_leave(client: Any, room: Path) -> None:
    """Lets the workers close what they have open in the room, or it cannot be removed from a
    network disk. Whoever does not answer in time keeps what it has."""
    with suppress(Exception):
        sent = [_send(client, room, leave, workers=[worker]) for worker in _workers(client)]
        for there in sent:
            with suppress(Exception):
                there.result(timeout=LEAVE)
