"""Independent coordinates of weights, of covariates and of a query, of any laws: moments, and what is supposed."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, written
from symbolic.core.rules.facts import cauchy_schwarz
from symbolic.core.rules.logic import assume, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    conjunction,
    equal,
    function,
    less,
    mean,
    real,
)
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import conjuncts

MODEL = ModelOnFamily("zhang2024-weights", "multiples")
d, N, a, u, x = map(real, ("d", "N", "a", "u", "x"))
COVARIATES, QUERY, WEIGHTS = (parts(membership, "member")[0] for membership in MODEL.data[2:5])


def moment(law_: Expression, power: int) -> Expression:
    """`E x^power`."""
    return mean(x, law_, x**power)


CENTRED = conjunction(equal(moment(COVARIATES, 1), 0), equal(moment(QUERY, 1), 0))
VARY = conjunction(*(less(0, moment(each, 2)) for each in (COVARIATES, QUERY, WEIGHTS)))
FIRST, THIRD = moment(WEIGHTS, 1), moment(WEIGHTS, 3)
BOTH = conjunction(equal(FIRST, 0), equal(THIRD, 0))


@cache
def premise(number: int) -> Theorem:
    """What is supposed: that covariates are centred, and that all vary."""
    return part(number, assume(conjunction(CENTRED, VARY)))


@cache
def known() -> Facts:
    """That sizes are positive, and of which laws there are moments."""
    return (positive(N, MODEL.facts), positive(d, MODEL.facts), *MODEL.given[2:5])


SPREAD = (
    moment(QUERY, 2) * moment(COVARIATES, 2)
    + (moment(QUERY, 4) - moment(QUERY, 2) ** 2 + d * moment(QUERY, 2) ** 2) / N
)
"""What `E w` is multiplied by at `a = 1`, `u = 0`, but for the sign."""


@cache
def spread() -> Theorem:
    """It is positive, as `(E q²)² ≤ E q⁴`."""
    fourth = cauchy_schwarz(function(x, body=written(1)), function(x, body=x**2), MODEL.given[3])
    one, query, _ = conjuncts(premise(1))
    share = positive(1 / N, known()[:1])
    signs = fourth, one, query, share, known()[0], known()[1]
    products = (one, query), (fourth, share), (query, query, known()[1], share)
    return signed(less(0, SPREAD), (*signs, *MODEL.given[2:5]), products=products)
