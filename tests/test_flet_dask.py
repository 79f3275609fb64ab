"""A Dask cluster of real processes makes the letters: as one process would, whoever dies, and
without telling its logs about anybody."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from generator.batch import cluster as dask
from generator.batch.cluster_says import killed
from generator.batch.errand import AGREEMENT, Parcel, errand, write_agreement
from generator.batch.executors import InProcess, WorkLost
from generator.batch.run import ROOM, STAGING, survey
from generator.batch.work import Options, make
from generator.cli import _run
from generator.library import shipped
from generator.source import Unusable
from tests.shared_library import share, shipped_library
from tests.test_flet import FIRST, LAST, flet, letters, row, typed

ROOT = Path(__file__).parent.parent
pytest.importorskip("distributed")


@dataclass
class Machines:
    """A scheduler and its workers, each a process of its own with a log."""

    folder: Path
    stack: ExitStack
    address: str = ""
    scheduler: subprocess.Popen[bytes] | None = None
    logs: list[Path] = field(default_factory=list)

    def begin(self) -> Machines:
        self.scheduler, log = self.start("scheduler", "--host", "127.0.0.1", "--port", "0")
        self.address = said(log, r"Scheduler at:\s+(tcp://\S+)")
        return self

    def worker(self, *more: str) -> subprocess.Popen[bytes]:
        process, log = self.start("worker", self.address, "--nthreads", "1", "--no-nanny",
                                  "--local-directory", str(self.folder), *more)
        said(log, r"Registered to:\s+(\S+)")
        return process

    def start(self, what: str, *more: str) -> tuple[subprocess.Popen[bytes], Path]:
        log = self.folder / f"{what}-{len(self.logs)}.log"
        self.logs.append(log)
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", what, *more, "--no-dashboard",
                 "--dashboard-address", "127.0.0.1:0"], stdout=out, stderr=out, cwd=self.folder,
                env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1",
                                  "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"})
        self.stack.callback(ended, process)
        return process, log

    def written(self) -> str:
        return "".join(log.read_text("utf-8", "replace") for log in self.logs)


def ended(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def wait_until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.005)


def said(log: Path, pattern: str) -> str:
    """What a process says in its log, when it has said it."""
    def spoken() -> list[str]:
        return re.findall(pattern, log.read_text("utf-8"))

    wait_until(spoken)
    return spoken()[0]


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    folder = tmp_path / "maskiner"
    folder.mkdir()
    with ExitStack() as stack:
        yield Machines(folder, stack).begin()


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """A folder of 64 case files with people of their own."""
    folder = tmp_path / "sager"
    folder.mkdir()
    for n in range(64):
        found = row(n).data
        assert found
        (folder / f"{n:03}.yaml").write_text(json.dumps(found.data, ensure_ascii=False), "utf-8")
    return folder


def running(cases: Path, out: Path, address: str) -> subprocess.Popen[str]:
    return subprocess.Popen(typed(cases, out, "--til", "mor", "--dask", address), text=True,
                            stderr=subprocess.PIPE, cwd=ROOT)


def hidden(out: Path) -> list[str]:
    return [p.name for p in out.iterdir() if p.name.startswith(ROOM) or p.name == STAGING]


def report(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "rapport.json").read_text("utf-8"))
    return found


def test_a_worker_is_killed_and_nothing_is_lost_or_doubled(tmp_path, machines, cases):
    out = tmp_path / "ud"
    victim = machines.worker()
    machines.worker()
    with running(cases, out, machines.address) as run:
        wait_until(lambda: len(list(out.glob("*.docx"))) > 5 or run.poll() is not None)
        victim.kill()
        assert run.poll() is None, "it was done before anybody was killed"
        shown = run.communicate(timeout=60)[1]
    assert run.returncode == 0, shown
    flet([row(n) for n in range(64)], tmp_path / "alene", til=("mor",))
    assert letters(out) == letters(tmp_path / "alene")
    assert sorted(r["fil"] for r in report(out)["resultater"]) == sorted(letters(out))
    assert len(letters(out)) == 64
    assert hidden(out) == []
    assert "Skriv til dem" not in shown
    people = re.compile("|".join((*FIRST, *LAST, "Tjalfe", "Enevold", "Rask")))
    assert people.findall(machines.written() + shown) == []


def test_ctrl_c_finishes_what_is_in_hand_and_the_rest_can_be_made_later(tmp_path, machines, cases):
    out = tmp_path / "ud"
    machines.worker()
    with running(cases, out, machines.address) as run:
        wait_until(lambda: len(list(out.glob("*.docx"))) > 2 or run.poll() is not None)
        run.send_signal(signal.SIGINT)
        shown = run.communicate(timeout=60)[1]
    assert run.returncode == 130, shown
    assert "--fortsaet" in shown
    assert hidden(out) == []
    assert report(out)["færdig"] is False
    assert sorted(r["fil"] for r in report(out)["resultater"]) == sorted(letters(out))
    assert 0 < len(letters(out)) < 64


def test_the_scheduler_disappears_and_the_run_ends_with_a_remedy(tmp_path, machines, cases):
    out = tmp_path / "ud"
    machines.worker()
    with running(cases, out, machines.address) as run:
        wait_until(lambda: list(out.glob("*.docx")) or run.poll() is not None)
        assert machines.scheduler
        machines.scheduler.kill()
        shown = run.communicate(timeout=60)[1]
    assert run.returncode == 3, shown
    assert "Forbindelsen til klyngen er væk" in shown
    assert "--fortsaet" in shown
    assert list(out.glob(f"{ROOM}*")) == []


#: A machine with another library, and one with another disk: what these do to a worker at start.
ANOTHER_LIBRARY = """\
from pathlib import Path
from generator.batch import errand
errand.shipped = lambda: Path({library!r})
"""
ANOTHER_DISK = """\
from generator.batch import errand
errand.AGREEMENT = "ikke-her"
"""


def test_workers_that_differ_are_refused_before_anything_is_made(tmp_path, machines, cases):
    library = tmp_path / "andet"
    for folder in ("fragments", "rules", "templates"):
        shutil.copytree(shipped() / folder, library / folder)
    changed = sorted((library / "templates").rglob("*.docx"))[0]
    changed.write_bytes(changed.read_bytes() + b"\0")
    other, away = tmp_path / "andet.py", tmp_path / "borte.py"
    other.write_text(ANOTHER_LIBRARY.format(library=str(library)), "utf-8")
    away.write_text(ANOTHER_DISK, "utf-8")
    machines.worker("--preload", str(other))
    machines.worker("--preload", str(away))
    with pytest.raises(Unusable) as caught, dask.cluster(
            machines.address, tmp_path / "ud", shipped_library()):
        pass
    found = {p.id: p for p in caught.value.problems}
    assert set(found) == {"flet.dask_indhold", "flet.dask_mappe"}
    assert changed.relative_to(library).as_posix() in found["flet.dask_indhold"].text
    assert "tcp://127.0.0.1:" in found["flet.dask_mappe"].text
    assert not (tmp_path / "ud").exists()


def test_work_that_kills_is_given_up_and_without_workers_nobody_waits(tmp_path, machines,
                                                                      monkeypatch):
    monkeypatch.setattr(dask, "DESERTED", 1.0)
    monkeypatch.setattr(dask, "LOOK", 0.1)
    machines.worker()
    machines.worker()
    with dask.cluster(machines.address, tmp_path / "ud", shipped_library()) as hands:
        assert hands.workers == 2
        assert hands.submit(len, "fire").result(timeout=30) == 4
        with pytest.raises(WorkLost) as lost:
            hands.submit(os._exit, 1).result(timeout=30)
        assert lost.value.problem.id == "flet.dask_opgivet"
        with pytest.raises(Unusable) as gone:
            hands.submit(len, "fire").result(timeout=30)
        assert gone.value.problems[0].id == "flet.dask_vaek"


def test_the_rows_of_work_that_kills_are_told_and_the_others_made(tmp_path, monkeypatch):
    class Deadly(InProcess):
        def submit(self, fn, /, *args):
            future = super().submit(fn, *args)
            if fn is make and args[1][0].sag == "2026-2":
                future = type(future)()
                future.set_exception(WorkLost(killed()))
            return future

    monkeypatch.setattr("tests.test_flet.executor", lambda n: ExitStack())
    monkeypatch.setattr("tests.test_flet.survey", lambda *a, executor, **k: survey(
        *a, executor=Deadly(), **k))
    results = flet([row(1), row(2), row(3)], tmp_path)
    assert [(r.sag, r.status) for r in results] == [
        *[("2026-1", "lavet")] * 3, ("2026-2", "fejl"), *[("2026-3", "lavet")] * 3]
    assert results[3].fund[0].id == "flet.dask_opgivet"


def test_the_workers_find_the_index_in_the_room(tmp_path):
    with survey([row(1)], shipped_library(), Options(tmp_path), room=tmp_path) as found:
        assert found.setup.index.parent == tmp_path
        assert found.setup.index.stat().st_size > 0


def test_a_run_takes_away_the_room_that_a_killed_one_left(tmp_path):
    (tmp_path / f"{ROOM}1").mkdir()
    flet([row(1)], tmp_path)
    assert hidden(tmp_path) == []


# --- no cluster, or not one for us ---------------------------------------------------------------


def command(tmp_path: Path, cases: Path, *more: str) -> int:
    return _run(["flet", str(cases), "--ud", str(tmp_path / "ud"), *more])


def test_nobody_answers_at_the_address(tmp_path, cases, monkeypatch, capsys):
    share(monkeypatch)
    monkeypatch.setattr(dask, "CONNECT", 0.5)
    assert command(tmp_path, cases, "--dask", "tcp://127.0.0.1:9") == 3
    assert "Klyngen tcp://127.0.0.1:9 svarer ikke." in capsys.readouterr().err
    assert not (tmp_path / "ud").exists()


def test_a_cluster_without_workers(tmp_path, machines, cases, monkeypatch, capsys):
    share(monkeypatch)
    monkeypatch.setattr(dask, "CONNECT", 2.0)
    assert command(tmp_path, cases, "--dask", machines.address) == 3
    assert f"dask worker {machines.address}" in capsys.readouterr().err
    assert not (tmp_path / "ud").exists()


def test_without_the_extra_it_says_what_to_install(tmp_path, cases, monkeypatch, capsys):
    share(monkeypatch)
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert command(tmp_path, cases, "--dask", "tcp://127.0.0.1:9") == 3
    assert 'pip install "duform[dask]"' in capsys.readouterr().err


@pytest.mark.parametrize("address", ["127.0.0.1:8786", "http://a:1", "tcp://:8786", "tcp://a"])
def test_what_is_no_address_is_refused(tmp_path, cases, monkeypatch, capsys, address):
    share(monkeypatch)
    assert command(tmp_path, cases, "--dask", address) == 3
    assert "er ikke adressen på en klynge" in capsys.readouterr().err


def test_processes_of_our_own_and_a_cluster_are_not_for_one_run(tmp_path, cases, capsys):
    assert command(tmp_path, cases, "--dask", "tcp://127.0.0.1:9", "--processer", "2") == 2
    assert "ikke bruges sammen" in capsys.readouterr().err


# --- what logs may see ---------------------------------------------------------------------------


def stumble(name: str) -> None:
    raise ValueError(name)


def test_an_error_at_a_worker_tells_where_and_not_about_whom(tmp_path):
    write_agreement(tmp_path, shipped_library())
    parcel = Parcel.of((tmp_path, stumble, ("Asta Agger",)))
    answer = errand(parcel).content
    assert "ValueError" in answer.problems[0].text
    assert "Asta" not in repr(parcel) + str(parcel) + repr(answer)


def test_without_the_agreement_nothing_is_begun(tmp_path):
    write_agreement(tmp_path, shipped_library())
    assert errand(Parcel.of((tmp_path, len, ("fire",)))).content.value == 4
    (tmp_path / AGREEMENT).unlink()
    assert errand(Parcel.of((tmp_path, len, ("fire",)))).content.begun is False
