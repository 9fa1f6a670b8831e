"""Imports point one way: symbolic <- numeric_check <- proofs <- mesaproof, and inside symbolic from room to room.

Nothing evaluates text, and the lower rooms name no paper. The checker reads every source file's syntax tree; imports
inside functions and under TYPE_CHECKING count.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator

import pytest

from tests.source_tree import PACKAGES, ROOT, imports, name_of, sources, within

SYMBOLIC = (
    "core",
    "tactics",
    "setting",
    "algebra",
    "laws",
    "expectation",
    "model",
    "flow",
    "decide",
    "goals",
    "typeset",
)
"""The rooms of the exact side from the bottom up: each may import itself and those before it."""

LOWEST = ("views", "typography", "progress")
"""Below them: these import nothing of the exact side."""

OF_THE_CORE = ("flint", *sys.stdlib_module_names)
"""What the kernel imports beside itself; nothing else of the project, and no SymPy."""

IN_FLOATS = "symbolic.decide.search.atom_search"
"""The one module of the exact side that chooses in floating point what is then solved for exactly."""

DESCRIPTIONS = ("symbolic.laws", "symbolic.setting", "symbolic.progress")
"""What the second route may see of the exact side: laws, descriptions of models, and where to say how far it is."""

PAPERS = sorted(folder.parent.name for folder in (ROOT / "proofs").glob("*/__init__.py"))
KEYS = "|".join(PAPERS)
NAMING = {"symbolic": re.compile(rf"{KEYS}|W_\W*(?:KQ|PV)"), "numeric_check": re.compile(KEYS)}
"""What names a paper, or the blocks of its model, in the strings and docstrings of the rooms that know none."""

EVALUATORS = {"eval", "exec", "parse_expr"}
SYMPIFIERS = {"sympify", "S"}
"""Called on text they execute it."""


def violations(module: str, source: str) -> list[str]:
    """Broken rules of one module, given by its dotted name (packages end in `.__init__`) and its source."""
    tree = ast.parse(source)
    rules = (_between_packages, _inside_symbolic, _of_the_core, _of_the_second_route, _of_papers, _names, _strings)
    return [f"{module}:{line} {what}" for rule in rules for line, what in rule(module, tree)]


Broken = Iterator[tuple[int, str]]


def _between_packages(module: str, tree: ast.Module) -> Broken:
    above = PACKAGES[PACKAGES.index(module.split(".")[0]) + 1 :]
    for line, imported in imports(module, tree):
        if imported.split(".")[0] in (*above, "tests"):
            yield line, f"imports {imported} from above"


def _inside_symbolic(module: str, tree: ast.Module) -> Broken:
    if not within(module, "symbolic"):
        return
    for line, imported in imports(module, tree):
        parts = imported.split(".")
        if parts[0] in ("numpy", "scipy") and not within(module, IN_FLOATS):
            yield line, f"imports {imported}, which only {IN_FLOATS} may"
        if {"random", "secrets"} & set(parts):
            yield line, f"imports {imported}: the exact side has no random numbers"
        if parts[0] == "symbolic" and (module.split(".")[1] in LOWEST or _height(imported) > _height(module)):
            yield line, f"imports {imported}, which is not below it"


def _height(module: str) -> int:
    room = module.split(".")[1]
    return SYMBOLIC.index(room) + 1 if room in SYMBOLIC else 0


def _of_the_core(module: str, tree: ast.Module) -> Broken:
    if within(module, "symbolic.core"):
        for line, imported in imports(module, tree):
            if not within(imported, "symbolic.core") and imported.split(".")[0] not in OF_THE_CORE:
                yield line, f"imports {imported}: the kernel trusts itself and python-flint only"


def _of_the_second_route(module: str, tree: ast.Module) -> Broken:
    if within(module, "numeric_check"):
        for line, imported in imports(module, tree):
            if within(imported, "symbolic") and not any(within(imported, room) for room in DESCRIPTIONS):
                yield line, f"imports {imported}: the second route sees only {', '.join(DESCRIPTIONS)}"


def _of_papers(module: str, tree: ast.Module) -> Broken:
    """What all papers share imports none of them by name; a paper's own modules lie in its folder."""
    if module.startswith("proofs.") and module.count(".") == 1:
        for line, imported in imports(module, tree):
            if any(within(imported, f"proofs.{paper}") for paper in PAPERS):
                yield line, f"imports {imported}, a paper"


def _names(module: str, tree: ast.Module) -> Broken:
    for node in ast.walk(tree):
        name = name_of(node)
        if name in EVALUATORS:
            yield getattr(node, "lineno", 0), f"uses {name}"
        if isinstance(node, ast.Call) and module.startswith("mesaproof.") and name_of(node.func) in SYMPIFIERS:
            yield node.lineno, f"calls {name_of(node.func)}, which executes text"


def _strings(module: str, tree: ast.Module) -> Broken:
    naming = NAMING.get(module.split(".")[0])
    if naming is None:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (found := naming.search(node.value)):
            yield node.lineno, f"names {found.group()}: it knows no paper"


@pytest.mark.parametrize("package", PACKAGES)
def test_package_keeps_the_rules(package: str) -> None:
    modules = sources(package)
    assert modules
    assert [broken for module, source in modules.items() for broken in violations(module, source)] == []


