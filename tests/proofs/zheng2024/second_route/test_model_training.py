"""Training of the full model: descent, flow, conservation laws, limits, departures from the line, stability."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import inf
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from numeric_check.arrays import Parameters, Real
from numeric_check.compare.agreement import ROUNDING
from numeric_check.laws.sampling import generator
from numeric_check.model.curvature import best_multiple, hessian_times, largest_curvature, largest_stable_step
from numeric_check.model.points import flat, gaussian_start, named
from numeric_check.model.source import Source
from numeric_check.model.training import Diverged, descent, flowing
from proofs.zheng2024.model.attention import BLOCKS, KQ_BLOCKS, PV_BLOCKS
from proofs.zheng2024.second_route import gradient_sources, one_pass, quadrature
from proofs.zheng2024.second_route.forward import on_line, shapes
from proofs.zheng2024.second_route.gradient_sources import Batch, Quadrature, chunk, masked
from proofs.zheng2024.second_route.line_trajectory import LineTrajectory, off_line_part
from proofs.zheng2024.second_route.model_training import descend, flow, initial_rates, leaves_line
from proofs.zheng2024.second_route.population import Population
from symbolic.laws import IID, Law, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, rademacher, two_point

SHAPES = shapes(2)
SKEW = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1))).at(2)
GAUSSIAN = IID(Gaussian()).at(2)
RADEMACHER = IID(rademacher()).at(2)
SYMMETRIC: list[Law] = [GAUSSIAN, Sparse().at(2), RADEMACHER]


def every_sequence(T: int) -> Batch:
    """All signs and all roots of unity once: a batch whose mean is the population mean of the Rademacher law."""
    order = quadrature.torus_order(T)
    roots = np.exp(2j * np.pi * np.arange(order) / order)
    rows = list(product((-1.0, 1.0), (-1.0, 1.0), roots, roots))
    return Batch(np.array([row[:2] for row in rows]), np.array([row[2:] for row in rows]), T)


def assert_same(found: Parameters, expected: Mapping[str, Real], tolerance: float) -> None:
    for name in BLOCKS:
        np.testing.assert_allclose(found[name], expected[name], rtol=0, atol=tolerance)


def test_three_sources_of_one_gradient_train_alike() -> None:
    start = gaussian_start(SHAPES, 0.3, generator("training: sources", 0))
    sources: list[Source] = [Population(RADEMACHER, 4), Quadrature(RADEMACHER, 4), every_sequence(4)]
    first, *others = [descend(source, start, 0.05, 20, every=5) for source in sources]
    for other in others:
        np.testing.assert_allclose(other.losses, first.losses, rtol=ROUNDING)
        assert_same(other.last, first.last, ROUNDING)
    assert first.losses[-1] < 0.9 * first.losses[0]


def test_batches_do_not_depend_on_their_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = Batch.drawn(SKEW, 6, 50, generator("training: batch", 0))
    point = gaussian_start(SHAPES, 1.0, generator("training: batch", 1))
    whole = batch.loss(point), batch.gradient(point)
    gradients = one_pass.gradients(point, batch.x1, batch.lam, 6)
    means = {name: np.mean(blocks, axis=0) for name, blocks in gradients.items()}
    monkeypatch.setattr(gradient_sources, "CHUNK", 7)
    assert batch.loss(point) == pytest.approx(whole[0], rel=1e-13)
    for found in (whole[1], batch.gradient(point)):
        assert_same(found, means, 1e-12 * max(float(np.max(np.abs(block))) for block in means.values()))


@given(law=st.sampled_from([GAUSSIAN, SKEW, Ones().at(2)]), T=st.integers(3, 8), seed=st.integers(0, 2**32 - 1))
def test_flow_from_any_start_lowers_the_loss_and_keeps_the_balance(law: Law, T: int, seed: int) -> None:
    """`ŷ` is linear in `W_PV` and in `W_KQ`, so `⟨W_PV, ∂L/∂W_PV⟩ = ⟨W_KQ, ∂L/∂W_KQ⟩`: `‖W_PV‖² − ‖W_KQ‖²` stays."""
    source, start = Population(law, T), gaussian_start(SHAPES, 0.5, np.random.default_rng(seed))
    run = flow(source, start, 0.3 / (1 + float(np.linalg.norm(flat(source.gradient(start), SHAPES)))), records=9)
    assert np.all(np.diff(run.losses) < 0)
    difference = norms(run.parameters, PV_BLOCKS) - norms(run.parameters, KQ_BLOCKS)
    np.testing.assert_allclose(difference, difference[0], rtol=0, atol=1e-8)


def norms(parameters: Mapping[str, Real], names: tuple[str, ...]) -> Real:
    return np.asarray(sum(np.sum(parameters[name] ** 2, axis=(1, 2)) for name in names), dtype=np.float64)


def test_flow_loses_what_the_squared_gradient_says() -> None:
    """`dL/dτ = −‖∇L‖²`, integrated by Simpson's rule over the records."""
    source, start = Population(SKEW, 5), gaussian_start(SHAPES, 0.3, generator("training: energy", 0))
    run = flow(source, start, 0.02, records=201)
    points = [{name: blocks[n] for name, blocks in run.parameters.items()} for n in range(201)]
    speeds = np.array([float(np.sum(flat(source.gradient(point), SHAPES) ** 2)) for point in points])
    weights = np.array([1, *[4, 2] * 99, 4, 1]) * 0.02 / 200 / 3
    assert run.losses[0] - run.losses[-1] == pytest.approx(float(weights @ speeds), rel=1e-7)


