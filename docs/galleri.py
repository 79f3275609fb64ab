"""Makes `docs/galleri.md`: a picture of the first page of a letter from each template.

    python docs/galleri.py

The letters are those of the examples, as `duform demo` makes them. Needs LibreOffice and pdftoppm.
Pictures and text come out the same each time when nothing has changed.
"""

from __future__ import annotations

import struct
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import compress, crc32

from generator.case.load import load_case
from generator.library import Skabelon, load_library, shipped
from generator.orders import order_letters
from generator.pdf import convert
from generator.pipeline import Letter, Press, make_letters

DOCS = Path(__file__).resolve().parent
PAGE = DOCS / "galleri.md"
PICTURES = DOCS / "billeder" / "galleri"
#: How wide a picture is in pixels, and how many bytes it may take.
WIDTH, MOST = 480, 60_000

INTRO = """\
# Galleri

Her er den første side af et brev fra hver skabelon. Brevene er lavet af sagerne i mappen
`examples`. Personerne og kommunerne i dem findes ikke. I kan lave alle brevene selv med
`duform demo`.

Vil I ændre, hvordan brevene ser ud, så læs [vejledningen om skabeloner](vejledning/skabeloner.md).
"""


@dataclass(frozen=True)
class Shown:
    """A letter in the gallery and the example it is made from."""

    letter: Letter
    example: str

    @property
    def skabelon(self) -> Skabelon:
        return self.letter.order.skabelon


def main() -> int:
    """Makes pictures and page; says what is wrong and changes nothing when a letter fails."""
    shown = letters()
    wrong = [str(finding) for s in shown for finding in s.letter.findings
             if finding.level == "fejl"]
    if wrong:
        sys.stderr.write("\n\n".join(wrong) + "\n")
        return 1
    pictures = dict(zip((s.skabelon.id for s in shown), first_pages(shown), strict=True))
    PICTURES.mkdir(parents=True, exist_ok=True)
    for old in PICTURES.glob("*.png"):
        if old.stem not in pictures:
            old.unlink()
    for id, picture in pictures.items():
        (PICTURES / f"{id}.png").write_bytes(picture)
    PAGE.write_text(page(shown), encoding="utf-8")
    return 0


def letters() -> list[Shown]:
    """One letter from each template, the first that the examples have, by kind of document."""
    press = Press(load_library())
    found: dict[str, Shown] = {}
    for path in sorted((shipped() / "examples").glob("*.yaml")):
        case = load_case(path, press.library.law)
        wanted = [o for o in order_letters(case, press.library) if o.skabelon.id not in found]
        for letter in make_letters(case, press, wanted):
            found.setdefault(letter.order.skabelon.id, Shown(letter, path.stem))
    return sorted(found.values(), key=lambda s: (s.skabelon.dokument, s.skabelon.id))


# --- the page -----------------------------------------------------------------------------------


def page(shown: Iterable[Shown]) -> str:
    """The gallery as Markdown."""
    return "\n".join([INTRO, *(_entry(s) for s in shown)])


def _entry(shown: Shown) -> str:
    skabelon = shown.skabelon
    reader = {"barn": "barnet", "forælder": "forældrene", "sted": "stedet"}[skabelon.læser]
    return (f"## {skabelon.titel} (`{skabelon.id}`)\n\n{_what_it_is(skabelon)}\n\n"
            f"Til {reader}. Skabelonen ligger i `templates/{skabelon.id}`, og brevet er lavet af "
            f"`examples/{shown.example}.yaml`.\n\n"
            f"![Første side af »{skabelon.titel}«](billeder/galleri/{skabelon.id}.png)\n")


def _what_it_is(skabelon: Skabelon) -> str:
    """The comment on top of skabelon.yaml."""
    lines = Path(skabelon.file).read_text(encoding="utf-8").splitlines()
    return " ".join(line.lstrip("# ") for line in lines if line.startswith("#"))


# --- the pictures -------------------------------------------------------------------------------


def first_pages(shown: Iterable[Shown]) -> list[bytes]:
    """The first page of each letter as a PNG."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = []
        for s in shown:
            files.append(folder / f"{s.skabelon.id}.docx")
            files[-1].write_bytes(s.letter.docx)
        problems = [str(r.problem) for r in convert(files, folder) if r.problem]
        if problems:
            raise SystemExit("\n\n".join(problems))
        return [_picture(file.with_suffix(".pdf")) for file in files]


def _picture(pdf: Path) -> bytes:
    command = ["pdftoppm", "-f", "1", "-l", "1", "-singlefile", "-scale-to-x", str(WIDTH),
               "-scale-to-y", "-1", str(pdf)]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    _, size, _, pixels = raw.split(b"\n", 3)
    width, height = map(int, size.split())
    for bits in (8, 6, 5, 4, 3):
        picture = _png(width, height, _fewer_colours(pixels, bits))
        if len(picture) <= MOST:
            return picture
    raise SystemExit(f"{pdf.name}: billedet fylder for meget.")


def _fewer_colours(pixels: bytes, bits: int) -> bytes:
    """Each pixel with so many bits of red, green and blue. White stays white."""
    top = 2 ** bits - 1
    return pixels.translate(bytes(round(round(v / 255 * top) / top * 255) for v in range(256)))


def _png(width: int, height: int, pixels: bytes) -> bytes:
    """A picture with no word of when and with what it was made."""
    rows = b"".join(b"\0" + pixels[n:n + 3 * width] for n in range(0, len(pixels), 3 * width))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join((
        _chunk(b"IHDR", head), _chunk(b"IDAT", compress(rows, 9)), _chunk(b"IEND", b"")))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))


if __name__ == "__main__":
    sys.exit(main())
