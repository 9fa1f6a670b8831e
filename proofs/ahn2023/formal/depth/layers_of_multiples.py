"""Where every `A_l` is a multiple of the identity: one layer among the others, and the gradient by all its entries.

With F and G for the products over the layers before and behind it, the error is `aᵀ F (1 − a_k M) G q`; F, G and M are
symmetric and commute.
"""

from __future__ import annotations

from functools import cache, partial

from proofs.ahn2023.formal.depth.products_of_layers import ONE
from proofs.ahn2023.formal.layers_take_steps import NATURAL, SIZES, S, Z, d, j, k, l
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import assume, conjoin, part, parts
from symbolic.core.rules.membership import belongs
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    SEQUENCES,
    Number,
    cell,
    conjunction,
    difference,
    entry,
    equal,
    equal_matrices,
    iterated,
    matrices,
    matrix,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    symmetric,
    trace,
    transpose,
    vector,
)
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import assumed, at, conjuncts, quantified, rewritten, under
from symbolic.tactics.whole_matrices.iterated_matrices import next_step, over_steps, recounted, start
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

M, v = matrix_letter("M"), vector("α")
before, behind, c, m = map(real, ("K", "N", "c", "m"))
SIZE = SIZES[0]
DATA = member(M, symmetric(d)), member(v, SEQUENCES)
PLACE = member(before, NATURAL), member(behind, NATURAL)
OFFSET = member(c, NATURAL)
FACTS = assumed(SIZE, *DATA)


def layer(number: Number) -> Expression:
    """`1 − a_l M`."""
    return difference(ONE, multiple(entry(v, number), M))


def through(first: Number, count: Number) -> Expression:
    """`(1 − a_{c+1} M) ⋯ (1 − a_{c+n} M)`, c layers being left out."""
    number = l if first == 0 else first + l
    return iterated(S, l, product(S, layer(number)), ONE, count)


WHOLE = through(0, before + 1 + behind)
F, G = through(0, before), through(before + 1, behind)
OWN = layer(before + 1)


@cache
def of_polynomial(first: Number) -> Theorem:
    """`∀n`: a product over layers is symmetric and commutes with M."""

    def says(count: Expression) -> Expression:
        each = through(first, count)
        return conjunction(equal_matrices(transpose(each), each), equal_matrices(product(each, M), product(M, each)))

    def proved_by(goal: Expression, facts: Facts, equations: list[Theorem]) -> Theorem:
        return conjoin(*(rewritten_words(each, facts, equations) for each in parts(goal, "and")))

    def next_one(earlier: Theorem, facts: Facts) -> Theorem:
        inside = (*FACTS, *facts)
        return proved_by(says(m + 1), inside, [next_step(through(first, m), m, inside), *conjuncts(earlier)])

    return over_steps(says, m, proved_by(says(written(0)), FACTS, [start(through(first, 0))]), next_one)


SPLIT = equal_matrices(WHOLE, product(F, OWN, G))
"""The layers before one, it, and those behind it."""


@cache
def split() -> Theorem:
    """`∀K ∀N`: it, by induction over those behind."""
    known = (*FACTS, *assumed(PLACE[0]))

    def says(count: Expression) -> Expression:
        return equal_matrices(through(0, before + 1 + count), product(F, OWN, through(before + 1, count)))

    def says_of(count: Expression) -> Expression:
        return equal_matrices(through(0, count), product(F, OWN, through(before + 1, 0)))

    def base() -> Theorem:
        last, alone = next_step(through(0, before), before, known), start(through(before + 1, 0))
        whole = rewritten_words(says_of(before + 1), known, [last, alone])
        return recounted(says_of, identity(before + 1, before + 1 + 0), whole)

    def next_one(earlier: Theorem, facts: Facts) -> Theorem:
        inside = (*known, *facts)
        left = next_step(through(0, before + 1 + m), before + 1 + m, inside)
        counted = rewritten(identity(before + 1 + m + 1, before + 1 + (m + 1)), left)
        more = next_step(through(before + 1, m), m, inside)
        return rewritten_words(says(m + 1), inside, [counted, more, earlier])

    return under(over_steps(says, m, base(), next_one), PLACE[0])


MODEL = ModelOnFamily("ahn2023-error", "any")
BLOCK = member(Z, matrices(d, d))


def square(left: Expression) -> Expression:
    """The mean over weights and query of the squared error where so much is left of it."""
    return MODEL.stated.model.loss(d, matrix(j, k, (d, d), Node("multiply", (cell(left, j, k),))))


def gradient(own: Expression = OWN) -> Expression:
    """`−2 M F² (1 − a_k M) G²`."""
    return multiple(-2, product(M, F, F, own, G, G))


MOVED = product(F, difference(OWN, product(M, Z)), G)
"""What is left where `A_k` is `a_k I + Z`."""


def along(of: Expression | None = None) -> Expression:
    """By how much the mean square changes: in first order by `tr(Γᵀ Z)`, Γ being the gradient by all entries."""
    second = square(product(F, M, Z, G))
    return equal(square(MOVED), square(WHOLE) + trace(product(transpose(of or gradient()), Z)) + second)


def says(of: Expression | None = None) -> Expression:
    """For all sizes, symmetric M, steps and layers: the layer among the others, and the gradient by its entries."""
    return quantified(conjunction(SPLIT, quantified(along(of), BLOCK)), SIZE, *DATA, *PLACE)


def _symmetric(known: Facts, whole: Expression, first: Number, count: Expression) -> Theorem:
    """That a product is symmetric, as a membership."""
    same = part(0, at(of_polynomial(first), assume(count)))
    return belongs(member(whole, symmetric(d)), conjoin(shaped(whole, known), same))


def theorem() -> Theorem:
    """It."""
    known = (*FACTS, *assumed(*PLACE))
    whole = at(split(), *map(assume, PLACE))
    of_products = tuple(map(partial(_symmetric, known), (F, G), (0, before + 1), PLACE))
    facts = (*known, *of_products, assume(BLOCK))
    terms = MOVED, WHOLE, product(F, M, Z, G)
    squares = tuple(MODEL.derived(shaped(each, facts), given=(assume(SIZE),)) for each in terms)
    values = tuple(parts(each.conclusion, "equal")[1] for each in squares)
    linear = trace(product(transpose(gradient()), Z))
    same = rewritten_traces(equal(values[0], values[1] + linear + values[2]), facts, [whole])
    left, right = parts(along(), "equal")
    using = (squares[0], 1), (squares[1], -1), (squares[2], -1), (same, 1)
    found = under(identity(left, right, using=using), BLOCK)
    return under(conjoin(whole, found), SIZE, *DATA, *PLACE)
