"""What the tests of formulas share: a proof read back from its certificate, and other goals that it does not prove."""

from __future__ import annotations

from collections.abc import Callable

from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.expressions import Expression
from symbolic.core.replay import replayed

Statement = Callable[[], Expression]
"""A formula that is built in the test that asks for it, and not where tests are collected."""


def again(proof: Proof) -> Proof:
    """A proof with every rule applied anew."""
    return read(certificate(proof))[0]


def check_proves_only_its_goal(proof: Proof, goal: Expression, other: Expression) -> None:
    """The proof is one of the goal, and none of another formula."""
    assert proof.goal == goal
    assert other != goal
    found = replayed(Proof(other, proof.theorem, proof.definedness))
    assert (found.proved, found.reason) == (False, "the goal is not what is proved")
