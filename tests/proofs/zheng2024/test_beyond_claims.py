"""Claims beyond the line: verdicts, witnesses, and the full model trained where they say it goes."""

from __future__ import annotations

from collections.abc import Mapping
from math import isclose

import numpy as np
import pytest

from numeric_check.model.points import gaussian_start
from proofs.verdict import Outcome, Verdict
from proofs.zheng2024.landscape.global_minimum_repaired import VANISHING
from proofs.zheng2024.landscape.landscape_route import at_rest, least
from proofs.zheng2024.landscape.sector_curvature import two_pairs
from proofs.zheng2024.line.trained import ab_line
from proofs.zheng2024.ones.exchangeable_rest import curves
from proofs.zheng2024.ones.ones_flow import REST, tilted
from proofs.zheng2024.second_route.forward import on_line
from proofs.zheng2024.second_route.gradient_sources import masked
from proofs.zheng2024.second_route.model_training import flow
from proofs.zheng2024.second_route.population import Population
from symbolic.expectation.moments import Pattern
from symbolic.laws import IID, Law, Ones
from symbolic.laws.coordinates import Gaussian, rademacher

KQ, PV = "W_KQ_32", "W_PV_12"

VERDICTS = {
    "theorem-4.3": Outcome.PROVED,
    "proposition-4.2": Outcome.REFUTED,
    "proposition-4.2-repaired": Outcome.PROVED,
    "ones-flow": Outcome.PROVED,
    "local-minimum": Outcome.REFUTED,
    "local-minimum-repaired": Outcome.PROVED,
    "global-minimum": Outcome.REFUTED,
    "global-minimum-repaired": Outcome.PROVED,
}


@pytest.mark.parametrize("key", VERDICTS)
def test_verdict(key: str, verdicts: Mapping[str, Verdict]) -> None:
    verdict = verdicts[f"zheng2024/{key}"]
    assert verdict.outcome is VERDICTS[key], verdict.reason
    assert bool(verdict.witness) == (verdict.outcome is Outcome.REFUTED)


def test_witnesses_name_the_place(verdicts: Mapping[str, Verdict]) -> None:
    assert "d = 1" in verdicts["zheng2024/proposition-4.2"].witness
    assert "T=3" in verdicts["zheng2024/local-minimum"].witness


def test_the_moments_come_from_the_hypotheses() -> None:
    assert set(VANISHING) == {Pattern((3, 3)), Pattern((3, 1)), Pattern((5, 1)), Pattern((3, 2, 1))}


def best(law: Law, length: int) -> float:
    product = ab_line(law, length)
    assert product is not None
    return float(product)


@pytest.mark.sampled(1)
@pytest.mark.parametrize("start", [(0.5, 0.5), (-0.5, -0.25)])
def test_the_unmasked_flow_ends_on_the_curve(start: tuple[float, float]) -> None:
    size, length = 3, 10
    end = at_rest(Population(Ones().at(size), length), on_line(size, *start))
    a, b = end[KQ][0, 0], end[PV][0, 0]
    found = (end[KQ][0, 1] / a, end[PV][0, 1] / b, a * b)
    (curve,) = curves(Ones().at(size), length)
    for value, exact in zip(found, curve.values, strict=True):
        assert isclose(value, float(exact.mid()), rel_tol=1e-9)


def test_the_size_of_the_figure_is_listed() -> None:
    """d = 5, T = 100: without the mask the mean product is 0.8536, with it 0.8258."""
    figure = next(row for row in REST if row[:2] == (5, 100))
    assert figure[3][2] == 8536
    assert int(10**4 * best(Ones().at(5), 100)) == 8258


def test_the_mask_keeps_the_line() -> None:
    law = Ones().at(3)
    run = flow(masked(Population(law, 5)), on_line(3, 0.5, 0.25), 20.0, records=3)
    assert all(abs(block - block * np.eye(3)).max() == 0 for block in run.parameters.values())
    assert run.off_line[-1] < 1e-12
    assert isclose(run.products[-1], best(law, 5), rel_tol=1e-9)


def test_without_the_mask_the_line_is_left() -> None:
    law = Ones().at(3)
    product = best(law, 5)
    slope = Population(law, 5).gradient(on_line(3, product, 1.0))
    assert abs(np.diag(slope[KQ])).max() < 1e-12
    assert abs(slope[KQ][0, 1]) > 0.1
    assert abs(slope[PV][0, 1]) > 0.1


def test_tilted_starts_stay_in_the_family() -> None:
    source = Population(Ones().at(3), 5)
    end = flow(source, tilted(3, {"a": 0.5, "b": 0.25}), 3.0, records=2).last
    for block, matrix in end.items():
        off = matrix[~np.eye(3, dtype=bool)]
        assert np.ptp(off) < 1e-9
        assert np.ptp(np.diag(matrix)) < 1e-9
        assert block in (KQ, PV) or abs(matrix).max() < 1e-9


@pytest.mark.slow
def test_the_flow_near_the_saddle_ends_lower() -> None:
    """At the witness the full model, started beside the trained point, leaves it for a lower loss."""
    law, length = two_pairs(4, 3), 3
    source, root = Population(law, length), best(law, length) ** 0.5
    point = on_line(4, root, root)
    trained = source.loss(point)
    nudged = {name: block * (1 + 0.1 * np.array([1, 1, -1, -1])) for name, block in point.items()}
    assert source.loss(nudged) < trained
    run = flow(source, nudged, 5.0, rtol=1e-7, atol=1e-9, records=2)
    assert isclose(run.losses[-1], 75523 / 7012, rel_tol=1e-9)
    assert run.losses[-1] < trained - 0.08


@pytest.mark.sampled(1)
@pytest.mark.parametrize(("law", "length"), [(IID(Gaussian()).at(2), 4), (IID(rademacher()).at(3), 5)])
def test_no_random_point_lies_below_the_least(law: Law, length: int) -> None:
    source, rng = Population(law, length), np.random.default_rng(1)
    product = best(law, length)
    trained = source.loss(on_line(law.d, product, 1.0))
    assert isclose(least(law, length)[0], trained, rel_tol=1e-9)
    assert min(source.loss(gaussian_start(source.blocks, scale, rng)) for scale in (0.1, 0.3, 1.0) * 20) > trained
