"""A docx is written so that anything that reads zip files can read it, and the same each time."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.document.docx_package import open_package
from generator.template import zip_writer
from generator.template.zip_writer import WAYS, Packed, pack, write

STATIC = [("[Content_Types].xml", b"<Types/>"), ("word/styles.xml", b"<w:styles/>" * 500)]
FRESH = [("word/document.xml", "<w:t>Kære Åse – »tak«</w:t>".encode() * 400),
         ("word/bil\u00e6g \u2013 1.xml", b"<a/>"), ("tom.xml", b""),
         ("word/media/x.png", bytes(range(256)) * 20)]


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def letter(fresh: list[tuple[str, bytes]] | None = None) -> bytes:
    return write(pack(STATIC), FRESH if fresh is None else fresh)


@pytest.fixture(params=sorted(WAYS))
def way(request, monkeypatch) -> Iterator[str]:
    """Each way to pack that is installed; `make test` installs both."""
    monkeypatch.setattr(zip_writer, "_way", WAYS[request.param])
    zip_writer._small_part.cache_clear()
    yield request.param
    zip_writer._small_part.cache_clear()


def test_every_part_is_read_back_in_order_and_whole(way):
    with opened(letter()) as file:
        assert file.testzip() is None
        assert file.namelist() == [name for name, _ in (*STATIC, *FRESH)]
        assert [(i.filename, file.read(i)) for i in file.infolist()] == [*STATIC, *FRESH]


def test_the_directory_tells_the_truth(way):
    data = letter()
    with opened(data) as file:
        for info, (name, content) in zip(file.infolist(), (*STATIC, *FRESH), strict=True):
            assert (info.CRC, info.file_size) == (zlib.crc32(content), len(content))
            signature, _, flags, method, time, day, crc, packed, size, length, extra = (
                struct.unpack_from("<4sHHHHHIIIHH", data, info.header_offset))
            start = info.header_offset + 30 + length + extra
            assert signature == b"PK\3\4"
            assert data[info.header_offset + 30:][:length].decode() == name
            assert (flags, method) == (info.flag_bits, info.compress_type)
            assert (crc, packed, size) == (info.CRC, info.compress_size, info.file_size)
            assert (time, day) == (0, 33)
            body = data[start:start + packed]
            assert (zlib.decompress(body, -15) if method else body) == content


def test_the_end_of_the_file_tells_where_the_directory_is():
    data = letter()
    signature, disk, first_disk, here, all, size, offset, comment = struct.unpack(
        "<4sHHHHIIH", data[-22:])
    assert (signature, disk, first_disk, comment) == (b"PK\5\6", 0, 0, 0)
    assert here == all == len(STATIC) + len(FRESH)
    assert data[offset:offset + 4] == b"PK\1\2"
    assert offset + size + 22 == len(data)


def test_our_own_strict_reader_finds_nothing_odd(way):
    package = open_package(letter([("word/document.xml", b"<w/>")]), "brev.docx")
    assert package.read("word/document.xml") == b"<w/>"


def test_the_time_is_always_the_same():
    with opened(letter()) as file:
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_only_names_outside_ascii_are_marked_as_utf8():
    with opened(letter()) as file:
        marked = {info.filename for info in file.infolist() if info.flag_bits & 0x800}
    assert marked == {"word/bil\u00e6g \u2013 1.xml"}


def test_pictures_are_not_packed_again():
    with opened(letter()) as file:
        methods = {i.filename: i.compress_type for i in file.infolist()}
    assert methods["word/media/x.png"] == zipfile.ZIP_STORED
    assert methods["word/document.xml"] == methods["tom.xml"] == zipfile.ZIP_DEFLATED


def test_the_same_parts_give_the_same_bytes(way):
    first = letter()
    zip_writer._small_part.cache_clear()
    assert letter() == first
    assert letter() == first


def test_packing_makes_a_letter_smaller(way):
    noise = random.Random(1).randbytes(70_000)
    assert len(letter([("a.xml", FRESH[0][1] * 5)])) < len(FRESH[0][1])
    assert len(letter([("a.xml", noise)])) < len(noise) + 2000


def test_every_way_to_pack_gives_the_same_letter(monkeypatch):
    contents = []
    for how in WAYS.values():
        monkeypatch.setattr(zip_writer, "_way", how)
        zip_writer._small_part.cache_clear()
        with opened(letter()) as file:
            contents.append([(i.filename, file.read(i), i.CRC, i.date_time)
                             for i in file.infolist()])
    zip_writer._small_part.cache_clear()
    assert all(content == contents[0] for content in contents)


def test_without_isal_the_standard_library_does_it(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "isal", None)
    assert list(zip_writer._ways()) == ["zlib"]


def test_what_is_kept_of_small_parts_is_told_apart_by_name_and_content():
    one = letter([("a.xml", b"<a/>"), ("b.xml", b"<a/>"), ("c.xml", b"<c/>")])
    other = letter([("a.xml", b"<c/>"), ("b.xml", b"<a/>")])
    with opened(one) as file:
        assert {n: file.read(n) for n in ["a.xml", "b.xml", "c.xml"]} == {
            "a.xml": b"<a/>", "b.xml": b"<a/>", "c.xml": b"<c/>"}
    with opened(other) as file:
        assert {n: file.read(n) for n in ("a.xml", "b.xml")} == {"a.xml": b"<c/>", "b.xml": b"<a/>"}


def test_writing_a_letter_does_not_change_what_is_packed():
    static = pack(STATIC)
    before = (static.body, static.directory, static.count)
    short, long = write(static, FRESH[:1]), write(static, FRESH)
    assert (static.body, static.directory, static.count) == before
    assert write(static, FRESH[:1]) == short
    assert short[:len(static.body)] == long[:len(static.body)] == static.body


def test_a_file_without_parts_is_still_a_zip_file():
    with opened(write(Packed(b"", b"", 0), [])) as file:
        assert file.namelist() == []


names = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)


@given(st.dictionaries(names.map(lambda n: n.replace("\\", "_")), st.binary(max_size=9000),
                       max_size=8))
def test_any_parts_survive(parts):
    with opened(write(pack(STATIC[:1]), parts.items())) as file:
        assert file.testzip() is None
        assert {i.filename: file.read(i) for i in file.infolist()[1:]} == parts
