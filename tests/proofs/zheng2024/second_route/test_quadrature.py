"""Quadrature against the definition written out in loops, and its nodes against SciPy's moments."""

from __future__ import annotations

from cmath import exp, pi
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy import integrate, stats

from numeric_check.arrays import Parameters, Real
from numeric_check.model import node_means as expectation
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.second_route import forward, one_pass, quadrature
from symbolic.laws import IID, Atoms, FamilyLaw, Law, Ones, Sparse
from symbolic.laws.coordinates import CoordinateLaw, Finite, Gaussian, Laplace, Uniform, rademacher, two_point
from tests.proofs.zheng2024.nodes_of_moments import nodes_of_moments

TABLE = Atoms.of([[1, Fraction(-1, 2)], [Fraction(1, 3), 2]], [Fraction(1, 4), Fraction(3, 4)])

LAWS = [
    IID(Gaussian(Fraction(1, 2))).at(2),
    IID(Laplace()).at(2),
    IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1))).at(2),
    Sparse(Fraction(1, 2)).at(2),
    Ones().at(2),
    TABLE,
]


def all_blocks(d: int) -> dict[str, Real]:
    rng = np.random.default_rng(20)
    return {name: rng.uniform(-1, 1, size=(d, d)) for name in BLOCKS}


def loss_by_loops(law: Atoms, T: int, parameters: Parameters, order: int) -> float:
    """Loops over atoms, eigenvalues and times; the definition in scalars."""
    w_pv, w_kq = (matrix.tolist() for matrix in forward.full(parameters))
    roots = [exp(2j * pi * k / order) for k in range(order)]
    total = 0.0
    for point, weight in law.atoms:
        for eigenvalues in product(roots, repeat=law.d):
            for t in range(2, T):
                total += float(weight) * loss_at(t, [float(x) for x in point], eigenvalues, w_pv, w_kq)
    return total / float(order**law.d)


def loss_at(t: int, start: list[float], eigenvalues: tuple[complex, ...], w_pv: Any, w_kq: Any) -> float:
    d = len(start)
    states = [[0j] * d] + [[x * z**n for x, z in zip(start, eigenvalues, strict=True)] for n in range(t + 1)]
    tokens = [[0j] * d + states[i] + states[i - 1] for i in range(1, t + 1)]
    query = times(w_kq, tokens[-1])
    output = list(tokens[-1])
    for token in tokens:
        score = sum(x.conjugate() * y for x, y in zip(token, query, strict=True)) / (t - 1)
        output = [x + y * score for x, y in zip(output, times(w_pv, token), strict=True)]
    return sum((0.5 * abs(output[j] - states[t + 1][j]) ** 2 for j in range(d)), start=0.0)


def times(matrix: list[list[float]], vector: list[complex]) -> list[complex]:
    return [sum(w * x for w, x in zip(row, vector, strict=True)) for row in matrix]


def test_loss_is_the_definition_in_loops() -> None:
    parameters = all_blocks(2)
    assert quadrature.loss(TABLE, 4, parameters) == pytest.approx(loss_by_loops(TABLE, 4, parameters, 11), rel=1e-12)


def test_the_loops_tell_parameters_apart() -> None:
    changed = {**all_blocks(2), "W_KQ_22": np.zeros((2, 2))}
    found = quadrature.loss(TABLE, 4, changed)
    assert found != pytest.approx(loss_by_loops(TABLE, 4, all_blocks(2), 11), rel=1e-6)


@pytest.mark.parametrize("copies", [1, 2])
@pytest.mark.parametrize("T", [3, 4, 5])
def test_torus_order_is_just_large_enough(T: int, copies: int) -> None:
    order = quadrature.torus_order(T, copies)
    fine, enough, short = (torus_mean(T, copies, M) for M in (order + 5, order, order - 1))
    assert enough == pytest.approx(fine, rel=1e-12)
    assert short != pytest.approx(fine, rel=1e-9)


