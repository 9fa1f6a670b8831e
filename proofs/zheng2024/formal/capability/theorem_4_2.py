"""Which laws are recovered along almost every sequence by the step `κ1/κ2`."""

from __future__ import annotations

from proofs.zheng2024.formal.capability.error_in_the_mean import (
    CONDITION,
    ERROR,
    FLOOR,
    GAP,
    OF_GAP,
    OWN,
    RECOVERED,
    STEP,
    both_directions,
    means,
    signs,
)
from proofs.zheng2024.formal.capability.few_shot_loss import loss as last_loss
from proofs.zheng2024.formal.capability.spread_of_ratio import OTHERS, exact
from proofs.zheng2024.formal.lemmas.defined_terms import settled
from proofs.zheng2024.formal.lemmas.line_loss import POINT, S2, S4, S6
from proofs.zheng2024.formal.on_line.line_flow import FACTS, PLACES, SIZES, total_of
from proofs.zheng2024.formal.on_line.line_formulas import (
    LINE_CONDITIONS,
    T,
    a,
    b,
    d,
    j,
    kappa1,
    kappa2,
    kappa3,
    of_each,
    μ,
)
from proofs.zheng2024.formal.on_line.line_signs import IN_SEQUENCES, SIGNAL
from proofs.zheng2024.formal.on_line.trained_line import flows_at, point_of
from proofs.zheng2024.formal.recovery.exact_recovery import ALONE, alone
from proofs.zheng2024.formal.recovery.long_context import COUNTS, DISTINCT, UNSHARED, x
from proofs.zheng2024.formal.recovery.mixed_powers import COUNTED, N, θ
from proofs.zheng2024.formal.recovery.predicted import MISSED, at_step, tends_to_error, w
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import apply, assume, conjoin, discharge, parts, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    SEQUENCES,
    Number,
    conjunction,
    equal,
    function,
    iff,
    implies,
    less,
    mean,
    member,
    tends,
)
from symbolic.tactics.dynamics.circle import turning_exists
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, modulo, proved, quantified, under

ANGLES = member(θ, SEQUENCES)
LEFT_OUT = (
    "that almost every W has distinct eigenvalues, that what vanishes in the mean vanishes almost surely, and the "
    "error of one coordinate at a finite length"
)

PRODUCT = equal(a * b, STEP)
TEST = S2 - d * kappa1() ** 2 / kappa2() + kappa1() ** 2 / kappa2() ** 2 * (d * kappa3()) / (T - 2)
"""What is missed in the mean by the last prediction from T − 1 tokens, over all coordinates."""


FOURFOLD = equal(STEP * OWN**2, 4)
"""The coordinate is at twice the root of `κ2/κ1`."""


def goal(
    limit: Expression = ERROR,
    distinct: Expression = DISTINCT,
    floor: Expression = FLOOR,
    condition: Expression = CONDITION,
    test: Expression = TEST,
    too_large: Number = 9,
    hypotheses: Expression = LINE_CONDITIONS,
) -> Expression:
    """For all d and laws: what long contexts miss, and along an axis; its mean, when that is 0, and at each T."""
    paths = quantified(implies(distinct, of_each(goes_to(limit), j)), ANGLES, IN_SEQUENCES)
    means = of_each(
        conjunction(
            equal(mean(x, μ, ERROR), floor), equal(mean(x, μ, GAP), OF_GAP), equal(mean(x, μ, ERROR), STEP**2 * OF_GAP)
        ),
        j,
    )
    tested = implies(PRODUCT, conjunction(equal(2 * last_loss(a, b), test), equal(2 * last_loss(0, 0), S2)))
    tests = quantified(tested, SIZES[1], *POINT)
    apart = implies(ALONE, implies(FOURFOLD, quantified(equal(at_step(MISSED, STEP), too_large * OWN**2), COUNTED)))
    along_axis = quantified(of_each(apart, j), ANGLES, IN_SEQUENCES)
    found = conjunction(paths, along_axis, means, iff(RECOVERED, condition), tests)
    return quantified(implies(hypotheses, implies(SIGNAL, found)), SIZES[0], SIZES[2])


def goes_to(limit: Expression) -> Expression:
    """What is missed by the step in the coordinate j, as the context grows."""
    return tends(N, COUNTS, at_step(MISSED, STEP), limit)


def paths() -> Theorem:
    """Along sequences with distinct eigenvalues what is missed tends to the error."""
    every = under(discharge(UNSHARED, tends_to_error()), member(w, REALS))
    found = apply(at(every, STEP), at(assume(DISTINCT), assume(PLACES[0])))
    return under(found, ANGLES, IN_SEQUENCES, DISTINCT, PLACES[0])


def along_axis() -> Theorem:
    """At twice the root of `κ2/κ1` along an axis the prediction is always 4 times the target."""
    there = at(under(alone(), member(w, REALS)), STEP)
    missed = parts(there.conclusion, "equal")[0]
    factor = OWN**2 * (STEP * OWN**2 + 2)
    nine = identity(ERROR, 9 * OWN**2, signs(), ((assume(FOURFOLD), factor),))
    found = rewrite(function(w, body=equal(missed, w)), nine, there)
    return under(found, ANGLES, IN_SEQUENCES, PLACES[0], ALONE, FOURFOLD, COUNTED)


def tests() -> Theorem:
    """What is missed in the mean at each length of the test."""
    length = signed(less(0, T - 2), FACTS)
    here, known = exact(OTHERS), (*signs(), length)
    totals = total_of(kappa2, 1), total_of(kappa3, 2), total_of(kappa1, 0)
    factor = (a * b + STEP) * (S6 + OTHERS) - 2 * S4
    at_product = STEP**2 * (S6 + OTHERS) - 2 * STEP * S4 + S2
    there = identity(2 * last_loss(a, b), at_product, known, ((here, 1), (assume(PRODUCT), factor)))
    missed = modulo(equal(2 * last_loss(a, b), TEST), (there, *totals), known)
    nothing = modulo(equal(2 * last_loss(0, 0), S2), (at(under(here, *POINT), 0, 0),), known)
    return under(conjoin(missed, nothing), SIZES[1], *POINT, PRODUCT)


def proof() -> Proof:
    """The goal and its definedness."""
    of_means = under(conjoin(*means()), PLACES[0])
    found = conjoin(paths(), along_axis(), of_means, both_directions(), tests())
    return Proof(goal(), under(found, SIZES[0], SIZES[2], LINE_CONDITIONS, SIGNAL), definedness(goal()))


def definedness(formula: Expression, *more: Theorem) -> Theorem:
    """A goal about predictions is defined; more is known of divisors where T is known."""

    def divisors(facts: Facts) -> Facts:
        of_length = any(fact.conclusion == SIZES[1] for fact in facts)
        return (*signs(), *more) if of_length else signs()

    known = settled(divisors)

    def solve(part: Expression, facts: Facts) -> Theorem | None:
        if isinstance(part, Node) and part.head == "global":
            return turning_exists(part)
        if isinstance(part, Node) and part.head == "flows":
            return flows_at(*point_of(part))
        return known(part, facts)

    return proved(defined(formula), solve=solve)
