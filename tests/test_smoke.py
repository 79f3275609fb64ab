"""What is installed works without the packages that only developers have, and is whole."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import requires
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MODULES = [".".join(p.relative_to(ROOT).with_suffix("").parts)
           for p in sorted((ROOT / "generator").rglob("*.py")) if p.stem != "__main__"]


def name_of(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def only_for_developers() -> set[str]:
    """Top-level modules of the packages that the program does not depend on."""
    wanted = {name_of(r) for r in PROJECT["project"]["dependencies"]}
    queue = list(wanted)
    while queue:
        for requirement in requires(queue.pop()) or []:
            if "extra ==" not in requirement and name_of(requirement) not in wanted:
                wanted.add(name_of(requirement))
                try:
                    requires(name_of(requirement))
                except ModuleNotFoundError:
                    continue  # for another system or an older Python
                queue.append(name_of(requirement))
    extras = PROJECT["project"]["optional-dependencies"]
    others = {name_of(r) for group in extras.values() for r in group} - wanted - {"duform"}
    modules = {"pytest-xdist": "xdist", "openxml-audit": "openxml_audit"}
    return {modules.get(name, name.replace("-", "_")) for name in others}


def test_every_module_is_imported_with_what_the_program_depends_on_and_no_more():
    absent = only_for_developers()
    assert {"pytest", "hypothesis", "isal", "jsonschema"} <= absent
    code = ("import sys, importlib, warnings\n"
            "warnings.simplefilter('error')\n"
            f"absent = {sorted(absent)!r}\n"
            "class Absent:\n"
            "    def find_spec(self, name, path=None, target=None):\n"
            "        if name.split('.')[0] in absent: raise ModuleNotFoundError(name, name=name)\n"
            "sys.meta_path.insert(0, Absent())\n"
            f"for name in {MODULES!r}: importlib.import_module(name)\n"
            "from generator.library import load_library\n"
            "assert load_library().fraser\n"
            "assert not set(absent) & set(sys.modules)\n")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                          encoding="utf-8", check=False, cwd=ROOT,
                          env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert (done.returncode, done.stderr) == (0, "")


def test_every_folder_of_content_is_in_the_wheel_and_no_other():
    inside = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    content = {p.name for p in ROOT.iterdir() if p.is_dir() and p.name in (
        "templates", "fragments", "rules", "examples")}
    assert set(inside) == content == {"templates", "fragments", "rules", "examples"}
    assert inside == {name: f"generator/_indhold/{name}" for name in content}
    assert PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["generator"]


def test_content_is_found_where_the_wheel_puts_it(tmp_path):
    (tmp_path / "generator").mkdir()
    for path in (ROOT / "generator").rglob("*.py"):
        target = tmp_path / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    for name in ("templates", "fragments", "rules", "examples"):
        (tmp_path / "generator" / "_indhold").mkdir(exist_ok=True)
        (tmp_path / "generator" / "_indhold" / name).symlink_to(ROOT / name)
    done = subprocess.run([sys.executable, "-m", "generator", "skabeloner", "liste"], text=True,
                          capture_output=True, encoding="utf-8", check=False, cwd=tmp_path,
                          env={**os.environ, "PYTHONPATH": str(tmp_path)})
    assert (done.returncode, done.stderr) == (0, "")
    assert "afgoerelse_barn" in done.stdout


def test_the_command_is_installed_under_its_name():
    assert PROJECT["project"]["scripts"] == {"duform": "generator.cli:main"}


def test_every_package_that_is_imported_is_one_the_program_depends_on():
    found: set[str] = set()
    for path in (ROOT / "generator").rglob("*.py"):
        found |= set(re.findall(r"(?m)^\s*(?:from|import) ([a-z0-9_]+)",
                                path.read_text(encoding="utf-8")))
    third_party = {name for name in found - {"generator"} if name not in sys.stdlib_module_names}
    packages = {"docx": "python-docx", "ruamel": "ruamel.yaml", "markdown_it": "markdown-it-py",
                "markupsafe": "jinja2", "pydantic_core": "pydantic",
                "python_calamine": "python-calamine"}  # parts of the same thing
    wanted = {name_of(r) for r in PROJECT["project"]["dependencies"]}
    extras = PROJECT["project"]["optional-dependencies"]
    optional = {name_of(r) for r in (*extras["hurtig"], *extras["dask"],
                                                *extras["samlet-pdf"])}
    assert {packages.get(name, name) for name in third_party} <= wanted | optional
