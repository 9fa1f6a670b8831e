"""Signs of polynomials in terms bounded one after another: where `x = l + u` leaves no negative coefficient in u.

Coefficients are numbers, or quadratic forms in a pair of variables that are never negative.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from symbolic.core.expressions import Expression, Node, Variable, written
from symbolic.core.rules.arithmetic import Summand, sign, with_denial
from symbolic.core.rules.rational_functions import Known, Quotients
from symbolic.core.theorems import Theorem
from symbolic.tactics.signs import NotFound

Form = tuple[Fraction, Fraction, Fraction]
Products = dict[tuple[int, ...], Any]
"""Coefficients by how often each bounded term is a factor."""


def shifted_in_turn(goal: Expression, *bounds: Theorem, scales: Sequence[Theorem] = ()) -> Theorem:
    """`p ≤ q` or `p < q` from bounds `l ≤ x` or `l < x` of all terms, where l may contain what is bounded later.

    What is shown not to be negative is `q − p` times positive terms, by `0 < s`. Raises `NotFound`.

    >>> from symbolic.core.rules.logic import assume
    >>> from symbolic.core.vocabulary import at_most, less, real
    >>> n, h = real("n"), real("h")
    >>> goal = less(0, n - h)
    >>> shifted_in_turn(goal, assume(at_most(2 * h - 1, n)), assume(at_most(2, h))).conclusion == goal
    True
    """
    signs = (*bounds, *scales)
    terms, places, _ = _moved(goal, (), bounds, scales)
    summands: list[Summand] = [(Fraction(1), written(1), (len(signs), *range(len(bounds), len(signs))))]
    for exponents, coefficient in terms.items():
        if coefficient < 0 or any(n and k not in places for k, n in enumerate(exponents)):
            raise NotFound(f"a coefficient is negative, or a term has no bound: {goal}")
        number = Fraction(int(coefficient.p), int(coefficient.q))
        summands.append((number, written(1), _factors(exponents[place] for place in places)))
    return sign(goal, signs, tuple(summands), (), (), ())


def form_not_negative(goal: Expression, pair: tuple[Variable, Variable], *bounds: Theorem) -> Theorem:
    """`p ≤ q` for quadratic forms in a pair of variables, from bounds of all other terms, as in `shifted_in_turn`.

    >>> from symbolic.core.rules.logic import assume
    >>> from symbolic.core.vocabulary import at_most, real
    >>> n, x, y = map(real, "nxy")
    >>> goal = at_most(0, n * x**2 - 2 * x * y + y**2)
    >>> form_not_negative(goal, (x, y), assume(at_most(1, n))).conclusion == goal
    True
    """
    terms, places, couple = _moved(goal, pair, bounds, ())
    summands: list[Summand] = [(Fraction(1), written(1), (len(bounds),))]
    for exponents, form in _forms(terms, couple, places).items():
        factors = _factors(exponents)
        summands += [(c, square, factors) for c, square in _squares(form, *pair)]
    return sign(goal, bounds, tuple(summands), (), (), ())


def _moved(
    goal: Expression, pair: tuple[Variable, ...], bounds: Sequence[Theorem], scales: Sequence[Theorem]
) -> tuple[Products, list[int], list[int]]:
    """The difference of the sides times the scales, in what terms are above their bounds; and where terms stand."""
    (denied, _), *_ = reversed(with_denial(goal, tuple(bounds))[0])
    lower = [_sides(bound) for bound in bounds]
    whole = Node("multiply", (-denied, *(_sides(scale)[1] for scale in scales)))
    ring = Quotients(Known(), whole, *pair, *(side for bound in lower for side in bound))
    found = ring.over_one_denominator([whole, *pair, *(x for _, x in lower), *(low + x for low, x in lower)])
    difference, ends = found[0], 1 + len(pair)
    variables, moved = found[ends : ends + len(lower)], found[ends + len(lower) :]
    places = [each.degrees().index(1) for each in variables]
    for place, value in zip(places, moved, strict=True):
        values = list(difference.context().gens())
        values[place] = value
        difference = difference.compose(*values)
    return difference.to_dict(), places, [each.degrees().index(1) for each in found[1:ends]]


def _sides(bound: Theorem) -> tuple[Expression, ...]:
    assert isinstance(bound.conclusion, Node)
    return bound.conclusion.parts


def _factors(exponents: Any) -> tuple[int, ...]:
    return tuple(k for k, n in enumerate(exponents) for _ in range(n))


def _forms(terms: Products, couple: list[int], places: list[int]) -> dict[tuple[int, ...], Form]:
    """The quadratic form that each product of the bounded terms is multiplied with."""
    forms: dict[tuple[int, ...], list[Fraction]] = {}
    for exponents, coefficient in terms.items():
        powers = tuple(int(exponents[place]) for place in couple)
        if sum(powers) != 2 or any(n and k not in (*couple, *places) for k, n in enumerate(exponents)):
            raise NotFound("it is no quadratic form in the pair, or a term is not bounded")
        form = forms.setdefault(tuple(int(exponents[place]) for place in places), [Fraction(0)] * 3)
        form[powers[1]] += Fraction(int(coefficient.p), int(coefficient.q))
    return {product: (first, mixed, second) for product, (first, mixed, second) in forms.items()}


def _squares(form: Form, x: Variable, y: Variable) -> Iterator[tuple[Fraction, Expression]]:
    """`p x² + q x y + r y²` as a sum of squares; raises `NotFound` where it is none."""
    first, mixed, second = form
    if first < 0 or 4 * first * second < mixed**2 or (not first and (mixed or second < 0)):
        raise NotFound(f"a form is negative somewhere: {first}, {mixed}, {second}")
    if first:
        yield first, x + mixed / (2 * first) * y
    rest = second - mixed**2 / (4 * first) if first else second
    if rest:
        yield rest, y
