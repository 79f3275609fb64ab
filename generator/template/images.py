"""Pictures that come with a case (a logo, a drawing): made into the drawing that Word expects.

The picture leaves a mark where it stands; `render.py` gives each part that shows it a relationship
and puts the file into the letter once.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.doors import attribute_xml, clean
from generator.source import Place, Problem, Unusable, reason

#: Where the relationship id of a picture goes: START + key + END (see `render.py`).
PICTURE_START, PICTURE_END = "\ue014", "\ue015"
EMU_PER_MM = 36000
MAX_BYTES = 10_000_000
_KINDS = {"image/png": "png", "image/jpeg": "jpeg"}
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


@dataclass(frozen=True)
class Billede:
    """A picture with its alt text. `bredde` and `højde` are its size on paper in millimetres: one
    of them sets the scale, both are a box it fits into, none leaves it as the file says."""

    data: bytes
    alt: str
    bredde: float | None = None
    højde: float | None = None

    @cached_property
    def key(self) -> str:
        """What tells this picture from others; also part of its file name in the letter."""
        return hashlib.sha256(self.data).hexdigest()[:12]

    @cached_property
    def extension(self) -> str:
        from docx.image.image import Image

        return _KINDS[Image.from_blob(self.data).content_type]

    @cached_property
    def size(self) -> tuple[int, int]:
        """Width and height in EMU, as Word counts (36,000 to a millimetre)."""
        from docx.image.image import Image

        image = Image.from_blob(self.data)
        if self.bredde and self.højde:
            scale = min(self.bredde * EMU_PER_MM / image.width,
                        self.højde * EMU_PER_MM / image.height)
            return int(image.width * scale), int(image.height * scale)
        width, height = image.scaled_dimensions(
            int(self.bredde * EMU_PER_MM) if self.bredde else None,
            int(self.højde * EMU_PER_MM) if self.højde else None)
        return int(width), int(height)

    def i_teksten(self) -> str:
        """The drawing in a run of its own, between what comes before and after it."""
        return (f'</w:t></w:r><w:r>{self._drawing()}</w:r><w:r>'
                '<w:t xml:space="preserve">')

    def som_afsnit(self) -> str:
        """The drawing in a paragraph of its own, where `{{p … }}` stands."""
        return f"<w:p><w:r>{self._drawing()}</w:r></w:p>"

    def _drawing(self) -> str:
        width, height = self.size
        extent = f'cx="{width}" cy="{height}"'
        alt = f'"{attribute_xml(clean(self.alt))}"'
        mark = f"{PICTURE_START}{self.key}{PICTURE_END}"
        return (
            '<w:drawing><wp:inline '
            'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
            'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
            'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            f'<wp:extent {extent}/><wp:docPr id="1" name="Picture 1" descr={alt}/>'
            '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/>'
            "</wp:cNvGraphicFramePr><a:graphic>"
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
            f'<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="{self.key}.{self.extension}" '
            f"descr={alt}/><pic:cNvPicPr/></pic:nvPicPr>"
            f'<pic:blipFill><a:blip r:embed="{mark}"/><a:stretch><a:fillRect/></a:stretch>'
            f"</pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext {extent}/></a:xfrm>"
            '<a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing>")


def read_picture(path: Path, alt: str, where: Place, bredde: float | None = None,
                 højde: float | None = None) -> Billede:
    """A picture from a png or jpeg file; raises `Unusable` when it is something else."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Unusable([Problem("billede.for_stort", f"Billedet »{path.name}« fylder over "
                                    f"{MAX_BYTES // 1_000_000} MB.", where, "Gør det mindre.")])
        picture = Billede(path.read_bytes(), alt, bredde, højde)
    except OSError as error:
        raise Unusable([Problem("billede.mangler", f"Billedet »{path.name}« kan ikke læses: "
                                f"{reason(error)}.", where, "Ret stien. Den regnes fra sagens "
                                "mappe.")]) from error
    if not _readable(picture):
        raise Unusable([Problem("billede.art", f"»{path.name}« er ikke et billede, vi kan læse.",
                                where, "Brug en png- eller jpg-fil.")])
    return picture


def _readable(picture: Billede) -> bool:
    """Whether it is a png or jpeg with a size. A damaged one makes python-docx stop in any way."""
    if not picture.data.startswith(_SIGNATURES):
        return False
    try:
        return bool(picture.extension) and min(picture.size) > 0
    except Exception:
        return False
