"""Where nothing is drawn, a false identity of words is refuted by the matrices of a case without a law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mesaproof.running.runner import prove
from proofs.claim import Source, claim
from proofs.crosschecks import Case, crosscheck
from proofs.newton.notation import A, X, m
from proofs.parts import Equality
from proofs.verdict import Outcome
from symbolic.algebra.rectangular import eye, paired
from symbolic.typeset.derivation import Chain

RESIDUAL = eye(m) - A @ X


@claim(
    "newton/idempotent",
    source=Source("newton", "nowhere", "2310.17086"),
    parts=(Equality("sides", lambda: paired(RESIDUAL @ RESIDUAL, name="G"), paired(RESIDUAL, name="G")),),
)
def idempotent() -> Iterator[Chain]:
    """A residual is its own square."""
    yield from ()


@crosscheck(idempotent, "exact", cases=(Case(None, m=1, n=1), Case(None, m=2, n=1)))
def nothing(law: None, m: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Nothing is computed: the cases say where the sides are compared."""
    return {}


def test_a_false_identity_is_refuted_by_matrices() -> None:
    found = prove(idempotent)
    assert found.outcome is Outcome.REFUTED
    assert found.witness_law is None
    assert found.witness.startswith("m = 1, n = 1, A = ((")
    assert "X = ((" in found.witness
    assert found.grade == "substantive"
