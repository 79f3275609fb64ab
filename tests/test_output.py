"""Files appear complete or not at all, also when the disk, the names or the user get in the way."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from pathlib import Path

import pytest

from generator import output
from generator.output import copy_tree, write_all
from generator.source import Unusable

FILES = {"a.docx": b"ny a", "b.docx": b"ny b", "c.docx": b"ny c"}


def on_disk(folder: Path) -> dict[str, bytes]:
    """Every file in the folder, hidden ones too."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def refused(folder: Path, files: dict[str, bytes] = FILES) -> str:
    with pytest.raises(Unusable) as caught:
        write_all(folder, files)
    return str(caught.value)


def failing(monkeypatch: pytest.MonkeyPatch, name: str, at: int, error: BaseException) -> None:
    """Lets `os.<name>` or `Path.<name>` fail the `at`-th time it is called."""
    where = os if hasattr(os, name) and name != "replace" else Path
    real, calls = getattr(where, name), [0]

    def sometimes(*args, **kwargs):
        calls[0] += 1
        if calls[0] == at:
            raise error
        return real(*args, **kwargs)

    monkeypatch.setattr(where, name, sometimes)


def test_the_files_are_written_and_their_paths_come_back_in_order(tmp_path):
    assert write_all(tmp_path, FILES) == [tmp_path / name for name in FILES]
    assert on_disk(tmp_path) == FILES


def test_the_folder_is_made_with_those_above_it(tmp_path):
    write_all(tmp_path / "et" / "to" / "tre", FILES)
    assert on_disk(tmp_path / "et" / "to" / "tre") == FILES


def test_a_file_that_is_there_is_replaced_and_others_are_left_alone(tmp_path):
    (tmp_path / "a.docx").write_bytes(b"gammel")
    (tmp_path / "andet.txt").write_bytes(b"mit")
    write_all(tmp_path, FILES)
    assert on_disk(tmp_path) == {**FILES, "andet.txt": b"mit"}


def test_the_files_have_the_rights_that_new_files_have_here(tmp_path):
    (tmp_path / "almindelig").write_bytes(b"")
    write_all(tmp_path, FILES)
    assert (stat.S_IMODE((tmp_path / "a.docx").stat().st_mode)
            == stat.S_IMODE((tmp_path / "almindelig").stat().st_mode))


@pytest.mark.parametrize(("step", "at"), [
    ("fsync", 1), ("fsync", 3), ("replace", 1), ("replace", 2), ("replace", 3), ("link", 1)])
@pytest.mark.parametrize("error", [
    OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt(), MemoryError()])
def test_when_a_step_fails_nothing_is_new_and_nothing_is_changed(
        tmp_path, monkeypatch, step, at, error):
    before = {"a.docx": b"gammel a", "c.docx": b"gammel c", "andet.txt": b"mit"}
    for name, data in before.items():
        (tmp_path / name).write_bytes(data)
    failing(monkeypatch, step, at, error)
    if step == "link" and isinstance(error, OSError):
        write_all(tmp_path, FILES)  # a disk without links: the old file is copied instead
        assert on_disk(tmp_path) == {**before, **FILES}
        return
    with pytest.raises(Unusable if isinstance(error, OSError) else type(error)):
        write_all(tmp_path, FILES)
    monkeypatch.undo()
    assert on_disk(tmp_path) == before
    assert [p.name for p in tmp_path.iterdir() if p.is_dir()] == []


def test_folders_that_were_made_go_again_when_writing_fails(tmp_path, monkeypatch):
    failing(monkeypatch, "fsync", 2, OSError(errno.ENOSPC, "No space left on device"))
    assert "der er ikke plads på disken" in refused(tmp_path / "ny" / "mappe")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("number", "says", "remedy"), [
    (errno.ENOSPC, "der er ikke plads på disken", "Gør plads"),
    (errno.EFBIG, "filen bliver for stor til disken", "Gør plads"),
    (errno.EACCES, "der er ikke adgang", "åben i Word"),
    (errno.EROFS, "drevet er skrivebeskyttet", "anden mappe"),
    (errno.EIO, "drevet svarer ikke", "anden mappe"),
    (errno.EPROTO, "systemet svarer »", "anden mappe"),
])
def test_the_message_says_in_danish_why_it_failed(tmp_path, monkeypatch, number, says, remedy):
    failing(monkeypatch, "fsync", 1, OSError(number, os.strerror(number)))
    message = refused(tmp_path)
    assert says in message
    assert remedy in message
    assert "Ingen breve er gemt, og ingen er ændret." in message


