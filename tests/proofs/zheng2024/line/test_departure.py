"""Training from the line at a witness: entries leave at the derived rate, and a wrong rate is noticed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from proofs.catalogue import every_claim
from proofs.parts import Invariant
from proofs.verdict import Outcome, Verdict
from proofs.zheng2024.line import departure
from proofs.zheng2024.line.departure import departures
from proofs.zheng2024.line.invariance import leftovers
from symbolic.laws import IID, Atoms, Law
from symbolic.laws.coordinates import Gaussian, two_point

ABOUT_THE_LINE = [claim for claim in every_claim() if any(isinstance(part, Invariant) for part in claim.parts)]
SKEWED = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1))).at(2)
UNEQUAL = Atoms.of([[1, 0], [0, 2]], [Fraction(1, 2)] * 2)


def test_every_witness_is_seen_to_leave_the_line(verdicts: Mapping[str, Verdict]) -> None:
    found = [verdicts[claim.key] for claim in ABOUT_THE_LINE]
    refuted = [verdict for verdict in found if verdict.outcome is Outcome.REFUTED]
    assert refuted
    for verdict in refuted:
        require_departure(verdict.witness_law, verdict.witness_T)


def require_departure(law: Law | None, T: int | None) -> None:
    assert law is not None
    assert T is not None
    assert leftovers(law, T)
    assert T == 3 or not leftovers(law, T - 1)
    found = departures(law, T)
    assert all(number.comparison.agrees for number in found)
    assert any(abs(number.comparison.estimate) > 1e-3 for number in found)


@pytest.mark.parametrize("law", [SKEWED, UNEQUAL, IID(Gaussian()).at(2)], ids=lambda law: law.description)
def test_rates_agree_at_other_laws(law: Law) -> None:
    found = departures(law, 4)
    assert len(found) == 6 * law.d**2
    assert all(number.comparison.agrees for number in found)
    leaves = any(abs(number.comparison.claimed) > 1e-12 for number in found)
    assert leaves == bool(leftovers(law, 4))


def test_a_wrong_rate_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    right = departure._rate
    monkeypatch.setattr(departure, "_rate", lambda *given: right(*given) * (1 + 1e-5))
    assert not all(number.comparison.agrees for number in departures(SKEWED, 4))
