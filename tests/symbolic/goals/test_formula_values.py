"""What the engine states of losses and gradients has the values that an enumeration of every draw gives."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import proofs.declared_settings  # noqa: F401
from numeric_check.described import exact_gradient, exact_loss
from numeric_check.described.family_points import on_family
from proofs.catalogue import papers
from symbolic.core.expressions import Expression, Node, Variable, opened
from symbolic.core.sorts import members
from symbolic.goals.engine import gradient_formula, loss_formula
from symbolic.laws.atoms import Atoms
from symbolic.setting import Setting, Values
from tests.symbolic.formula_values import value

STATED = ("zheng2024", "zheng2024-masked")
"""Settings whose draws formulas can name."""

POINTS = (
    ((Fraction(1, 3), (1, -2)), (Fraction(2, 3), (Fraction(1, 2), 1))),
    ((Fraction(1, 4), (1, 2, -1)), (Fraction(3, 4), (Fraction(-1, 2), 1, 3))),
)
LETTERS = {"a": Fraction(2, 3), "b": Fraction(-3, 5)}


def setting(key: str) -> Setting:
    return next(paper for paper in papers().values() if key in paper.settings).setting(key)


def numbers(atoms: Any, T: int) -> dict[str, Any]:
    """What formulas call by name."""
    law = tuple((weight, {n: Fraction(x) for n, x in enumerate(point, start=1)}) for weight, point in atoms)
    return {"d": Fraction(len(atoms[0][1])), "T": Fraction(T), "μ": law, **LETTERS}


def sides(formula: Expression, known: dict[str, Any]) -> tuple[Node, dict[str, Any]]:
    """The equation under all quantifiers, with the values of what they bind."""
    names: dict[str, Any] = {}
    while isinstance(formula, Node) and formula.head == "for_all":
        variable = Variable(formula.hints[0], members(formula.parts[0]))
        names[variable.name] = known[variable.name]
        formula = opened(formula.parts[1], (variable,))
    assert isinstance(formula, Node)
    return formula, names


def point(of: Setting, atoms: Any, T: int) -> Values:
    """The same numbers, as the second route takes them."""
    law = Atoms.of([place for _, place in atoms], [weight for weight, _ in atoms])
    names = {"d": len(atoms[0][1]), "T": T}
    return on_family(of, "line", Values(names, scalars=LETTERS, laws={"x_1": law}))


@pytest.mark.parametrize("atoms", POINTS, ids=["d=2", "d=3"])
@pytest.mark.parametrize("T", [3, 5])
@pytest.mark.parametrize("key", STATED)
def test_what_is_stated_of_a_loss_is_its_value(key: str, atoms: Any, T: int) -> None:
    equation, names = sides(loss_formula(key, "line"), numbers(atoms, T))
    assert value(equation.parts[1], names) == exact_loss(setting(key), point(setting(key), atoms, T)) != 0


ON_ROOTS = ("variants-signs", "variants-cube-roots", "variants-cube-roots-one-time", "variants-roots-4-one-time")
"""Settings whose loss knows remainders of sizes and of times."""


@pytest.mark.parametrize("T", [3, 4, 5, 6])
@pytest.mark.parametrize("key", ON_ROOTS)
def test_what_is_stated_of_remainders_is_their_value(key: str, T: int) -> None:
    equation, names = sides(loss_formula(key, "line"), numbers(POINTS[0], T))
    assert value(equation.parts[1], names) == exact_loss(setting(key), point(setting(key), POINTS[0], T)) != 0


@pytest.mark.sampled(3)
@pytest.mark.parametrize("atoms", POINTS, ids=["d=2", "d=3"])
@pytest.mark.parametrize("T", [3, 5])
@pytest.mark.parametrize("key", STATED)
def test_what_is_stated_of_a_gradient_is_its_value(key: str, atoms: Any, T: int) -> None:
    gradient = exact_gradient(setting(key), point(setting(key), atoms, T))
    assert any(entry for block in gradient.values() for row in block for entry in row)
    for block, rows in gradient.items():
        for j, row in enumerate(rows, start=1):
            for k, entry in enumerate(row, start=1):
                known = {**numbers(atoms, T), "j": Fraction(j), "k": Fraction(k)}
                equation, names = sides(gradient_formula(key, "line", block), known)
                assert value(equation.parts[1], names) == entry
