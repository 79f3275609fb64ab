"""Writing a docx: the parts that never change are packed once, the rest per letter. Same parts,
same bytes: the time in the file is fixed and the order is that of the template."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple


class Deflate(NamedTuple):
    """A way to pack bytes: all give files that anything can read, not the same bytes."""

    compress: Callable[[bytes], bytes]
    crc32: Callable[[bytes], int]


def _ways() -> dict[str, Deflate]:
    ways = {"zlib": Deflate(lambda data: zlib.compress(data, 1, wbits=-15), zlib.crc32)}
    with suppress(ImportError):  # three times as fast; an extra (`hurtig`)
        from isal import isal_zlib

        ways["isal"] = Deflate(lambda data: isal_zlib.compress(data, 1, wbits=-15),
                               isal_zlib.crc32)
    return ways


#: The ways there are on this machine, and the one in use.
WAYS = _ways()
_way = WAYS.get("isal", WAYS["zlib"])

#: 1 January 1980, the first day a zip file can name. A letter's date is in the letter.
_TIME, _DATE = 0, (1 << 5) | 1
_UTF8_NAME = 0x800
_STORED, _DEFLATED = 0, 8
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
#: Pictures are packed already; packing them again takes time and gives nothing.
_PACKED_KINDS = (".png", ".jpg", ".jpeg")
#: Parts up to this size (headers, footers, relationships) come out alike in many letters.
_SMALL = 4096


@dataclass(frozen=True)
class Packed:
    """Parts already packed: their bytes in the file, and their entries in its directory."""

    body: bytes
    directory: bytes
    count: int


def pack(parts: Iterable[tuple[str, bytes]], offset: int = 0) -> Packed:
    """The parts deflated, as they will stand `offset` bytes into a file."""
    body: list[bytes] = []
    directory: list[bytes] = []
    for name, data in parts:
        entry, before, after = (_small_part if len(data) <= _SMALL else _part)(name, data)
        body.append(entry)
        directory += (before, offset.to_bytes(4, "little"), after)
        offset += len(entry)
    return Packed(b"".join(body), b"".join(directory), len(body))


def _part(name: str, data: bytes) -> tuple[bytes, bytes, bytes]:
    """A part as it stands in the file, and its directory entry before and after its offset."""
    raw = name.encode()
    flags = 0 if name.isascii() else _UTF8_NAME
    method = _STORED if name.endswith(_PACKED_KINDS) else _DEFLATED
    packed = data if method == _STORED else _way.compress(data)
    crc = _way.crc32(data)
    local = _LOCAL.pack(b"PK\3\4", 20, flags, method, _TIME, _DATE, crc, len(packed), len(data),
                        len(raw), 0)
    central = _CENTRAL.pack(b"PK\1\2", 20, 20, flags, method, _TIME, _DATE, crc, len(packed),
                            len(data), len(raw), 0, 0, 0, 0, 0, 0)
    return b"".join((local, raw, packed)), central[:-4], raw


_small_part = lru_cache(maxsize=512)(_part)


def write(static: Packed, parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A whole zip file: the packed parts, then these."""
    fresh = pack(parts, len(static.body))
    count = static.count + fresh.count
    size = len(static.directory) + len(fresh.directory)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, size, len(static.body) + len(fresh.body), 0)
    return b"".join((static.body, fresh.body, static.directory, fresh.directory, end))