BAD = [
    ("symbolic.core.rules.logic", "import sympy"),
    ("symbolic.core.rules.logic", "from symbolic.progress import Progress"),
    ("symbolic.core.rules.logic", "from symbolic.views import register"),
    ("symbolic.core.rules.logic", "from symbolic.tactics import signs"),
    ("symbolic.core.replay", "def f():\n    import numpy"),
    ("symbolic.core.replay", "import symbolic.algebra.rationals"),
    ("symbolic.tactics.signs", "from symbolic.algebra import rationals"),
    ("symbolic.algebra.equality", "import numeric_check"),
    ("symbolic.algebra.equality", "from proofs import claim"),
    ("symbolic.algebra.equality", "def f():\n    import mesaproof.cli"),
    ("symbolic.views", "from importlib import import_module\nimport_module('mesaproof.documents.law_markup')"),
    (
        "numeric_check.laws.rules",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from proofs.claim import Claim",
    ),
    ("numeric_check.model.training", "from proofs.zheng2024.second_route.forward import Real"),
    ("proofs.zheng2024.line.gradient", "from mesaproof import runner"),
    ("proofs.claim", "from importlib import import_module\nimport_module('mesaproof.running.runner')"),
    ("mesaproof.cli", "import tests.test_architecture"),
    ("symbolic.expectation.moments", "import numpy as np"),
    ("symbolic.expectation.moments", "from scipy.optimize import linprog"),
    ("symbolic.decide.search.atom_search_notes", "import scipy"),
    ("symbolic.expectation.moments", "import random"),
    ("symbolic.expectation.moments", "from random import randint"),
    ("symbolic.expectation.moments", "from sympy.core.random import rng"),
    ("symbolic.decide.search.atom_search", "import numpy.random"),
    ("symbolic.decide.search.atom_search", "from numpy import random"),
    ("symbolic.algebra.equality", "from symbolic.laws import Law"),
    ("symbolic.laws.law", "from symbolic.expectation.moments import Pattern"),
    ("symbolic.expectation.orbits", "from symbolic.decide.hypotheses import Hypotheses"),
    ("symbolic.decide.conditions.marginals", "def f():\n    from symbolic.typeset.prose import escape"),
    ("symbolic.laws.composite.__init__", "from ... import decide"),
    ("symbolic.__init__", "from symbolic.algebra import equality"),
    ("symbolic.views", "from symbolic.typography import escape"),
    ("symbolic.typography", "from symbolic import views"),
    ("symbolic.laws.families", "'Uniform (`zheng2024/example-4.1`).'"),
    ("symbolic.typeset.sections", "def f():\n    return f'{1} W_KQ_32'"),
    ("symbolic.typeset.prose", r"SHAPE = r'\bW_(PV|KQ)_(\d\d)'"),
    ("numeric_check.laws.sampling", "KEY = 'zheng2024/theorem-4.1'"),
    ("numeric_check.laws.rules", "import symbolic"),
    ("numeric_check.laws.rules", "from symbolic import expectation"),
    ("numeric_check.laws.rules", "from symbolic.expectation.moments import Pattern"),
    ("numeric_check.laws.rules", "from ...symbolic import decide"),
    ("numeric_check.laws.rules", "import symbolic.lawsuit"),
    ("proofs.catalogue", "from proofs.zheng2024 import PAPER"),
    ("proofs.catalogue", "def f():\n    import proofs.zheng2024.line.gradient"),
    ("proofs.claim", "eval('1')"),
    ("symbolic.algebra.equality", "exec('1')"),
    ("numeric_check.laws.rules", "import builtins\nbuiltins.eval('1')"),
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
    ("symbolic.core.rules.logic", "from symbolic.core.theorems import rule\nimport flint\nfrom math import prod"),
    ("symbolic.tactics.signs", "from symbolic.core.rules.arithmetic import sign\nfrom . import simplex"),
    ("symbolic.algebra.rationals", "from symbolic.core.expressions import Expression"),
    ("symbolic.expectation.moments", "import sympy\nimport flint\nfrom symbolic.laws import Law\nfrom . import draws"),
    ("symbolic.decide.search.atom_search", "def f():\n    from scipy.optimize import linprog\n    import numpy"),
    ("symbolic.decide.search.atom_search.vertices", "import numpy"),
    ("symbolic.typeset.prose", "from symbolic.typography import escape\nfrom symbolic.decide import hypotheses"),
    ("symbolic.laws.law", "from symbolic.views import ShownLaw\nfrom symbolic.algebra.rationals import to_flint"),
    ("symbolic.laws.families", "'Uniform. Source: Zheng et al. 2024, Example 4.1, arXiv 2405.16845.'"),
    ("numeric_check.laws.sampling", "import numpy.random\nfrom symbolic.laws import Law\nfrom .rules import nodes"),
    (
        "proofs.zheng2024.line.gradient",
        "from ...claim import Claim\nimport proofs.zheng2024.model.loss\nimport numeric_check.laws.rules",
    ),
    ("proofs.catalogue", "import proofs\nfrom proofs.paper import Paper"),
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
