"""How fast the product of the trained scalars nears its limit: exactly at the rate `k`, or at `2 c1` to the origin."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.flow.reduced_flow_basins import FAR
from proofs.zheng2024.formal.flow.reduced_flow_solution import REST, SIZE, E, F, closed_form_is_defined, fades
from proofs.zheng2024.formal.on_line.line_dominance import DOMINATED, LEAST, dominated, excess, loss
from proofs.zheng2024.formal.on_line.line_flow import FACTS, POINT
from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, a0, b0, d
from proofs.zheng2024.formal.on_line.line_signs import constants
from proofs.zheng2024.formal.on_line.scalar_gradient import by_scalars, derivatives_by_scalars
from proofs.zheng2024.formal.on_line.trained_line import (
    C1,
    C2,
    FLOWS,
    MOVES,
    PRODUCT,
    STARTS,
    STAYS,
    TIME,
    A,
    B,
    at_the_constants,
    flows,
    for_each_law,
    given_law,
    of_model,
    scalars,
    stays,
    well_defined,
    τ,
)
from proofs.zheng2024.formal.scalars.decaying import falls
from proofs.zheng2024.formal.scalars.largest_factor import ANY, largest, m
from proofs.zheng2024.formal.scalars.scalar_limits import SPREAD, limits_known
from proofs.zheng2024.formal.scalars.scalar_rate import (
    coefficient,
    coefficient_on_antidiagonal,
    divisors_of_rates,
    rates,
)
from proofs.zheng2024.formal.scalars.scalar_size import sizes
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression, opened, written
from symbolic.core.rules.logic import apply, assume, cases, conjoin, contradict, part, parts
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    at_most,
    conjunction,
    disjunction,
    equal,
    exists,
    exponential,
    for_all,
    iff,
    implies,
    less,
    member,
    real,
    tends,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    conjuncts,
    quantified,
    rewritten,
    swapped,
    under,
    whichever,
    witnessed,
)

COEFFICIENT, ON_ANTIDIAGONAL = coefficient(C1, C2), coefficient_on_antidiagonal(C1, C2)
"""`lim exp(k τ) (ab − c1/c2)` from a start with `a0 + b0 ≠ 0`, `lim exp(2 c1 τ) ab` from one with `a0 + b0 = 0`."""

FACTORS = C2 * (a0**2 + b0**2), SIZE
"""The factors of gradient dominance from starts with `0 ≤ a0 b0`, below the hyperbola and above."""

ε = real("ε")
FACTOR = for_all(τ, NONNEGATIVE, at_most(m, C2 * (A**2 + B**2)))
"""m is a factor: `∀τ: m ≤ c2 (a² + b²)`, so that the squared gradient is at least `2m (L − M)` along the orbit."""

DECAYS = at_most(loss(A, B) - LEAST, (loss(a0, b0) - LEAST) * exponential(-2 * m * τ))
"""`L − M` is at most its start times `e^(−2mτ)`."""
AWAY = conjunction(
    less(0, SIZE), implies(at_most(0, a0 * b0), less(0, FACTORS[0])), implies(less(a0 * b0, 0), less(0, SPREAD**2))
)
"""The factors of a start are positive, c2 |C| being one where `a0 b0 < 0`."""

NO_BOUND = quantified(
    exists(a0, REALS, exists(b0, REALS, conjunction(less(0, a0 + b0), less(FACTORS[0], ε)))), member(ε, POSITIVE)
)
"""There are starts with `a0 + b0 > 0` where `c2 (a0² + b0²)` is as small as is wanted, and with it each factor."""


def goal(
    coefficient: Expression = COEFFICIENT,
    on_antidiagonal: Expression = ON_ANTIDIAGONAL,
    fading: Expression = E,
    dominance: tuple[Expression, Expression] = FACTORS,
    hypotheses: Expression = LINE_CONDITIONS,
    times: Expression = d,
    ends: tuple[Expression, Expression] = FACTORS,
    decay: Expression = DECAYS,
) -> Expression:
    """For all sizes, laws and starts: gradient dominance, the distance of ab from its limit over an exponential."""
    nears = tends(τ, NONNEGATIVE, (PRODUCT - C1 / C2) / fading, coefficient)
    formula = conjunction(
        FLOWS,
        falls(SIZE, τ),
        falls(2 * C1, τ),
        equal(SIZE, C2 * (FAR[0] ** 2 + FAR[1] ** 2)),
        implies(MOVES, conjunction(nears, iff(equal(coefficient, 0), equal(a0 * b0, C1 / C2)))),
        implies(REST, tends(τ, NONNEGATIVE, PRODUCT / F, on_antidiagonal)),
        along_orbit(dominance),
        implies(MOVES, AWAY),
        no_larger(ends, decay),
        STAYS,
    )
    of_starts = for_all(a0, REALS, for_all(b0, REALS, formula))
    return for_each_law(conjunction(DOMINATED, by_scalars(times), NO_BOUND, of_starts), hypotheses)


def along_orbit(factors: tuple[Expression, Expression]) -> Expression:
    """At all times `μ ≤ c2 (a² + b²)`: with `μ = c2 |C|`, and by the start with two other factors if `0 ≤ a0 b0`."""
    at_start, at_end = factors

    def at_least(factor: Expression) -> Expression:
        return for_all(τ, NONNEGATIVE, at_most(factor, C2 * (A**2 + B**2)))

    below = implies(at_most(a0 * b0, C1 / C2), at_least(at_start))
    return conjunction(
        at_least(C2 * SPREAD),
        at_least(-(C2 * SPREAD)),
        implies(at_most(0, a0 * b0), below),
        implies(at_most(C1 / C2, a0 * b0), at_least(at_end)),
    )


def no_larger(ends: tuple[Expression, Expression], decay: Expression) -> Expression:
    """No factor is larger than `c2 |C|` where `a0 b0 < 0`, and elsewhere than both others; `L − M` decays with each."""
    opposite = disjunction(at_most(m, C2 * SPREAD), at_most(m, -(C2 * SPREAD)))
    largest = (
        implies(less(a0 * b0, 0), opposite),
        at_most(m, ends[0]),
        implies(at_most(0, a0 * b0), at_most(m, ends[1])),
    )
    said = implies(FACTOR, conjunction(conjunction(*largest), for_all(τ, NONNEGATIVE, decay)))
    return for_all(m, REALS, said)


def with_each_factor() -> Theorem:
    """No factor is larger, and `L − M` decays so."""
    now = at(assume(FACTOR), assume(TIME))
    for equation in conjuncts(at(scalars(), assume(TIME))):
        now = rewritten(swapped(equation), now)
    found = apply(at_the_constants(largest(), a0, b0, assume(ANY)), under(now, TIME))
    later = at(of_model(part(1, found)), assume(TIME))
    over = under(excess(), *POINT)
    here, there = at(over, A, B), at(over, a0, b0)
    length, second = signed(less(0, d), FACTS), constants()[1]
    facts, products = (later, length, second, here, there), ((later, length, second),)
    slower = signed(DECAYS, facts, products=products, squares=(1 / C2,), scales=(1, exponential(-2 * m * τ)))
    return under(under(conjoin(part(0, found), under(slower, TIME)), FACTOR), ANY)


def proof() -> Proof:
    """The goal and its definedness."""
    found = at_the_constants(rates(), a0, b0)
    rate, nears, vanishes, at_origin = (part(n, found) for n in range(4))
    moves = assume(MOVES)
    exact = under(conjoin(of_model(apply(nears, moves)), apply(vanishes, moves)), MOVES)
    one, other = fades()[1], fades()[3]
    factors = orbit(), positive_factors(), with_each_factor()
    every = conjoin(flows(), one, other, rate, exact, of_model(at_origin), *factors, stays())
    found = conjoin(dominated(), derivatives_by_scalars(), no_bound(), under(every, *STARTS))
    return Proof(goal(), given_law(found), well_defined(goal(), rate_is_defined))


def positive_factors() -> Theorem:
    """The factors of a start with `a0 + b0 ≠ 0` are positive."""
    _, second = constants()
    known = at_the_constants(limits_known(), a0, b0)
    far = part(0, known), part(1, known)
    same = part(0, at_the_constants(rates(), a0, b0))
    size = signed(less(0, SIZE), (same, second, *far), products=((second, far[0], far[0]), (second, far[1], far[1])))
    square = square_of_sum()
    above, below = assume(at_most(0, a0 * b0)), assume(less(a0 * b0, 0))
    length = signed(less(0, a0**2 + b0**2), (square,), squares=(a0 - b0,))
    one = signed(less(0, FACTORS[0]), (length, second), products=((length, second),))
    apart = signed(less(0, (a0 - b0) ** 2), (below,), squares=(a0 + b0,))
    spread = signed(less(0, SPREAD**2), (square, apart), products=((square, apart),))
    found = conjoin(size, under(one, above.conclusion), under(spread, below.conclusion))
    return under(found, MOVES)


def square_of_sum() -> Theorem:
    """`0 < (a0 + b0)²` for a start with `a0 + b0 ≠ 0`."""
    goal_ = less(0, (a0 + b0) ** 2)

    def apart(case: Facts) -> Theorem:
        return signed(goal_, case, products=((case[0], case[0]),))

    def nowhere(case: Facts) -> Theorem:
        return cases(goal_, contradict(case[0], assume(MOVES)))

    return whichever(goal_, trichotomy(a0 + b0, written(0)), apart, nowhere, apart)


def no_bound() -> Theorem:
    """At `a0 = ε/(ε + c2)`, `b0 = 0` the factor is less than ε."""
    (_, small), (_, second) = assumed(member(ε, POSITIVE)), constants()
    start, bottom = ε / (ε + C2), signed(less(0, ε + C2), (small, second))
    above = signed(less(0, start + 0), (small, bottom), products=((bottom,), (small,)))
    whole = C2 * (start**2 + written(0) ** 2)
    products = (
        (bottom, bottom),
        (small, second),
        (small, small),
        (small, small, small),
        (small, second, second),
        (small, small, second),
    )
    below = signed(less(whole, ε), (small, second, bottom), products=products)
    return under(
        witnessed(opened(parts(NO_BOUND, "for_all")[1], (ε,)), conjoin(above, below), start, 0), member(ε, POSITIVE)
    )


def orbit() -> Theorem:
    """How small `c2 (a² + b²)` is along the orbit."""
    return of_model(at_the_constants(sizes(), a0, b0))


def rate_is_defined(formula: Expression, facts: Facts) -> Theorem | None:
    """What E, F, the coefficients and the limits need."""
    found = next((each for each in needs() if each.conclusion == formula), None)
    return found or closed_form_is_defined(formula, facts)


@cache
def needs() -> Facts:
    """That no divisor is 0."""
    known = at_the_constants(divisors_of_rates(), a0, b0)
    time = assume(member(τ, NONNEGATIVE))
    return (*(at(part(n, known), time) for n in (0, 1)), apply(part(2, known), assume(MOVES)), part(3, known))
