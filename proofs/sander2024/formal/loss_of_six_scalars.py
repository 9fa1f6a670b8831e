"""The loss on the six scalars is a sum of squares of six products, in four parts that do not mix."""

from __future__ import annotations

from proofs.sander2024.formal.six_products import LETTERS, PAIRED, SIZES, paired_loss, products, reduced, summed
from proofs.sander2024.formal.starts_of_ones import d
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.vocabulary import equal
from symbolic.goals.family_statements import defined_on
from symbolic.tactics.steps import proved, quantified, under

VALUE = d * summed(products())
"""What the loss is."""


def goal(value: Expression = VALUE) -> Expression:
    """For all sizes and scalars: the loss is d times a sum over the times of squares."""
    return quantified(equal(paired_loss(LETTERS), value), *SIZES, *PAIRED.point)


def proof() -> Proof:
    """The goal and its definedness."""
    return Proof(goal(), under(reduced(), *SIZES), proved(defined(goal()), solve=defined_on(PAIRED)))