def test_a_folder_with_the_name_of_a_letter_stops_all_of_them(tmp_path):
    (tmp_path / "b.docx").mkdir()
    assert "det er en mappe" in refused(tmp_path)
    assert on_disk(tmp_path) == {}
    assert (tmp_path / "b.docx").is_dir()


def test_a_link_with_the_name_of_a_letter_is_replaced_and_not_followed(tmp_path):
    target = tmp_path / "andet.txt"
    target.write_bytes(b"mit")
    out = tmp_path / "ud"
    out.mkdir()
    (out / "a.docx").symlink_to(target)
    write_all(out, FILES)
    assert target.read_bytes() == b"mit"
    assert not (out / "a.docx").is_symlink()


def test_a_link_is_a_link_again_when_writing_fails(tmp_path, monkeypatch):
    (tmp_path / "andet.txt").write_bytes(b"mit")
    (tmp_path / "a.docx").symlink_to(tmp_path / "andet.txt")
    failing(monkeypatch, "replace", 2, OSError(errno.EACCES, "no"))
    assert "der er ikke adgang" in refused(tmp_path)
    assert (tmp_path / "a.docx").is_symlink()
    assert (tmp_path / "a.docx").read_bytes() == b"mit"


@pytest.mark.parametrize("place", ["fil", "fil/under", "x" * 300, "y/" + "x" * 300])
def test_a_folder_that_cannot_be_made_is_refused_and_leaves_nothing(tmp_path, place):
    (tmp_path / "fil").write_bytes(b"jeg er her")
    assert "Mappen kan ikke laves" in refused(tmp_path / place)
    assert on_disk(tmp_path) == {"fil": b"jeg er her"}
    assert [p.name for p in tmp_path.iterdir()] == ["fil"]


def test_two_names_that_windows_takes_for_one_are_refused(tmp_path):
    message = refused(tmp_path / "ud", {"Brev.docx": b"1", "brev.docx": b"2"})
    assert "»Brev.docx« og »brev.docx«" in message
    assert not (tmp_path / "ud").exists()


def test_what_a_killed_run_left_is_cleaned_up_when_it_is_old_and_left_when_it_is_new(tmp_path):
    for name, age in ((".duform-gammel", 2 * output._ABANDONED_AFTER), (".duform-ny", 0)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "0").write_bytes(b"et halvt brev")
        then = (tmp_path / name).stat().st_mtime - age
        os.utime(tmp_path / name, (then, then))
    write_all(tmp_path, FILES)
    assert on_disk(tmp_path) == {**FILES, ".duform-ny/0": b"et halvt brev"}


def library(folder: Path) -> list[tuple[Path, Path]]:
    (folder / "kilde" / "fragments").mkdir(parents=True)
    (folder / "kilde" / "fragments" / "a.md").write_bytes(b"tekst")
    (folder / "kilde" / "rules").mkdir()
    return [(folder / "kilde" / name, folder / "ny" / name) for name in ("fragments", "rules")]


def test_a_library_is_copied_whole(tmp_path):
    copy_tree(library(tmp_path), tmp_path / "ny")
    assert on_disk(tmp_path / "ny") == {"fragments/a.md": b"tekst"}
    assert (tmp_path / "ny" / "rules").is_dir()


def test_a_library_may_be_copied_into_an_empty_folder_but_not_into_a_full_one(tmp_path):
    pairs = library(tmp_path)
    (tmp_path / "ny").mkdir()
    copy_tree(pairs, tmp_path / "ny")
    with pytest.raises(Unusable, match="findes i forvejen"):
        copy_tree(pairs, tmp_path / "ny")
    (tmp_path / "fil").write_bytes(b"")
    with pytest.raises(Unusable, match="findes i forvejen"):
        copy_tree(pairs, tmp_path / "fil")


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
def test_a_library_that_cannot_be_copied_leaves_nothing(tmp_path, monkeypatch, there, error):
    pairs = library(tmp_path)
    if there:
        (tmp_path / "ny").mkdir()
    real = shutil.copytree

    def second_fails(source, target, **kwargs):
        if source.name == "rules":
            raise error
        return real(source, target, **kwargs)

    monkeypatch.setattr(shutil, "copytree", second_fails)
    with pytest.raises(Unusable if isinstance(error, OSError) else KeyboardInterrupt):
        copy_tree(pairs, tmp_path / "ny")
    assert (tmp_path / "ny").exists() is there
    assert on_disk(tmp_path) == {"kilde/fragments/a.md": b"tekst"}