def torus_mean(T: int, copies: int, order: int) -> float:
    """At the blocks whose monomials reach the largest exponents, with coefficients that cannot cancel."""
    parameters = {"W_PV_12": np.ones((2, 2)), "W_KQ_22": np.ones((2, 2))}
    roots = np.exp(2j * np.pi * np.arange(order) / order)
    lam = np.array(list(product(roots, repeat=2)))
    return float(np.mean(one_pass.losses(parameters, np.ones((len(lam), 2)), lam, T) ** copies))


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.description)
def test_gradient_is_differences_of_the_loss(law: Law) -> None:
    parameters, T = all_blocks(2), 4
    gradient = quadrature.gradient(law, T, parameters)
    size = max(float(np.max(np.abs(block))) for block in gradient.values())
    for name, p, q in product(BLOCKS, range(2), range(2)):
        step = np.zeros((2, 2))
        step[p, q] = 0.5
        up, down = (quadrature.loss(law, T, {**parameters, name: parameters[name] + s * step}) for s in (1, -1))
        assert gradient[name][p, q] == pytest.approx(up - down, rel=0, abs=1e-11 * size)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.description)
def test_moments_belong_to_gradient_and_radial(law: Law) -> None:
    """The longer rules give the same mean, and the radial derivative is that along `W_PV`."""
    parameters, T = all_blocks(2), 3
    gradient = quadrature.gradient(law, T, parameters)
    mean, second = quadrature.gradient_moments(law, T, parameters)
    for name in BLOCKS:
        np.testing.assert_allclose(mean[name], gradient[name], rtol=0, atol=1e-11 * np.max(np.abs(gradient[name])))
        assert np.all(second[name] >= mean[name] ** 2 * (1 - 1e-12))
    radial, radial_second = quadrature.radial_moments(law, T, parameters)
    along = sum(float(np.sum(gradient[name] * parameters[name])) for name in ("W_PV_12", "W_PV_13"))
    assert radial == pytest.approx(along, rel=1e-11)
    assert radial_second >= radial**2


def test_second_moments_by_a_finer_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    law, parameters = IID(Gaussian()).at(2), all_blocks(2)
    found = quadrature.gradient_moments(law, 3, parameters)[1], quadrature.radial_moments(law, 3, parameters)
    monkeypatch.setattr(quadrature, "DEGREE", quadrature.DEGREE + 2)
    finer = quadrature.gradient_moments(law, 4, parameters), quadrature.gradient_moments(law, 3, parameters)[1]
    for name in BLOCKS:
        np.testing.assert_allclose(found[0][name], finer[1][name], rtol=1e-10)
        assert not np.allclose(found[0][name], finer[0][1][name], rtol=1e-6)
    assert quadrature.radial_moments(law, 3, parameters) == pytest.approx(found[1], rel=1e-10)


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("coordinate", "reference"),
    [
        (Gaussian(Fraction(1, 2)), stats.norm(scale=0.5)),
        (Laplace(Fraction(3, 2)), stats.laplace(scale=1.5)),
        (Uniform(Fraction(2)), stats.uniform(-2, 4)),
        (rademacher(Fraction(3)), stats.rv_discrete(values=([3, -3], [0.5, 0.5]))),
        (two_point(Fraction(2), Fraction(1, 3), Fraction(-1)), stats.rv_discrete(values=([2, -1], [1 / 3, 2 / 3]))),
    ],
    ids=lambda case: getattr(case, "description", ""),
)
@pytest.mark.parametrize("degree", [6, 12])
def test_nodes_integrate_powers(coordinate: CoordinateLaw, reference: Any, degree: int) -> None:
    points, weights = expectation.nodes(IID(coordinate).at(2), degree)
    assert np.sum(weights) == pytest.approx(1, rel=1e-13)
    moments = [moment(reference, n) for n in range(degree + 1)]
    for first, other in product(range(degree + 1), repeat=2):
        found = float(weights @ (points[:, 0] ** first * points[:, 1] ** other))
        expected = moments[first] * moments[other]
        size = float(weights @ (np.abs(points[:, 0]) ** first * np.abs(points[:, 1]) ** other))
        assert found == pytest.approx(expected, rel=0, abs=1e-11 * size)