def test_a_squared_minus_b_squared_stays_on_an_invariant_line() -> None:
    run = flow(Population(GAUSSIAN, 5), on_line(2, 0.1, 0.4), 3.0)
    assert np.max(run.off_line) < 1e-12
    assert np.ptp(run.products) > 0.1
    np.testing.assert_allclose(run.a**2 - run.b**2, 0.1**2 - 0.4**2, rtol=0, atol=1e-9)


def best_product(law: Law, T: int) -> float:
    """Minimiser of the loss on the line as a function of the product: where the slope, by quadrature, changes sign."""

    def slope(u: float) -> float:
        return float(np.trace(quadrature.gradient(law, T, on_line(law.d, u, 1.0))["W_KQ_32"]))

    root = float(brentq(slope, 0.0, 2.0, xtol=1e-13, rtol=1e-13))
    at, near = (quadrature.loss(law, T, on_line(law.d, u, 1.0)) for u in (root, root + 0.01))
    assert at < near
    return root


@pytest.mark.sampled(2)
@pytest.mark.parametrize("law", SYMMETRIC, ids=lambda law: str(law.description))
@pytest.mark.parametrize("start", [(0.1, 0.1), (0.5, 1.5)])
def test_limit_product_of_the_flow_minimises_the_loss_on_the_line(law: Law, start: tuple[float, float]) -> None:
    run = flow(Population(law, 5), on_line(2, *start), 60.0, records=3)
    assert run.off_line[-1] < 1e-10
    assert run.products[-1] == pytest.approx(best_product(law, 5), abs=1e-8)


def test_descent_with_small_steps_follows_the_flow_to_first_order() -> None:
    source, start = Population(SKEW, 5), gaussian_start(SHAPES, 0.3, generator("training: euler", 0))
    exact = flat(flow(source, start, 0.1).last, SHAPES)
    gaps = [float(np.linalg.norm(flat(descend(source, start, 0.1 / n, n).last, SHAPES) - exact)) for n in (400, 800)]
    assert gaps[0] < 0.02 * np.linalg.norm(exact)
    assert gaps[0] / gaps[1] == pytest.approx(2, abs=0.1)


def test_descent_records_what_was_asked_for() -> None:
    run = descend(Population(GAUSSIAN, 4), on_line(2, 0.2, 0.3), 0.125, 10, every=4)
    assert run.times.tolist() == [0.0, 0.5, 1.0, 1.25]
    assert {name: blocks.shape for name, blocks in run.parameters.items()} == dict.fromkeys(BLOCKS, (4, 2, 2))
    assert run.losses[-1] == Population(GAUSSIAN, 4).loss(run.last)
    assert run.products[0] == pytest.approx(0.06, rel=1e-14)


