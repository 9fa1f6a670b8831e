"""Claims on what the trained model can do: their verdicts, and altered statements that must be refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
import sympy

from mesaproof.running.runner import prove
from proofs.catalogue import find
from proofs.claim import Claim
from proofs.parts import Settled
from proofs.verdict import Outcome, Verdict
from proofs.zheng2024.capability.classification import Row, Scales
from proofs.zheng2024.capability.few_shot_loss import LEFT_OVER
from proofs.zheng2024.line.line import Place
from symbolic.laws import IID, Sparse
from symbolic.laws.coordinates import Gaussian

VERDICTS = {
    "corollary-4.1": Outcome.PROVED,
    "proposition-4.1": Outcome.REFUTED,
    "proposition-4.1-repaired": Outcome.PROVED,
    "proposition-4.1-refined": Outcome.PROVED,
    "error-of-trained-model": Outcome.PROVED,
    "theorem-4.2": Outcome.PROVED,
    "theorem-4.2-every-w": Outcome.PROVED,
    "example-4.1": Outcome.REFUTED,
    "example-4.1-repaired": Outcome.PROVED,
    "few-shot-loss": Outcome.PROVED,
    "context-length": Outcome.PROVED,
    "spread-of-ratio": Outcome.PROVED,
}


@pytest.mark.parametrize("key", VERDICTS)
def test_verdict(key: str, verdicts: Mapping[str, Verdict]) -> None:
    verdict = verdicts[f"zheng2024/{key}"]
    assert verdict.outcome is VERDICTS[key], verdict.reason
    assert bool(verdict.witness) is (verdict.outcome is Outcome.REFUTED)


@pytest.mark.parametrize(("key", "scale"), [("proposition-4.1", "gaussian(sigma=0)"), ("example-4.1", "sparse(c=0)")])
def test_the_printed_statements_fail_only_at_zero(key: str, scale: str, verdicts: Mapping[str, Verdict]) -> None:
    printed = find(f"zheng2024/{key}")
    assert scale in verdicts[printed.key].witness
    left = tuple(part for part in printed.parts if not isinstance(part, Settled))
    others = replace(printed, parts=left, formal="")
    assert prove(others).outcome is Outcome.PROVED
    assert find(f"zheng2024/{key}-repaired").repairs is printed


def settled(claim: Claim) -> Settled:
    (part,) = (part for part in claim.parts if isinstance(part, Settled) and part.name != "assumption")
    return part


def rows() -> list[tuple[str, Any]]:
    """Every row of both tables with each of its answers changed, and the floor moved."""
    out: list[tuple[str, Any]] = []
    for key in ("theorem-4.2", "theorem-4.2-every-w"):
        table: tuple[Row, ...] = settled(find(f"zheng2024/{key}")).statement
        for n, row in enumerate(table):
            floor = sympy.Integer(0) if row.floor is None else row.floor + sympy.Rational(1, 1000)
            changes = ({"floor": floor}, {"almost_every_W": not row.almost_every_W}, {"every_W": not row.every_W})
            out += [(key, (*table[:n], replace(row, **change), *table[n + 1 :])) for change in changes]
    return out


ALTERED: list[tuple[str, Any]] = [
    *rows(),
    ("proposition-4.1-repaired", Scales(sympy.Interval(0, sympy.oo), sympy.Rational(1, 5))),
    ("proposition-4.1-repaired", Scales(sympy.Interval.open(0, sympy.oo), sympy.Rational(1, 3))),
    ("proposition-4.1-repaired", Scales(sympy.Interval(-1, 1), sympy.Rational(1, 5))),
    ("example-4.1-repaired", Scales(sympy.Reals, sympy.Integer(1))),
    ("example-4.1-repaired", Scales(sympy.Interval.open(0, 1), sympy.Rational(1, 2))),
    ("few-shot-loss", LEFT_OVER[:1]),
    ("few-shot-loss", LEFT_OVER[1:]),
    ("few-shot-loss", (*LEFT_OVER, ("W_PV_13", Place.DIAGONAL))),
    ("few-shot-loss", (*LEFT_OVER, ("W_KQ_22", Place.OFF_DIAGONAL))),
]


@pytest.mark.sampled(15)
@pytest.mark.parametrize(("key", "statement"), ALTERED, ids=range(len(ALTERED)))
def test_altered_statements_are_refused(key: str, statement: Any) -> None:
    claim = find(f"zheng2024/{key}")
    part = settled(claim)
    alone = replace(claim, parts=(part,), uses=(), derive=tuple)
    assert prove(alone).outcome is Outcome.PROVED
    verdict = prove(replace(alone, parts=(replace(part, statement=statement),)))
    assert verdict.outcome is Outcome.REFUTED
    assert verdict.witness


def test_a_scale_at_which_the_family_does_not_vanish_is_not_excluded() -> None:
    """A family that is never concentrated at 0 holds on the whole line."""
    from proofs.zheng2024.capability.classification import settle_scales
    from symbolic.decide.outcomes import Holds

    settle = settle_scales(lambda scale: IID(Gaussian(1 + scale**2)))
    assert isinstance(settle(Scales(sympy.Reals, sympy.Rational(1, 5))), Holds)


def test_the_assumption_of_the_example_is_asked_of_its_law() -> None:
    from proofs.zheng2024.assumptions import ASSUMPTION_4_1
    from proofs.zheng2024.capability.example_4_1_repaired import satisfied
    from symbolic.decide.conditions import vanishes
    from symbolic.decide.hypotheses import Hypotheses
    from symbolic.decide.outcomes import Fails, Holds

    assert isinstance(satisfied(ASSUMPTION_4_1), Holds)
    assert isinstance(satisfied(Hypotheses("x", (vanishes(4),))), Fails)
    assert Sparse(Fraction(1)).at(2).moment((4, 0)) == Fraction(1, 2)
