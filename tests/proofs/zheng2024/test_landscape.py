"""The landscape of the full loss without exchangeable coordinates: verdicts, altered data, laws made larger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import isclose, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy

from mesaproof.documents.json_records import verdict_record
from mesaproof.running import verdict_cache
from mesaproof.running.runner import prove
from numeric_check.compare.agreement import close
from proofs.catalogue import crosschecks_of, find
from proofs.crosschecks import Case
from proofs.parts import Settled
from proofs.verdict import CheckedNumber, Outcome, Unavailable, Verdict
from proofs.zheng2024.landscape import landscape_long_sequences as long_sequences
from proofs.zheng2024.landscape import landscape_saddles as saddles
from proofs.zheng2024.landscape import landscape_three_coordinates as three
from proofs.zheng2024.landscape.sector_curvature import bend_along
from proofs.zheng2024.landscape.sector_halves import Halves, halves
from proofs.zheng2024.line.trained import ab_line
from proofs.zheng2024.second_route.forward import on_line
from proofs.zheng2024.second_route.population import Population
from symbolic.decide.outcomes import Fails
from symbolic.laws import Atoms

OUTCOMES = {
    "landscape-three-coordinates": Outcome.PROVED,
    "landscape-saddles": Outcome.PROVED,
    "landscape-long-sequences": Outcome.PROVED_MODULO,
}
KQ, PV = "W_KQ_32", "W_PV_12"


@pytest.mark.parametrize("key", OUTCOMES)
def test_verdict(key: str, verdicts: Mapping[str, Verdict]) -> None:
    verdict = verdicts[f"zheng2024/{key}"]
    assert verdict.outcome is OUTCOMES[key], verdict.reason


ALTERED = {
    "a pair that the line does not fix": (
        three.landscape_three_coordinates,
        "pairs",
        ((3, (((2, 4, 0), (4, 2, 0)),)),),
    ),
    "a pair in four dimensions": (three.landscape_three_coordinates, "pairs", ((4, (((2, 4, 0, 0), (4, 2, 0, 0)),)),)),
    "a term of the cubic left out": (three.landscape_three_coordinates, "cubic", three.CUBIC[:-1]),
    "a negative coefficient": (
        three.landscape_three_coordinates,
        "cubic",
        (*three.CUBIC, (-three.ONE, three.x**3, three.ONE), (three.ONE, three.x**3, three.ONE)),
    ),
    "a saddle one size earlier": (saddles.landscape_saddles, "least_sizes", ((4, 6),)),
    "a saddle one size later": (saddles.landscape_saddles, "least_sizes", ((4, 8),)),
    "less room": (saddles.landscape_saddles, "room", (*saddles.ROOM[:-1], saddles.ROOM[-1] - 1)),
    "a shorter length": (long_sequences.landscape_long_sequences, "lengths", ((4, 40),)),
    "a longer length": (long_sequences.landscape_long_sequences, "lengths", ((4, 42),)),
}


@pytest.mark.parametrize("name", ALTERED)
def test_altered_data_is_refused(name: str) -> None:
    claim, part, statement = ALTERED[name]
    (settled,) = (one for one in claim.parts if isinstance(one, Settled) and one.name == part)
    assert isinstance(settled.settle(statement), Fails)


@pytest.mark.parametrize("shape", [(2, 1, 0), (3, 2, 1), (4, 1, 1), (5, 3, 0)])
def test_no_point_lies_lower_with_three_coordinates(shape: tuple[int, ...]) -> None:
    """The cycle is not exchangeable; points near the trained one and far from it, in all six blocks."""
    law, rng = three.cycle(*shape), np.random.default_rng(3)
    assert law.moment((2, 4, 0)) == law.moment((0, 2, 4))
    source, best = Population(law, 3), ab_line(law, 3)
    assert best is not None
    point = on_line(3, float(best) ** 0.5, float(best) ** 0.5)
    trained = source.loss(point)
    for spread in (1e-3, 0.1, 1.0):
        for _ in range(30):
            moved = {
                name: block + spread * float(best) ** 0.5 * rng.normal(size=(3, 3)) for name, block in point.items()
            }
            assert source.loss(moved) >= trained * (1 - 1e-12)


def test_the_cycle_is_not_exchangeable() -> None:
    law = three.cycle(2, 1, 0)
    assert law.moment((2, 4, 0)) != law.moment((4, 2, 0))


def test_two_coordinates_of_four_do_better_only_at_short_lengths() -> None:
    """The law of the refuted claim has a lower point at T = 3, and none there at T = 4 and beyond."""
    law = halves(2, 4, 3)
    used = np.diag([1.0, 1.0, 0.0, 0.0])

    def gain(T: int) -> float:
        source, best = Population(law, T), ab_line(law, T)
        assert best is not None
        lowest = min(source.loss({PV: used, KQ: factor * used}) for factor in np.linspace(0.01, 0.2, 200))
        return source.loss(on_line(4, float(best), 1.0)) - lowest

    assert gain(3) > 0
    assert gain(4) < 0


def test_the_family_bends_down_at_a_symbolic_length() -> None:
    for k in (1, 2, 7, 50):
        root = int(sqrt(5 * k)) + 1
        law = Halves(sympy.Integer(root) ** 4, sympy.Integer(1), 4 * sympy.Integer(root) ** 2)
        slope = k * law.kappa2 + sympy.harmonic(k) * ((law.size - 1) * law.within - law.size * law.across)
        assert slope < 0


def test_a_saddle_in_six_dimensions_is_none_at_the_next_length() -> None:
    assert bend_along(halves(3, 3, 2), 3, (1, 1, 1, -1, -1, -1)) == Fraction(-44, 49)
    assert bend_along(halves(3, 3, 2), 4, (1, 1, 1, -1, -1, -1)) > 0


def joined(others: int) -> Atoms:
    """The law of four coordinates with others joined to it as the claim says, its sizes rounded to 15 digits."""
    base = halves(2, 4, 3)
    second, fourth, sixth = (float(base.moment((power, 0, 0, 0))) for power in (2, 4, 6))
    row = sum(float(base.moment(e)) for e in ((2, 4, 0, 0), (2, 0, 4, 0), (2, 0, 0, 4)))
    v = fourth / second
    rho = row / ((4 - others) * fourth * v + (others - 1) * v**3)
    alone = (sixth - rho * v**3) / (fourth - rho * v**2)
    weight = (fourth - rho * v**2) / alone**2
    assert 0 < rho <= 1
    assert alone > 0
    parts: list[tuple[tuple[Any, ...], float]] = [
        ((*x, *([0.0] * others)), float(w) * (1 - rho)) for x, w in base.atoms
    ]
    for signs in product((1, -1), repeat=others):
        parts += [((*x, *(s * sqrt(v) for s in signs)), float(w) * rho / 2**others) for x, w in base.atoms]
    for j, sign in product(range(others), (1, -1)):
        parts.append(((0,) * 4 + tuple(sign * sqrt(alone) * (j == k) for k in range(others)), weight / 2))
    points = [[Fraction(float(x)) for x in point] for point, _ in parts]
    masses = [Fraction(mass) for _, mass in parts]
    return Atoms.of(points, [mass / sum(masses) for mass in masses])


@pytest.mark.parametrize("others", [1, 2])
def test_further_coordinates_keep_the_line_and_the_saddle(others: int) -> None:
    law = joined(others)
    source, best = Population(law, 3), ab_line(law, 3)
    assert best is not None
    point = on_line(law.d, float(best) ** 0.5, float(best) ** 0.5)
    slope = source.gradient(point)
    assert (
        max(abs(block).max() for block in slope.values())
        < 1e-10 * abs(source.gradient(on_line(law.d, 1.0, 1.0))[PV]).max()
    )
    away = np.diag([1.0, 1.0, -1.0, -1.0] + [0.0] * others)
    moved = {name: block @ (np.eye(law.d) + 0.05 * away) for name, block in point.items()}
    assert source.loss(moved) < source.loss(point) * (1 - 1e-7)


@pytest.mark.parametrize("key", ["global-minimum", "local-minimum"])
def test_the_checks_get_the_law_that_is_found(key: str, verdicts: Mapping[str, Verdict]) -> None:
    claim = find(f"zheng2024/{key}")
    found = verdicts[claim.key].witness_law
    assert found is not None
    laws = {case.law for check in crosschecks_of(claim) for case in check.cases if not isinstance(case.law, str)}
    assert laws == {found}


def test_a_case_with_a_law_is_told_by_its_description() -> None:
    law = halves(2, 4, 3)
    case = Case(law, d=4, T=3)
    assert str(case) == f"{law.description}, d=4, T=3"
    assert Unavailable("sampled", case, "too large").case == Case(law.description, d=4, T=3)


def test_a_verdict_at_a_law_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESAPROOF_CACHE", str(tmp_path))
    law, given = halves(2, 4, 3), find("zheng2024/landscape-saddles")
    number = CheckedNumber("bend_at_four", Case(law, d=4, T=3), close(1.0, 1.0, 1.0), 1e-10)
    missing = Unavailable("sampled", Case(law, d=4, T=3), "too large")
    verdict = Verdict(given, Outcome.PROVED, (), crosschecks=(number,), unavailable=(missing,))
    verdict_cache.keep(verdict, False, 0)
    kept = verdict_cache.kept(given, False, 0)
    assert kept == replace(verdict, kept=True)
    assert verdict_record(kept)["crosschecks"][0]["case"] == f"{law.description}, d=4, T=3"


def test_a_failing_part_hands_on_its_law() -> None:
    given = find("zheng2024/landscape-long-sequences")
    law = halves(2, 4, 3)
    broken = replace(
        given, parts=(Settled("part", (), lambda _: Fails("so", law.description, law)),), derive=lambda: ()
    )
    verdict = prove(broken)
    assert verdict.outcome is Outcome.REFUTED
    assert verdict.witness_law is law
    assert isclose(float(verdict.witness_law.moment((2, 0, 0, 0))), 8.5)
