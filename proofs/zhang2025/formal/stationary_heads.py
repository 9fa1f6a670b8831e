"""Which functions two heads of rank one compute at critical points: `W = Γ⁻¹P`, a projection that commutes with Λ."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.zhang2024.formal.loss_in_traces import Λ, d, gradient_shape
from proofs.zhang2024.formal.trained_point import (
    DATA,
    HIGH_INVERSE,
    SQUARE,
    R,
    divisors,
    facts,
    spread,
    without_letters,
)
from proofs.zhang2025.formal.stationary_sums import W, force, is_learned, level
from proofs.zhang2025.formal.sums_of_projections import theorem
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, free, opened, written
from symbolic.core.rules.logic import apply, assume, conjoin, one_way, part, parts, witness
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    conjunction,
    equal_matrices,
    exists,
    iff,
    implies,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    sum_of_matrices,
    transpose,
    zeros,
)
from symbolic.goals.engine import derived_gradient, derived_regularity
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import by_words, chained, of_matrices, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import as_number
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

LEFT_OUT = (
    "more heads than two, of which the equations for sums are said of any W; the slopes by numbers; that these are the "
    "projections on spans of eigenvectors, and `2^d` where eigenvalues are distinct"
)
MODEL = ModelOnFamily("zhang2025-separate", "heads")
COLUMN = matrices(d, 1)
v1, v2 = real("v_1"), real("v_2")
k1, k2, r1, r2 = map(matrix_letter, ("k_1", "k_2", "r_1", "r_2"))
HEADS = (v1, k1, r1), (v2, k2, r2)
POINT = (*(member(v, REALS) for v in (v1, v2)), *(member(each, COLUMN) for each in (k1, k2, r1, r2)))
SUM = sum_of_matrices(*(multiple(v, product(key, transpose(query))) for v, key, query in HEADS))
NONE = zeros(d, 1)


def gradient(block: str) -> Node:
    """The gradient by a block at the heads."""
    stated = MODEL.stated
    return stated.model.gradient(block, *stated.given, *stated.blocks)


def stated_slope(number: int, block: str) -> Expression:
    """`2 v_h G r_h`, by a key, and `2 v_h Gᵀ k_h`, by a query."""
    v, key, query = HEADS[number - 1]
    word = product(force(SUM), query) if block == "k" else product(transpose(force(SUM)), key)
    return equal_matrices(gradient(f"{block}_{number}"), multiple(2 * v, word))


BLOCKS = tuple((number, block) for block in ("k", "r") for number in (1, 2))
SLOPES = conjunction(*(stated_slope(*each) for each in BLOCKS))
CRITICAL = conjunction(*(equal_matrices(gradient(f"{block}_{number}"), NONE) for number, block in BLOCKS))


@cache
def inside() -> Facts:
    """What is known of sizes, letters and heads."""
    return (*facts(), *assumed(*POINT))


@cache
def derived(block: str) -> Theorem:
    """The derived gradient at the heads."""
    data = *map(assume, DATA[:2]), spread()
    return at(derived_gradient(MODEL.key, MODEL.family, block), *data, *map(assume, POINT))


@cache
def slope(number: int, block: str) -> Theorem:
    """A slope as it is stated: words of one row and one column are numbers."""
    theorem = derived(f"{block}_{number}")
    _, right = parts(theorem.conclusion, "equal_matrices")
    _, wanted = parts(stated_slope(number, block), "equal_matrices")
    _, key, query = HEADS[number - 1]
    if block == "k":
        words = [product(transpose(other), Λ, query) for _, _, other in HEADS]
    else:
        words = [product(transpose(other), *each, key) for _, other, _ in HEADS for each in ((Λ,), (Λ, Λ))]
    numbers = tuple(as_number(word, inside()) for word in words)
    same = rewritten_words(equal_matrices(right, wanted), inside(), numbers, divisors())
    return chained((*inside(), gradient_shape(theorem, inside())), theorem, same)


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


def goal(slopes: Expression = SLOPES, heads: Expression | None = None, sums: Expression | None = None) -> Expression:
    """For all sizes and definite Λ: the slopes of two heads, their sum at critical points, and which sums are so."""
    of_heads = quantified(conjunction(slopes, implies(CRITICAL, heads or is_learned(SUM))), *POINT)
    of_sums = quantified(iff(level(W), sums or is_learned(W)), member(W, SQUARE))
    return quantified(exists(R, SQUARE, conjunction(HIGH_INVERSE[1], of_heads, of_sums)), *DATA)


def proof() -> Proof:
    """The goal and its definedness."""
    both = at(theorem(), shaped(SUM, inside()))
    learned = apply(part(0, one_way(both)), level_sum())
    heads = under(conjoin(conjoin(*(slope(*each) for each in BLOCKS)), under(learned, CRITICAL)), *POINT)
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
