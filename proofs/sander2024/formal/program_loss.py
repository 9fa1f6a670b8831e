"""The formula in the published program counts `‖C‖² p_T²` twice: it is not the loss at `d = 2`, `T = 1`, `C = I`."""

from __future__ import annotations

from collections.abc import Iterator

from proofs.sander2024.formal.plain_tokens import DATA, PLAIN, PROGRAM, j, k, loss
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, nodes
from symbolic.core.rules.entries import cell_of_matrix
from symbolic.core.rules.logic import assume, deny, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import FALSE, equal, indicator, integers_from, matrices, matrix, negation
from symbolic.goals.explicit_values import exact_value
from symbolic.goals.family_statements import defined_on
from symbolic.tactics.evaluated import equations
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import at, belonging, modulo, proved, quantified, substituted
from symbolic.tactics.sums.geometric_sums import power_of_one

IDENTITY = matrix(j, k, (2, 2), indicator(equal(j, k)))
THERE = 2, 1, 1, 1, 1, 0, belonging(IDENTITY, matrices(2, 2))
"""Sizes d and T, the numbers `δ, γ, x, y` of the row (1, 1), and C."""


def goal(formula: Expression = PROGRAM) -> Expression:
    """For all sizes, rows and matrices: the loss is the formula of the program."""
    return quantified(equal(loss(), formula), *DATA)


def refutation() -> Proof:
    """The denied goal and its definedness: there the loss is 2, and the formula gives 4."""
    claimed = at(assume(goal()), *THERE)
    left, right = parts(claimed.conclusion, "equal")
    assert isinstance(left, Node)
    said = modulo(equal(right, 4), tuple(worked_out(right)))
    denied = negation(goal())
    wrong = signed(FALSE, (claimed, exact_value(left), said))
    return Proof(denied, deny(goal(), wrong), proved(defined(denied), solve=defined_on(PLAIN)))


def worked_out(term: Expression) -> Iterator[Theorem]:
    """What sums, entries, indicators and powers in a term are, each to be used after those before it."""
    for find in (_sums, _cells, _sums, _powers):
        found = tuple(find(term))
        term = substituted(term, *found)
        yield from found


def _sums(term: Expression) -> Iterator[Theorem]:
    yield from equations(term)


def _cells(term: Expression) -> Iterator[Theorem]:
    return (cell_of_matrix(node) for node in nodes(term) if node.head == "cell")


def _powers(term: Expression) -> Iterator[Theorem]:
    for node in nodes(term):
        if node.head == "raised":
            yield at(power_of_one(), belonging(node.parts[1], integers_from(0)))
