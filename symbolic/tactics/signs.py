"""Identities and signs from what is known: certificates for the arithmetic rules, found by linear programming."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations_with_replacement, repeat
from typing import Any

from flint import fmpq

from symbolic.core.expressions import Expression, Node, loose, written
from symbolic.core.rules.arithmetic import Summand, field, sign, with_denial
from symbolic.core.rules.logic import parts
from symbolic.core.rules.rational_functions import ARITHMETIC, Known, Quotients
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import Number, equal, less, negation
from symbolic.tactics.simplex import nonnegative_solution

Facts = tuple[Theorem, ...]


class NotFound(Exception):
    """A search ended without a proof; that says nothing of the goal."""


def with_head(facts: Facts, *heads: str) -> Facts:
    """The facts whose conclusions have one of some heads."""
    return tuple(fact for fact in facts if isinstance(fact.conclusion, Node) and fact.conclusion.head in heads)


def known(facts: Facts, *expressions: Expression) -> Facts:
    """What identities need: that the divisors in expressions are not 0, and which laws have which moments."""
    averaged = {law for expression in expressions for law in _laws(expression)}
    memberships = (fact for fact in with_head(facts, "member") if parts(fact.conclusion, "member")[0] in averaged)
    laws = tuple(fact for fact in memberships if _head(parts(fact.conclusion, "member")[1]) == "moments")
    divisors = dict.fromkeys(divisor for expression in expressions for divisor in _divisors(expression))
    return (*laws, *(nonzero(divisor, facts) for divisor in divisors))


@lru_cache(maxsize=2**14)
def _laws(expression: Expression) -> tuple[Expression, ...]:
    """The laws of the means in an expression."""
    if not isinstance(expression, Node):
        return ()
    return expression.parts[:1] if expression.head == "mean" else _of_parts(_laws, expression)


def _of_parts(of: Callable[[Expression], tuple[Expression, ...]], node: Node) -> tuple[Expression, ...]:
    return tuple(dict.fromkeys(found for part in node.parts for found in of(part)))


def _head(expression: Expression) -> str:
    return expression.head if isinstance(expression, Node) else ""


@lru_cache(maxsize=2**14)
def _divisors(expression: Expression) -> tuple[Expression, ...]:
    """What is divided by in an expression, numbers apart."""
    if not isinstance(expression, Node) or expression.head not in (*ARITHMETIC, "mean", *_ATOMIC):
        return ()
    inside = _of_parts(_divisors, expression)
    if expression.head == "divide" and not loose(expression.parts[1]) and _head(expression.parts[1]) != "number":
        return tuple(dict.fromkeys((*inside, expression.parts[1])))
    return inside


_ATOMIC = ("equal", "at_most", "less", "not")


def nonzero(term: Expression, facts: Facts) -> Theorem:
    """That a term is not 0: one of the facts, or by its sign; raises `NotFound`."""
    saying = negation(equal(term, 0)), less(term, 0)
    for fact in facts:
        if fact.conclusion in saying:
            return fact
    try:
        return positive(term, facts)
    except NotFound:
        return signed(less(term, 0), _simple(facts, term))


def _simple(facts: Facts, term: Expression) -> Facts:
    """The facts in which only numbers divide, and those that say of a divisor of the term that it is not 0."""
    of_divisors = [form for d in _divisors(term) for form in (less(0, d), less(d, 0), negation(equal(d, 0)))]
    return tuple(fact for fact in facts if fact.conclusion in of_divisors or not _divisors(fact.conclusion))


def positive(term: Expression, facts: Facts) -> Theorem:
    """That a term is positive: one of the facts, or factor by factor, or by `signed`; raises `NotFound`."""
    goal = less(0, term)
    for fact in facts:
        if fact.conclusion == goal:
            return fact
    match term:
        case Node(head="multiply" | "divide", parts=factors):
            signs = tuple(positive(factor, facts) for factor in factors)
            return signed(
                goal, (*signs, *_simple(facts, term)), products=(signs[-1:] if term.head == "divide" else signs,)
            )
        case Node(head="power", value=int(exponent), parts=(base,)):
            sign_of_base = positive(base, facts)
            return signed(goal, (sign_of_base, *_simple(facts, term)), products=((sign_of_base,) * exponent,))
    return signed(goal, _simple(facts, term))


Using = Sequence[tuple[Theorem, Number]]
"""Equations with multipliers."""


def identity(left: Number, right: Number, facts: Facts = (), using: Using = ()) -> Theorem:
    """`left = right` as quotients of polynomials, modulo equations with multipliers."""
    goal = equal(left, right)
    equations = tuple(equation for equation, _ in using)
    multipliers = tuple(written(multiplier) for _, multiplier in using)
    needed = known(facts, goal, *multipliers, *(equation.conclusion for equation in equations))
    return field(goal, equations, multipliers, needed)


def signed(
    goal: Expression,
    facts: Facts = (),
    *,
    degree: int = 1,
    products: Sequence[Facts] = (),
    squares: Sequence[Number] = (),
    scales: Sequence[Number] = (1,),
) -> Theorem:
    """A statement about a sign, from facts about signs and equations; raises `NotFound`.

    Tried are sums of products of up to `degree` signs and of the given products, these also times the denied goal, all
    also times each square; and of each equation times each scale.
    """
    found = _searched(goal, facts, degree, tuple(map(tuple, products)), tuple(squares), tuple(scales))
    if found is None:
        raise NotFound(f"no certificate of degree {degree} for {goal}")
    return found


@lru_cache(maxsize=2**12)
def _searched(
    goal: Expression,
    facts: Facts,
    degree: int,
    products: tuple[Facts, ...],
    squares: tuple[Number, ...],
    scales: tuple[Number, ...],
) -> Theorem | None:
    """What `signed` finds, if anything; proofs ask for the same again and again."""
    signs, equations = with_head(facts, "at_most", "less"), with_head(facts, "equal")
    positive, denied = with_denial(goal, signs)
    if isinstance(goal, Node) and goal.head == "equal":
        scales = (*scales, goal.parts[0] - goal.parts[1])
    factors = [f for n in range(degree + 1) for f in combinations_with_replacement(range(len(positive)), n)]
    conclusions = [fact.conclusion for fact in signs]
    for product in products:
        given = tuple(conclusions.index(fact.conclusion) for fact in product)
        factors += [given, *((*given, n) for n in range(len(signs), len(positive)))]
    choices = [(written(s), each) for s in (1, *squares) for each in dict.fromkeys(factors)]
    zeros = [left - right for left, right in (parts(each.conclusion, "equal") for each in equations)] + denied
    terms = [Node("multiply", (square**2, *(positive[n][0] for n in factors))) for square, factors in choices]
    scaled = [written(scale) * zero for zero in zeros for scale in scales]
    needed = known(facts, *terms, *scaled)
    ring = Quotients(Known.by(needed), *terms, *scaled)
    certain = [square == written(1) and all(positive[n][1] for n in factors) for square, factors in choices]
    found = _combination(ring.over_one_denominator([*terms, *scaled]), certain)
    if found is None:
        return None
    summands: tuple[Summand, ...] = tuple((c, *choice) for c, choice in zip(found, choices, strict=False) if c)
    return _applied(goal, signs, summands, equations, _multipliers(found[len(terms) :], len(zeros), scales), facts)


def _applied(
    goal: Expression,
    signs: Facts,
    summands: tuple[Summand, ...],
    equations: Facts,
    multipliers: tuple[Expression, ...],
    facts: Facts,
) -> Theorem:
    """The rule applied to the signs and equations that the certificate uses, and to no others."""
    used = sorted({n for _, _, factors in summands for n in factors if n < len(signs)})
    place = {n: k for k, n in enumerate([*used, len(signs)])}
    renumbered = tuple((c, square, tuple(place[n] for n in factors)) for c, square, factors in summands)
    nothing = Node("add")
    kept = [n for n, multiplier in enumerate(multipliers) if multiplier != nothing or n >= len(equations)]
    left = tuple(equations[n] for n in kept if n < len(equations))
    scaled = tuple(multipliers[n] for n in kept)
    positive, denied = with_denial(goal, tuple(signs[n] for n in used))
    needed = known(
        facts, *(term for term, _ in positive), *denied, *scaled, *(s for _, s, _ in summands), *_sides(left)
    )
    return sign(goal, tuple(signs[n] for n in used), renumbered, left, scaled, needed)


def _sides(equations: Facts) -> Iterator[Expression]:
    return (equation.conclusion for equation in equations)


def _combination(polynomials: Sequence[Any], certain: Sequence[bool]) -> list[Fraction] | None:
    """Coefficients of polynomials that add up to 0, those of `certain` ones to 1; beyond these they may be negative."""
    columns = [polynomial.to_dict() for polynomial in polynomials]
    count, free = len(certain), columns[len(certain) :]
    taken = _taken(columns[:count], free)
    if not any(certain[n] for n in taken):
        return None
    kept = [columns[n] for n in taken] + free + [{monomial: -c for monomial, c in column.items()} for column in free]
    rows = list(dict.fromkeys(monomial for column in kept for monomial in column))
    zero, one = fmpq(0), fmpq(1)
    weights = [one if certain[n] else zero for n in taken] + [zero] * (2 * len(free))
    matrix = [[*map(column.get, rows, repeat(zero)), weight] for column, weight in zip(kept, weights, strict=True)]
    found = nonnegative_solution(matrix, [zero] * len(rows) + [one])
    if found is None:
        return None
    coefficients = dict(zip(taken, found, strict=False))
    ahead, behind = found[len(taken) : len(taken) + len(free)], found[len(taken) + len(free) :]
    signs = [coefficients.get(n, Fraction(0)) for n in range(count)]
    return signs + [a - b for a, b in zip(ahead, behind, strict=True)]


def _taken(columns: Sequence[Mapping[Any, Any]], free: Sequence[Mapping[Any, Any]]) -> list[int]:
    """Which columns can take part in a sum that is 0: those in which every monomial is met by one of the other sign.

    >>> _taken([{"x": 1}, {"x": -1, "y": 1}, {"x": -2}], [])
    [0, 2]
    """
    taken = list(range(len(columns)))
    both = {monomial for column in free for monomial in column}
    above = [{monomial for monomial, c in column.items() if c > 0} - both for column in columns]
    below = [{monomial for monomial, c in column.items() if c < 0} - both for column in columns]
    while True:
        up, down = (set[Any]().union(*(sides[n] for n in taken)) for sides in (above, below))
        left = [n for n in taken if above[n] <= down and below[n] <= up]
        if len(left) == len(taken):
            return taken
        taken = left


def _multipliers(found: Sequence[Fraction], equations: int, scales: Sequence[Number]) -> tuple[Expression, ...]:
    """A linear combination of the scales for each equation."""
    rows = (found[n * len(scales) : (n + 1) * len(scales)] for n in range(equations))
    return tuple(
        Node("add", tuple(written(c) * written(scale) for c, scale in zip(row, scales, strict=True) if c))
        for row in rows
    )
