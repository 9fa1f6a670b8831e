"""The loss on the family above its least value as a square, where it is least, and how long the gradient is there."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.zhang2024.formal.loss_in_traces import FAMILY, FORCE, GAMMA, KEY, Λ, N, U, d, gradient, u
from proofs.zhang2024.formal.trained_point import (
    DATA,
    HIGH_INVERSE,
    HIGH_ROOT,
    INVERSE,
    LEAST,
    ONE,
    POINT,
    ROOT,
    SQUARE,
    B,
    H,
    K,
    R,
    S,
    above,
    at_point,
    by_letters,
    divisors,
    facts,
    folded,
    form,
    loss,
    off,
    sizes,
    spread,
    square,
    there,
    without_letters,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, loose, nodes, opened, written
from symbolic.core.rules.logic import assume, both_ways, conjoin, part, parts, witness
from symbolic.core.rules.matrix_algebra import shape_of_equal, traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    Number,
    at_most,
    cell,
    conjunction,
    equal,
    equal_matrices,
    exists,
    iff,
    implies,
    matrices,
    matrix_letter,
    member,
    multiple,
    negation,
    product,
    real,
    semidefinite,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.goals.engine import derived_regularity
from symbolic.tactics.signs import Facts, identity, signed, with_head
from symbolic.tactics.steps import assumed, at, proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, of_matrices, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.roots_and_inverses import of_root, with_root
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

κ1, κ2, λ, u1 = map(real, ("κ1", "κ2", "λ", "u1"))
U1, v, P, Q = map(matrix_letter, ("U1", "v", "P", "Q"))

OTHER = member(u1, REALS), member(U1, SQUARE)
BOUNDS = member(κ1, NONNEGATIVE), member(κ2, NONNEGATIVE)
VECTOR = member(λ, REALS), member(v, matrices(d, 1))
HALF = Fraction(1, 2)
SCALED = product(H, off(), B)
"""`(ΓΛ)^½ (uU − Γ⁻¹) Λ^½`."""

SLOPE = square(gradient("W_KQ_11"))
LENGTH = cell(gradient("W_PV_22"), 1, 1) ** 2 + SLOPE
"""The squared norm of the gradient by U, and of that by all parameters."""

EIGENVALUE = (1 + 1 / N) * λ + trace(Λ) / N
"""That of Γ at an eigenvector of Λ."""


def lower(matrix: Expression, bound: Number) -> Node:
    """A matrix less a multiple of the identity."""
    return sum_of_matrices(matrix, multiple(-bound, ONE))


FIRST, SECOND = lower(product(GAMMA, Λ), κ1), lower(Λ, κ2)
BELOW = conjunction(member(FIRST, semidefinite(d)), member(SECOND, semidefinite(d)))
"""κ1 and κ2 are at most the eigenvalues of ΓΛ and of Λ."""

THERE = multiple(1 / u, sum_of_matrices(R, product(v, transpose(v))))
"""The U at which `uU = Γ⁻¹ + v vᵀ`."""


def gap(scalar: Number = u, matrix: Expression = U) -> Expression:
    """The loss above its least value."""
    return loss(scalar, matrix) - LEAST


def lowest(best: Expression) -> Expression:
    """The loss is nowhere smaller, just where `uU` is a matrix."""
    low = quantified(at_most(loss(), loss(u1, U1)), *OTHER)
    return iff(low, equal_matrices(multiple(u, U), best))


def dominated(factor: Number = 2, length: Expression = LENGTH, distance: Number = 2) -> Expression:
    """The gradient is at least as long as the gap demands, and the gap as large as the distance does."""
    dominance = at_most(factor * u**2 * κ1 * κ2 * gap(), length)
    return conjunction(dominance, at_most(κ1 * κ2 * square(off()), distance * gap()))


def sharp() -> Expression:
    """With the smallest eigenvalues nothing larger is at most the gradient by U."""
    slope = there(SLOPE, u, THERE)
    equality = equal(slope, 2 * u**2 * (EIGENVALUE * λ) * λ * gap(u, THERE))
    return implies(conjunction(negation(equal(u, 0)), equal_matrices(product(Λ, v), multiple(λ, v))), equality)


def goal(
    part_of_square: Number = HALF,
    best: Expression = R,
    bounds: Expression | None = None,
    below: Expression = BELOW,
    equality: Expression | None = None,
    definite: Expression = DATA[2],
) -> Expression:
    """For all sizes and definite covariances there are Γ⁻¹ and roots, with which this holds on the whole family."""
    point = conjunction(
        equal(gap(), part_of_square * square(SCALED)),
        lowest(best),
        quantified(implies(below, bounds or dominated()), *BOUNDS),
    )
    whole = conjunction(
        HIGH_INVERSE[1],
        ROOT[1],
        HIGH_ROOT[1],
        quantified(point, *POINT),
        quantified(equality or sharp(), POINT[0], *VECTOR),
    )
    for letter, (membership, _) in ((H, HIGH_ROOT), (B, ROOT), (R, HIGH_INVERSE)):
        whole = exists(letter, membership.parts[1], whole)
    return quantified(whole, *DATA[:2], definite)


@cache
def roots() -> tuple[Theorem, Theorem]:
    """`B B = Λ` and `H H = ΓΛ`."""
    return assume(ROOT[1]), assume(HIGH_ROOT[1])


@cache
def as_square() -> Theorem:
    """`L = least + ½ ‖H X B‖²`."""
    same = by_letters(equal(square(SCALED), form(off())), *roots())
    return identity(gap(), HALF * square(SCALED), divisors(), ((above(), 1), (same, -HALF)))


@cache
def above_least() -> Theorem:
    """`∀u ∀U: L = least + ½ ‖H X B‖²`."""
    return under(as_square(), *POINT)


def only(low: Expression) -> Theorem:
    """`uU = Γ⁻¹`, where the loss is nowhere smaller."""
    least, best = at(assume(low), 1, assume(HIGH_INVERSE[0])), at(above_least(), 1, assume(HIGH_INVERSE[0]))
    none = by_letters(equal(square(product(H, off(1, R), B)), 0))
    nothing = zero_matrix(SCALED, signed(at_most(square(SCALED), 0), (as_square(), best, none, least)), facts())
    root, high = roots()
    unit, again = (part(n, assume(INVERSE[1])) for n in range(2))
    using = (
        (again, -1, None, product(off(), Λ, S)),
        (unit, -1, off(), None),
        (folded()[0][0], -1, S, product(off(), Λ, S)),
        (high, -1, product(S, R), product(off(), Λ, S)),
        (root, -1, product(S, R, H, H, off()), S),
        (nothing, 1, product(S, R, H), product(B, S)),
    )
    return by_words(equal_matrices(multiple(u, U), R), folded()[1], *using, known=divisors(), whole=(K,))


def lowest_there(best: Expression) -> Theorem:
    """The loss is nowhere smaller, where `uU = Γ⁻¹`."""
    letters = known_letters(facts(), U, R, B, H)
    taken = ((0, written(1), product(transpose(SCALED), H), B),)
    none = traces(equal(square(SCALED), 0), (assume(best),), taken, letters, ())
    other = at(above_least(), *map(assume, OTHER))
    more = not_negative(product(H, off(u1, U1), B), (*facts(), *map(assume, OTHER)))
    return under(signed(at_most(loss(), loss(u1, U1)), (as_square(), other, none, more)), *OTHER)


@cache
def force() -> tuple[Theorem, Theorem]:
    """The gradient by U is `u ΓΛ X Λ`, and what shape it has."""
    derived = at_point()[2]
    turned = sum_of_matrices(multiple(u**2, product(K, U, Λ)), multiple(-u, product(Λ, Λ)))
    short = rewritten_words(equal_matrices(FORCE, turned), facts())
    known = (*facts(), shape_of_equal(derived, shaped(FORCE, facts())))
    found = rewritten_words(equal_matrices(gradient("W_KQ_11"), turned), known, [derived, short], divisors(), (FORCE,))
    wanted = multiple(u, product(K, off(), Λ))
    return by_letters(equal_matrices(gradient("W_KQ_11"), wanted), found, more=known[-1:]), known[-1]


@cache
def slope() -> Theorem:
    """`‖∂L/∂U‖² = u² ‖ΓΛ X Λ‖²`."""
    equation, shape = force()
    return by_letters(equal(SLOPE, u**2 * square(product(K, off(), Λ))), equation, more=(shape,))


BELOW_ROOTS = of_root(FIRST, d, P), of_root(SECOND, d, Q)


def squares() -> Facts:
    """The gap and the gradient as sums of squares, with roots of what is semidefinite, and that squares are such."""
    known = (*folded()[1], *(assume(each[0]) for each in BELOW_ROOTS))
    turned = [
        rewritten_words(equal_matrices(*reversed(parts(each.conclusion, "equal_matrices"))), known, [each])
        for each in roots()
    ]
    equations = (*turned, *(assume(each[1]) for each in BELOW_ROOTS))
    goals = (
        equal(square(product(K, off(), Λ)), κ1 * square(product(H, off(), Λ)) + square(product(P, H, off(), Λ))),
        equal(square(product(H, off(), Λ)), κ2 * square(SCALED) + square(product(H, off(), B, Q))),
        equal(square(SCALED), κ2 * square(product(H, off())) + square(product(H, off(), Q))),
        equal(square(product(H, off())), κ1 * square(off()) + square(product(P, off()))),
    )
    more = (product(P, H, off(), Λ), product(H, off(), B, Q), product(H, off(), Q), product(P, off()))
    return (
        *(rewritten_traces(each, known, equations, divisors(), (K, off())) for each in goals),
        *(not_negative(each, known) for each in more),
    )


def bounds() -> Theorem:
    """Both bounds, where κ1 and κ2 are below the eigenvalues."""
    one, two, three, four, *signs = squares()
    low = with_head(tuple(fact for each in BOUNDS for fact in assumed(each)), "at_most")
    dominance, distance = parts(dominated(), "and")
    longer = signed(
        dominance,
        (as_square(), slope(), one, two, *signs[:2], *low),
        products=((low[0], signs[1]),),
        squares=(u, cell(gradient("W_PV_22"), 1, 1)),
        scales=(1, u**2, u**2 * κ1, u**2 * κ1 * κ2),
    )
    farther = signed(
        distance, (as_square(), three, four, *signs[2:], *low), products=((low[1], signs[3]),), scales=(1, κ2)
    )
    found = conjoin(longer, farther)
    for number, letter in ((1, Q), (0, P)):
        found = with_root(part(number, assume(BELOW)), letter, found)
    return under(found, BELOW)


def equality() -> Theorem:
    """The bound by eigenvalues of an eigenvector."""
    premises, wanted = parts(sharp(), "implies")
    apart, eigen = (part(n, assume(premises)) for n in range(2))
    known = (*folded()[1], *map(assume, VECTOR), apart)
    place = shaped(THERE, known)
    here = (assume(POINT[0]), place)
    outer = product(v, transpose(v))
    moved = rewritten_words(equal_matrices(off(u, THERE), outer), known, known=(*divisors(), apart))
    high = rewritten_words(equal_matrices(product(K, v), multiple(EIGENVALUE * λ, v)), known, [eigen], divisors())
    whole = square(outer)
    value = rewritten_traces(
        equal(form(off(u, THERE)), EIGENVALUE * λ**2 * whole), known, [moved, high, eigen], divisors(), (K,)
    )
    of_slope = rewritten_traces(
        equal(square(product(K, off(u, THERE), Λ)), EIGENVALUE**2 * λ**4 * whole),
        known,
        [moved, high, eigen],
        divisors(),
        (K,),
    )
    gap_there, slope_there = at(under(above(), *POINT), *here), at(under(slope(), *POINT), *here)
    left, right = parts(wanted, "equal")
    using = (
        (slope_there, 1),
        (of_slope, u**2),
        (gap_there, -2 * u**2 * EIGENVALUE * λ**2),
        (value, -(u**2) * EIGENVALUE * λ**2),
    )
    return under(identity(left, right, (*divisors(), apart), using), premises)


def proof() -> Proof:
    """The goal and its definedness."""
    low, best = parts(lowest(R), "iff")
    least = both_ways(under(only(low), low), under(lowest_there(best), best))
    point = under(conjoin(as_square(), least, under(bounds(), *BOUNDS)), *POINT)
    given = (assume(each[1]) for each in (HIGH_INVERSE, ROOT, HIGH_ROOT))
    found = conjoin(*given, point, under(equality(), POINT[0], *VECTOR))
    inside = quantifier_free(goal())
    letters = tuple(assume(each[0]) for each in (HIGH_INVERSE, ROOT, HIGH_ROOT))
    theorem = under(without_letters(exhibited(inside, letters, found)), *DATA)
    return Proof(goal(), theorem, proved(defined(goal()), solve=meaningful))


def quantifier_free(formula: Expression) -> Expression:
    """What is said of all data."""
    for membership in DATA:
        formula = opened(parts(formula, "for_all")[1], (parts(membership, "member")[0],))
    return formula


def exhibited(formula: Expression, letters: Facts, theorem: Theorem) -> Theorem:
    """That there are matrices of which something is proved, by letters for them."""
    if not letters:
        return theorem
    inner = opened(parts(formula, "exists")[1], (parts(letters[0].conclusion, "member")[0],))
    return witness(formula, letters[0], exhibited(inner, letters[1:], theorem))


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial at a point, shapes of gradients, and that nothing is divided by 0."""
    if isinstance(formula, Node) and formula.head == "regular":
        return at(derived_regularity(KEY, FAMILY), *map(assume, DATA[:2]), spread(), *_point(formula, known))
    gradients = dict.fromkeys(node for node in nodes(formula) if node.head == "gradient" and not loose(node))
    return of_matrices(formula, (*known, *sizes(), *(_shape_of(each, known) for each in gradients)))


def _shape_of(of: Node, known: Facts) -> Theorem:
    """The shape of the gradient by U at a point."""
    return at(under(force()[1], *POINT), *_point(of, known))


def _point(of: Node, known: Facts) -> tuple[Expression | Theorem, ...]:
    """The number and the matrix of a point, as they are written in its blocks."""
    number, matrix = (body for _, _, body in (parts(block, "matrix") for block in of.parts[-5:-3]))
    (scalar,), (entry,) = parts(number, "multiply"), parts(matrix, "multiply")
    return scalar, shaped(parts(entry, "cell")[0], (*known, *sizes()))
