"""Losses of models with a covariance as words of matrices: the values of an enumeration, and no other formula."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import proofs.declared_settings  # noqa: F401
from numeric_check.described import exact_gradient, exact_loss
from numeric_check.described.family_points import on_family
from proofs.zhang2024.setting import ZHANG
from symbolic.core.expressions import Expression, Node, Refused, written
from symbolic.core.rules.procedures import trusted
from symbolic.core.vocabulary import (
    equal,
    matrix,
    matrix_letter,
    real,
)
from symbolic.goals.engine import ENGINE, gradient_formula, loss_formula, regular_everywhere_formula
from symbolic.goals.explicit_values import exact_value
from symbolic.goals.stated import Stated
from symbolic.setting import Values
from symbolic.tactics.steps import replaced
from tests.symbolic.formula_values import value
from tests.symbolic.goals.test_formula_values import sides

half = Fraction(1, 2)
SPREADS: dict[str, tuple[tuple[Fraction | int, ...], ...]] = {
    "two coordinates": ((2, half), (half, 1)),
    "a singular one": ((1, 2), (2, 4)),
    "one coordinate": ((3,),),
}
LETTERS: dict[str, tuple[tuple[Fraction | int, ...], ...]] = {
    "two coordinates": ((1, -2), (3, half)),
    "a singular one": ((1, -2), (3, half)),
    "one coordinate": ((-half,),),
}
LOSS = loss_formula("zhang2024", "reduced")


def numbers(name: str, N: int) -> dict[str, Any]:
    """What the formulas call by name."""
    spread, letter = (tuple(tuple(Fraction(x) for x in row) for row in each[name]) for each in (SPREADS, LETTERS))
    one = Fraction(1)
    return {"d": one * len(spread), "N": one * N, "Λ": spread, "u": Fraction(2, 3), "U": letter, "j": one, "k": one}


def point(known: dict[str, Any]) -> Values:
    """The same numbers, as the second route takes them."""
    sizes = {name: int(known[name]) for name in ("d", "N")}
    return on_family(
        ZHANG,
        "reduced",
        Values(sizes, covariances={"Λ": known["Λ"]}, scalars={"u": known["u"]}, matrices={"U": known["U"]}),
    )


@pytest.mark.parametrize("name", SPREADS)
def test_words_have_the_values_of_an_enumeration(name: str) -> None:
    known = numbers(name, N=2)
    at = point(known)
    equation, names = sides(LOSS, known)
    assert value(equation.parts[1], names) == exact_loss(ZHANG, at)
    gradient = exact_gradient(ZHANG, at)
    for block in ZHANG.blocks:
        equation, names = sides(gradient_formula("zhang2024", "reduced", block), known)
        found = value(equation.parts[1], names)
        rows = tuple(tuple(row) for row in gradient[block])
        assert found == (rows if block == "W_KQ_11" else rows[0][0])


def explicit(rows: Any) -> Expression:
    """A matrix that is written, of a single entry."""
    return matrix(real("j"), real("k"), (len(rows), len(rows)), rows[0][0])


def test_a_loss_at_an_explicit_covariance_is_exact() -> None:
    stated = Stated(ZHANG, "reduced")
    known = numbers("one coordinate", N=2)
    filled: dict[Expression, Any] = {real("d"): 1, real("N"): 2, real("u"): known["u"]}
    loss = stated.model.loss(real("d"), real("N"), explicit(known["Λ"]), *stated.blocks)
    filled |= {matrix_letter("U"): explicit(known["U"])}
    found: Expression = loss
    for variable, number in filled.items():
        found = replaced(found, variable, written(number))
    assert isinstance(found, Node)
    assert exact_value(found).conclusion == equal(found, exact_loss(ZHANG, point(known)))


def renamed(formula: Expression, head: str, other: str) -> Expression:
    """A formula in which all nodes with a head have another one."""
    if not isinstance(formula, Node):
        return formula
    inside = tuple(renamed(part, head, other) for part in formula.parts)
    return Node(other if formula.head == head else formula.head, inside, formula.value, formula.hints)


def without(formula: Expression, head: str) -> Expression:
    """A formula in which what a head of one part is applied to stands alone."""
    if not isinstance(formula, Node):
        return formula
    inside = tuple(without(part, head) for part in formula.parts)
    return inside[0] if formula.head == head else Node(formula.head, inside, formula.value, formula.hints)


ALTERED = {
    "a covariance that is symmetric": lambda: renamed(LOSS, "semidefinite", "symmetric"),
    "a covariance that is definite": lambda: renamed(LOSS, "semidefinite", "definite"),
    "a transpose less": lambda: without(LOSS, "transpose"),
}


@pytest.mark.parametrize("altered", ALTERED.values(), ids=ALTERED)
def test_no_other_formula_is_a_theorem(altered: Any) -> None:
    assert altered() != LOSS
    with pytest.raises(Refused):
        trusted(ENGINE, altered())


def test_what_is_derived_is_a_theorem() -> None:
    everywhere = regular_everywhere_formula("zhang2024")
    for formula in (LOSS, gradient_formula("zhang2024", "reduced", "W_KQ_11"), everywhere):
        assert trusted(ENGINE, formula).conclusion == formula
