"""Imports point one way: symbolic <- numeric_check <- proofs <- mesaproof; and nothing evaluates text.

The checker reads every source file's syntax tree; imports inside functions and under TYPE_CHECKING count.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("symbolic", "numeric_check", "proofs", "mesaproof")
"""From the bottom up: a package may import itself and those before it."""

DESCRIPTIONS = (
    "symbolic.laws",
    "symbolic.laws.coordinates",
    "symbolic.laws.composite",
    "symbolic.laws.elliptical",
    "symbolic.laws.vectors",
    "symbolic.laws.empirical",
    "proofs.zheng2024.model.attention",
)
"""What the second route may see of the exact side: laws and block names, no result."""

EVALUATORS = {"eval", "exec", "parse_expr"}
SYMPIFIERS = {"sympify", "S"}
"""Called on text they execute it."""


def violations(module: str, source: str) -> list[str]:
    """Broken rules of one module, given by its dotted name (packages end in `.__init__`) and its source."""
    tree = ast.parse(source)
    return [*_import_violations(module, tree), *_name_violations(module, tree)]


def _import_violations(module: str, tree: ast.Module) -> Iterator[str]:
    package = module.split(".")[0]
    above = PACKAGES[PACKAGES.index(package) + 1 :]
    for line, imported in _imports(module, tree):
        parts = imported.split(".")
        if parts[0] in above or parts[0] == "tests":
            yield f"{module}:{line} imports {imported} from above"
        if (
            package == "symbolic"
            and parts[0] in ("numpy", "scipy")
            and not _within(module, "symbolic.decide.atom_search")
        ):
            yield f"{module}:{line} imports {imported}, which only symbolic.decide.atom_search may"
        if package == "symbolic" and {"random", "secrets"} & set(parts):
            yield f"{module}:{line} imports {imported}: the exact side has no random numbers"
        if package == "numeric_check" and parts[0] == "symbolic" and not _described(imported):
            yield f"{module}:{line} imports {imported}: the second route sees only {', '.join(DESCRIPTIONS)}"


def _name_violations(module: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        name = _name(node)
        if name in EVALUATORS:
            yield f"{module}:{getattr(node, 'lineno', 0)} uses {name}"
        if isinstance(node, ast.Call) and module.startswith("mesaproof.") and _name(node.func) in SYMPIFIERS:
            yield f"{module}:{node.lineno} calls {_name(node.func)}, which executes text"


def _name(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
            return name.split(".")[-1]
    return ""


def _imports(module: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything imported; `from a import b` is `a.b`."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(names=names):
                origin = _origin(module, node)
                yield from ((node.lineno, f"{origin}.{alias.name}") for alias in names)
            case ast.Call(func=func, args=[ast.Constant(value=str(name)), *_]) if _name(func) in (
                "import_module",
                "__import__",
            ):
                yield node.lineno, name


def _origin(module: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    base = module.split(".")[: -node.level]
    return ".".join([*base, *([node.module] if node.module else [])])


def _within(module: str, room: str) -> bool:
    return module == room or module.startswith(room + ".")


def _described(imported: str) -> bool:
    return any(_within(imported, room) for room in DESCRIPTIONS)


@pytest.mark.parametrize("package", PACKAGES)
def test_package_keeps_the_rules(package: str) -> None:
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    found = [
        violation
        for file in files
        for violation in violations(".".join(file.relative_to(ROOT).with_suffix("").parts), file.read_text("utf-8"))
    ]
    assert found == []


BAD = [
    ("proofs.zheng2024.model.loss", "import numeric_check"),
    ("proofs.zheng2024.model.loss", "from proofs import claim"),
    ("proofs.zheng2024.model.loss", "def f():\n    import mesaproof.cli"),
    (
        "proofs.zheng2024.second_route.forward",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from proofs.claim import Claim",
    ),
    ("proofs.zheng2024.line.gradient", "from mesaproof import runner"),
    ("proofs.claim", "from importlib import import_module\nimport_module('mesaproof.running.runner')"),
    ("mesaproof.cli", "import tests.test_architecture"),
    ("proofs.zheng2024.flow.line_flow", "import numpy as np"),
    ("proofs.zheng2024.flow.line_flow", "from scipy.optimize import linprog"),
    ("symbolic.atom_search_notes", "import scipy"),
    ("proofs.zheng2024.flow.line_flow", "import random"),
    ("proofs.zheng2024.flow.line_flow", "from random import randint"),
    ("proofs.zheng2024.flow.line_flow", "from sympy.core.random import rng"),
    ("symbolic.decide.atom_search", "import numpy.random"),
    ("symbolic.decide.atom_search", "from numpy import random"),
    ("proofs.zheng2024.second_route.forward", "import symbolic"),
    ("proofs.zheng2024.second_route.forward", "from symbolic import loss"),
    ("proofs.zheng2024.second_route.forward", "from proofs.zheng2024.line.line import entry"),
    ("proofs.zheng2024.second_route.forward", "from ..symbolic import flow"),
    ("proofs.zheng2024.second_route.forward", "import symbolic.lawsuit"),
    ("proofs.claim", "eval('1')"),
    ("proofs.zheng2024.flow.line_flow", "exec('1')"),
    ("proofs.zheng2024.second_route.forward", "import builtins\nbuiltins.eval('1')"),
    ("mesaproof.cli", "from sympy import parse_expr"),
    ("mesaproof.cli", "from sympy.parsing.sympy_parser import parse_expr as read"),
    ("mesaproof.cli", "run = eval"),
    ("mesaproof.cli", "import sympy\nsympy.sympify('1')"),
    ("mesaproof.__init__", "from sympy import S\nS('1')"),
]


@pytest.mark.parametrize(("module", "source"), BAD)
def test_checker_notices(module: str, source: str) -> None:
    assert violations(module, source)


GOOD = [
    (
        "proofs.zheng2024.flow.line_flow",
        "import sympy\nimport flint\nfrom symbolic.laws import Law\nfrom . import moments",
    ),
    ("symbolic.decide.atom_search", "def f():\n    from scipy.optimize import linprog\n    import numpy"),
    ("symbolic.decide.atom_search.vertices", "import numpy"),
    (
        "proofs.zheng2024.second_route.forward",
        "import numpy.random\nfrom symbolic.laws import Law\nfrom symbolic import attention",
    ),
    ("proofs.zheng2024.second_route.forward", "from .sampling import draw\nimport proofs.zheng2024.model.attention"),
    (
        "proofs.zheng2024.line.gradient",
        "from ...claim import Claim\nimport proofs.zheng2024.model.loss\nimport numeric_check.laws.rules",
    ),
    ("proofs.claim", "import sympy\nsympy.sympify(1)"),
    (
        "mesaproof.cli",
        "import proofs.claim\nimport sympy\nhalf = sympy.S.Half\nevaluate = sympy.Rational(1, 2).evalf()",
    ),
    ("mesaproof.__init__", "from . import cli"),
]


@pytest.mark.parametrize(("module", "source"), GOOD)
def test_checker_lets_pass(module: str, source: str) -> None:
    assert violations(module, source) == []
