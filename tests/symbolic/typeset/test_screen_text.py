"""What is printed on a screen of formulas in words and in code."""

from __future__ import annotations

import re

import pytest

from proofs.catalogue import every_claim
from symbolic.typeset.screen_text import by_hand, statement, with_letters

AS_CODE = re.compile(r"\*\*|sum_\{|kappa_\d|`|\^\{|[a-z0-9)]\*[a-z(]|\^\d(?![\d.]*\w)")


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("α^{2N} x^{-1} 2^10 x^2.5", "α^(2N) x⁻¹ 2¹⁰ x^2.5"),
        ("x_i^* x_j^2*y", "x_i^* x_j² y"),
        ("Σ_{t=2}^{T−1} 1/(t−1)", "Σ_{t=2..T−1} 1/(t−1)"),
        ("m1(b)^2 + m2(b)", "E[b]² + E[b²]"),
        ("covariance psi**(2)*I", "covariance psi² I"),
        ("[T - 3 >= 0] sum_{r not p} x_r", "[T >= 3] Σ_{r≠p} x_r"),
        ("gaussian(sigma=1/2)", "gaussian(sigma=1/2)"),
    ],
)
def test_code_is_written_by_hand(code: str, shown: str) -> None:
    assert by_hand(code) == shown


def test_names_of_letters_are_letters_but_for_arguments() -> None:
    assert with_letters("sigma^2 alpha, gaussian(sigma=1), W_PV_12, mu_q") == "σ² α, gaussian(sigma=1), W_PV_12, μ_q"


def test_no_claim_is_stated_as_code() -> None:
    """All statements and hypotheses, as `show` prints them."""
    for claim in every_claim():
        hypotheses = [with_letters(condition.text) for condition in claim.hypotheses.conditions]
        for shown in (statement(claim.statement), *hypotheses):
            assert not (found := AS_CODE.search(shown)), f"{claim.key}: {found}"
