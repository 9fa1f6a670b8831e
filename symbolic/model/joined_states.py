"""Products of states `W^p x` that are joined in pairs, averaged over a uniform W in a dimension that stays a symbol.

A pair is `⟨W^p x, W^q x⟩`, which is `|x|²` times the form `⟨u, W^(q-p) u⟩` of a unit vector u. Means of products of
forms are quotients of polynomials in the dimension from some dimension on (`symbolic.expectation.haar`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symbolic.expectation.characters import OutOfReach
from symbolic.expectation.haar import Powers, joined, settled_from, trace_moment
from symbolic.model.terms import Factor, Kind, Term
from symbolic.setting.affine import Affine
from symbolic.setting.randomness import Haar
from symbolic.setting.weights import Monomial

Pair = tuple[Factor, Factor]


def forms(haar: Haar, term: Term) -> tuple[list[Pair], Powers]:
    """The pairs of states of a term, and the powers of W in their forms.

    Raises OutOfReach where a state is not joined to exactly one other, or has a parameter's entry at its index.
    """
    pairs = [_pair(haar, term, index) for index, _ in term.dimensions]
    if sum(factor.kind is Kind.STATE for factor in term.factors) > 2 * len(pairs):
        raise _refused(haar)
    return pairs, tuple(_power(other) - _power(one) for one, other in pairs)


def _pair(haar: Haar, term: Term, index: int) -> Pair:
    """The two states at an index; for a unitary W the first is the conjugate one."""
    there = [factor for factor in term.factors if index in factor.indices]
    if len(there) != 2 or any(factor.kind is not Kind.STATE for factor in there):
        raise _refused(haar)
    one, other = sorted(there, key=lambda factor: not factor.conjugate)
    if haar.group == "unitary" and one.conjugate == other.conjugate:
        raise _refused(haar)
    return one, other


def _refused(haar: Haar) -> OutOfReach:
    return OutOfReach(
        f"entries of states that {haar.name} turns, where {haar.dimension} is no number and they are not multiplied "
        "with each other in pairs; a loss at multiples of the identity is within reach"
    )


def _power(state: Factor) -> int:
    return state.labels[0].constant - 1


def least_dimension(haar: Haar, term: Term) -> int:
    """The first dimension from which on the mean of a term is what `averaged` makes of it."""
    return settled_from(haar.group, forms(haar, term)[1])


def averaged(haar: Haar, term: Term) -> Iterator[Term]:
    """The mean over W, with the squares of the start's length in the places of pairs, as states at the first time."""
    pairs, powers = forms(haar, term)
    some = tuple(power for power in powers if power)
    squares = [replace(state, labels=(Affine((), 1),)) for pair in pairs for state in pair]
    others = [factor for factor in term.factors if factor.kind is not Kind.STATE]
    for (free, traces), ways in joined(haar.group, some):
        weight = Monomial(ways * trace_moment(haar.group, traces, None), _powers_of(haar.dimension, free))
        if weight.rational:
            yield replace(term, factors=(*others, *squares)).scaled(weight * _divided(haar, len(some)))


def _powers_of(dimension: Affine, power: int) -> tuple[tuple[Affine, int], ...]:
    return ((dimension, power),) if power else ()


def _divided(haar: Haar, count: int) -> Monomial:
    """`1/(d(d + 1)⋯)` of so many factors, `1/(d(d + 2)⋯)` for the orthogonal group."""
    step = 1 if haar.group == "unitary" else 2
    return Monomial(affine=tuple((haar.dimension.plus(Affine((), step * n)), -1) for n in range(count)))
