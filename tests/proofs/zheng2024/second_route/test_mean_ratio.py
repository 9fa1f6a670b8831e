"""The mean ratio of prediction and target, against predictions averaged over all starts and roots of unity."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from numeric_check.arrays import Complex, Parameters, Real
from numeric_check.laws.sampling import generator
from numeric_check.model.points import gaussian_start
from proofs.zheng2024.second_route.forward import full, on_line, sequence, shapes
from proofs.zheng2024.second_route.mean_ratio import MeanRatio
from proofs.zheng2024.second_route.quadrature import torus_order
from symbolic.laws import IID, Atoms, Law, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, Laplace, two_point

SKEW = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1)))
UNEQUAL = Atoms.of([[1, 2], [0, -1], [-3, 1]], [Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)])
NEVER = Atoms.of([[1, 0], [-2, 0]], [Fraction(1, 3), Fraction(2, 3)])


def predictions(parameters: Parameters, states: Complex, t: int) -> Complex:
    """`ŷ_t` of m sequences, `(m, d)`, from states `(T, m, d)`, by the definition."""
    pv, kq = full(parameters)
    older = np.concatenate([np.zeros_like(states[:1]), states[:-1]])
    tokens = np.concatenate([np.zeros_like(states), states, older], axis=2)[:t]
    asked = np.einsum("tmi,mi->tm", tokens.conj(), tokens[-1] @ kq.T)
    read = np.einsum("tmi,tm->mi", tokens, asked) / (t - 1)
    return np.asarray((read @ pv.T)[:, : states.shape[2]])


def ratio_by_averages(law: Law, T: int, parameters: Parameters) -> Real:
    """All atoms and all roots of unity of a sufficient order."""
    order = torus_order(T)
    roots = np.exp(2j * np.pi * np.arange(order) / order)
    turns = np.array(list(product(roots, repeat=law.d)))
    total = np.zeros(law.d)
    for point, weight in law.atoms or ():
        x1 = np.tile([float(x) for x in point], (len(turns), 1))
        states = sequence(x1, turns, T)
        nonzero = np.array([x != 0 for x in point])
        for t in range(2, T):
            ratios = predictions(parameters, states, t)[:, nonzero] / states[t][:, nonzero]
            total[nonzero] += float(weight) * np.mean(ratios.real, axis=0) / (T - 2)
    chances = [float(law.nonzero_probability(j)) for j in range(law.d)]
    return np.asarray(total / chances)


@pytest.mark.parametrize("law", [SKEW.at(2), Ones().at(2), Sparse(Fraction(3, 2)).at(2), UNEQUAL], ids=str)
@pytest.mark.parametrize("T", [3, 5])
def test_ratio_is_the_average_over_starts_and_eigenvalues(law: Law, T: int) -> None:
    parameters = gaussian_start(shapes(2), 1.0, generator("mean ratio", T))
    np.testing.assert_allclose(MeanRatio(law, T).at(parameters), ratio_by_averages(law, T, parameters), atol=1e-12)


@pytest.mark.parametrize("coordinate", [Gaussian(Fraction(1, 2)), Laplace()], ids=str)
def test_on_the_line_the_ratio_is_the_product_times_the_second_moment(coordinate: Gaussian | Laplace) -> None:
    found = MeanRatio(IID(coordinate).at(3), 8).at(on_line(3, 2.0, 3.0))
    np.testing.assert_allclose(found, 6 * float(coordinate.moment(2)), rtol=1e-13)


def test_whole_trajectories_are_evaluated_at_once() -> None:
    points = [gaussian_start(shapes(2), 1.0, generator("mean ratio: many", n)) for n in range(3)]
    stacked = {name: np.stack([point[name] for point in points]) for name in points[0]}
    ratio = MeanRatio(UNEQUAL, 4)
    assert ratio.at(stacked).tolist() == [ratio.at(point).tolist() for point in points]


def test_a_coordinate_that_is_always_zero_has_no_ratio() -> None:
    found = MeanRatio(NEVER, 4).at(on_line(2, 1.0, 1.0))
    assert found[0] == pytest.approx(3.0)
    assert np.isnan(found[1])