@pytest.mark.parametrize("law", [SKEW, Ones().at(2)], ids=lambda law: str(law.description))
def test_a_law_without_symmetry_leaves_the_line_at_the_rate_of_its_gradient(law: Law) -> None:
    time = 1e-3
    gone = leaves_line(law, 5, 0.5, 0.7, time)
    expected = off_line_part({n: -g for n, g in quadrature.gradient(law, 5, on_line(2, 0.5, 0.7)).items()})
    assert_same(gone.rates, expected, 1e-9)
    assert gone.largest_rate > 0.1
    assert gone.deviation[-1] < 0.1 * time * gone.largest_rate
    assert gone.deviation[10] / gone.deviation[5] == pytest.approx(4, rel=0.05)


@pytest.mark.parametrize("law", SYMMETRIC, ids=lambda law: str(law.description))
def test_a_sign_symmetric_law_stays_on_the_line(law: Law) -> None:
    gone = leaves_line(law, 5, 0.5, 0.7, 0.1)
    assert gone.largest_rate < 1e-13
    assert np.max(gone.deviation) < 1e-13


def test_initial_rates_are_minus_the_gradient() -> None:
    start = gaussian_start(SHAPES, 1.0, generator("training: rates", 0))
    expected = {name: -block for name, block in quadrature.gradient(SKEW, 5, start).items()}
    assert_same(initial_rates(Population(SKEW, 5), start), expected, 1e-9)


def test_off_line_part_is_what_is_left_of_the_nearest_point_of_the_line() -> None:
    point = {name: np.zeros((1, 2, 2)) for name in BLOCKS}
    point["W_KQ_32"][0], point["W_PV_13"][0] = [[1.0, 5.0], [0.0, 3.0]], [[7.0, 0.0], [0.0, 7.0]]
    rest = off_line_part(point)
    assert rest["W_KQ_32"].tolist() == [[[-1.0, 5.0], [0.0, 1.0]]]
    assert rest["W_PV_13"].tolist() == [[[7.0, 0.0], [0.0, 7.0]]]


def test_a_step_that_is_too_large_is_named_once_the_loss_has_grown() -> None:
    match = r"step size 0\.5 diverges: the loss has grown to .* at step \d; take a smaller step"
    with pytest.raises(Diverged, match=match):
        descend(Population(GAUSSIAN, 5), on_line(2, 2.0, 2.0), 0.5, 1000)


def test_divergence_is_noticed_between_records() -> None:
    with pytest.raises(Diverged, match=r"step size 0\.5 diverges: a parameter is not finite at step \d\d?;"):
        descend(Population(GAUSSIAN, 5), on_line(2, 2.0, 2.0), 0.5, 1000, every=1000)


class Cliff:
    """The loss `−Σ W` over all entries, which is not a number once an entry passes 1/2."""

    blocks = shapes(1)

    def loss(self, parameters: Parameters) -> float:
        return -float(np.sum(flat(parameters, self.blocks)))

    def gradient(self, parameters: Parameters) -> dict[str, Real]:
        return {name: np.where(block > 0.5, np.nan, -1.0) for name, block in parameters.items()}


def test_a_flow_that_cannot_be_followed_is_an_error() -> None:
    start = gaussian_start(shapes(1), 0.0, generator("training: cliff", 0))
    np.testing.assert_allclose(flat(flow(Cliff(), start, 0.4).last, shapes(1)), 0.4, rtol=1e-9)
    with pytest.raises(Diverged, match=r"beyond time 0\.(49\d*|5) of 1: "):
        flow(Cliff(), start, 1.0)


@pytest.mark.parametrize("size", [1e150, inf])
def test_a_start_without_a_finite_loss_is_refused(size: float) -> None:
    with pytest.raises(ValueError, match="loss at the start is not a finite number"):
        flow(Population(GAUSSIAN, 5), {"W_PV_12": np.full((2, 2), size), "W_KQ_22": np.full((2, 2), size)}, 1.0)
    with pytest.raises(ValueError, match="loss at the start is not a finite number"):
        descend(Population(GAUSSIAN, 5), {"W_PV_12": np.full((2, 2), size), "W_KQ_22": np.eye(2) * 1e10}, 0.1, 5)


