"""What retrieved samples are worth: the error of the best step, and for which prompts it is below that of others."""

from __future__ import annotations

from functools import cache

from proofs.li2024.formal import independent_samples
from proofs.li2024.formal.best_step import (
    AWAY,
    DISTANCES,
    FACTS,
    LEAST,
    MIXED,
    MODEL,
    MULTIPLE,
    ONE,
    SHARES,
    SIZES,
    SOLVED,
    STEEP,
    UNIT,
    A,
    N,
    around,
    at_best,
    c,
    coefficients,
    d,
    is_minimal,
    loss,
    minimal,
    signs,
    α,
    σ,
)
from proofs.li2024.formal.one_step import retrieved
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, one_way, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    at_most,
    conjunction,
    disjunction,
    equal,
    exists,
    iff,
    implies,
    integers_from,
    less,
    member,
    real,
    tends,
)
from symbolic.goals.family_statements import defined_on
from symbolic.tactics.dynamics.fading import long_limit, reciprocal_fades
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    conjuncts,
    modulo,
    proved,
    quantified,
    replaced,
    rewritten,
    under,
    whichever,
    witnessed,
)
from symbolic.tactics.whole_matrices.matrix_letters import of_matrices

RETRIEVED = retrieved()
"""That layers and steps have the same least error."""

s, bound = α**2, real("s0")
NOISE = member(σ, REALS)

ALIGNED = 1 + (d + 1) * s
"""κ."""

ALONE = d + 1 + σ**2 + s * (d**2 + 3 * d + 4 + σ**2 * (d + 1)) - s**2 * (d**2 + 4 * d + 5)
SPREAD = ALONE + 2 * N * (d + 2) * s**2
"""τ."""

BEST = ALIGNED / (N * ALIGNED**2 + SPREAD)
"""c of the best step `cI`, on the scale of the sum over the samples."""

WORTH = N * (d + 1 + σ**2) * ALIGNED**2 / SPREAD
"""The number of independent samples with the same error."""

ERROR = d / (1 + WORTH / (d + 1 + σ**2))
ROOM = (d - 1) * (d + 2) + σ**2 * (d + 1)
MORE = less(2 * N * (d + 2) * s, ROOM + s * ((d + 1) ** 2 * (d + 1 + σ**2) + d**2 + 4 * d + 5))
FLOOR = d * (2 * (d + 2) * s**2) / (ALIGNED**2 + 2 * (d + 2) * s**2)
SOME = disjunction(at_most(2, d), less(0, σ**2))
"""Not one dimension without noise."""


SMALL = exists(bound, POSITIVE, quantified(implies(UNIT, implies(less(s, bound), less(N, WORTH))), *SHARES))
"""There are shares up to which the samples are worth more."""


def around_best(error: Expression = ERROR) -> Expression:
    """For all matrices: the loss is above that error by a form in what is off the best one."""
    return quantified(equal(loss(A), replaced(error + MIXED * AWAY**2 + DISTANCES, c, BEST)), ONE)


DEFINITE = conjunction(at_most(0, MIXED), less(0, STEEP), less(0, STEEP * STEEP - MIXED**2))
"""The coefficients of the form."""


def goal(
    best: Expression = BEST,
    error: Expression = ERROR,
    more: Expression = MORE,
    floor: Expression = FLOOR,
    some: Expression = SOME,
    alone: Expression | None = None,
) -> Expression:
    """For all sizes, noises and shares: the best step, its error, when it is worth more; small shares; long prompts.

    Beside it the least error of independent samples, and that no layer has a smaller error than the best step.
    """
    value = conjunction(around_best(error), equal(loss(replaced(MULTIPLE, c, BEST)), error), DEFINITE)
    each = conjunction(minimal(best), value, iff(less(N, WORTH), more))
    of_length = quantified(conjunction(quantified(implies(UNIT, each), *SHARES), implies(some, SMALL)), SIZES[1])
    stays = conjunction(tends(N, integers_from(1), error, floor), less(0, floor))
    found = quantified(conjunction(of_length, quantified(implies(UNIT, stays), *SHARES)), SIZES[0], NOISE)
    return conjunction(found, alone or independent_samples.goal(), RETRIEVED.goal())


@cache
def divisors() -> Facts:
    """What is divided by is positive: κ, τ, the sum with N, the noise, the sum in the error; what stays."""
    wide, many, share, _ = signs()
    one, first = (signed(at_most(1, size), assumed(each)) for size, each in zip((d, N), SIZES, strict=True))
    gap = signed(less(0, 1 - s), (FACTS[-1],))
    aligned = signed(less(0, ALIGNED), (wide, share), products=((wide, share),))
    known = wide, many, share, one, first, gap
    products = (
        *((share, gap, *(wide,) * n) for n in range(3)),
        *((share, share, *more) for more in ((), (wide,), (first,), (first, wide), (many,), (many, wide))),
        (share, wide),
    )
    spread = signed(less(0, SPREAD), known, products=products, squares=(σ, σ * α, 1))
    bottom = signed(less(0, N * ALIGNED**2 + SPREAD), (aligned, many, spread), products=((many, aligned, aligned),))
    noise = signed(less(0, d + 1 + σ**2), (wide,), squares=(σ,))
    worth = positive(WORTH, (noise, many, aligned, spread))
    share_of = positive(WORTH / (d + 1 + σ**2), (noise, worth, spread))
    whole = signed(less(0, 1 + WORTH / (d + 1 + σ**2)), (share_of, noise, spread))
    top = positive(2 * (d + 2) * s**2, (signed(less(0, d + 2), (wide,)), share))
    stays = signed(less(0, ALIGNED**2 + 2 * (d + 2) * s**2), (aligned, top), products=((aligned, aligned),))
    return *known, aligned, spread, bottom, noise, worth, whole, top, stays


