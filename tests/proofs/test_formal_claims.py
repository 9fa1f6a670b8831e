"""Claims that state a formula: a process of its own replays what settles it, as the table of verdicts has it."""

from __future__ import annotations

import pytest

from mesaproof.running.formal_runs import with_replay
from mesaproof.running.verdict_table import Row, listed_verdicts
from proofs.catalogue import every_claim
from proofs.claim import Claim
from proofs.verdict import Verdict
from tests.conftest import REPLAYED

STATED = [claim for claim in every_claim() if claim.formal]
LOOKED_AT = [claim for claim in STATED if claim.key in REPLAYED] + STATED[::6]
"""The proofs of all are replayed, in the process that finds them, by the tests of their papers' formulas."""


def test_the_table_lists_as_formulas_what_states_one() -> None:
    assert {key for key, row in listed_verdicts().items() if row.formula} == {claim.key for claim in STATED}


def test_every_claim_of_the_package_states_a_formula() -> None:
    assert [claim.key for claim in every_claim() if not claim.formal] == []


@pytest.mark.parametrize(
    "claim",
    [
        pytest.param(one, id=one.key, marks=[] if one.key == "zheng2024/proposition-4.2" else pytest.mark.slow)
        for one in dict.fromkeys(LOOKED_AT)
    ],
)
def test_a_formula_is_settled_as_listed(claim: Claim) -> None:
    listed = listed_verdicts()[claim.key]
    found = with_replay(Verdict(claim, listed.outcome, ()))
    assert found.replay is not None
    assert found.replay.reason == ""
    assert (found.outcome, Row.of(found).formula) == (listed.outcome, listed.formula)
