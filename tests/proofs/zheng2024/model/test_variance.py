"""The second moment of the radial slope, and what control variates leave of its variance, are those of quadrature."""

from __future__ import annotations

from fractions import Fraction
from math import prod

import pytest

from numeric_check.compare.agreement import ROUNDING
from proofs.zheng2024.model.variance import controls_variance, radial_second_moment, residual_variance
from proofs.zheng2024.second_route import quadrature
from proofs.zheng2024.second_route.forward import on_line
from symbolic.laws import IID, Atoms, LawFamily, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, Laplace, Uniform, rademacher
from tests.proofs.zheng2024.nodes_of_moments import nodes_of_moments

FAMILIES: list[LawFamily] = [
    IID(Gaussian(Fraction(1, 2))),
    IID(Laplace()),
    IID(Uniform(Fraction(2))),
    IID(rademacher(Fraction(3, 2))),
    Sparse(Fraction(2)),
    Ones(),
]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.description))
@pytest.mark.parametrize(("d", "T"), [(1, 8), (2, 5), (3, 3)])
@pytest.mark.parametrize("u", [1.0, 0.2, -0.5])
def test_the_second_moment_is_exact(family: LawFamily, d: int, T: int, u: float) -> None:
    law = family.at(d)
    if nodes_of_moments(law, T) > 300_000:
        with pytest.raises(quadrature.TooLarge):
            quadrature.radial_moments(law, T, on_line(d, u, 1.0), 300_000)
        return
    mean, second = quadrature.radial_moments(law, T, on_line(d, u, 1.0))
    assert mean**2 <= second * (1 + ROUNDING)
    assert radial_second_moment(law, T, u) == pytest.approx(second, rel=ROUNDING, abs=ROUNDING * T * T)


def test_three_angles_take_part_from_three_dimensions_on() -> None:
    law = IID(rademacher(Fraction(1))).at(3)
    _, second = quadrature.radial_moments(law, 5, on_line(3, 2.0, 1.0))
    assert radial_second_moment(law, 5, 2.0) == pytest.approx(second, rel=ROUNDING)


POINTS = (((1, 2), Fraction(1, 2)), ((-1, Fraction(1, 2)), Fraction(1, 3)), ((3, 0), Fraction(1, 6)))
CONTROLS = {(1,): 0.3, (2,): -1.5, (3,): 0.25, (1, 1): 0.5, (1, 2): -0.125, (1, 1, 1): 0.0625}


def test_what_controls_leave_is_the_variance_start_by_start() -> None:
    """Given the start, mean and square of the slope come from quadrature; the controls are then constants."""
    T, u = 5, 0.4
    law = Atoms.of([point for point, _ in POINTS], [weight for _, weight in POINTS])
    first = square = controls = controls_square = 0.0
    for point, weight in POINTS:
        mean, second = quadrature.radial_moments(Atoms.of([point], [1]), T, on_line(2, u, 1.0))
        known, w = _controls(point), float(weight)
        first, square = first + w * (mean - known), square + w * (second - 2 * known * mean + known**2)
        controls, controls_square = controls + w * known, controls_square + w * known**2
    assert residual_variance(law, T, u, CONTROLS) == pytest.approx(square - first**2, rel=ROUNDING)
    assert controls_variance(law, CONTROLS) == pytest.approx(controls_square - controls**2, rel=ROUNDING)


def _controls(point: tuple[Fraction | int, ...]) -> float:
    sums = {k: sum(float(x) ** (2 * k) for x in point) for k in (1, 2, 3)}
    return sum(c * prod(sums[k] for k in indices) for indices, c in CONTROLS.items())
