"""Means over laws made of finitely many points, as numbers or as sums of powers of numbers to terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import product
from math import inf

from symbolic.core.expressions import Expression, Node, nodes, written
from symbolic.core.rules.entries import entry_of_vector
from symbolic.core.rules.logic import parts
from symbolic.core.rules.means import mixture_mean, mixture_moments, point_mean
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import at_most, integers_from
from symbolic.tactics.powers_to_terms import odd_power, power_of_zero
from symbolic.tactics.signs import Facts, NotFound, identity, signed
from symbolic.tactics.steps import at, belonging, finite, rewritten

Sum = Mapping[tuple[Expression, ...], Fraction]
"""Products of powers to terms, in a fixed order, with their coefficients; the empty product is 1."""


def expanded(term: Expression) -> Sum:
    """A term made of numbers and powers to terms by arithmetic, as a sum; raises `NotFound` for another one."""
    match term:
        case Node(head="number", value=Fraction() as value):
            return {(): value} if value else {}
        case Node(head="raised"):
            return {(term,): Fraction(1)}
        case Node(head="add", parts=summands):
            return _added((expanded(each), Fraction(1)) for each in summands)
        case Node(head="negate", parts=(inside,)):
            return _added([(expanded(inside), Fraction(-1))])
        case Node(head="multiply", parts=factors):
            return _multiplied(map(expanded, factors))
        case Node(head="power", parts=(inside,), value=int(exponent)):
            return _multiplied([expanded(inside)] * exponent)
        case Node(head="divide", parts=(above, below)) if number(below):
            return _added([(expanded(above), 1 / number(below))])
    raise NotFound(f"it is not made of numbers: {term}")


def _added(summands: Iterable[tuple[Sum, Fraction]]) -> Sum:
    found: dict[tuple[Expression, ...], Fraction] = defaultdict(Fraction)
    for summand, factor in summands:
        for powers, coefficient in summand.items():
            found[powers] += factor * coefficient
    return {powers: coefficient for powers, coefficient in found.items() if coefficient}


def _multiplied(factors: Iterable[Sum]) -> Sum:
    """The product, up to the first factor that is 0."""
    found: Sum = {(): Fraction(1)}
    for factor in factors:
        pairs = product(found.items(), factor.items())
        found = _added(({tuple(sorted((*one, *other), key=repr)): n}, m) for (one, n), (other, m) in pairs)
        if not found:
            break
    return found


def number(term: Expression) -> Fraction:
    """The value of a term made of numbers by arithmetic; raises `NotFound` for another one."""
    found = expanded(term)
    if set(found) - {()}:
        raise NotFound(f"it is no number: {term}")
    return found.get((), Fraction(0))


def simplest(term: Expression) -> Expression:
    """The sum of a term made of numbers and powers to terms."""
    summands = [
        Node("multiply", (written(n), *powers)) if powers else written(n) for powers, n in expanded(term).items()
    ]
    return summands[0] if len(summands) == 1 else Node("add", tuple(summands)) if summands else written(0)


@cache
def all_moments(law: Expression) -> Theorem:
    """That a law made of points has moments of every order."""
    if not isinstance(law, Node) or law.head != "mixture":
        return finite(law, inf)
    weight, *both = law.parts
    return mixture_moments(weight, *_range(weight), *map(all_moments, both))


@cache
def _range(weight: Expression) -> tuple[Theorem, Theorem]:
    return signed(at_most(0, weight)), signed(at_most(weight, 1))


@cache
def mean_of_points(term: Node, facts: Facts = ()) -> Theorem:
    """`E f` over a law made of points; facts tell which exponents are natural numbers."""
    law, body = parts(term, "mean")
    if not isinstance(law, Node) or law.head != "mixture":
        return _mean_of_point(term, facts)
    weight, *both = law.parts
    found = mixture_mean(term, *_range(weight), *map(all_moments, both))
    one, other = (mean_of_points(Node("mean", (each, body), None, term.hints), facts) for each in both)
    first, second = (parts(mean.conclusion, "equal")[1] for mean in (one, other))
    value = simplest(weight * first + (1 - weight) * second)
    return identity(term, value, using=((found, 1), (one, weight), (other, 1 - weight)))


def _mean_of_point(term: Node, facts: Facts) -> Theorem:
    """`E f(x) = f(c)`, the entries of c and their powers worked out."""
    found = point_mean(term)
    for part in _with_head(parts(found.conclusion, "equal")[1], "entry"):
        found = rewritten(_entry(part), found)
    for part in _with_head(parts(found.conclusion, "equal")[1], "raised"):
        equation = _power(part, facts)
        found = rewritten(equation, found) if equation else found
    left, value = parts(found.conclusion, "equal")
    return identity(left, simplest(value), using=((found, 1),))


def _with_head(term: Expression, head: str) -> Iterator[Node]:
    return (node for node in nodes(term) if node.head == head)


@cache
def _entry(term: Node) -> Theorem:
    """An entry of a sequence, as a number."""
    found = entry_of_vector(term)
    return identity(term, number(parts(found.conclusion, "equal")[1]), using=((found, 1),))


_of_zero, _odd = cache(power_of_zero), cache(odd_power)


@cache
def _power(term: Node, facts: Facts) -> Theorem | None:
    """A power of 0, or an odd one of a negative number."""
    base, exponent = number(term.parts[0]), term.parts[1]
    if base == 0:
        return at(_of_zero(), belonging(exponent, integers_from(1), facts))
    match exponent:
        case Node(head="add", parts=(Node(head="multiply", parts=(two, half)), one)) if base < 0:
            if (two, one) == (written(2), written(1)):
                found = at(_odd(), written(-base), belonging(half, integers_from(0), facts))
                return rewritten(identity(-written(-base), base), found)
    return None
