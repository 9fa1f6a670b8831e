"""Whether an altered formula is defined, by the script of the claim, which is run with it in the place of the goal."""

from __future__ import annotations

from importlib import import_module

from mesaproof.selftest.altering import Patch, altered
from proofs.catalogue import paper_of
from proofs.claim import Claim
from proofs.formal_statements import FormalStatement
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression, Node
from symbolic.core.replay import replayed

NOT_KNOWN = "whether it is defined is not known: the script of the claim does not take it"


def defined_as_well(claim: Claim, statement: FormalStatement, proof: Proof) -> str | None:
    """Why what is carried over does not count as proved; empty where the script proves that it is defined.

    None where the script, which is written for another formula, comes to no end: that says nothing of this one.
    """
    if statement.ill_posed:
        return ""
    name = "proof" if statement.goal == statement.settled else "refutation"
    goal = proof.goal if name == "proof" else _denied(proof.goal)
    module = import_module(f"{paper_of(claim).folder}.formal.{claim.formal}")
    try:
        with altered((Patch(module, "goal", lambda *_, **__: goal),)):
            made = getattr(module, name)()
    except Exception:
        return None
    return replayed(Proof(proof.goal, proof.theorem, made.definedness)).reason


def _denied(formula: Expression) -> Expression:
    assert isinstance(formula, Node)
    return formula.parts[0]
