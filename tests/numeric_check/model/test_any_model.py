"""What is computed of any model, at one with rectangular blocks: a matrix as a product of two, in no paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import pytest

from numeric_check.arrays import Complex, Parameters, Real, Shapes
from numeric_check.laws.gauss_rules import TooLarge
from numeric_check.laws.sampling import generator
from numeric_check.model import node_means as expectation
from numeric_check.model.curvature import best_multiple, hessian_times, largest_curvature, largest_stable_step
from numeric_check.model.points import flat, gaussian_start, largest, named, size, zeros
from numeric_check.model.source import Masked, free_entries
from numeric_check.model.training import descent, flowing
from numeric_check.model.trajectory import Trajectory
from symbolic.laws import IID
from symbolic.laws.coordinates import Gaussian, two_point

SHAPES: Shapes = {"A": (3, 2), "B": (2, 4), "c": (4,)}
ENTRIES = 18


@dataclass(frozen=True)
class Product:
    """The loss `½ ‖A B − M‖² + ½ ‖c − m‖²`, where M has rank 1."""

    blocks: Shapes = field(default_factory=lambda: SHAPES)

    def loss(self, parameters: Parameters) -> float:
        rest, shift = self._rest(parameters)
        return float(0.5 * np.sum(rest**2) + 0.5 * np.sum(shift**2))

    def gradient(self, parameters: Parameters) -> dict[str, Real]:
        rest, shift = self._rest(parameters)
        return {"A": rest @ parameters["B"].T, "B": parameters["A"].T @ rest, "c": shift}

    def _rest(self, parameters: Parameters) -> tuple[Real, Real]:
        target = np.outer([1.0, -2.0, 0.5], [1.0, 0.0, 2.0, -1.0])
        return parameters["A"] @ parameters["B"] - target, parameters["c"] - np.arange(4.0)


def start(scale: float = 0.5) -> dict[str, Real]:
    return gaussian_start(SHAPES, scale, generator("any model", 0))


def test_a_point_is_its_blocks_one_after_another() -> None:
    point = start()
    vector = flat(point, SHAPES)
    assert size(SHAPES) == vector.size == ENTRIES
    np.testing.assert_array_equal(vector[6:14], point["B"].ravel())
    for name, block in named(np.stack([vector, 2 * vector]), SHAPES).items():
        np.testing.assert_array_equal(block, np.stack([point[name], 2 * point[name]]))
    assert flat({"B": point["B"]}, SHAPES)[:6].tolist() == [0.0] * 6
    assert not any(block.any() for block in zeros(SHAPES).values())


def test_blocks_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown parameter block 'W'; the blocks are A, B, c"):
        flat({"W": np.zeros((3, 2))}, SHAPES)
    with pytest.raises(ValueError, match="parameter block A must be 3 x 2; it is 2 x 3"):
        flat({"A": np.zeros((2, 3))}, SHAPES)


def test_the_largest_entry_is_found_in_any_block() -> None:
    blocks = {"A": np.array([[[1.0, -3.0]], [[0.0, 2.0]]]), "c": np.array([[2.0], [-5.0]])}
    assert largest(blocks).tolist() == [3.0, 5.0]


def test_the_flow_reaches_the_target_and_keeps_what_it_keeps() -> None:
    """`A^T A − B B^T` does not change under the flow of a loss of `A B`."""
    run = Trajectory.of(flowing(Product(), start(), 40.0, records=5), SHAPES)
    assert run.losses[-1] < 1e-8 * run.losses[0]
    kept = [one["A"].T @ one["A"] - one["B"] @ one["B"].T for one in (run.first, run.last)]
    np.testing.assert_allclose(kept[1], kept[0], rtol=0, atol=1e-8)
    np.testing.assert_allclose(run.last["c"], np.arange(4.0), rtol=0, atol=1e-4)


def test_descent_in_short_steps_follows_the_flow() -> None:
    exact = Trajectory.of(flowing(Product(), start(), 0.5, records=2), SHAPES).last
    ends = [Trajectory.of(descent(Product(), start(), 0.5 / n, n), SHAPES).last for n in (400, 800)]
    gaps = [float(np.linalg.norm(flat(end, SHAPES) - flat(exact, SHAPES))) for end in ends]
    assert gaps[0] / gaps[1] == pytest.approx(2, abs=0.1)


def test_the_hessian_is_the_derivative_of_the_gradient() -> None:
    source, point = Product(), start()
    columns = [flat(hessian_times(source, point, named(unit, SHAPES)), SHAPES) for unit in np.eye(ENTRIES)]
    hessian = np.array(columns)
    np.testing.assert_allclose(hessian, hessian.T, rtol=0, atol=1e-10)
    np.testing.assert_allclose(hessian[14:, 14:], np.eye(4), rtol=0, atol=1e-10)
    top = float(np.linalg.eigvalsh(hessian)[-1])
    assert largest_curvature(source, point) == pytest.approx(top, rel=1e-8)
    assert largest_stable_step(source, point) == pytest.approx(2 / top, rel=1e-8)


def test_the_best_multiple_beats_its_neighbours() -> None:
    """With c at zero the loss on a ray is quadratic in the square of the multiple."""
    source, point = Product(), {**start(), "c": np.zeros(4)}
    point["A"][:, 0], point["B"][0] = [1.0, -2.0, 0.5], [1.0, 0.0, 2.0, -1.0]
    best = best_multiple(source, point)
    near = [{name: factor * block for name, block in best.items()} for factor in (0.99, 1.01)]
    assert source.loss(best) < min(source.loss(other) for other in near)


def test_a_mask_holds_entries_fixed() -> None:
    mask = {"A": np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), "c": np.ones(4)}
    source = Masked(Product(), mask)
    assert free_entries(source).tolist() == [0, 3, 4, 5, 14, 15, 16, 17]
    assert free_entries(Masked(source, {"A": np.ones((3, 2))})).tolist() == [0, 3, 4, 5]
    begin = start()
    end = Trajectory.of(descent(source, begin, 0.01, 20), SHAPES).last
    np.testing.assert_array_equal(end["B"], begin["B"])
    moved = end["A"] != begin["A"]
    np.testing.assert_array_equal(moved, mask["A"].astype(bool))


def test_a_mean_over_law_and_torus_is_exact_for_polynomials() -> None:
    """`E |x_1 λ_1 + x_2 λ_2|⁴ = 2 E x⁴ + 4 (E x²)²` for a law with independent coordinates."""
    law = IID(Gaussian(Fraction(1, 2))).at(2)

    def fourth(x: Real, turns: Complex) -> Real:
        return np.asarray(np.abs(np.sum(x * turns, axis=1)) ** 4)

    assert float(expectation.mean(law, 4, 3, fourth)) == pytest.approx(2 * 3 / 16 + 4 / 16, rel=1e-12)
    assert float(expectation.mean(law, 4, 2, fourth)) != pytest.approx(2 * 3 / 16 + 4 / 16, rel=1e-2)
    assert float(expectation.mean(law, 2, 3, fourth)) != pytest.approx(2 * 3 / 16 + 4 / 16, rel=1e-2)


def test_a_mean_visits_as_many_nodes_as_it_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    law, visited = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1))).at(3), [0]

    def ones(x: Real, turns: Complex) -> Real:
        visited[0] += len(x)
        return np.ones((len(x), 2))

    monkeypatch.setattr(expectation, "CHUNK", 100)
    np.testing.assert_allclose(expectation.mean(law, 2, 5, ones), [1.0, 1.0], rtol=1e-13)
    assert visited[0] == expectation.cost(law, 2, 5) == 2**3 * 5**3
    with pytest.raises(TooLarge, match="more than the limit"):
        expectation.mean(law, 2, 5, ones, limit=999)
