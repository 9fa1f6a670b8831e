"""What `check` says of Assumption 4.2 is what the assumption says of the law, in words that name its failing part."""

from __future__ import annotations

import pytest

import mesaproof as mp
from proofs.zheng2024.answers.law_report import PRINTED, RECOVERY
from proofs.zheng2024.assumptions import ASSUMPTION_4_2_ALMOST

LAWS = {
    "rademacher": "κ1² = κ2 E x_j²",
    "gaussian": "κ1² − κ2 E x_j² = -6",
    "exponential": "Assumption 4.1: E[x_1] = 1",
    "ones": "Assumption 4.1: E[x_1] = 1",
    "product(gaussian, rademacher)": "Assumption 4.1: E[x_1^4] = 3 but E[x_2^4] = 1",
    "finite(0:1)": "x_1 = 0 almost surely",
    "sparse": "κ1² = κ2 E x_j², and no two coordinates",
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("text", LAWS)
def test_assumption_42_has_one_home(text: str) -> None:
    d = None if text.startswith("product") else 2
    report = mp.check(text, d=d, T=4)
    found = report.hypotheses[RECOVERY]
    assert found.holds is ASSUMPTION_4_2_ALMOST.of(report.law).holds
    assert LAWS[text] in found.because
    assert found.because.endswith("(read for almost every W)")
    assert found.because.startswith("Assumption 4.1: ") is (report.hypotheses[PRINTED].holds is not True)
