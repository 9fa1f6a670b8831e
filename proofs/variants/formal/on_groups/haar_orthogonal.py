"""W uniform among orthogonal matrices, T = 3 and T = 4: the loss on the line, its best product, a slope off it."""

from __future__ import annotations

from proofs.variants.formal.on_groups import orthogonal_slope
from proofs.variants.formal.on_groups.lengths_on_line import LengthsOnLine, d
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import conjunction, less
from symbolic.goals.family_statements import defined_on
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import proved, quantified

THREE = LengthsOnLine("orthogonal", 3, 1, 1 / d, 1 / d, written(1), ())
FOUR = LengthsOnLine(
    "orthogonal",
    4,
    2,
    (2 * d + 5) / (d * (d + 2)),
    (3 * d + 10) / (2 * d * (d + 2)),
    2 * (2 * d + 5) / (3 * d + 10),
    (d + 2, 3 * d + 10),
)
NORMAL = {THREE: 1 / (d + 4), FOUR: 2 * (2 * d + 5) / ((d + 4) * (3 * d + 10))}
"""The best products for standard normal starts."""


def goal(
    four: Expression | None = None, at_four: Expression | None = None, slope: Expression | None = None
) -> Expression:
    """At both lengths the loss in all dimensions, for all laws that are not 0, its best product, and normal starts.

    And at the first of them the mean of the diagonal of a gradient.
    """
    return conjunction(
        THREE.says(),
        four or FOUR.says(),
        THREE.normal(NORMAL[THREE]),
        FOUR.normal(at_four or NORMAL[FOUR]),
        slope or quantified(orthogonal_slope.says(), THREE.size),
    )


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(
        *(each.theorem() for each in NORMAL),
        *(each.at_normal(to) for each, to in NORMAL.items()),
        orthogonal_slope.theorem(THREE.facts[0]),
    )
    known = *map(_defined, NORMAL), _slope_defined()
    normal = tuple(_normal_defined(each) for each in NORMAL)

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        return next((each for each in (*known, *normal) if each.conclusion == formula), None)

    return Proof(goal(), found, proved(defined(goal()), solve=solve))


def _defined(line: LengthsOnLine) -> Theorem:
    return proved(defined(line.says()), solve=defined_on(line.model, divisors=lambda facts: line.facts))


def _slope_defined() -> Theorem:
    size = THREE.facts[2]
    divisors = THREE.facts[0], size, signed(less(0, d**2), (size,), products=((size, size),))
    formula = defined(quantified(orthogonal_slope.says(), THREE.size))
    return proved(formula, solve=defined_on(THREE.model, divisors=lambda facts: divisors))


def _normal_defined(line: LengthsOnLine) -> Theorem:
    divisors = *line.normal_divisors(), *line.facts[2:]
    return proved(defined(line.normal(NORMAL[line])), solve=defined_on(divisors=lambda facts: divisors))
