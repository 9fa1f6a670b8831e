"""Terms that formulas hold whoever writes them: moments, sums of powers, remainders, places that are apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from symbolic.core.expressions import Expression, Node, Variable
from symbolic.core.vocabulary import (
    INTEGERS,
    Number,
    conjunction,
    entry,
    equal,
    exists,
    indicator,
    matrix,
    mean,
    negation,
    raised,
    real,
    total,
    vector,
)
from symbolic.goals.stated import ENTRY, RESERVED
from symbolic.goals.written_blocks import SUMMED

SEQUENCE = vector("x")

COUNTED = real(RESERVED[-1])


def mixed_moment(law: Expression, *powers: tuple[Number, int]) -> Node:
    """`E x[j₁]ⁿ¹ ⋯ x[jₘ]ⁿᵐ`, as all formulas write it.

    >>> from symbolic.core.vocabulary import vector_law
    >>> j = real("j")
    >>> mixed_moment(vector_law("μ"), (j, 4)).head
    'mean'
    """
    factors = tuple(entry(SEQUENCE, place) ** order for place, order in powers)
    return mean(SEQUENCE, law, Node("multiply", factors))


Entries = Callable[[Expression], Expression]
"""The entries of a vector by their place."""


def moment_matrix(
    law: Expression,
    size: Expression,
    sides: int,
    vectors: Sequence[Entries] = (),
    summed: Sequence[Variable] = SUMMED,
    pairs: int = 0,
) -> Node:
    """`E x` or, of two sides, `E x xᵀ` as a matrix; with vectors `E (v·x)(w·x) x xᵀ`, by its entries.

    With pairs `E ‖x‖² x xᵀ`, or a higher power of `‖x‖²`.

    >>> from symbolic.core.expressions import written
    >>> from symbolic.core.vocabulary import vector_law
    >>> moment_matrix(vector_law("μ"), real("d"), 1).parts[1] == written(1)
    True
    """
    places, summed, twice = ENTRY[:sides], summed[: len(vectors)], summed[len(vectors) :][:pairs]
    powers = (*((place, 1) for place in summed), *((place, 2) for place in twice), *((place, 1) for place in places))
    body: Expression = mixed_moment(law, *powers)
    if vectors:
        body = Node("multiply", (*(of(place) for of, place in zip(vectors, summed, strict=True)), body))
    for place in reversed((*summed, *twice)):
        body = total(place, 1, size, body)
    return matrix(*ENTRY, (size, size if sides == 2 else 1), body)


def apart(*places: Expression) -> Expression:
    """That the first of some places is none of the others."""
    first, *others = places
    different = tuple(negation(equal(first, other)) for other in others)
    return different[0] if len(different) == 1 else conjunction(*different)


def leaves(number: Expression, order: int, remainder: int) -> Node:
    """`1[∃i ∈ ℤ: n = m i + r]`, that a number leaves a remainder r when it is divided by m."""
    return indicator(exists(COUNTED, INTEGERS, equal(number, order * COUNTED + remainder)))


def geometric_sum(count: Number, *ratios: tuple[Expression, int]) -> Node:
    """`Σ qᵏⁱ` over i from 1 to n, of one ratio q with its exponent k or of the product of several."""
    powers = tuple(raised(ratio if order == 1 else ratio**order, COUNTED) for ratio, order in ratios)
    return total(COUNTED, 1, count, powers[0] if len(powers) == 1 else Node("multiply", powers))


def power_sum(count: Number, order: int = 1) -> Node:
    """`1 + 1/2ᵏ + … + 1/nᵏ`, for k = 1 the harmonic number."""
    return total(COUNTED, 1, count, 1 / (COUNTED if order == 1 else COUNTED**order))
