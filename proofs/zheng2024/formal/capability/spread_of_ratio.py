"""What the length of the test changes: the error of the last prediction at a point of the line, for every law."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.capability.few_shot_loss import SHORT, inverse_fades
from proofs.zheng2024.formal.capability.few_shot_loss import loss as last_loss
from proofs.zheng2024.formal.lemmas.defined_terms import settled
from proofs.zheng2024.formal.lemmas.line_loss import POINT, S2, S4, S6, S42
from proofs.zheng2024.formal.lemmas.trained_product import LENGTHS
from proofs.zheng2024.formal.on_line.line_flow import FACTS, SIZES
from proofs.zheng2024.formal.on_line.line_formulas import T, a, b
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.convergence import continuity, eventually
from symbolic.core.rules.logic import assume, conjoin, discharge, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import at_most, conjunction, equal, function, less, real, tends
from symbolic.goals.engine import derived_loss
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.steps import at, proved, quantified, under

limit = real("l")
ERROR = 2 * last_loss(a, b)
"""`E ‖ŷ_{T−1} − x_T‖²`."""


OTHERS = S42 / (T - 2)
"""The part of other coordinates in the mean square of the prediction, for `ab = 1`."""

STAYS = (a * b) ** 2 * S6 - 2 * a * b * S4 + S2


def error(others: Expression) -> Expression:
    """The error, where the part of other coordinates is this."""
    return (a * b) ** 2 * (S6 + others) - 2 * a * b * S4 + S2


LEFT_OUT = "the ratio of prediction to target, and the error of a single coordinate"


def goal(others: Expression = OTHERS, stays: Expression = STAYS) -> Expression:
    """For all d, laws and points of the line: the error at each length, and what stays of it in a long test."""
    exact = quantified(equal(ERROR, error(others)), SIZES[1])
    long = tends(T, LENGTHS, ERROR, stays)
    return quantified(conjunction(exact, long), SIZES[0], SIZES[2], *POINT)


@cache
def length() -> Theorem:
    """`0 < T − 2`."""
    return signed(less(0, T - 2), FACTS)


def exact(others: Expression) -> Theorem:
    """The error at a length, the part of other coordinates being written in some way."""
    derived = at(derived_loss(SHORT.setting.key, SHORT.family), *map(assume, SIZES), a, b)
    return identity(ERROR, error(others), (length(),), ((derived, 2),))


def of_long_tests() -> Theorem:
    """What stays of the error."""
    value, reached = error(S42 * (1 / (T - 2))), error(S42 * written(0))
    goes = continuity(tends(T, LENGTHS, value, reached), (inverse_fades(),), ())
    goes = rewrite(function(limit, body=tends(T, LENGTHS, value, limit)), identity(reached, STAYS), goes)
    same = identity(value, ERROR, (length(),), ((exact(OTHERS), -1),))
    return eventually(tends(T, LENGTHS, ERROR, STAYS), goes, under(discharge(at_most(3, T), same), SIZES[1]))


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(under(exact(OTHERS), SIZES[1]), of_long_tests())
    return Proof(goal(), under(found, SIZES[0], SIZES[2], *POINT), definedness())


def definedness() -> Theorem:
    """The goal is defined."""
    return proved(defined(goal()), solve=settled(lambda facts: (length(),)))
