"""What `mesaproof` knows of a paper: what it asks of the registry, and nothing else but what is listed here.

A paper registers what it answers (`proofs.paper`), and `mesaproof.answers.asking` asks. To say the type of a record
that comes back, a module may import it under TYPE_CHECKING; whoever imports more is an exception with a reason. Names
of modules in strings count, since they can be imported by name.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.source_tree import ROOT, imports, sources, within

PAPERS = tuple(f"proofs.{folder.parent.name}" for folder in sorted((ROOT / "proofs").glob("*/__init__.py")))

RECORDS = tuple(f"{paper}.{room}" for paper in PAPERS for room in ("answers", "figures"))
"""Where the records of the papers lie."""

EXCEPTIONS = {
    "mesaproof.selftest.toolkit.of_conventions": "alters the signs, factors and blocks of the paper's gradient",
    "mesaproof.selftest.toolkit.of_counts": "alters the sums over times of the paper's loss",
    "mesaproof.selftest.toolkit.of_descriptions": "alters what the paper's model says of indices, times and conjugates",
    "mesaproof.selftest.toolkit.of_functions": "alters functions with which the paper's loss is derived",
    "mesaproof.selftest.toolkit.of_second_route": "alters the paper's model in NumPy",
    "mesaproof.selftest.toolkit.of_variances": "alters the bound of variance of the paper's slope",
    "mesaproof.selftest.toolkit.checks": "holds the paper's loss and gradient against another exact route",
    "mesaproof.selftest.toolkit.places": "the parameters of the paper's model at which alterations are looked for",
    "mesaproof.selftest.toolkit.torus": "the other exact route, which multiplies the paper's predictions out",
}
"""Modules that import a paper when they run, and why: an alteration is one of the paper's own formulas."""

HANDS_OVER, SHOWS, DRAWS = "hands a record over", "shows a record", "draws a record"

FOR_TYPES = {
    "mesaproof.answers.checking": HANDS_OVER,
    "mesaproof.answers.flowing": HANDS_OVER,
    "mesaproof.answers.gradients": HANDS_OVER,
    "mesaproof.answers.setting_checks": HANDS_OVER,
    "mesaproof.answers.training": HANDS_OVER,
    "mesaproof.commands.check": HANDS_OVER,
    "mesaproof.commands.train": HANDS_OVER,
    "mesaproof.pytest_plugin": HANDS_OVER,
    "mesaproof.running.sweeps.sweep_cells": HANDS_OVER,
    "mesaproof.testing": HANDS_OVER,
    "mesaproof.documents.flow_views": SHOWS,
    "mesaproof.documents.json_records": SHOWS,
    "mesaproof.documents.notebook": SHOWS,
    "mesaproof.documents.notebook_matrices": SHOWS,
    "mesaproof.documents.models.setting_check_views": SHOWS,
    "mesaproof.documents.tables.law_tables": SHOWS,
    "mesaproof.documents.training_files": SHOWS,
    "mesaproof.documents.training_record": SHOWS,
    "mesaproof.documents.training_report": SHOWS,
    "mesaproof.plots.check_plots.matrices": DRAWS,
    "mesaproof.plots.check_plots.plane": DRAWS,
    "mesaproof.plots.check_plots.start": DRAWS,
    "mesaproof.plots.check_plots.whole_figure": DRAWS,
    "mesaproof.plots.figures.by_length": DRAWS,
    "mesaproof.plots.figures.error_by_examples": DRAWS,
    "mesaproof.plots.figures.error_by_time": DRAWS,
    "mesaproof.plots.figures.gaussian_starts": DRAWS,
    "mesaproof.plots.figures.learned_matrices": DRAWS,
    "mesaproof.plots.figures.regression_training": DRAWS,
    "mesaproof.plots.figures.style": DRAWS,
    "mesaproof.plots.figures.training_curves": DRAWS,
    "mesaproof.plots.train_plots": DRAWS,
}
"""Modules that name records of a paper as types, and why; nothing of a paper is imported when they run."""

IN_TEXT = re.compile("|".join(rf"{re.escape(paper)}\b" for paper in PAPERS))


