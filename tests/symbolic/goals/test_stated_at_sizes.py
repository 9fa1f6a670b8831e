"""Formulas about models at numbers for some sizes: what the engine lets pass, and what it refuses."""

from __future__ import annotations

import pytest

import proofs.declared_settings  # noqa: F401
from symbolic.core.expressions import Expression, Node, Refused, nodes, written
from symbolic.core.vocabulary import for_all, integers_from, real
from symbolic.goals.engine import engine, gradient_formula, loss_formula, regular_formula
from symbolic.tactics.steps import replaced

T = real("T")
KEY, FAMILY, LENGTH, BOTH = "variants-haar-orthogonal", "line", (("T", 4),), (("d", 2), ("T", 3))


def of_unitary(formula: Expression) -> Expression:
    """The same of the other group."""
    model = next(node for node in nodes(formula) if isinstance(node, Node) and node.head == "model")
    return replaced(formula, model, Node("model", (), str(model.value).replace("orthogonal", "unitary")))


def test_what_is_derived_passes() -> None:
    for formula in (
        loss_formula(KEY, FAMILY, LENGTH),
        loss_formula(KEY, FAMILY, BOTH),
        gradient_formula(KEY, FAMILY, "W_KQ_23", BOTH),
        gradient_formula(KEY, FAMILY, "W_KQ_23", LENGTH),
        regular_formula(KEY, FAMILY, BOTH),
    ):
        engine(formula)


@pytest.mark.parametrize(
    ("what", "formula"),
    [
        ("in one dimension too", replaced(loss_formula(KEY, FAMILY, LENGTH), integers_from(2), integers_from(1))),
        ("longer sequences", replaced(loss_formula(KEY, FAMILY, LENGTH), written(4), written(5))),
        ("three dimensions", replaced(loss_formula(KEY, FAMILY, BOTH), written(2), written(3))),
        (
            "the gradient in two dimensions from that of all",
            replaced(gradient_formula(KEY, FAMILY, "W_KQ_23", LENGTH), integers_from(3), integers_from(2)),
        ),
        ("another group", of_unitary(loss_formula(KEY, FAMILY, LENGTH))),
        ("all lengths", for_all(T, integers_from(3), replaced(loss_formula(KEY, FAMILY, BOTH), written(3), T))),
    ],
)
def test_nothing_else_passes(what: str, formula: Expression) -> None:
    with pytest.raises(Refused):
        engine(formula)
