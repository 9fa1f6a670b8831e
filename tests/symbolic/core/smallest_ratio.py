"""No positive number bounds the ratio of prediction to target from below: rare large starts among small ones."""

from __future__ import annotations

from proofs.zheng2024.formal.lemmas.coordinate_moments import moment
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, opened, written
from symbolic.core.rules.logic import apply, conjoin, parts
from symbolic.core.rules.means import mixture_mean, point_mean
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    at_most,
    conjunction,
    equal,
    exists,
    less,
    member,
    mixture,
    moments,
    point,
    real,
)
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, proved, quantified, under, witnessed
from tests.symbolic.core.moment_theorems import COUNTED, RATIO, SIGNAL, T, defined_ratio, κ3, μ

ε, v = map(real, "εv")
SMALL = member(ε, POSITIVE)
RARE = mixture(v**5, point(1 / v), point(1))
"""Starts of size 1/v with probability v⁵, else of size 1."""


def below(bound: Expression) -> Expression:
    """There is a law whose ratio is less than a bound."""
    formula: Expression = conjunction(SIGNAL, less(RATIO, bound))
    for variable, domain in ((T, COUNTED), (κ3, NONNEGATIVE), (μ, moments(6))):
        formula = exists(variable, domain, formula)
    return formula


def goal() -> Expression:
    """For every `ε > 0` there is a law with a ratio below ε."""
    return quantified(below(ε), SMALL)


HYPOTHESES = SMALL, member(v, POSITIVE), less(v, 1), equal(v * (4 + ε), ε)


def moments_of_rare(facts: Facts) -> tuple[Theorem, Theorem, Theorem]:
    """`E x² = 1 + v³ − v⁵`, `E x⁴ = 1 + v − v⁵`, `E x⁶ = 1/v + 1 − v⁵`."""
    above, under_1 = weight(facts)
    finite = tuple(proved(member(law, moments(6))) for law in (point(1 / v), point(1)))

    def value(order: int, closed: Expression) -> Theorem:
        mixed = mixture_mean(moment(RARE, order), above, under_1, *finite)
        points = point_mean(moment(point(1 / v), order)), point_mean(moment(point(1), order))
        using = (mixed, 1), (points[0], v**5), (points[1], 1 - v**5)
        return identity(moment(RARE, order), closed, facts, using)

    return value(2, 1 + v**3 - v**5), value(4, 1 + v - v**5), value(6, 1 / v + 1 - v**5)


def weight(facts: Facts) -> tuple[Theorem, Theorem]:
    """`0 ≤ v⁵ ≤ 1`, since `1 − v⁵ = (1 − v)(1 + v + v² + v³ + v⁴)`."""
    of_v, less_than_1 = facts
    products = [(less_than_1, *(of_v,) * n) for n in range(5)]
    return signed(at_most(0, v**5), (positive(v**5, facts),)), signed(at_most(v**5, 1), facts, products=products)


def smaller() -> Theorem:
    """`∀ε > 0 ∀v > 0: v < 1 ⇒ v (4 + ε) = ε ⇒` there is a law with a ratio below ε."""
    _, small, _, of_v, less_than_1, size = assumed(*HYPOTHESES)
    facts = of_v, less_than_1
    second, fourth, sixth = moments_of_rare(facts)
    m2, m4, m6 = (moment(RARE, order) for order in (2, 4, 6))
    powers = [(less_than_1, *(of_v,) * n) for n in range(5)] + [(of_v,) * 5, (of_v,) * 3]
    at_most_2 = [signed(at_most(m, 2), (*facts, each), products=powers) for m, each in ((m2, second), (m4, fourth))]
    above_0 = [signed(less(0, m), (*facts, each), products=powers) for m, each in ((m2, second), (m4, fourth))]
    large = signed(at_most(1 / v, m6), (*facts, sixth), products=powers)
    product = signed(at_most(m4 * m2, 4), (*at_most_2, *above_0), degree=2)
    inner = below(ε)
    for element in (RARE, written(0), written(3)):
        inner = opened(parts(inner, "exists")[1], (element,))
    _, small_ratio = parts(inner, "and")
    bottom = parts(parts(parts(small_ratio, "less")[0], "multiply")[0], "divide")[1]
    denominator = signed(less(0, bottom), (large, positive(1 / v, facts), of_v))
    used = (denominator, large, product, small, of_v, size)
    ratio = signed(small_ratio, used, products=((denominator,), (small, large)), scales=(1 / v,))
    found = witnessed(below(ε), conjoin(above_0[1], ratio), RARE, 0, 3, facts=weight(facts))
    return under(found, *HYPOTHESES)


def proof_that_no_bound_is_below() -> Proof:
    """The goal and its definedness; v is `ε/(4 + ε)`."""
    facts = assumed(SMALL)
    size = ε / (4 + ε)
    wider = signed(less(0, 4 + ε), facts)
    below_1 = signed(less(size, 1), (*facts, wider), products=((wider,),))
    lemma = at(smaller(), facts[0], belonging(size, POSITIVE, (positive(size, facts),)))
    found = apply(apply(lemma, below_1), identity(size * (4 + ε), ε, facts))
    return Proof(goal(), under(found, SMALL), proved(defined(goal()), solve=defined_ratio))
