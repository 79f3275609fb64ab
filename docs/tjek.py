"""Makes the picture in `docs/vejledning/regler.md`: a letter that somebody has edited, checked.

    python docs/tjek.py

The case is one of the examples, and invented. Needs chromium and ImageMagick.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.case.load import load_case
from generator.findings.kontrol import checked
from generator.findings.page import to_page
from generator.inspection import Asked
from generator.library import load_library, shipped
from generator.orders import order_letters
from generator.pipeline import Press, make_letter

PICTURE = Path(__file__).resolve().parent / "billeder" / "tjek.png"
#: The picture may not take more bytes.
MOST = 150_000
SIZE = (1150, 900)
#: What somebody has typed in Word since.
EDITED = (("hvilken hjælp du får", "hvilken hjælp barnet får"),
          ("Så længe regner jeg med, at du får hjælp", "Om hjælpen"),
          ("Jeg regner med, at hjælpen varer mindst et halvt år.", "Vi taler om den i maj."))


def edited(docx: bytes) -> bytes:
    """The letter with some of its words typed anew."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                text = data.decode()
                for before, after in EDITED:
                    text = text.replace(before, after)
                data = text.encode()
            new.writestr(name, data)
    return out.getvalue()


def main() -> None:
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser",
                                                   "google-chrome"))), None)
    if not browser or not shutil.which("convert"):
        raise SystemExit("The picture needs chromium and ImageMagick.")
    library = load_library()
    press = Press(library)
    case = load_case(shipped() / "examples" / "skolefravaer.yaml", library.law)
    order = order_letters(case, library, types=("afgoerelse",), to=("barn",))[0]
    with TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / f"{order.navn}.docx"
        path.write_bytes(edited(make_letter(case, order, press).docx))
        found = checked(path, library, press.regler, Asked(case=case, til="barn"), (), date.max)
        page, raw = folder / "tjek.html", folder / "tjek.png"
        page.write_text(to_page(found), encoding="utf-8")
        subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu",
                        "--hide-scrollbars", f"--screenshot={raw}",
                        f"--window-size={SIZE[0]},{SIZE[1]}", page.as_uri()],
                       capture_output=True, check=True)
        subprocess.run(["convert", str(raw), "+dither", "-colors", "64", "-strip",
                        f"PNG8:{PICTURE}"], check=True)
    if PICTURE.stat().st_size > MOST:
        raise SystemExit(f"{PICTURE.name}: billedet fylder for meget.")


if __name__ == "__main__":
    main()
