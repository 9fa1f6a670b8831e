"""The mean traces of powers of the empirical covariance, `d m_k = E tr S^k`, as polynomials in d and 1/n."""

from __future__ import annotations

from collections.abc import Mapping

from proofs.ahn2023.formal.two_steps_goal import M2, M3, M4, SIZES, d, n
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import conjoin
from symbolic.core.sorts import signature_of
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import conjunction, equal, less
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import Solver, assumed, quantified, under

POWERS = "ahn2023-power-"
TWO_STEPS: Mapping[int, Expression] = {2: M2, 3: M3, 4: M4}
"""The moments that the loss of two steps has."""


def model(power: int) -> ModelOnFamily:
    """The model whose loss is `E tr S^k`."""
    return ModelOnFamily(f"{POWERS}{power}", "one")


def says(moments: Mapping[int, Expression] = TWO_STEPS) -> Expression:
    """For all sizes: what the mean traces are."""
    return quantified(conjunction(*(equal(model(k).loss(), d * m) for k, m in moments.items())), *SIZES)


def theorem(moments: Mapping[int, Expression] = TWO_STEPS) -> Theorem:
    """It, as derived."""
    many = signed(less(0, n), assumed(*SIZES))
    found = (identity(model(k).loss(), d * m, (many,), ((model(k).derived(), 1),)) for k, m in moments.items())
    return under(conjoin(*found), *SIZES)


def defined_beside(solve: Solver) -> Solver:
    """A solver that also tells that the losses of these models are polynomials."""

    def found(formula: Expression, known: Facts) -> Theorem | None:
        match formula:
            case Node(head="regular") if (key := signature_of(formula).key).startswith(POWERS):
                return model(int(key.removeprefix(POWERS))).regular(formula, known)
        return solve(formula, known)

    return found
