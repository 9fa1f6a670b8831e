"""The four-dimensional family for symbolic T and d, against the general evaluation and against the families found."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from proofs.zheng2024.flow.line_flow import a_velocity, b_velocity
from proofs.zheng2024.model import evaluation
from proofs.zheng2024.model.closures import smallest_family
from proofs.zheng2024.notation import a, b
from proofs.zheng2024.ones.exchangeable import alpha, beta, exchangeable_flow, family_loss
from symbolic.algebra.notation import T, d
from symbolic.expectation.moments import at_law
from symbolic.laws import IID, Atoms, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, two_point
from tests.strategies_of_laws import atom_laws, small_fractions

SKEWED = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1)))
POSITIVE = IID(two_point(Fraction(1), Fraction(1, 3), Fraction(2)))


def exactly(value: Fraction) -> sympy.Rational:
    return sympy.Rational(value.numerator, value.denominator)


def matrix(size: int, on: Fraction, off: Fraction) -> evaluation.Matrix:
    return tuple(tuple(on if p == q else off for q in range(size)) for p in range(size))


@given(st.data(), atom_laws(), st.integers(3, 6))
def test_loss_at_any_law(data: st.DataObject, law: Atoms, horizon: int) -> None:
    on_a, off_a, on_b, off_b = (data.draw(small_fractions()) for _ in range(4))
    theta = {"W_KQ_32": matrix(law.d, on_a, off_a), "W_PV_12": matrix(law.d, on_b, off_b)}
    values = {a: on_a, alpha: off_a, b: on_b, beta: off_b}
    point = {T: horizon, d: law.d} | {symbol: exactly(x) for symbol, x in values.items()}
    found = at_law(family_loss(), law, ()).subs(point).doit()
    assert found == exactly(evaluation.loss(law, horizon, theta))


@pytest.mark.sampled(1)
@pytest.mark.parametrize(
    ("size", "horizon"),
    [(2, 3), pytest.param(2, 6, marks=pytest.mark.slow), (3, 4), pytest.param(3, 5, marks=pytest.mark.slow)],
)
@pytest.mark.parametrize("family", [Ones(), SKEWED, POSITIVE], ids=lambda family: str(family.description))
def test_flow_is_that_of_the_family_found(family: Ones | IID, size: int, horizon: int) -> None:
    found = smallest_family(family.at(size), horizon)
    symbols = dict(zip(found.space.coordinates, (b, beta, a, alpha), strict=True))
    symbolic = exchangeable_flow(family.at(d)).velocity
    for coordinate, velocity in found.flow.items():
        taken = symbolic[symbols[coordinate]].subs({T: horizon, d: size}).doit()
        assert sympy.expand(velocity.xreplace(symbols) - taken) == 0


@pytest.mark.sampled(1)
@pytest.mark.parametrize("family", [Ones(), SKEWED, Sparse()], ids=lambda family: str(family.description))
def test_symbolic_size_takes_the_values(family: Ones | IID | Sparse) -> None:
    symbolic = exchangeable_flow(family.at(d)).velocity
    for size in (2, 5):
        for coordinate, velocity in exchangeable_flow(family.at(size)).velocity.items():
            assert sympy.expand(symbolic[coordinate].subs(d, size) - velocity) == 0


@pytest.mark.sampled(1)
@pytest.mark.parametrize("family", [IID(Gaussian()), Sparse(), Ones(), SKEWED], ids=lambda f: str(f.description))
def test_on_the_line_it_is_the_gradient_of_the_line(family: Ones | IID | Sparse) -> None:
    velocity = exchangeable_flow(family.at(d)).velocity
    for symbol, expected in ((a, a_velocity()), (b, b_velocity())):
        on_line = velocity[symbol].subs({alpha: 0, beta: 0})
        assert sympy.expand(on_line - at_law(expected, family.at(d), (0,))) == 0


@pytest.mark.parametrize("family", [IID(Gaussian()), Sparse()], ids=lambda family: str(family.description))
def test_symmetric_laws_do_not_leave_the_line(family: IID | Sparse) -> None:
    velocity = exchangeable_flow(family.at(d)).velocity
    assert [velocity[symbol].subs({alpha: 0, beta: 0}) for symbol in (alpha, beta)] == [0, 0]


@pytest.mark.parametrize("family", [Ones(), SKEWED], ids=lambda family: str(family.description))
def test_weighted_norm_is_conserved(family: Ones | IID) -> None:
    """`‖W_PV‖² − ‖W_KQ‖²` on the family, for symbolic T and d."""
    velocity = exchangeable_flow(family.at(d)).velocity
    rate = b * velocity[b] - a * velocity[a] + (d - 1) * (beta * velocity[beta] - alpha * velocity[alpha])
    assert sympy.expand(rate) == 0


def test_one_coordinate_is_refused() -> None:
    with pytest.raises(ValueError, match="d = 1"):
        exchangeable_flow(Ones().at(1))
