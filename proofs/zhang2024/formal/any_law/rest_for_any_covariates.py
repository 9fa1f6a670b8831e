"""Where the flow can rest for covariates of any law, and the loss above its least value."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.any_law.any_covariates import force, nothing, slope, value
from proofs.zhang2024.formal.any_law.definite_factor import definite_form, facts, spreads
from proofs.zhang2024.formal.any_law.laws_of_covariates import (
    POINT,
    SLOPE,
    C,
    Q,
    S,
    gradient,
    loss,
    quadratic,
)
from proofs.zhang2024.formal.any_law.points_of_rest_stated import (
    AT_REST,
    BEST,
    HEIGHT,
    INVERSE,
    LEAST,
    LENGTH,
    OF_QUERY,
    P,
    T,
    off,
    square,
)
from proofs.zhang2024.formal.loss_in_traces import ELSEWHERE, U, d, u
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import (
    assume,
    both_ways,
    conjoin,
    part,
    parts,
)
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import belongs, meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    at_most,
    cell,
    conjunction,
    equal,
    equal_matrices,
    member,
    multiple,
    product,
    symmetric,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, modulo, other_than_0, under
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters
from symbolic.tactics.whole_matrices.roots_and_inverses import with_inverse
from symbolic.tactics.whole_matrices.sums_of_squares import semidefinite_too
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.weighted_squares import weighted_sign
from symbolic.tactics.whole_matrices.word_equations import rewritten_words


@cache
def known() -> Facts:
    """What is known of all letters; T, an inverse of what is symmetric, is symmetric."""
    s_shape, turned, _ = _three(definite_form())
    spread = belongs(member(S, symmetric(d)), conjoin(s_shape, turned))
    inside = (*facts(), spread, assume(INVERSE[0]), assume(OF_QUERY[0]), *map(assume, POINT))
    t_turned = rewritten_words(equal_matrices(transpose(T), T), inside, inverses(), (), (S,))
    return (*inside, belongs(member(T, symmetric(d)), conjoin(assume(INVERSE[0]), t_turned)))


def _three(membership: Theorem) -> Facts:
    """What it means to be definite."""
    whole = meant(membership)
    return tuple(part(n, whole) for n in range(3))


def inverses() -> Facts:
    """`S T = 1` and `T S = 1`."""
    return tuple(part(n, assume(INVERSE[1])) for n in range(2))


def by_letters(goal_: Expression, *equations: Theorem, more: Facts = ()) -> Theorem:
    """An equation, S being one letter."""
    prove = rewritten_words if getattr(goal_, "head", "") == "equal_matrices" else rewritten_traces
    return prove(goal_, (*known(), *more), (*inverses(), *equations), (), (S,))


def above_least() -> Theorem:
    """The loss above its least value."""
    there, gap = at(value(), u, assume(POINT[1])), quadratic(S, off())
    right = parts(there.conclusion, "equal")[1]
    same = by_letters(equal(right, LEAST + gap / 2))
    both = semidefinite_too(definite_form()), semidefinite_too(spreads()[1])
    high = weighted_sign(transpose(off()), both[1], both[0], known())
    turned = by_letters(equal(parts(high.conclusion, "at_most")[1], gap))
    sign = signed(at_most(0, gap), (high, turned))
    return under(conjoin(modulo(equal(loss(), LEAST + gap / 2), (there, same)), sign), *POINT)


@cache
def step() -> Theorem:
    """`0 < u`."""
    return assumed(member(u, POSITIVE))[1]


def length_there(best: Theorem) -> Theorem:
    """`u² ‖U‖² = ‖S⁻¹Λ‖²`, where `uU = S⁻¹Λ`."""
    squared = by_letters(equal(square(multiple(u, U)), u**2 * square(U)))
    same = rewritten_traces(equal(square(multiple(u, U)), LENGTH), known(), (best,), (), (S, multiple(u, U)))
    return identity(u**2 * square(U), LENGTH, using=((squared, -1), (same, 1)))


def only() -> Theorem:
    """u⁴ and uU at a point of rest."""
    premise = conjunction(AT_REST, HEIGHT)
    rest, height = (part(n, assume(premise)) for n in range(2))
    equation, shape = force()
    query = tuple(part(n, assume(OF_QUERY[1])) for n in range(2))
    _, again = inverses()
    inside = (*known(), shape)
    using = (
        (part(1, rest), 1 / u, T, P),
        (equation, -1 / u, T, P),
        (again, -1, None, product(multiple(u, U), Q, P)),
        (query[0], -1, multiple(u, U), None),
        (query[0], 1, product(T, C), None),
    )
    best = by_words(equal_matrices(multiple(u, U), BEST), inside, *using, known=(other_than_0(step()),), whole=(S,))
    norm = length_there(best)
    fourth = identity(u**4, LENGTH, using=((height, u**2), (norm, 1)))
    return under(conjoin(fourth, best), premise)


def there() -> Theorem:
    """The point is one of rest."""
    premise = conjunction(equal(u**4, LENGTH), equal_matrices(multiple(u, U), BEST))
    fourth, best = (part(n, assume(premise)) for n in range(2))
    equation, shape = force()
    zero = by_words(equal_matrices(off(), zeros(d, d)), known(), (best, 1, None, None), whole=(S,))
    unit, _ = inverses()
    flat = by_words(
        equal_matrices(gradient("W_KQ_11"), zeros(d, d)),
        (*known(), shape),
        (equation, 1, None, None),
        (zero, u, S, Q),
        (unit, u, None, product(C, Q)),
        whole=(S,),
    )
    moved = by_letters(equal(SLOPE, trace(product(S, off(), Q, transpose(U)))))
    letters = known_letters(known(), S, U, Q, T, C, whole=(S,))
    none = traces(
        equal(trace(product(S, off(), Q, transpose(U))), 0),
        (zero,),
        ((0, written(1), S, product(Q, transpose(U))),),
        letters,
        (),
    )
    scalar = modulo(equal(cell(gradient("W_PV_22"), 1, 1), 0), (slope(), moved, none))
    norm = length_there(best)
    height = identity(u**2 - square(U), 0, (step(),), ((fourth, 1 / u**2), (norm, -1 / u**2)))
    resting = conjoin(conjoin(scalar, flat, *map(nothing, ELSEWHERE)), height)
    return under(resting, premise)


@cache
def points() -> Theorem:
    """Which points with u > 0 are those of rest, T being an inverse of S."""
    found = under(both_ways(only(), there()), member(u, POSITIVE), POINT[1])
    return with_inverse(spreads()[1], P, found)