def test_sizes_that_mean_nothing_are_refused() -> None:
    source, start = Population(GAUSSIAN, 4), on_line(2, 1.0, 1.0)
    for step, steps, every in ((0.0, 5, 1), (inf, 5, 1), (0.1, 0, 1), (0.1, 5, 0)):
        with pytest.raises(ValueError, match="must be positive"):
            descend(source, start, step, steps, every)
    with pytest.raises(ValueError, match="positive time"):
        flow(source, start, -1.0)
    with pytest.raises(ValueError, match="must be 2 x 2"):
        flow(source, on_line(3, 1.0, 1.0), 1.0)
    with pytest.raises(ValueError, match="at least one start"):
        Batch(np.zeros((0, 2)), np.zeros((0, 2), dtype=complex), 4)


@given(seed=st.integers(0, 2**32 - 1), scale=st.sampled_from([0.0, 0.1, 3.0]))
def test_hessian_is_the_second_derivative_of_the_loss(seed: int, scale: float) -> None:
    """Along a direction the loss has degree 4, so its five-point second difference has no truncation error."""
    rng, source = np.random.default_rng(seed), Population(SKEW, 5)
    point, along = gaussian_start(SHAPES, scale, rng), gaussian_start(SHAPES, 1.0, rng)
    losses = [source.loss({n: point[n] + step * along[n] for n in BLOCKS}) for step in (-2, -1, 0, 1, 2)]
    second = np.array([-1, 16, -30, 16, -1]) @ losses / 12
    found = flat(hessian_times(source, point, along), SHAPES) @ flat(along, SHAPES)
    assert found == pytest.approx(second, abs=1e-11 * max(losses))


@pytest.mark.parametrize("scale", [0.0, 0.5])
@pytest.mark.parametrize("d", [1, 2])
def test_largest_curvature_is_the_largest_eigenvalue_of_the_whole_hessian(d: int, scale: float) -> None:
    source = Population(IID(Gaussian()).at(d), 5)
    point = gaussian_start(source.blocks, scale, generator("training: curvature", d))
    columns = [hessian_times(source, point, named(unit, source.blocks)) for unit in np.eye(6 * d * d)]
    hessian = np.array([flat(column, source.blocks) for column in columns])
    np.testing.assert_allclose(hessian, hessian.T, rtol=0, atol=1e-11 * np.max(np.abs(hessian)))
    eigenvalues = np.linalg.eigvalsh(hessian)
    assert largest_curvature(source, point) == pytest.approx(eigenvalues[-1], rel=1e-8)
    assert largest_stable_step(source, point) == pytest.approx(2 / eigenvalues[-1], rel=1e-8)


def test_descent_near_a_minimum_is_stable_up_to_that_step() -> None:
    source, u = Population(GAUSSIAN, 5), best_product(GAUSSIAN, 5)
    minimum = on_line(2, u**0.5, u**0.5)
    noise = gaussian_start(SHAPES, 1e-6, generator("training: stable", 0))
    start = {name: noise[name] + minimum.get(name, 0.0) for name in BLOCKS}
    limit = largest_stable_step(source, minimum)
    below, above = (descend(source, start, factor * limit, 60) for factor in (0.95, 1.05))
    moved = [float(np.linalg.norm(flat(source.gradient(run.last), SHAPES))) for run in (below, above)]
    begun = float(np.linalg.norm(flat(source.gradient(start), SHAPES)))
    assert moved[0] < begun < moved[1]


def test_no_curvature_bounds_no_step() -> None:
    source = Population(IID(two_point(Fraction(0), Fraction(1, 2), Fraction(0))).at(2), 4)
    assert largest_curvature(source, on_line(2, 1.0, 1.0)) == 0.0
    assert largest_stable_step(source, on_line(2, 1.0, 1.0)) == inf


