"""What the length of the test changes: the error of the last prediction at a point of the line, for every law."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from proofs.zheng2024.formal.capability.few_shot_loss import SHORT, inverse_fades
from proofs.zheng2024.formal.capability.few_shot_loss import loss as last_loss
from proofs.zheng2024.formal.lemmas.defined_terms import settled
from proofs.zheng2024.formal.lemmas.line_loss import POINT, S2, S4, S6, S42, second
from proofs.zheng2024.formal.lemmas.one_coordinate import exact as exact_in_coordinate
from proofs.zheng2024.formal.lemmas.one_coordinate import missed, regular_there
from proofs.zheng2024.formal.lemmas.trained_product import LENGTHS
from proofs.zheng2024.formal.on_line.line_flow import FACTS, PLACES, SIZES
from proofs.zheng2024.formal.on_line.line_formulas import T, a, b, j, kappa1, kappa2, kappa3, of_each
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.convergence import continuity, eventually
from symbolic.core.rules.logic import assume, conjoin, discharge, parts, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import at_most, conjunction, equal, function, less, real, tends
from symbolic.goals.engine import derived_loss
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, proved, quantified, rewritten_limit, under

limit = real("l")
ERROR = 2 * last_loss(a, b)
"""`E ‖ŷ_{T−1} − x_T‖²`."""
MISSED = missed(a * b)
"""`E |ŷ_{T−1,j} − x_{T,j}|²`."""


OTHERS = S42 / (T - 2)
"""The part of other coordinates in the mean square of the prediction, for `ab = 1`."""

STAYS = (a * b) ** 2 * S6 - 2 * a * b * S4 + S2


def error(others: Expression) -> Expression:
    """The error, where the part of other coordinates is this."""
    return (a * b) ** 2 * (S6 + others) - 2 * a * b * S4 + S2


LEFT_OUT = "the ratio of prediction to target"


def of_coordinate(others: Expression) -> Expression:
    """The error of a coordinate, where the part of the other ones is this."""
    return (a * b) ** 2 * (kappa2(j) + others) - 2 * a * b * kappa1(j) + second(j)


OF_OTHERS = kappa3(j) / (T - 2)


def goal(others: Expression = OTHERS, stays: Expression = STAYS, one: Expression = OF_OTHERS) -> Expression:
    """For all d, laws and points of the line: the error at each length, and what stays of it in a long test.

    It is the error of all coordinates together, and that of each.
    """
    each = conjunction(equal(ERROR, error(others)), of_each(equal(MISSED, of_coordinate(one)), j))
    long = of_each(tends(T, LENGTHS, MISSED, of_coordinate(written(0))), j)
    found = conjunction(quantified(each, SIZES[1]), tends(T, LENGTHS, ERROR, stays), long)
    return quantified(found, SIZES[0], SIZES[2], *POINT)


@cache
def length() -> Theorem:
    """`0 < T − 2`."""
    return signed(less(0, T - 2), FACTS)


def exact(others: Expression) -> Theorem:
    """The error at a length, the part of other coordinates being written in some way."""
    derived = at(derived_loss(SHORT.setting.key, SHORT.family), *map(assume, SIZES), a, b)
    return identity(ERROR, error(others), (length(),), ((derived, 2),))


def in_coordinate() -> Theorem:
    """The error of a coordinate at a length."""
    found = at(exact_in_coordinate(), a * b, 1)
    return identity(MISSED, of_coordinate(OF_OTHERS), (length(),), ((found, 1),))


def of_long_tests(here: Theorem, parts_of: Callable[[Expression], Expression], others: Expression) -> Theorem:
    """What stays of an error, given at each length with the part of the other coordinates over T − 2."""
    error, stays = parts(here.conclusion, "equal")[0], parts_of(written(0))
    value, reached = parts_of(others * (1 / (T - 2))), parts_of(others * written(0))
    goes = continuity(tends(T, LENGTHS, value, reached), (inverse_fades(),), ())
    goes = rewrite(function(limit, body=tends(T, LENGTHS, value, limit)), identity(reached, stays), goes)
    same = identity(value, error, (length(),), ((here, -1),))
    return eventually(tends(T, LENGTHS, error, stays), goes, under(discharge(at_most(3, T), same), SIZES[1]))


def stays() -> Theorem:
    """What stays of the error of all coordinates together."""
    return rewritten_limit(identity(error(written(0)), STAYS), of_long_tests(exact(OTHERS), error, S42))


def proof() -> Proof:
    """The goal and its definedness."""
    each = under(conjoin(exact(OTHERS), under(in_coordinate(), PLACES[0])), SIZES[1])
    long = under(of_long_tests(in_coordinate(), of_coordinate, kappa3(j)), PLACES[0])
    return Proof(goal(), under(conjoin(each, stays(), long), SIZES[0], SIZES[2], *POINT), definedness())


def definedness() -> Theorem:
    """The goal is defined."""
    known = settled(lambda facts: (length(),))

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        return regular_there(formula, facts) or known(formula, facts)

    return proved(defined(goal()), solve=solve)
