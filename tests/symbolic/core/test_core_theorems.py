"""Theorems of the paper stated as formulas, proved by the rules and replayed; false variants, refuted by the rules."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from proofs.zheng2024.formal.scalars.scalar_flow import reduced_flow_tends
from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.replay import Replayed, in_fresh_process, replayed
from symbolic.core.rules.logic import assume, conjoin
from symbolic.core.theorems import Sequent, Theorem
from symbolic.core.vocabulary import NONNEGATIVE, TRUE, negation, real, tends
from tests.symbolic.core import false_variants, smallest_ratio
from tests.symbolic.core.moment_theorems import (
    SIGNAL,
    proof_of_proposition_4_1,
    proof_of_ratio_bound,
    proof_of_theorem_4_1,
    proof_that_the_bound_is_attained,
    proposition_4_1,
    ratio_attained,
    ratio_bound,
    strict_ratio_bound,
    theorem_4_1_limit,
)
from tests.symbolic.core.smallest_ratio import proof_that_no_bound_is_below


@pytest.fixture(scope="module")
def proofs() -> tuple[Proof, ...]:
    return (
        proof_of_theorem_4_1(),
        proof_of_proposition_4_1(),
        proof_of_ratio_bound(),
        proof_that_the_bound_is_attained(),
        proof_that_no_bound_is_below(),
    )


@pytest.fixture(scope="module")
def verdicts(proofs: tuple[Proof, ...]) -> tuple[Replayed, ...]:
    return in_fresh_process(*proofs)


def test_each_goal_is_the_stated_formula(proofs: tuple[Proof, ...]) -> None:
    assert [proof.goal for proof in proofs] == [
        theorem_4_1_limit(),
        proposition_4_1(),
        ratio_bound(),
        ratio_attained(),
        smallest_ratio.goal(),
    ]


def test_a_fresh_process_proves_each_goal_and_that_it_is_defined(verdicts: tuple[Replayed, ...]) -> None:
    assert [(verdict.proved, verdict.reason) for verdict in verdicts] == [(True, "")] * 5


def test_what_a_proof_rests_on_is_computed(verdicts: tuple[Replayed, ...]) -> None:
    flow, normal, ratio, attained, below = (set(verdict.facts) for verdict in verdicts)
    assert flow == {"bounded_flow", "cauchy_schwarz", "sign_kept"}
    assert normal == {"normal_moment", "normal_moments"}
    assert ratio == attained == below == {"cauchy_schwarz"}


def test_the_fresh_process_imports_the_core_alone() -> None:
    code = "import sys, symbolic.core.replay; print(*sorted(m for m in sys.modules if m.split('.')[0] in ARGS))"
    names = "('symbolic', 'numeric_check', 'proofs', 'mesaproof', 'tests', 'sympy', 'numpy')"
    found = subprocess.run([sys.executable, "-c", code.replace("ARGS", names)], capture_output=True, text=True)
    modules = found.stdout.split()
    assert "symbolic.core.replay" in modules
    assert [module for module in modules if not module.startswith("symbolic.core")] == ["symbolic"]


def test_the_flow_lemma_holds_for_all_constants_and_starts() -> None:
    lemma = reduced_flow_tends()
    again = read(certificate(Proof(lemma.conclusion, lemma, lemma)))[0].theorem
    assert again.sequent == Sequent(frozenset(), lemma.conclusion)


@pytest.mark.parametrize(
    ("refutation", "goal"),
    [
        (false_variants.not_a_third, lambda: proposition_4_1(value=false_variants.THIRD)),
        (false_variants.without_start, lambda: theorem_4_1_limit(given=SIGNAL)),
        (false_variants.ratio_below_1, strict_ratio_bound),
        (false_variants.undefined_at_0, lambda: defined(proposition_4_1(scales=NONNEGATIVE))),
    ],
)
def test_a_false_variant_is_refuted_by_the_rules(
    refutation: Callable[[], Theorem], goal: Callable[[], Expression]
) -> None:
    theorem = refutation()
    again = read(certificate(Proof(theorem.conclusion, theorem, theorem)))[0].theorem
    assert again.sequent == Sequent(frozenset(), negation(goal()))


def swapped(κ1: Expression, κ2: Expression, κ3: Expression, T: Expression) -> Expression:
    return κ2 / κ1


def test_the_proof_of_a_goal_proves_no_other(proofs: tuple[Proof, ...]) -> None:
    flow, normal, ratio = proofs[:3]
    wrong = [
        (theorem_4_1_limit(limit=swapped), flow),
        (theorem_4_1_limit(given=SIGNAL), flow),
        (proposition_4_1(value=false_variants.THIRD), normal),
        (proposition_4_1(scales=NONNEGATIVE), normal),
        (strict_ratio_bound(), ratio),
    ]
    for goal, proof in wrong:
        found = replayed(Proof(goal, proof.theorem, proof.definedness))
        assert (found.proved, found.reason) == (False, "the goal is not what is proved")


def test_with_a_scale_of_0_it_is_definedness_that_is_missing(proofs: tuple[Proof, ...]) -> None:
    goal = proposition_4_1(scales=NONNEGATIVE)
    found = replayed(Proof(goal, assume(goal), proofs[1].definedness))
    assert found.reason == "the goal is proved under 1 hypotheses"
    assert proofs[1].definedness.conclusion != defined(goal)


def test_a_goal_without_its_definedness_is_not_proved(proofs: tuple[Proof, ...]) -> None:
    proof = proofs[2]
    assert replayed(Proof(proof.goal, proof.theorem, conjoin())).reason == "its definedness is not what is proved"
    assert replayed(Proof(proof.goal, proof.theorem, assume(defined(proof.goal)))).reason == (
        "its definedness is proved under 1 hypotheses"
    )


def test_a_goal_under_hypotheses_is_not_proved() -> None:
    t = real("t")
    goal = tends(t, NONNEGATIVE, t, 0)
    assert replayed(Proof(goal, assume(goal), conjoin())).reason == "the goal is proved under 1 hypotheses"
    assert defined(goal) == TRUE