def test_masked_entries_stay_and_do_not_count_for_the_curvature() -> None:
    source = Population(SKEW, 5)
    start = gaussian_start(SHAPES, 0.3, generator("training: mask", 0))
    run = descend(masked(source), start, 0.01, 20)
    off_diagonal = ~np.eye(2, dtype=bool)
    for name in BLOCKS:
        np.testing.assert_array_equal(run.last[name][off_diagonal], start[name][off_diagonal])
        assert np.all(run.last[name][~off_diagonal] != start[name][~off_diagonal])
    diagonal = np.flatnonzero(np.tile(np.eye(2).ravel(), 6))
    columns = [flat(hessian_times(source, start, named(np.eye(24)[n], SHAPES)), SHAPES)[diagonal] for n in diagonal]
    largest = float(np.linalg.eigvalsh(np.array(columns))[-1])
    assert largest_curvature(masked(source), start) == pytest.approx(largest, rel=1e-8)
    assert largest_curvature(source, start) > largest


def test_descent_that_has_settled_stops_and_records_its_last_step() -> None:
    source = Population(GAUSSIAN, 5)
    records = list(descent(source, on_line(2, 0.3, 0.3), 0.01, 5000, every=None, settled=1e-9))
    assert records[-1].number < 5000
    before = flat(descend(source, on_line(2, 0.3, 0.3), 0.01, records[-1].number - 1, every=10**6).last, SHAPES)
    moved = float(np.linalg.norm(records[-1].point - before))
    assert 0.5e-9 < moved / float(np.linalg.norm(records[-1].point)) <= 1e-9


def test_records_without_a_spacing_are_dense_at_first_and_two_per_cent_apart_later() -> None:
    run = descend(Population(GAUSSIAN, 3), on_line(2, 0.3, 0.3), 0.001, 400, every=None)
    numbers = np.round(run.times / 0.001).astype(int)
    assert numbers[:51].tolist() == list(range(51))
    assert numbers[-1] == 400
    assert np.all(np.diff(numbers) <= 1 + np.expm1(1 / 50) * numbers[:-1])
    assert len(numbers) < 51 + 50 * np.log(8) + 2


@pytest.mark.parametrize("records", [descent, flowing])
def test_records_come_one_by_one(records: Any) -> None:
    stream = records(
        Population(GAUSSIAN, 4), on_line(2, 0.3, 0.3), 0.01, **({"steps": 9} if records is descent else {})
    )
    first, second = next(stream), next(stream)
    assert (first.number, second.number, first.time) == (0, 1, 0.0)
    assert second.loss < first.loss
    whole = LineTrajectory.of([first, second, *stream], SHAPES)
    assert len(whole.times) == (10 if records is descent else 101)
    assert whole.first["W_KQ_32"].tolist() == [[0.3, 0.0], [0.0, 0.3]]


@pytest.mark.parametrize(("a", "b"), [(0.1, 0.1), (2.0, 3.0), (1e-4, 1.0)])
def test_best_multiple_of_a_point_of_the_line_has_the_best_product(a: float, b: float) -> None:
    found = best_multiple(Population(GAUSSIAN, 5), on_line(2, a, b))
    assert found["W_KQ_32"][0, 0] * found["W_PV_12"][0, 0] == pytest.approx(best_product(GAUSSIAN, 5), rel=1e-7)
    assert found["W_KQ_32"][0, 0] / found["W_PV_12"][0, 0] == pytest.approx(a / b)


def test_best_multiple_against_the_target_is_zero() -> None:
    found = best_multiple(Population(GAUSSIAN, 5), on_line(2, 1.0, -1.0))
    assert not any(block.any() for block in found.values())


def test_a_hessian_beyond_floating_point_is_refused() -> None:
    with np.errstate(over="ignore", invalid="ignore"), pytest.raises(ValueError, match="range of floating point"):
        largest_curvature(Population(GAUSSIAN, 5), on_line(2, 1e120, 1e120))


def test_large_blocks_are_held_for_fewer_sequences() -> None:
    assert chunk(2) == gradient_sources.CHUNK
    assert 6 * 100**2 * chunk(100) <= gradient_sources.CHUNK_ENTRIES < 6 * 100**2 * (chunk(100) + 1)
    assert chunk(10**4) == 1
