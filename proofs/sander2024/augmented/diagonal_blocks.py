"""The minimum of Proposition 2 among all diagonal blocks, and among all matrices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Positive, Settled
from proofs.sander2024.augmented.augmented_route import lowest, sampled
from proofs.sander2024.augmented.proposition_2_repaired import proposition_2_repaired
from proofs.sander2024.augmented.six_scalars import at_ones
from proofs.sander2024.citation import printed
from proofs.sander2024.notation import (
    FIRST_SQUARES,
    LEAST,
    SECOND_SQUARES,
    SQUARED,
    STEP,
    SUMMED,
    a,
    b,
    from_two,
    power_sum,
)
from proofs.sander2024.paired import PAIRED
from proofs.sander2024.setting import d as size
from symbolic.algebra.notation import T, d
from symbolic.algebra.operators import resolve
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.laws import Law, Ones
from symbolic.model.derived_model import Derived, OnFamily
from symbolic.model.graphs import Graph
from symbolic.model.population_loss import collected
from symbolic.model.terms import Kind, Term
from symbolic.setting import Family, diagonal, given
from symbolic.typeset.derivation import Chain

BLOCKS = {"A_22": "α_1", "A_23": "α_2", "A_32": "α_3", "A_33": "α_4", "B_12": "β_1", "B_13": "β_2"}
"""The six blocks of the paper and their diagonals."""

TARGET = ("α_3", "β_1")
"""The diagonals whose product makes the target."""

OTHERS = tuple((k, n) for k in (1, 2, 3, 4) for n in (1, 2) if (k, n) != (3, 1))
"""The numbers of α and β in the other products."""

SUMS: dict[tuple[tuple[str, ...], ...], sympy.Expr] = {
    (("α_3", "α_3", "β_1", "β_1"),): SQUARED,
    (("α_3", "α_3"), ("β_1", "β_1")): FIRST_SQUARES * SECOND_SQUARES - SQUARED,
    (("α_3", "β_1"),): SUMMED,
    (): d,
}
"""Sums over distinct coordinates, by the letters at each."""

GAP = (
    power_sum(1) * (FIRST_SQUARES * SECOND_SQUARES - SUMMED**2)
    + (power_sum(2) - power_sum(1)) * (SQUARED - 2 * STEP * SUMMED + d * STEP**2)
    + power_sum(1) * (SUMMED - d * STEP) ** 2
)
"""Positive multiples of what Cauchy and Schwarz bound, of `Σ (α_r β_r − step)²` and of a square."""


@cache
def on(*names: str) -> OnFamily:
    """The named diagonals, all other blocks zero."""
    shown = {block: name for block, name in BLOCKS.items() if name in names}
    return Derived(PAIRED).on(Family(**{block: diagonal(given(name, [size], [])) for block, name in shown.items()}))


def summed(graph: Graph) -> sympy.Expr:
    """A graph of the loss as one of the sums; raises KeyError for another one."""
    at: dict[int, list[str]] = {}
    for factor in graph.factors:
        if factor.kind is Kind.ENTRY:
            at.setdefault(factor.indices[0], []).append(factor.name)
    return SUMS[tuple(sorted(tuple(sorted(letters)) for letters in at.values()))]


def gap() -> sympy.Expr:
    """The loss with these two diagonals, at the start of ones, above its least value over the six scalars."""
    terms = on(*TARGET).terms.items()
    return sympy.expand(sympy.Add(*(c.expression() * summed(graph) for graph, c in terms))) - LEAST


def others(statement: tuple[tuple[int, int], ...]) -> Answer:
    """Whether the products of diagonals with these numbers add to the loss their own mean square and nothing else.

    Compared are the derived loss on all six diagonals, that on two of them, and the derived mean square of the part of
    the prediction in which the other products stand, term by term.
    """
    everything, alone = on(*BLOCKS.values()), on(*TARGET)
    names = {(f"α_{k}", f"β_{n}") for k, n in statement}
    part = tuple(term for term in everything._residual if _product(term) in names)
    square = everything.derived.population.mean_square(part)
    together = collected([*alone.terms.items(), *square.items()])
    if together == dict(everything.terms):
        return Holds(f"the {len(part)} other products add their own mean square, and no mixed term")
    return Fails("the mean square of these products is not what the others add", "the loss on the six diagonals")


def _product(term: Term) -> tuple[str, ...]:
    return tuple(sorted(factor.name for factor in term.factors if factor.kind is Kind.ENTRY))


def above() -> sympy.Expr:
    """`Σ t² − Σ t` at `T = 2 + m`."""
    return sympy.expand(resolve(power_sum(2) - power_sum(1)).xreplace({T: 2 + from_two}))


def off_diagonal() -> sympy.Expr:
    """The derived gradient by an entry of `B_12` off the diagonal, where `A_32 = aI`, `B_12 = bI`."""
    found = Derived(PAIRED).on(PAIRED.families["line"]).derivative("B_12")
    return at_ones({graph: c for graph, c in found.items() if len(set(graph.open)) == 2})


@claim(
    "sander2024/diagonal-blocks",
    source=printed("Proposition 2, blocks that are diagonal"),
    family=Ones(),
    parts=(
        Settled("others", OTHERS, others),
        Equality("gap", gap, GAP),
        Positive("above", above),
        Equality("B_12[j,k]", off_diagonal, 2 * a**2 * b * power_sum(1)),
    ),
    uses=(proposition_2_repaired,),
    rests_on=("classical-means",),
    formal="diagonal_blocks",
)
def diagonal_blocks() -> Iterator[Chain]:
    """Among all diagonal blocks the least loss is that of the six scalars; among all matrices it is not critical.

    For the start of ones, every token with a predecessor, all d and `T >= 2`, η the product of Proposition 2. With
    `A_32 = diag(α)`, `B_12 = diag(β)` and any diagonal `A_22, A_23, A_33, B_13` the loss is at least its minimum over
    the six scalars: other products than those of α and β add a mean square, and the loss of these two above the minimum
    is `Σt (|α|² |β|² − (Σ α_r β_r)²) + (Σt² − Σt) Σ (α_r β_r − η)² + Σt (Σ α_r β_r − dη)²`. With these four blocks zero
    it is attained exactly where α and β are parallel and every `α_r β_r = η`: at `A_32 = a_3 D`, `B_12 = b_1 D`, D any
    diagonal matrix of signs and `a_3 b_1 = η`. Off the diagonal the gradient by each entry of `B_12` at `A_32 = aI`,
    `B_12 = bI` is `2 a² b Σt`: for `d >= 2` the minimisers with D = I are not critical among all matrices.
    """
    yield from ()


POINT = (("a", 0.5), ("b", -0.75))
SIZES = ((1, 3), (2, 3), (3, 4))
AT = tuple(Case("ones", d=d, T=T, parameters=POINT) for d, T in SIZES)


def _least(law: Law, T: int) -> float:
    return lowest(law, T)["least"]


def _difference(T: int, parameters: Mapping[str, float]) -> Any:
    """Of the loss along an entry off the diagonal; it is of degree two in it."""
    from proofs.sander2024.second_route import diagonals

    def of(start: Any, lam: Any) -> Any:
        ends = (diagonals.tilted(start, lam, T, step, parameters["a"], parameters["b"]) for step in (0.5, -0.5))
        return next(ends) - next(ends)

    return of


@crosscheck(diagonal_blocks, "quadrature", cases=AT[1:])
def by_enumeration(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean losses at fixed diagonals above the least one, and differences of mean losses off the diagonal."""
    from proofs.sander2024.second_route import diagonals, enumerated

    at = enumerated.mean(law, T, lambda start, lam: diagonals.losses(start, lam, T))
    return {"gap": at - _least(law, T), "B_12[j,k]": enumerated.mean(law, T, _difference(T, parameters))}


@crosscheck(diagonal_blocks, "sampled", cases=AT[1:2])
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same of random sequences."""
    from proofs.sander2024.second_route import diagonals

    least = _least(law, T)
    return {
        "gap": sampled(law, T, lambda start, lam: diagonals.losses(start, lam, T) - least, rng),
        "B_12[j,k]": sampled(law, T, _difference(T, parameters), rng),
    }
