"""Layers as steps of descent, the query among the keys or not: proved by the rules alone, and nothing else."""

from __future__ import annotations

import pytest

from proofs.vonoswald2023.formal import (
    better_conditioned,
    exact_steps,
    longest_steps,
    one_layer_one_step,
    query_as_a_key,
    query_as_a_key_repaired,
    two_eigenvalues,
)
from proofs.vonoswald2023.formal.better_conditioned import improves, λ
from proofs.vonoswald2023.formal.layer import CONTEXT
from proofs.vonoswald2023.formal.moved_values import L, γ
from proofs.vonoswald2023.formal.query_as_a_key import claimed
from symbolic.core.vocabulary import at_most, conjunction, less
from tests.proofs.formal_cases import Case, cases, check_case

pytestmark = pytest.mark.slow

CASES = {
    "gd-plus-plus": Case(
        better_conditioned,
        {
            "a step twice as long": better_conditioned.goal(better=improves((less(0, γ), at_most(γ, 1 / L)))),
            "without a sign": better_conditioned.goal(better=improves((less(-1, γ), at_most(γ, 1 / (2 * L))))),
            "the eigenvalue itself": better_conditioned.goal(value=λ),
            "shorter steps alone": better_conditioned.goal(
                exact=exact_steps.exactly(all_=conjunction(less(0, γ), less(γ, 1 / (2 * L))))
            ),
            "every pair is a spectrum": better_conditioned.goal(
                exact=exact_steps.exactly(every=two_eigenvalues.OF_PAIR)
            ),
            "to the sum in any case": better_conditioned.goal(
                steps=longest_steps.longest(up_to_root=longest_steps.UP_TO_SUM)
            ),
        },
        facts=frozenset({"intermediate_value", "spectral_theorem"}),
        trusts=(),
    ),
    "proposition-1": Case(one_layer_one_step, {"no step": one_layer_one_step.goal(CONTEXT)}, trusts=()),
    "query-among-keys": Case(
        query_as_a_key, {"the repaired one": query_as_a_key_repaired.goal()}, refuted=True, trusts=()
    ),
    "query-among-keys-repaired": Case(
        query_as_a_key_repaired,
        {
            "the other sign": query_as_a_key_repaired.goal(1),
            "as printed": query_as_a_key.goal(),
            "no difference": query_as_a_key_repaired.goal(apart=claimed(query_as_a_key_repaired.c)),
            "every entry and sign": query_as_a_key_repaired.goal(only=query_as_a_key_repaired.EVERYWHERE),
        },
        trusts=(),
    ),
}


@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)