def moment(reference: Any, n: int) -> float:
    """Of a discrete law as SciPy gives it, of a density by adaptive integration on either side of its kink."""
    if isinstance(reference, stats.rv_discrete):
        return float(reference.moment(n)) if n else 1.0
    low, high = reference.support()
    halves = [integrate.quad(lambda x: x**n * reference.pdf(x), *ends, epsabs=0) for ends in ((low, 0), (0, high))]
    return float(sum(value for value, _ in halves))


@pytest.mark.parametrize("coordinate", [Gaussian(), Laplace(), Uniform()], ids=lambda law: law.description)
def test_nodes_are_no_longer_than_needed(coordinate: CoordinateLaw) -> None:
    """A rule for degree 6 gets the eighth moment of a continuous law wrong; one for degree 8 does not."""
    reference = {"gaussian": stats.norm(), "laplace": stats.laplace(), "uniform": stats.uniform(-1, 2)}
    expected = moment(reference[coordinate.description.split("(")[0]], 8)
    short, enough = (expectation.nodes(IID(coordinate).at(1), degree) for degree in (6, 8))
    assert float(short[1] @ short[0][:, 0] ** 8) != pytest.approx(expected, rel=1e-3)
    assert float(enough[1] @ enough[0][:, 0] ** 8) == pytest.approx(expected, rel=1e-12)


def test_nodes_of_joint_laws() -> None:
    points, weights = expectation.nodes(Sparse(Fraction(1, 2)).at(3), 6)
    assert float(weights @ points[:, 1] ** 4) == pytest.approx(1 / 48)
    assert not np.any(points[:, 0] * points[:, 2])
    assert expectation.nodes(Ones().at(3), 6)[0].tolist() == [[1, 1, 1]]
    points, weights = expectation.nodes(TABLE, 6)
    assert points.tolist() == [[1, -0.5], [1 / 3, 2]]
    assert weights.tolist() == [0.25, 0.75]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.description)
def test_cost_counts_the_visited_nodes(law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    visited: list[int] = []
    losses = one_pass.losses

    def counting(parameters: Parameters, x1: Real, lam: Any, T: int) -> Real:
        visited.append(len(x1))
        return losses(parameters, x1, lam, T)

    monkeypatch.setattr(one_pass, "losses", counting)
    quadrature.loss(law, 5, forward.on_line(2, 0.5, 0.5))
    assert sum(visited) == quadrature.cost(law, 5)
    assert max(visited) <= expectation.CHUNK


def test_too_many_nodes_are_refused_before_any_work() -> None:
    law, parameters = IID(Gaussian()).at(6), forward.on_line(6, 0.1, 0.1)
    with pytest.raises(quadrature.TooLarge, match="more than the limit") as refusal:
        quadrature.loss(law, 100, parameters)
    assert (refusal.value.nodes, refusal.value.limit) == (quadrature.cost(law, 100), expectation.LIMIT)
    exactly = nodes_of_moments(TABLE, 4)
    quadrature.radial_moments(TABLE, 4, all_blocks(2), limit=exactly)
    with pytest.raises(quadrature.TooLarge):
        quadrature.radial_moments(TABLE, 4, all_blocks(2), limit=exactly - 1)
    with pytest.raises(quadrature.TooLarge):
        expectation.nodes(IID(Gaussian()).at(40), 6)


@dataclass(frozen=True)
class Stranger:
    d: int = 2


@pytest.mark.parametrize("wrap", [lambda law: law, lambda law: FamilyLaw(law, 2), lambda law: IID(law).at(2)])
def test_unknown_class_is_named(wrap: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError, match="class Stranger"):
        quadrature.loss(wrap(Stranger()), 4, forward.on_line(2, 1.0, 1.0))


def test_other_bad_input_is_refused() -> None:
    heavy = IID(Finite(((Fraction(1), Fraction(1, 2)), (Fraction(2), Fraction(1, 3))))).at(2)
    with pytest.raises(ValueError, match="sum to 1"):
        quadrature.loss(heavy, 4, forward.on_line(2, 1.0, 1.0))
    with pytest.raises(ValueError, match="T >= 3"):
        quadrature.loss(TABLE, 2, forward.on_line(2, 1.0, 1.0))
    with pytest.raises(ValueError, match="must both be"):
        quadrature.loss(TABLE, 4, forward.on_line(3, 1.0, 1.0))
