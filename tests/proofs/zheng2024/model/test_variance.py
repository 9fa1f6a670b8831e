"""The bound on the second moment of the radial slope is one: quadrature stays below it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from numeric_check.compare.agreement import ROUNDING
from proofs.zheng2024.model.variance import radial_second_moment
from proofs.zheng2024.second_route import quadrature
from proofs.zheng2024.second_route.forward import on_line
from symbolic.laws import IID, LawFamily, Ones, Sparse
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
@pytest.mark.parametrize(("d", "T"), [(1, 3), (1, 8), (2, 3), (2, 5), (3, 3)])
@pytest.mark.parametrize("u", [1.0, 0.2, -0.5])
def test_the_second_moment_stays_below(family: LawFamily, d: int, T: int, u: float) -> None:
    law = family.at(d)
    if nodes_of_moments(law, T) > 300_000:
        with pytest.raises(quadrature.TooLarge):
            quadrature.radial_moments(law, T, on_line(d, u, 1.0), 300_000)
        return
    mean, second = quadrature.radial_moments(law, T, on_line(d, u, 1.0))
    bound = radial_second_moment(law, T, u)
    assert mean**2 <= second * (1 + ROUNDING)
    assert second <= bound * (1 + ROUNDING) + ROUNDING * T * T


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.description))
def test_in_one_dimension_the_bound_is_the_second_moment(family: LawFamily) -> None:
    """Without other coordinates only the exact part is left."""
    _, second = quadrature.radial_moments(family.at(1), 6, on_line(1, 0.3, 1.0))
    assert radial_second_moment(family.at(1), 6, 0.3) == pytest.approx(second, rel=ROUNDING)
