"""The pages of the site that need no Sphinx to be checked: all are reached, and every public name has its place."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path

import pytest

import mesaproof
from proofs.catalogue import papers

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SECTION = re.compile(r"^## (?P<title>.*?): .*?$(?P<body>.*?)(?=^## |\Z)", re.M | re.DOTALL)


def tables() -> dict[str, str]:
    """The section of each module, or of several, in `docs/python.md`."""
    return {
        match["title"]: match["body"] for match in SECTION.finditer((DOCS / "python.md").read_text(encoding="utf-8"))
    }


def listed(title: str) -> list[str]:
    """The names in the right column of the table of a section."""
    rows = re.findall(r"^\| .*? \| (.*) \|$", tables()[title], re.M)
    return [name for row in rows for name in re.findall(r"`(\w+)`", row)]


@pytest.mark.parametrize(
    "modules",
    [
        ("mesaproof",),
        ("mesaproof.claims",),
        ("mesaproof.settings",),
        ("mesaproof.kernel",),
        ("mesaproof.testing", "mesaproof.strategies"),
    ],
    ids=" and ".join,
)
def test_every_public_name_is_in_one_documented_place(modules: tuple[str, ...]) -> None:
    names = [name for module in modules for name in public(module) if name != "__version__"]
    assert sorted(listed(" and ".join(f"`{module}`" for module in modules))) == sorted(names)


def public(module: str) -> list[str]:
    found: list[str] = import_module(module).__all__
    return found


def test_every_page_is_named_in_a_table_of_contents() -> None:
    entries = set()
    for page in DOCS.rglob("*.md"):
        for block in re.findall(r"^```\{toctree\}\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.DOTALL):
            lines = [line.rpartition("<")[2].rstrip(">") for line in block.splitlines()]
            entries |= {line.removesuffix(".ipynb") for line in lines if line and not line.startswith(":")}
    pages = {str(path.relative_to(DOCS).with_suffix("")) for form in ("*.md", "*.ipynb") for path in DOCS.rglob(form)}
    reached = {page for page in pages if any(fnmatch(page, entry) for entry in entries)}
    assert reached == pages - {"index"}
    assert {entry for entry in entries if not any(fnmatch(page, entry) for page in pages)} == set()


def test_every_paper_has_its_row() -> None:
    rows = re.findall(r"^\| \[[^\]]+\]\((\w+)\.md\) \|", (DOCS / "papers.md").read_text(encoding="utf-8"), re.M)
    assert sorted(rows) == sorted(key for key in papers() if (DOCS / f"{key}.md").exists())


def test_one_version_is_everywhere() -> None:
    assert f"\nversion: {mesaproof.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    releases = re.findall(r"^## \[(.*?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert next(name for name in releases if name != "Unreleased") == mesaproof.__version__


def test_the_figure_of_the_readme_is_drawn_by_the_command_that_it_names() -> None:
    from mesaproof.output.marks import is_own

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"!\[[^\]]+\]\((\S+)\)", text)
    assert re.findall(r"`mesaproof check [^`]* --plot (\S+)`", text) == [shown]
    assert is_own(ROOT / shown)
