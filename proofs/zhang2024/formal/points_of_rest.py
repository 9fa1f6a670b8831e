"""Where the flow can rest with u > 0: at one point for each value of `u² − ‖U‖²`."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.zhang2024.formal.dominated_gap import force, meaningful
from proofs.zhang2024.formal.loss_in_traces import ELSEWHERE, LINEAR, SLOPE, Λ, U, d, gradient, u, vanishes
from proofs.zhang2024.formal.trained_point import (
    DATA,
    HIGH_INVERSE,
    INVERSE,
    LEAST,
    ONE,
    SQUARE,
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
    square,
    without_letters,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, discharge, part, parts, witness
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
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
    less,
    member,
    multiple,
    product,
    real,
    root,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, belonging, conjuncts, modulo, other_than_0, proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

LEFT_OUT = (
    "That the flow from such a start exists, keeps u above a positive number and tends to a point of rest: "
    "the formula says which one point of rest there is with u > 0 and the start's value of `u² − ‖U‖²`."
)
C = real("C")
POINT = member(u, POSITIVE), member(U, SQUARE)
SECOND = trace(product(R, R))
"""`tr Γ⁻²`."""

HEIGHT = u**2 - square(U)
RADICAND = C**2 + 4 * SECOND
LIMIT = (C + root(RADICAND)) / 2
"""The square of u there."""

AT_REST = conjunction(
    equal(cell(gradient("W_PV_22"), 1, 1), 0),
    equal_matrices(gradient("W_KQ_11"), zeros(d, d)),
    *map(vanishes, ELSEWHERE),
)
"""The gradient by every block vanishes."""

BEST = equal_matrices(multiple(u, U), R)


def rests(limit: Number = LIMIT, best: Expression = BEST, least: Number = LEAST) -> Expression:
    """At a point with u > 0: it is one of rest of some height just where u² and uU are these; the loss there."""
    there = conjunction(equal(u**2, limit), best)
    return conjunction(iff(conjunction(AT_REST, equal(HEIGHT, C)), there), implies(there, equal(loss(), least)))


def goal(
    point: Expression | None = None, positive_: Expression = POINT[0], definite: Expression = DATA[2]
) -> Expression:
    """For all sizes, definite covariances and heights: the one point of rest with u > 0."""
    inside = quantified(point or rests(), positive_, POINT[1], member(C, REALS))
    there = exists(R, HIGH_INVERSE[0].parts[1], conjunction(HIGH_INVERSE[1], inside))
    return quantified(there, *DATA[:2], definite)


@cache
def sign() -> Theorem:
    """`0 < u`."""
    return assumed(POINT[0])[1]


@cache
def second() -> Theorem:
    """`u² ‖U‖² = tr Γ⁻²`, where `uU = Γ⁻¹`."""
    squared = by_letters(equal(square(multiple(u, U)), u**2 * square(U)))
    same = rewritten_traces(
        equal(square(multiple(u, U)), SECOND), folded()[1], (assume(BEST),), divisors(), (multiple(u, U),)
    )
    return signed(equal(u**2 * square(U), SECOND), (squared, same))


@cache
def root_there() -> Facts:
    """`0 ≤ √(C² + 4 tr Γ⁻²)` and what its square is."""
    length = by_letters(equal(square(R), SECOND))
    above = signed(at_most(0, RADICAND), (length, not_negative(R, facts())), squares=(C,))
    return conjuncts(square_root(above))


def only() -> Theorem:
    """`uU = Γ⁻¹` and u² at a point of rest."""
    rest, height = (part(n, assume(conjunction(AT_REST, equal(HEIGHT, C)))) for n in range(2))
    equation, shape = force()
    inside = (*folded()[1], shape)
    flat = by_words(
        equal_matrices(product(K, off(), Λ), zeros(d, d)),
        inside,
        (part(1, rest), 1 / u, None, None),
        (equation, -1 / u, None, None),
        known=(*divisors(), other_than_0(sign())),
        whole=(K,),
    )
    unit, again = (part(n, assume(INVERSE[1])) for n in range(2))
    using = (
        (again, -1, None, product(off(), Λ, S)),
        (unit, -1, off(), None),
        (folded()[0][0], -1, S, product(off(), Λ, S)),
        (flat, 1, product(S, R), S),
    )
    best = by_words(BEST, inside, *using, known=divisors(), whole=(K,))
    norm = apply(discharge(BEST, second()), best)
    return conjoin(of_height(norm, height), best)


def of_height(norm: Theorem, height: Theorem) -> Theorem:
    """`u² = (C + √(C² + 4 tr Γ⁻²))/2`, since `u² (u² − C) = u² ‖U‖² = tr Γ⁻²`."""
    least, squared = root_there()
    quartic = identity(u**4 - C * u**2, SECOND, using=((norm, 1), (height, u**2)))
    size = signed(at_most(0, SECOND), (by_letters(equal(square(R), SECOND)), not_negative(R, facts())))
    above = signed(at_most(C, u**2), (quartic, size, sign()), products=((sign(), sign()),))
    upper = signed(less(0, 2 * u**2 - C), (above, sign()), products=((sign(), sign()),))
    difference, total = root(RADICAND) - (2 * u**2 - C), root(RADICAND) + (2 * u**2 - C)
    none = identity(difference * total, 0, using=((squared, 1), (quartic, -4)))
    apart = other_than_0(signed(less(0, total), (least, upper)))
    same = identity(difference, 0, (apart,), ((none, 1 / total),))
    return identity(u**2, LIMIT, using=((same, -Fraction(1, 2)),))


def there() -> Theorem:
    """The point is one of rest, of that height, and what the loss is there."""
    value, best = (part(n, assume(conjunction(equal(u**2, LIMIT), BEST))) for n in range(2))
    equation, shape = force()
    zero = by_words(equal_matrices(off(), zeros(d, d)), facts(), (best, 1, None, None))
    flat = by_words(
        equal_matrices(gradient("W_KQ_11"), zeros(d, d)),
        (*folded()[1], shape),
        (equation, 1, None, None),
        (zero, u, K, Λ),
        known=divisors(),
        whole=(K, off()),
    )
    _, squared = root_there()
    norm = apply(discharge(BEST, second()), best)
    quartic = identity(u**2 * (u**2 - C), SECOND, using=((value, u**2 + LIMIT - C), (squared, Fraction(1, 4))))
    height = identity(HEIGHT, C, (sign(),), ((quartic, 1 / u**2), (norm, -1 / u**2)))
    level = modulo(equal(loss(), LEAST), (above(), form_of_nothing(zero)))
    resting = conjoin(conjoin(scalar_rests(zero), flat, *at_point()[3:]), height)
    return conjoin(resting, level)


def form_of_nothing(zero: Theorem) -> Theorem:
    """`tr(ΓΛ X Λ Xᵀ) = 0` where X is 0."""
    taken = ((0, written(1), K, product(Λ, transpose(off()))),)
    letters = known_letters(folded()[1], K, Λ, U, R, ONE, whole=(K,))
    return traces(equal(form(off()), 0), (zero,), taken, letters, divisors())


def scalar_rests(zero: Theorem) -> Theorem:
    """The gradient by u is 0 where X is, being `tr(ΓΛ X Λ Uᵀ)`."""
    between, folded_slope = trace(product(K, off(), Λ, transpose(U))), u * form(U) - LINEAR
    first = rewritten_traces(equal(SLOPE, folded_slope), facts(), (), divisors())
    second_ = by_letters(equal(folded_slope, between))
    taken = ((0, written(1), K, product(Λ, transpose(U))),)
    none = traces(
        equal(between, 0), (zero,), taken, known_letters(folded()[1], K, Λ, U, R, ONE, whole=(K,)), divisors()
    )
    return modulo(equal(parts(at_point()[1].conclusion, "equal")[0], 0), (at_point()[1], first, second_, none))


@cache
def at_all_heights() -> Theorem:
    """What is claimed of points with u > 0 and heights, with R."""
    rest, best = conjunction(AT_REST, equal(HEIGHT, C)), conjunction(equal(u**2, LIMIT), BEST)
    both = both_ways(under(only(), rest), under(part(0, there()), best))
    point = conjoin(both, under(part(1, there()), best))
    without = apply(discharge(member(u, REALS), point), belonging(u, REALS))
    return under(without, *POINT, member(C, REALS))


def proof() -> Proof:
    """The goal and its definedness."""
    body = conjoin(assume(HIGH_INVERSE[1]), at_all_heights())
    whole = witness(exists(R, HIGH_INVERSE[0].parts[1], body.conclusion), assume(HIGH_INVERSE[0]), body)
    return Proof(goal(), under(without_letters(whole), *DATA), proved(defined(goal()), solve=settled))


def settled(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial, shapes, and that a radicand is not negative."""
    if formula == at_most(0, RADICAND):
        length = by_letters(equal(square(R), SECOND))
        return signed(formula, (length, not_negative(R, facts())), squares=(C,))
    return meaningful(formula, known)
