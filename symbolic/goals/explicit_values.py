"""The trusted procedure `exact values`: losses and gradients at explicit sizes, laws and blocks, as numbers.

The law has finitely many points. The entries of blocks may be polynomials in one letter t; then a loss is one too, of a
degree that is bounded by those of the derived loss in the blocks and of the blocks in t, and two polynomials of degree
at most n are the same where they agree at n + 1 numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce
from math import inf

from symbolic.core.definedness import degree
from symbolic.core.expressions import Expression, Node, Refused, Sort, Variable, fresh, opened, written
from symbolic.core.rules.procedures import procedure, trusted
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, equal, for_all
from symbolic.goals.closed_values import integer, number
from symbolic.goals.model_values import ModelPoint

EXACT_VALUES = "exact values"


@procedure(EXACT_VALUES)
def exact_values(formula: Expression) -> None:
    """Return where a loss, or an entry of a gradient, has the value that is stated, or is the polynomial in a letter.

    The formula is `term = value`, or `∀t ∈ ℝ: term = polynomial in t`, where the term is about a model at numbers for
    its sizes, laws of finitely many points with rational weights and coordinates, and blocks with rational entries or
    polynomials in t. Or it is that the loss is a polynomial in the entries of such blocks.
    """
    letter, body = _letter(formula)
    match body:
        case Node(head="regular"):
            ModelPoint.of(body).check()
        case Node(head="equal", parts=(Node() as term, value)):
            _compare(term, value, letter)
        case _:
            raise Refused("it states no value of a loss or of an entry of a gradient")


def _letter(formula: Expression) -> tuple[Variable, Expression]:
    """The letter that a formula is for all values of, and what it says; a letter that does not occur, where none is."""
    letter = fresh(Sort.REAL, formula)
    match formula:
        case Node(head="for_all", parts=(domain, body)) if domain == REALS:
            return letter, opened(body, (letter,))
    return letter, formula


def _compare(term: Node, value: Expression, letter: Variable) -> None:
    bound = degree_bound(term, letter)
    own = degree(value, letter)
    if own is None or own == inf:
        raise Refused(f"what is stated is no polynomial: {value}")
    for at in sample(max(bound, int(own))):
        found, stated = value_at(term, letter, at), number(value, {letter: at})
        if found != stated:
            raise Refused(f"it is {found}, not {stated}" + (f", where the letter is {at}" if bound or own else ""))


def sample(bound: int) -> tuple[Fraction, ...]:
    """As many numbers as polynomials have to agree at: 0, 1, −1, 2, −2, …

    >>> [int(each) for each in sample(3)]
    [0, 1, -1, 2]
    """
    return tuple(Fraction((n + 1) // 2 * (1 if n % 2 else -1)) for n in range(bound + 1))


def _about(term: Node) -> tuple[ModelPoint, str, tuple[int, int]]:
    """The point that a term is about, the block of a gradient, and the place of an entry; none of a loss."""
    match term:
        case Node(head="loss"):
            return ModelPoint.of(term), "", (0, 0)
        case Node(head="cell", parts=(Node(head="gradient", value=int(place)) as gradient, row, column)):
            point = ModelPoint.of(gradient)
            return point, point.names[place], (integer(row), integer(column))
    raise Refused(f"{term.head} is neither a loss nor an entry of a gradient")


def degree_bound(term: Node, letter: Variable) -> int:
    """A bound on the degree of a loss, or of an entry of a gradient, in a letter; raises `Refused` for other terms."""
    point, block, _ = _about(term)
    return point.degree(block, letter)


def value_at(term: Node, letter: Variable, at: Fraction) -> Fraction:
    """The value of a loss, or of an entry of a gradient, where a letter is a number."""
    point, block, place = _about(term)
    if not block:
        return point.loss({letter: at})
    return point.slope(block, place, {letter: at})


def exact_value(term: Node) -> Theorem:
    """The value of a loss, or of an entry of a gradient, as a theorem that trusts the procedure."""
    value = value_at(term, fresh(Sort.REAL, term), Fraction(0))
    return trusted(EXACT_VALUES, equal(term, value))


def exact_polynomial(term: Node, letter: Variable) -> Theorem:
    """The same for all values of a letter that its blocks depend on."""
    places = sample(degree_bound(term, letter))
    found = coefficients(places, [value_at(term, letter, at) for at in places])
    summands = [written(c) if not n else c * letter**n for n, c in enumerate(found) if c] or [written(0)]
    value = reduce(lambda one, other: one + other, summands)
    return trusted(EXACT_VALUES, for_all(letter, REALS, equal(term, value)))


def exact_regularity(formula: Node, letter: Variable | None = None) -> Theorem:
    """That a loss is a polynomial in the entries of such blocks, for all values of a letter where one is given."""
    return trusted(EXACT_VALUES, for_all(letter, REALS, formula) if letter else formula)


def coefficients(places: Sequence[Fraction], values: Sequence[Fraction]) -> list[Fraction]:
    """Those of the polynomial of least degree that has some values, the constant first, by divided differences.

    >>> [int(c) for c in coefficients(sample(2), [Fraction(5), Fraction(4), Fraction(10)])]
    [5, -3, 2]
    """
    found = [Fraction(0)] * len(places)
    for k, difference in reversed(list(enumerate(_differences(places, values)))):
        found = [a - places[k] * b for a, b in zip([Fraction(0), *found[:-1]], found, strict=True)]
        found[0] += difference
    return found


def _differences(places: Sequence[Fraction], values: Sequence[Fraction]) -> Iterator[Fraction]:
    row = list(values)
    for width in range(1, len(places) + 1):
        yield row[0]
        gaps = zip(row, row[1:], places, places[width:], strict=False)
        row = [(after - before) / (right - left) for before, after, left, right in gaps]
