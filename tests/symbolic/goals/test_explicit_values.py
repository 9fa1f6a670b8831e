"""The trusted procedure `exact values`: its numbers are those of the second route, and it says no to all others."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache

import pytest

import proofs.declared_settings  # noqa: F401
from numeric_check.described import exact_gradient, exact_loss
from proofs.catalogue import papers
from symbolic.core.expressions import Expression, Node, Refused, opened, written
from symbolic.core.rules.procedures import trusted
from symbolic.core.vocabulary import (
    INTEGERS,
    NONNEGATIVE,
    REALS,
    at_most,
    cell,
    equal,
    for_all,
    indicator,
    less,
    matrix,
    mixture,
    point,
    real,
    sequence,
)
from symbolic.goals.closed_values import number
from symbolic.goals.explicit_values import (
    EXACT_VALUES,
    coefficients,
    degree_bound,
    exact_polynomial,
    exact_regularity,
    exact_value,
    sample,
    value_at,
)
from symbolic.goals.stated import ENTRY, model_of
from symbolic.laws.atoms import Atoms
from symbolic.setting import Setting, Values
from symbolic.tactics.steps import replaced

KEYS = ("zheng2024", "zheng2024-masked", "zheng2024-few-shot", "zheng2024-context")
"""Settings whose draws formulas can name."""

j, k = ENTRY
t, s = real("t"), real("s")
POINTS = (1, -2), (Fraction(1, 2), 3)
WEIGHT = Fraction(1, 3)
LAW = mixture(WEIGHT, *(point(sequence(*place)) for place in POINTS))
ATOMS = Atoms.of(POINTS, [WEIGHT, 1 - WEIGHT])


@cache
def setting(key: str) -> Setting:
    return next(paper for paper in papers().values() if key in paper.settings).setting(key)


def sizes(key: str) -> dict[str, int]:
    return {size.name: {"d": 2, "T": 4, "N": 3}[size.name] for size in setting(key).sizes}


@cache
def entries(key: str, letter: bool = False) -> dict[str, tuple[tuple[Expression, ...], ...]]:
    """Every block with entries of its own, as terms; with a letter, linear in it."""
    found = {}
    for count, (block, sides) in enumerate(setting(key).blocks.items(), start=1):
        rows, columns = (side.value(sizes(key)) for side in sides)
        numbers = [[Fraction((3 * count + 5 * p + 2 * q) % 7 - 3, 2) for q in range(columns)] for p in range(rows)]
        found[block] = tuple(tuple(written(x) + x**2 * t if letter else written(x) for x in row) for row in numbers)
    return found


def as_matrix(rows: tuple[tuple[Expression, ...], ...]) -> Node:
    """A matrix by its entries: a sum of indicators times terms."""
    terms = [
        indicator(equal(j, p)) * indicator(equal(k, q)) * term
        for p, row in enumerate(rows, start=1)
        for q, term in enumerate(row, start=1)
    ]
    return matrix(j, k, (len(rows), len(rows[0])), Node("add", tuple(terms)))


def given(key: str, letter: bool = False) -> tuple[Expression, ...]:
    """Sizes, law and blocks, as terms."""
    return (*map(written, sizes(key).values()), LAW, *map(as_matrix, entries(key, letter).values()))


def values(key: str, letter: Fraction | None = None) -> Values:
    """The same as numbers."""

    blocks = {
        block: tuple(tuple(value_of(term, letter or Fraction(0)) for term in row) for row in rows)
        for block, rows in entries(key, letter is not None).items()
    }
    return Values(sizes(key), laws={"x_1": ATOMS}, parameters=blocks)


def value_of(term: Expression, letter: Fraction) -> Fraction:
    """The number that `x`, or `x + x² t`, is."""
    if isinstance(term, Node) and term.head == "number":
        assert isinstance(term.value, Fraction)
        return term.value
    assert isinstance(term, Node)
    x = value_of(term.parts[0], letter)
    return x + x**2 * letter


def loss(key: str, letter: bool = False) -> Node:
    return model_of(setting(key)).loss(*given(key, letter))


def slope(key: str, block: str, row: int, column: int, letter: bool = False) -> Node:
    return cell(model_of(setting(key)).gradient(block, *given(key, letter)), row, column)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("key", KEYS)
def test_losses_are_those_of_the_second_route(key: str) -> None:
    value = exact_loss(setting(key), values(key))
    assert exact_value(loss(key)).conclusion == equal(loss(key), value)
    assert value != 0


@pytest.mark.sampled(2)
@pytest.mark.parametrize("key", KEYS)
def test_slopes_are_those_of_the_second_route(key: str) -> None:
    gradient = exact_gradient(setting(key), values(key))
    moving = [block for block, rows in gradient.items() if any(map(any, rows))]
    for block in moving[::3]:
        rows = gradient[block]
        row, column = len(rows), len(rows[0])
        term = slope(key, block, row, column)
        assert exact_value(term).conclusion == equal(term, rows[-1][-1])


DEGREES = {"zheng2024": 4, "zheng2024-masked": 4, "zheng2024-few-shot": 4, "zheng2024-context": 2}


@pytest.mark.parametrize("key", ["zheng2024-masked", "zheng2024-context"])
def test_polynomials_are_those_of_the_second_route(key: str) -> None:
    found = exact_polynomial(loss(key, letter=True), t).conclusion
    assert isinstance(found, Node)
    for at in (Fraction(1, 3), Fraction(-7, 5)):
        equation = opened(found.parts[1], (written(at),))
        assert isinstance(equation, Node)
        assert equation.parts[0] == replaced(loss(key, letter=True), t, written(at))
        assert number(equation.parts[1]) == exact_loss(setting(key), values(key, at))


@pytest.mark.parametrize("key", DEGREES)
def test_degrees_are_bounded_by_those_of_blocks_and_of_entries(key: str) -> None:
    block = list(setting(key).blocks)[-1]
    assert degree_bound(loss(key, letter=True), t) == DEGREES[key]
    assert degree_bound(slope(key, block, 1, 1, letter=True), t) == DEGREES[key] - 1
    assert degree_bound(loss(key), t) == 0
    squared = model_of(setting(key)).loss(*(replaced(each, t, t**3) for each in given(key, letter=True)))
    assert degree_bound(squared, t) == 3 * DEGREES[key]


MASKED = "zheng2024-masked"


def changed(term: Node, old: Expression, new: Expression) -> Node:
    found = replaced(term, old, new)
    assert isinstance(found, Node)
    assert found != term
    return found


def value() -> Expression:
    conclusion = exact_value(loss(MASKED)).conclusion
    assert isinstance(conclusion, Node)
    return conclusion.parts[1]


def polynomial() -> Expression:
    """The loss of the masked model along the letter, as a polynomial in it."""
    term = loss(MASKED, letter=True)
    places = sample(degree_bound(term, t))
    found = coefficients(places, [value_at(term, t, at) for at in places])
    return Node("add", tuple(c * t**n for n, c in enumerate(found)))


def along(term: Expression, domain: Expression = REALS, stated: Expression | None = None) -> Expression:
    return for_all(t, domain, equal(term, polynomial() if stated is None else stated))


ONE_MORE = t * (t - 1) * (t + 1) * (t - 2) * (t + 2)
"""0 at the numbers at which polynomials of degree 4 are compared."""

REFUSED: dict[str, Callable[[], Expression]] = {
    "another number": lambda: equal(loss(MASKED), value() + Fraction(1, 10**30)),
    "another length": lambda: equal(changed(loss(MASKED), written(4), written(5)), value()),
    "another weight": lambda: equal(changed(loss(MASKED), written(WEIGHT), written(Fraction(1, 4))), value()),
    "another point": lambda: equal(changed(loss(MASKED), sequence(*POINTS[0]), sequence(1, -3)), value()),
    "another entry": lambda: equal(changed(loss(MASKED), entries(MASKED)["v"][0][0], written(9)), value()),
    "blocks exchanged": lambda: equal(
        model_of(setting(MASKED)).loss(*given(MASKED)[:-2], *given(MASKED)[:-3:-1]), value()
    ),
    "a size below the least": lambda: equal(changed(loss(MASKED), written(4), written(2)), value()),
    "a size that is a fraction": lambda: equal(changed(loss(MASKED), written(4), written(Fraction(7, 2))), value()),
    "blocks of another shape": lambda: equal(
        model_of(setting(MASKED)).loss(written(1), *given(MASKED)[1:]), exact_loss(setting(MASKED), values(MASKED))
    ),
    "a loss that is said to be less": lambda: less(loss(MASKED), value() + 1),
    "a loss that is said to be at most": lambda: at_most(loss(MASKED), value()),
    "the other way round": lambda: equal(value(), loss(MASKED)),
    "no loss": lambda: equal(written(1), 1),
    "a sum of losses": lambda: equal(loss(MASKED) + 0, value()),
    "a gradient's entry that it has not": lambda: equal(slope(MASKED, "v", 3, 1), 0),
    "a gradient's entry at 0": lambda: equal(slope(MASKED, "v", 0, 1), 0),
    "a polynomial with another coefficient": lambda: along(loss(MASKED, letter=True), stated=polynomial() + t),
    "a polynomial that agrees at as many numbers as its own degree asks for": lambda: along(
        loss(MASKED, letter=True), stated=polynomial() + ONE_MORE
    ),
    "a polynomial for all integers": lambda: along(loss(MASKED, letter=True), INTEGERS),
    "a polynomial for a half-line": lambda: along(loss(MASKED, letter=True), NONNEGATIVE),
    "a quotient": lambda: along(loss(MASKED, letter=True), stated=(polynomial() * (t**2 + 1)) / (t**2 + 1)),
    "blocks that are no polynomials": lambda: along(
        replaced(loss(MASKED, letter=True), t, t / (1 + t**2)), stated=written(0)
    ),
    "blocks that jump": lambda: along(
        replaced(loss(MASKED, letter=True), t, indicator(equal(t, Fraction(1, 7)))),
        stated=value_term_at_0(),
    ),
    "two letters": lambda: for_all(s, REALS, along(loss(MASKED, letter=True))),
    "a law that depends on the letter": lambda: along(
        replaced(loss(MASKED, letter=True), sequence(*POINTS[0]), sequence(1, t)), stated=written(0)
    ),
    "a size that is the letter": lambda: along(replaced(loss(MASKED), written(4), t), stated=value()),
}


def value_term_at_0() -> Expression:
    return written(value_at(loss(MASKED, letter=True), t, Fraction(0)))


def test_what_is_not_altered_is_a_theorem() -> None:
    assert trusted(EXACT_VALUES, equal(loss(MASKED), value()))
    assert trusted(EXACT_VALUES, along(loss(MASKED, letter=True)))


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_altered_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        trusted(EXACT_VALUES, REFUSED[name]())


def regular(**other: Expression) -> Node:
    places = dict(zip(("d", "T", "law", "k", "v"), given(MASKED), strict=True))
    return model_of(setting(MASKED)).regular(*(places | other).values())


def test_regularity() -> None:
    assert exact_regularity(regular()).conclusion == regular()
    moved = regular(k=as_matrix(entries(MASKED, letter=True)["k"]))
    assert exact_regularity(moved, t).conclusion == for_all(t, REALS, moved)


WRONG: dict[str, dict[str, Expression]] = {
    "another dimension": {"d": written(3)},
    "a length that is too small": {"T": written(2)},
    "a block of another shape": {"k": matrix(j, k, (2, 2), 0)},
    "a block that is longer": {"v": matrix(j, k, (3, 1), 0)},
    "a weight that is none": {"law": mixture(2, *(point(sequence(*place)) for place in POINTS))},
    "a point with one coordinate": {"law": point(sequence(1))},
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_regular_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        exact_regularity(regular(**WRONG[name]))
