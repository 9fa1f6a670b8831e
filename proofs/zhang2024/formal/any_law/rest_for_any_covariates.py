"""Where the flow can rest for covariates of any law, the loss above its least value, and starts below the origin."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.any_law.any_covariates import force, meaningful, nothing, slope, value
from proofs.zhang2024.formal.any_law.definite_factor import blocks_at, definite_form, facts, spreads
from proofs.zhang2024.formal.any_law.laws_of_covariates import (
    ALIKE,
    DATA,
    MODEL,
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
    DEFINITE,
    GAMMA,
    HEIGHT,
    INVERSE,
    LEAST,
    LENGTH,
    OF_QUERY,
    Ψ,
    P,
    T,
    goal,
    off,
    square,
    starts,
    σ,
)
from proofs.zhang2024.formal.loss_in_traces import ELSEWHERE, N, U, d, u
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.logic import (
    assume,
    both_ways,
    conjoin,
    part,
    parts,
    witness,
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
    exists,
    matrices,
    member,
    multiple,
    product,
    symmetric,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, modulo, other_than_0, proved, under
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, shaped
from symbolic.tactics.whole_matrices.roots_and_inverses import with_inverse
from symbolic.tactics.whole_matrices.sums_of_squares import semidefinite_too
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.weighted_squares import weighted_sign
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

LEFT_OUT = (
    "That the flow from such a start exists, keeps u above a positive number and tends to a point of rest: "
    "the formula says which one point of rest there is with u > 0 and the start's value of `u² − ‖U‖²`, and from "
    "which starts the loss is below that of the origin; that there are such where tr(ΛΨQ) is positive."
)


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


def at_starts() -> Theorem:
    """What is conserved at starts, and from which of them the loss is below that of the origin."""
    places = member(σ, POSITIVE), member(Ψ, matrices(d, d))
    inside = (*known(), assume(places[1]))
    first = at(value(), σ, shaped(multiple(σ, Ψ), inside))
    origin = at(value(), 0, shaped(zeros(d, d), inside))
    values = tuple(parts(each.conclusion, "equal") for each in (first, origin))
    a, b = quadratic(S, Ψ), trace(product(C, Ψ, Q))
    scaled = by_letters(equal(values[0][1], σ**4 * a / 2 - σ**2 * b + trace(Q) / 2), more=inside[-1:])
    nothing_ = by_letters(equal(values[1][1], trace(Q) / 2), more=inside[-1:])
    low = identity(
        values[0][0] - values[1][0],
        σ**2 * (σ**2 * a - 2 * b) / 2,
        using=((first, 1), (scaled, 1), (origin, -1), (nothing_, -1)),
    )
    positive_ = assumed(places[0])[1]
    goal_ = parts(_inside(starts()), "implies")
    height, lower = parts(goal_[1], "and")
    below, small = parts(lower, "iff")
    needed = signed(small, (low, assume(below), positive_), products=((positive_, positive_),))
    enough = signed(below, (low, assume(small), positive_), products=((positive_, positive_, assume(small)),))
    longer = by_letters(equal(square(multiple(σ, Ψ)), σ**2 * square(Ψ)), more=inside[-1:])
    kept = identity(parts(height, "equal")[0], 0, using=((longer, -1), (assume(goal_[0]), -(σ**2))))
    return under(conjoin(kept, both_ways(under(needed, below), under(enough, small))), *places, goal_[0])


def _inside(formula: Expression) -> Expression:
    for variable in (σ, Ψ):
        formula = opened(parts(formula, "for_all")[1], (variable,))
    return formula


def same_matrices() -> Theorem:
    """S is ΓΛ just for the fourth moments of normal covariates."""
    like = equal_matrices(S, product(GAMMA, C))
    needed = by_words(ALIKE, facts(), (assume(like), N, None, None), known=other())
    enough = by_words(like, facts(), (assume(ALIKE), 1 / N, None, None), known=other())
    return both_ways(under(needed, like), under(enough, ALIKE))


def other() -> Facts:
    """`N ≠ 0`."""
    return (other_than_0(positive(N, MODEL.facts)),)


@cache
def points() -> Theorem:
    """Which points with u > 0 are those of rest, T being an inverse of S."""
    found = under(both_ways(only(), there()), member(u, POSITIVE), POINT[1])
    return with_inverse(spreads()[1], P, found)


def proof() -> Proof:
    """The goal and its definedness."""
    body = conjoin(assume(INVERSE[1]), points(), above_least())
    whole = witness(exists(T, matrices(d, d), body.conclusion), assume(INVERSE[0]), body)
    found = conjoin(with_inverse(definite_form(), T, whole), at_starts(), same_matrices())
    theorem = under(under(found, conjunction(*DEFINITE)), *DATA)
    return Proof(goal(), theorem, proved(defined(goal()), solve=settled))


def settled(formula: Expression, more: Facts) -> Theorem | None:
    """A solver: that losses are polynomials, also at starts, and shapes."""
    if isinstance(formula, Node) and formula.head == "regular":
        for scalar, matrix in ((σ, multiple(σ, Ψ)), (written(0), zeros(d, d))):
            if blocks_at(scalar, matrix) == formula.parts[-8:]:
                return MODEL.regular_at(scalar, shaped(matrix, (*facts(), *more)))
    return meaningful(formula, more)
