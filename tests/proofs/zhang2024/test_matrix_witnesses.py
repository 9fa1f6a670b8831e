"""What is said of traces of matrices is refuted by matrices, and never by numbers that no matrices have as traces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import sympy

from mesaproof.running.runner import prove
from proofs.claim import Claim, Source, claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.verdict import Outcome
from proofs.zhang2024.notation import RULES, Λ, U
from proofs.zhang2024.reduced.reduced_route import NARROW, POINT
from symbolic.algebra.traces import trace
from symbolic.decide.equalities.breaking import breaking
from symbolic.decide.equalities.formal_sides import FormalSides
from symbolic.decide.hypotheses import Hypotheses
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

SOURCE = Source("zhang2024", "nowhere", "2306.09927")
NORM = trace(U @ U.T)


def stated(name: str, left: sympy.Expr, right: sympy.Expr) -> Claim:
    @claim(f"zhang2024/{name}", source=SOURCE, parts=(Equality("sides", lambda: left, right),))
    def statement() -> Iterator[Chain]:
        """A statement."""
        yield from ()

    return statement


WRONG = stated("wrong", trace(Λ @ U @ Λ @ U.T, RULES), NORM)
SCALED = stated("scaled", NORM, NORM * 2)
WITHOUT = stated("without", NORM, -NORM)


@crosscheck(WRONG, "quadrature", cases=(Case(NARROW, d=2, N=2, parameters=POINT),))
def of_wrong(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Nothing is computed: the case says where the sides are compared."""
    return {}


@crosscheck(SCALED, "quadrature", cases=(Case("gaussian", d=1, N=1), Case(NARROW, d=2, N=3)))
def of_scaled(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The same."""
    return {}


@pytest.mark.parametrize("refuted", [WRONG, SCALED], ids=lambda one: one.key)
def test_sides_that_differ_are_refuted_by_matrices(refuted: Claim) -> None:
    found = prove(refuted)
    assert found.outcome is Outcome.REFUTED
    assert "U = ((" in found.witness
    assert found.witness_law is not None


def test_the_matrices_are_those_at_which_the_sides_differ() -> None:
    found = prove(WRONG).witness
    law = "gaussian_vector([2, 1/2], [1/2, 1])"
    assert found == f"{law}, d = 2, N = 2, u = 3/4, U = ((2/5, 3/5), (4/5, 1)), Λ = ((2, 1/2), (1/2, 1))"


def test_where_no_matrices_are_known_numbers_that_traces_could_be_refute_nothing() -> None:
    found = prove(WITHOUT)
    assert found.outcome is Outcome.UNDECIDED
    assert "at no case of the second routes do they" in found.reason


def test_the_search_for_laws_takes_no_numbers_for_traces() -> None:
    assert breaking(Hypotheses("none", ()), FormalSides(NORM, -NORM)) is None
    letter = sympy.Symbol("x", real=True)
    assert breaking(Hypotheses("none", ()), FormalSides(letter, -letter)) is not None