def leaks(module: str, source: str) -> list[str]:
    """What a module of `mesaproof` knows of a paper beyond what it may, with line numbers."""
    return [f"{module}:{line} {what}" for line, what in _known(module, ast.parse(source)) if not _may(module, what)]


def _may(module: str, what: str) -> bool:
    how, _, name = what.partition(" ")
    if how == "names" and module in FOR_TYPES:
        return any(within(name, room) for room in RECORDS)
    return module in EXCEPTIONS


def _known(module: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line, and `names X` for a type, `imports X` for what is run, `spells X` for text."""
    for_types = {line for node in ast.walk(tree) for line in _lines_for_types(node)}
    for line, name in imports(module, tree):
        if any(within(name, paper) for paper in PAPERS):
            yield line, f"{'names' if line in for_types else 'imports'} {name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (found := IN_TEXT.search(node.value)):
            yield node.lineno, f"spells {found.group()}"


def _lines_for_types(node: ast.AST) -> set[int]:
    """The lines of what stands under `if TYPE_CHECKING`."""
    match node:
        case ast.If(test=ast.Name(id="TYPE_CHECKING"), body=body):
            return {line for part in body for line in range(part.lineno, (part.end_lineno or part.lineno) + 1)}
    return set()


def test_no_module_knows_more_of_a_paper_than_it_may() -> None:
    modules = sources("mesaproof")
    assert modules
    assert [leak for module, source in modules.items() for leak in leaks(module, source)] == []


def test_every_exception_is_one() -> None:
    modules = sources("mesaproof")
    known = {module: [what for _, what in _known(module, ast.parse(source))] for module, source in modules.items()}
    run = {module for module, found in known.items() if any(not what.startswith("names ") for what in found)}
    assert run == set(EXCEPTIONS)
    assert {module for module, found in known.items() if found} - run == set(FOR_TYPES)


TYPES = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    "
RECORD = "from proofs.zheng2024.answers.law_report import LawReport"
LEAKING = [
    ("mesaproof.reading.params_file", "from proofs.zheng2024.model.attention import BLOCKS"),
    ("mesaproof.reading.adapters.enclosures", "def f():\n    from proofs.zheng2024.line import trained"),
    ("mesaproof.documents.law_markup", "from proofs import zheng2024"),
    ("mesaproof.strategies.spaces", "import proofs.zheng2024.capability.recovery as recovery"),
    ("mesaproof.strategies.spaces", "from importlib import import_module\nimport_module('proofs.zheng2024.notation')"),
    ("mesaproof.__init__", "HOMES = {'LawReport': 'proofs.zheng2024.answers.law_report'}"),
    ("mesaproof.running.runner", f"{TYPES}{RECORD}"),
    ("mesaproof.documents.tables.law_tables", RECORD),
    ("mesaproof.documents.tables.law_tables", f"{TYPES}import sympy\n{RECORD}"),
    ("mesaproof.documents.tables.law_tables", f"{TYPES}import sympy\nelse:\n    {RECORD}"),
    ("mesaproof.documents.tables.law_tables", f"{TYPES}from proofs.zheng2024.line.invariance import Leftover"),
    ("mesaproof.documents.tables.law_tables", "'''\n>>> from proofs.zheng2024.notation import a\n'''"),
    ("mesaproof.selftest.mutant", "from proofs.zheng2024.model import loss"),
]


@pytest.mark.parametrize(("module", "source"), LEAKING)
def test_a_leak_is_noticed(module: str, source: str) -> None:
    assert leaks(module, source)


TIGHT = [
    ("mesaproof.documents.tables.law_tables", f"{TYPES}{RECORD}"),
    ("mesaproof.plots.figures.style", f"{TYPES}from proofs.zheng2024.figures.simulation import Curve"),
    ("mesaproof.selftest.toolkit.torus", "from proofs.zheng2024.model.attention import BLOCKS"),
    ("mesaproof.reading.params_file", "from proofs.paper import Paper\nfrom proofs import catalogue, figure"),
    ("mesaproof.answers.asking", "PAPER = 'zheng2024'\nKEY = 'zheng2024/theorem-4.1'"),
]


@pytest.mark.parametrize(("module", "source"), TIGHT)
def test_what_may_be_known_passes(module: str, source: str) -> None:
    assert leaks(module, source) == []