def best_step() -> tuple[Theorem, Theorem]:
    """The step is best just at that multiple of the identity, and how far others are above its error."""
    equation = FACTS[-3]
    supposed = under(conjoin(is_minimal(), around(), at_best()), member(c, REALS), SOLVED)
    here = at(supposed, BEST)
    solved, _ = parts(here.conclusion, "implies")
    least, other, lowest = conjuncts(apply(here, modulo(solved, (equation,), divisors())))
    value = modulo(equal(replaced(LEAST, c, BEST), ERROR), (equation,), divisors())
    return least, conjoin(rewritten(value, other), rewritten(value, lowest), conjoin(*coefficients()))


def worth_more() -> Theorem:
    """They are worth more than independent ones just up to a length."""
    left, right = less(N, WORTH), MORE
    known = divisors()
    many, share, spread = known[1], known[2], known[7]
    value = identity(WORTH * SPREAD, N * (d + 1 + σ**2) * ALIGNED**2, known)
    facts, less_worth, shorter = (value, many, share, spread), assume(left), assume(right)
    forth = signed(right, (less_worth, *facts), products=((less_worth, spread), (many, share)))
    back = signed(left, (shorter, *facts), products=((shorter, many, share), (spread,)))
    return both_ways(under(forth, left), under(back, right))


def small_shares() -> Theorem:
    """For small shares they are worth more, unless there is one dimension without noise."""
    wide, many, *_ = signs()
    premise, size = assume(SOME), signed(at_most(1, d), assumed(SIZES[0]))
    goal = less(0, ROOM)

    def several(facts: Facts) -> Theorem:
        return signed(goal, (facts[0], wide), products=((facts[0], facts[0]), (facts[0], wide)), squares=(σ,))

    def noisy(facts: Facts) -> Theorem:
        return signed(goal, (facts[0], size, wide), products=((facts[0], wide), (size, wide), (size,)))

    room = whichever(goal, premise, several, noisy)
    below = positive(2 * N * (d + 2), (many, signed(less(0, d + 2), (wide,))))
    limit = positive(ROOM / (2 * N * (d + 2)), (room, below))
    largest = parts(limit.conclusion, "less")[1]
    share, small = signs()[2], assume(less(s, largest))
    products = (small, below), *_rest(share, wide)
    more = signed(MORE, (small, below, share, wide), products=products, squares=(1, σ, d * σ))
    worth = apply(part(1, one_way(worth_more())), more)
    found = under(worth, *SHARES, UNIT, small.conclusion)
    return under(witnessed(SMALL, found, largest, facts=(limit,)), SOME)


def _rest(share: Theorem, wide: Theorem) -> tuple[Facts, ...]:
    """What the share is multiplied with in the larger side."""
    return tuple((share, *(wide,) * n) for n in range(4))


def limits() -> tuple[Theorem, Theorem]:
    """What stays as prompts grow, and that this is not 0."""
    w = 1 / N
    known = divisors()
    wide, many, share, *_ = known
    scaled = ALONE * w + 2 * (d + 2) * s**2
    form = d * scaled / (ALIGNED**2 + scaled)
    small = signed(less(0, w), (many,), products=((many,),))
    bottom = rewritten(
        identity((N * ALIGNED**2 + SPREAD) / N, ALIGNED**2 + scaled, known),
        positive((N * ALIGNED**2 + SPREAD) / N, (known[8], many)),
    )
    at_once = replaced(ALIGNED**2 + scaled, w, written(0))
    last = signed(less(0, at_once), (known[-1],))
    goal_ = tends(N, integers_from(1), ERROR, FLOOR)
    fades = (reciprocal_fades(N, 0, 1),)
    found = long_limit(goal_, N, form, fades, reached=(last, known[-1]), known=(*known, small, bottom))
    top = positive(2 * (d + 2) * s**2, (signed(less(0, d + 2), (wide,)), share))
    return found, positive(FLOOR, (wide, top, known[-1]))


def proof() -> Proof:
    """The goal and its definedness."""
    each = under(conjoin(*best_step(), worth_more()), *SHARES, UNIT)
    of_length = under(conjoin(each, small_shares()), SIZES[1])
    stays = under(conjoin(*limits()), *SHARES, UNIT)
    found = under(conjoin(of_length, stays), SIZES[0], NOISE)
    theorem = conjoin(found, independent_samples.proof(), RETRIEVED.proof())
    return Proof(goal(), theorem, proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that losses are polynomials, shapes, and that nothing is divided by 0."""
    models = MODEL, independent_samples.MODEL, RETRIEVED.layer.model, RETRIEVED.layer.part
    within = (*known, *independent_samples.known())
    found = defined_on(*models, divisors=lambda facts: divisors())(formula, within)
    return found or of_matrices(formula, within)
