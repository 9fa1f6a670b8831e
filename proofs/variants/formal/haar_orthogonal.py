"""W uniform among orthogonal matrices, T = 3 and T = 4: the loss on the line, its best product, normal starts."""

from __future__ import annotations

from proofs.variants.formal.lengths_on_line import LengthsOnLine, d
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import conjunction
from symbolic.goals.family_statements import defined_on
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import proved

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


def goal(four: Expression | None = None, at_four: Expression | None = None) -> Expression:
    """At both lengths the loss in all dimensions, for all laws that are not 0, its best product, and normal starts."""
    return conjunction(
        THREE.says(),
        four or FOUR.says(),
        THREE.normal(NORMAL[THREE]),
        FOUR.normal(at_four or NORMAL[FOUR]),
    )


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(*(each.theorem() for each in NORMAL), *(each.at_normal(to) for each, to in NORMAL.items()))
    known = tuple(map(_defined, NORMAL))
    normal = tuple(_normal_defined(each) for each in NORMAL)

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        return next((each for each in (*known, *normal) if each.conclusion == formula), None)

    return Proof(goal(), found, proved(defined(goal()), solve=solve))


def _defined(line: LengthsOnLine) -> Theorem:
    return proved(defined(line.says()), solve=defined_on(line.model, divisors=lambda facts: line.facts))


def _normal_defined(line: LengthsOnLine) -> Theorem:
    divisors = *line.normal_divisors(), *line.facts[2:]
    return proved(defined(line.normal(NORMAL[line])), solve=defined_on(divisors=lambda facts: divisors))
