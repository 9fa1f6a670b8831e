"""Which functions two heads of rank one compute at critical points: `W = Γ⁻¹P`, a projection that commutes with Λ."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import starmap

from proofs.zhang2024.formal.loss_in_traces import d, gradient_shape
from proofs.zhang2024.formal.trained_point import (
    DATA,
    HIGH_INVERSE,
    SQUARE,
    R,
    divisors,
    spread,
    without_letters,
)
from proofs.zhang2025.formal.reached_projections import is_reached, reached
from proofs.zhang2025.formal.slopes_of_heads import (
    BLOCKS,
    BY_NUMBERS,
    COLUMN,
    CRITICAL,
    MODEL,
    POINT,
    SLOPES,
    SUM,
    inside,
    k1,
    k2,
    r1,
    r2,
    slope,
    slope_by_number,
)
from proofs.zhang2025.formal.stationary_sums import W, is_learned, level
from proofs.zhang2025.formal.sums_of_projections import theorem
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, free, opened, written
from symbolic.core.rules.logic import apply, assume, conjoin, one_way, part, parts, witness
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    conjunction,
    exists,
    iff,
    implies,
    member,
    transpose,
)
from symbolic.goals.engine import derived_regularity
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import at, belonging, conjuncts, proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import by_words, of_matrices, shaped

LEFT_OUT = (
    "more heads than two, of which the equations for sums are said of any W; that these are the projections on spans "
    "of eigenvectors, and `2^d` where eigenvalues are distinct, infinitely many where they are not"
)


@cache
def level_sum() -> Theorem:
    """`G Wᵀ = 0` and `Gᵀ W = 0` where the slopes by keys and queries are 0."""
    slopes = tuple(slope(*each) for each in BLOCKS)
    known = (*inside(), *(gradient_shape(each, inside()) for each in slopes))
    flat = conjuncts(assume(CRITICAL))
    half = written(Fraction(1, 2))
    found = []
    for goal_, places, rows in ((0, (0, 1), (k1, k2)), (1, (2, 3), (r1, r2))):
        using = [
            step
            for place, row in zip(places, rows, strict=True)
            for step in ((slopes[place], -half, None, transpose(row)), (flat[place], half, None, transpose(row)))
        ]
        found.append(by_words(parts(level(SUM), "and")[goal_], known, *using, known=divisors()))
    return conjoin(*found)


def goal(
    slopes: Expression = SLOPES,
    heads: Expression | None = None,
    sums: Expression | None = None,
    numbers: Expression = BY_NUMBERS,
    along: Expression | None = None,
) -> Expression:
    """For all sizes and definite Λ: the slopes of two heads, their sum at critical points, and which sums are so.

    Heads that add to such a sum, with keys and queries in the range of the projection, are critical.
    """
    of_heads = quantified(
        conjunction(slopes, numbers, implies(CRITICAL, heads or is_learned(SUM)), along or reached()), *POINT
    )
    of_sums = quantified(iff(level(W), sums or is_learned(W)), member(W, SQUARE))
    return quantified(exists(R, SQUARE, conjunction(HIGH_INVERSE[1], of_heads, of_sums)), *DATA)


def proof() -> Proof:
    """The goal and its definedness."""
    both = at(theorem(), shaped(SUM, inside()))
    learned = apply(part(0, one_way(both)), level_sum())
    slopes, numbers = (conjoin(*each) for each in (starmap(slope, BLOCKS), map(slope_by_number, (1, 2))))
    heads = under(conjoin(slopes, numbers, under(learned, CRITICAL), is_reached()), *POINT)
    whole = opened_at(goal())
    found = witness(whole, assume(HIGH_INVERSE[0]), conjoin(assume(HIGH_INVERSE[1]), heads, theorem()))
    return Proof(goal(), under(without_letters(found), *DATA), proved(defined(goal()), solve=meaningful))


def opened_at(formula: Expression) -> Expression:
    """A formula for all data, at these."""
    for membership in DATA:
        formula = opened(parts(formula, "for_all")[1], parts(membership, "member")[:1])
    return formula


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial, shapes, those of gradients too, and that N is not 0."""
    match formula:
        case Node(head="regular", parts=(_, _, _, _, *blocks)):
            return regular(tuple(blocks), known)
        case Node(head="not"):
            return next((each for each in divisors() if each.conclusion == formula), None)
    stated = parts(SLOPES, "and")
    shapes = (gradient_shape(each, known) for each in known if each.conclusion in stated)
    return of_matrices(formula, (*known, *shapes))


def regular(blocks: tuple[Expression, ...], known: Facts) -> Theorem:
    """That the loss is a polynomial at heads, which are read off the blocks."""
    letters = [next(each for each in free(block) if each != d) for block in blocks]
    order = (letters[0], letters[3], letters[1], letters[4], letters[2], letters[5])
    domains = REALS, REALS, *(COLUMN for _ in range(4))
    heads = (belonging(*each, known) for each in zip(order, domains, strict=True))
    return at(derived_regularity(MODEL.key, MODEL.family), *map(assume, DATA[:2]), spread(), *heads)
