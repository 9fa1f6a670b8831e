"""Eigenvalues on roots of unity of order 2, 3, 4: the loss at one time, its best product, and where that tends"""

from __future__ import annotations

from collections.abc import Callable

from proofs.variants.formal.coordinate_sums import LAW, SIZE
from proofs.variants.formal.normal_limits import at_normal, normal_divisors, normal_limit, normal_numbers
from proofs.variants.formal.remainder_classes import CLASSES, KEYS, Class
from proofs.zheng2024.formal.lemmas.line_loss import SIGNAL
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import conjoin
from symbolic.core.vocabulary import (
    conjunction,
    implies,
)
from symbolic.goals.family_statements import defined_on
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import (
    proved,
    quantified,
    under,
)


def goal(
    *others: Expression, signal: Expression = SIGNAL, numbers: Callable[[int], Expression] = normal_numbers
) -> Expression:
    """For all sizes and laws that are not 0: what is said of each class of prompts; and limits for normal starts.

    Others stand in the place of the last statements.
    """
    statements = [each.says() for each in CLASSES]
    statements[len(statements) - len(others) :] = others
    of_laws = quantified(implies(signal, conjunction(*statements)), LAW)
    return quantified(conjunction(of_laws, *(normal_limit(order, numbers) for order in KEYS)), SIZE)


def proof() -> Proof:
    """The goal and its definedness."""
    found = under(conjoin(*(each.theorem() for each in CLASSES)), LAW, SIGNAL)
    found = under(conjoin(found, *(at_normal(order) for order in KEYS)), SIZE)
    models = tuple(Class(order, 0).model for order in KEYS)
    solve = defined_on(*models, divisors=divisors)
    return Proof(goal(), found, proved(defined(goal()), solve=solve))


def divisors(facts: Facts) -> Facts:
    """What is divided by."""
    of_classes = tuple(fact for each in CLASSES for fact in each.known)
    return *of_classes, *(fact for order in KEYS for fact in normal_divisors(order))
