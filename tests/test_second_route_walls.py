"""However far its imports are followed, the second route reaches itself and descriptions of laws: no derived formula.

Followed are all imports of a module, also those inside functions and under TYPE_CHECKING, and the `__init__` of every
package on the way. The `__init__` of a paper, which declares its claims, is run as well; it is in reach where an import
names it.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OWN = ("symbolic", "numeric_check", "proofs", "mesaproof")

GENERAL = ("numeric_check", "numeric_check.*")
SECOND_ROUTE = ("proofs.*.second_route", "proofs.*.second_route.*")
LAWS = ("symbolic.laws", "symbolic.laws.*")
PROGRESS = ("symbolic.progress",)
"""Where long loops say how far they are; it holds no mathematics."""
BENEATH_LAWS = (
    "symbolic.views",
    "symbolic.algebra.held",
    "symbolic.algebra.rationals",
    "symbolic.algebra.square_roots",
    "symbolic.algebra.surds",
)
"""What laws are described with: exact numbers, and the registry of notebook views."""

DESCRIBED = ("symbolic.setting", "symbolic.setting.*")
"""Descriptions of models, which both routes may read; they hold no derivation."""

WALLS = (
    (SECOND_ROUTE, SECOND_ROUTE + GENERAL + LAWS + PROGRESS),
    (GENERAL, GENERAL + LAWS + DESCRIBED + PROGRESS),
    (PROGRESS, ()),
    (DESCRIBED, DESCRIBED),
    (("*",), LAWS + BENEATH_LAWS),
)
"""Rooms, and what their modules may import; the last are laws and what stands beneath them."""

NUMERIC = {"numpy", "scipy", "mpmath", *sys.stdlib_module_names}
BY_NAME = {"importlib", "pkgutil", "runpy"}
"""Modules that import what a text names; `symbolic.views` does, to show a record in a notebook."""

Sources = Mapping[str, str]
"""Source texts by dotted name; a package is named as its `__init__` is."""


@cache
def own_sources() -> Sources:
    found = {}
    for package in OWN:
        for file in sorted((ROOT / package).rglob("*.py")):
            found[".".join(file.relative_to(ROOT).with_suffix("").parts)] = file.read_text(encoding="utf-8")
    return found


def breaches(sources: Sources, room: tuple[str, ...]) -> list[str]:
    """Every import in reach of the modules of a room that names something beyond the walls; it is not followed."""
    waiting = [name for name in sources if _within(_plain(name), room)]
    assert waiting
    seen, found = set(waiting), []
    while waiting:
        module = waiting.pop()
        named = dict.fromkeys(_named(module, sources))
        found += [f"{_plain(module)} imports {name}" for name in named if _forbidden(_plain(module), name)]
        allowed = [name for name in named if not _forbidden(_plain(module), name)]
        fresh = [key for key in _run_by(module, allowed) if key in sources and key not in seen]
        seen.update(fresh)
        waiting += dict.fromkeys(fresh)
    return found


def _forbidden(module: str, named: str) -> bool:
    top = named.split(".")[0]
    if top in BY_NAME:
        return module != "symbolic.views"
    if top not in OWN:
        return _within(module, SECOND_ROUTE + GENERAL) and top not in NUMERIC
    return not _within(named, next(allowed for room, allowed in WALLS if _within(module, room)))


def _run_by(module: str, named: Iterable[str]) -> Iterator[str]:
    """Keys of what is run, where it exists, when a module imports others; without the declarations of papers."""
    for name in (*named, _plain(module)):
        parts = name.split(".")
        parents = [] if parts[0] == "proofs" else [".".join(parts[:n]) for n in range(1, len(parts))]
        yield from (key for each in (*parents, name) for key in (each, f"{each}.__init__"))


def _named(module: str, sources: Sources) -> Iterator[str]:
    """Every module that an import of a module names."""
    for origin, inner in _imported(module, sources[module]):
        yield inner if {inner, f"{inner}.__init__"} & set(sources) else origin


@cache
def _imported(module: str, text: str) -> tuple[tuple[str, str], ...]:
    """Modules that are imported from, and what is imported, as if it were a module; `import a.b` names a as well."""
    found = []
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import(names=names):
                found += [(alias.name, alias.name) for alias in names]
                found += [(top, top) for alias in names if not alias.asname for top in (alias.name.split(".")[0],)]
            case ast.ImportFrom(names=names):
                origin = _origin(module, node)
                found += [(origin, f"{origin}.{alias.name}") for alias in names]
            case ast.Name(id="__import__"):
                found.append(("importlib", "importlib"))
    return tuple(found)


def _origin(module: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    base = module.split(".")[: -node.level]
    return ".".join([*base, *([node.module] if node.module else [])])


def _plain(name: str) -> str:
    return name.removesuffix(".__init__")


def _within(name: str, room: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in room)


@pytest.mark.parametrize("room", [GENERAL, SECOND_ROUTE], ids=["numeric_check", "second routes of papers"])
def test_nothing_beyond_the_walls_is_in_reach(room: tuple[str, ...]) -> None:
    assert breaches(own_sources(), room) == []


def planted(module: str, text: str) -> Sources:
    """The sources with a few lines more in one module, which may be new."""
    return {**own_sources(), module: own_sources().get(module, "") + "\n" + text}


FORWARD = "proofs.zheng2024.second_route.forward"
THROUGH_THE_WALLS = [
    (FORWARD, "from symbolic.expectation import moments"),
    (FORWARD, "from symbolic import expectation"),
    (FORWARD, "def f():\n    from proofs.zheng2024.line.line import entry"),
    (FORWARD, "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from proofs.claim import Claim"),
    (FORWARD, "from ..model.attention import BLOCKS"),
    (FORWARD, "from .. import PAPER"),
    (FORWARD, "import proofs.zheng2024.second_route.gram"),
    (FORWARD, "import symbolic.laws"),
    (FORWARD, "import symbolic.lawsuit as laws"),
    (FORWARD, "from symbolic.algebra.rationals import to_sympy"),
    (FORWARD, "from mesaproof.answers import checking"),
    (FORWARD, "from sympy import symbols"),
    (FORWARD, "from importlib import import_module"),
    (FORWARD, "line = __import__('proofs.zheng2024.line.line')"),
    ("proofs.zheng2024.second_route.__init__", "from proofs.zheng2024.line import gradient_route"),
    ("proofs.later2026.second_route.forward", "from proofs.zheng2024.line.line import entry"),
]
FURTHER = [
    ("numeric_check.arrays", f"from {FORWARD} import on_line"),
    ("numeric_check.arrays", "from proofs.zheng2024.model.attention import BLOCKS"),
    ("numeric_check.__init__", "from symbolic.decide import decision"),
    ("numeric_check.model.points", "import symbolic.expectation.moments as moments"),
    ("symbolic.__init__", "from symbolic import decide"),
    ("symbolic.laws.isserlis", "def f():\n    from symbolic.expectation.moments import moment"),
    ("symbolic.laws.coordinates.existence", "from importlib import import_module"),
    ("symbolic.algebra.rationals", "from symbolic.algebra.equality import same"),
    ("symbolic.views", "import proofs.catalogue as catalogue"),
]


@pytest.mark.parametrize(("module", "text"), [*THROUGH_THE_WALLS, *FURTHER])
def test_an_import_through_the_walls_is_noticed(module: str, text: str) -> None:
    rooms = [SECOND_ROUTE, GENERAL] if (module, text) in FURTHER else [SECOND_ROUTE]
    for room in rooms:
        found = breaches(planted(module, text), room)
        assert found
        assert all(breach.startswith(f"{_plain(module)} imports ") for breach in found)


def test_a_law_that_derives_is_noticed_once_it_is_imported() -> None:
    """`symbolic.laws.zeros` decides equalities; the second route has no use for it."""
    assert breaches(planted(FORWARD, "from symbolic.laws.zeros import *"), SECOND_ROUTE)
    assert breaches(planted("symbolic.laws.zeros", "import proofs.catalogue as catalogue"), SECOND_ROUTE) == []


@pytest.mark.parametrize(
    "text",
    [
        "from . import gram\nfrom .one_pass import losses",
        "import numeric_check.laws.rules as rules\nfrom numeric_check import arrays",
        "from symbolic import laws\nfrom symbolic.laws.coordinates import Gaussian",
        "import numpy.random\nimport scipy.linalg\nfrom fractions import Fraction",
        "from proofs.zheng2024 import second_route",
    ],
)
def test_what_is_within_the_walls_may_be_imported(text: str) -> None:
    assert breaches(planted(FORWARD, text), SECOND_ROUTE) == []
