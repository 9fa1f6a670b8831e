"""The tests of a room, those that are about a module first."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

ROOMS = ("symbolic.core", "symbolic.algebra", "symbolic.decide")
"""The rooms whose source is altered."""


@cache
def checkout() -> Path | None:
    """The folder in which packages and tests lie side by side, or None where this is installed without its tests."""
    found = find_spec("symbolic")
    folder = Path(found.origin).parents[1] if found and found.origin else None
    return folder if folder and (folder / "tests" / "symbolic").is_dir() else None


def modules(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every module of the rooms, with its file."""
    for room in ROOMS:
        for file in sorted((folder / room.replace(".", "/")).rglob("*.py")):
            name = ".".join(file.relative_to(folder).with_suffix("").parts)
            if file.name != "__init__.py":
                yield name, file


def nearest_tests_of(module: str, folder: Path) -> list[str]:
    """The module's own examples, then the test files of its room: those first that import it, directly or not."""
    room = next(room for room in ROOMS if module.startswith(room))
    files = sorted((folder / "tests" / room.replace(".", "/")).rglob("test_*.py"))
    known = dict(modules(folder))
    distance = {file: _distance(module, _imported(file), known) for file in files}
    ordered = sorted(files, key=lambda file: (distance[file], file.stat().st_size))
    return [str(known[module].relative_to(folder)), *(str(file.relative_to(folder)) for file in ordered)]


def _distance(module: str, start: frozenset[str], known: dict[str, Path]) -> int:
    """How many imports lead to a module."""
    reached = start
    for steps in range(len(known)):
        if module in reached:
            return steps
        further = reached.union(*(_imported(known[name]) for name in reached if name in known))
        if further == reached:
            break
        reached = further
    return len(known)


@cache
def _imported(file: Path) -> frozenset[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(found)
