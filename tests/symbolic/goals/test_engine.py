"""The trusted procedure `engine`: it says yes to what is derived, to that only, and its formulas equal exact values."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial

import pytest

import proofs.declared_settings  # noqa: F401
from proofs.zheng2024.formal.on_line.line_formulas import KEY
from proofs.zheng2024.setting import ZHENG
from symbolic.core.expressions import Expression, Node, Refused
from symbolic.core.rules.procedures import trusted
from symbolic.core.vocabulary import REALS, for_all, real
from symbolic.goals.engine import (
    ENGINE,
    declare,
    gradient_formula,
    loss_anywhere_formula,
    loss_formula,
    regular_everywhere_formula,
    regular_formula,
)
from symbolic.tactics.steps import replaced

FORMULAS: dict[str, Callable[[], Expression]] = {
    "loss": lambda: loss_formula(KEY, "line"),
    "regular": lambda: regular_formula(KEY, "line"),
    "regular everywhere": lambda: regular_everywhere_formula(KEY),
    "loss of remainders": lambda: loss_formula("variants-cube-roots-one-time", "line"),
    "loss at all blocks": lambda: loss_anywhere_formula("li2025"),
    "loss at all blocks, of powers": lambda: loss_anywhere_formula("sander2024-unitary"),
    **{block: partial(gradient_formula, KEY, "line", block) for block in ZHENG.blocks},
}


def nodes(expression: Expression) -> list[Node]:
    """All nodes of an expression."""
    if not isinstance(expression, Node):
        return []
    return [expression, *(node for part in expression.parts for node in nodes(part))]


@pytest.mark.parametrize("name", FORMULAS)
def test_what_is_derived_is_a_theorem(name: str) -> None:
    assert trusted(ENGINE, FORMULAS[name]()).conclusion == FORMULAS[name]()


def more(node: Node) -> Node:
    """A number, an exponent, an order or a block that is one larger."""
    assert isinstance(node.value, (int, Fraction))
    return Node(node.head, node.parts, node.value + 1, node.hints)


def altered(formula: Expression) -> dict[str, Expression]:
    """The formula with one thing changed: each number, each sort of domain, an exponent, the block."""
    numbers = {node for node in nodes(formula) if node.head == "number"}
    powers = {node for node in nodes(formula) if node.head == "power"}
    domains = {node for node in nodes(formula) if node.head in ("integers_from", "vector_moments", "integers_between")}
    shapes = {node for node in nodes(formula) if node.head == "matrices"}
    gradients = {node for node in nodes(formula) if node.head == "gradient"}
    found = {f"number {n.value}": replaced(formula, n, more(n)) for n in numbers}
    found |= {f"power {n}": replaced(formula, n, more(n)) for n in powers}
    found |= {f"domain {n}": replaced(formula, n, REALS) for n in domains if n.head != "vector_moments"}
    found |= {f"moments {n.value}": replaced(formula, n, more(n)) for n in domains if n.head == "vector_moments"}
    found |= {f"shape {n}": replaced(formula, n, Node(n.head, (n.parts[0], n.parts[1] + 1))) for n in shapes}
    found |= {f"block {n.value}": replaced(formula, n, more(n)) for n in gradients}
    return found


@pytest.mark.parametrize(
    "name",
    [
        "loss",
        "loss of remainders",
        "loss at all blocks",
        "loss at all blocks, of powers",
        "regular",
        "regular everywhere",
        "W_PV_12",
        "W_KQ_32",
    ],
)
def test_nothing_else_is_a_theorem(name: str) -> None:
    formula = FORMULAS[name]()
    for what, other in altered(formula).items():
        with pytest.raises(Refused):
            trusted(ENGINE, other)
        assert other != formula, what


def test_other_models_and_other_statements_are_refused() -> None:
    x = real("x")
    for formula in (
        for_all(x, REALS, Node("at_most", (x, x))),
        replaced(FORMULAS["loss"](), Node("number", (), 1), x),
    ):
        with pytest.raises(Refused):
            trusted(ENGINE, formula)


def test_a_key_names_one_setting() -> None:
    with pytest.raises(Refused, match="already names a setting"):
        declare(KEY, lambda: ZHENG)
