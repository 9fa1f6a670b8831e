"""The gradient on the line, entry by entry, against the gradient at arbitrary parameters; exactly."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from proofs.zheng2024.line.line import Place, entry, in_floats, in_rationals, line_gradient, tangent
from proofs.zheng2024.model import evaluation
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.notation import a, b
from symbolic.algebra import notation
from symbolic.expectation.moments import at_law
from symbolic.laws import IID, Atoms, Law, LawFamily, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, Laplace, rademacher, two_point
from tests.strategies_of_laws import atom_laws, on_line, small_fractions

UNIT = 2.0**-52

SKEW = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1)))
FINITE_FAMILIES: list[LawFamily] = [SKEW, IID(rademacher(Fraction(1, 2))), Sparse(Fraction(3, 2)), Ones()]
FAMILIES: list[LawFamily] = [*FINITE_FAMILIES, IID(Gaussian(Fraction(1, 2))), IID(Laplace())]


def gradient_on_line(law: Law, T: int, a: Fraction, b: Fraction) -> dict[str, evaluation.Matrix]:
    """Every entry from `line`, laid out as `evaluation.gradient` does."""

    def at(block: str, p: int, q: int) -> Fraction:
        place, free = (Place.DIAGONAL, (p,)) if p == q else (Place.OFF_DIAGONAL, (p, q))
        return Fraction(entry(block, place).value(in_rationals(T), law, a, b, free))

    return {name: tuple(tuple(at(name, p, q) for q in range(law.d)) for p in range(law.d)) for name in BLOCKS}


@given(atom_laws(least_d=2), st.integers(3, 6), small_fractions(), small_fractions())
def test_line_entries_are_the_gradient_there_for_any_table(law: Atoms, T: int, a: Fraction, b: Fraction) -> None:
    assert gradient_on_line(law, T, a, b) == evaluation.gradient(law, T, on_line(law.d, a, b))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.description))
@pytest.mark.parametrize(("d", "T"), [(1, 3), (2, 4), (3, 6)])
def test_line_entries_are_the_gradient_there_for_families(family: LawFamily, d: int, T: int) -> None:
    law, a, b = family.at(d), Fraction(3, 4), Fraction(-5, 3)
    assert gradient_on_line(law, T, a, b) == evaluation.gradient(law, T, on_line(d, a, b))


@pytest.mark.parametrize("family", FINITE_FAMILIES, ids=lambda family: str(family.description))
@pytest.mark.parametrize("d", [1, 2, 3, 4])
def test_a_family_has_the_gradient_of_its_table(family: LawFamily, d: int) -> None:
    table = tabulated(family.at(d))
    for T in (3, 5, 40):
        assert gradient_on_line(family.at(d), T, Fraction(2, 3), Fraction(5)) == gradient_on_line(
            table, T, Fraction(2, 3), Fraction(5)
        )


def tabulated(law: Law) -> Atoms:
    assert law.atoms is not None
    return Atoms.of([point for point, _ in law.atoms], [weight for _, weight in law.atoms])


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.description))
@pytest.mark.parametrize(("block", "place"), list(product(BLOCKS, Place)))
def test_expressions_take_the_values(family: LawFamily, block: str, place: Place) -> None:
    law, one = family.at(3), entry(block, place)
    point = Fraction(3, 4), Fraction(-5, 3)
    numbers = {notation.T: 7, a: sympy.Rational(3, 4), b: sympy.Rational(-5, 3)}
    value = at_law(sympy.sympify(one.expression(notation.T)), law).subs(numbers)
    assert value == sympy.Rational(*one.value(in_rationals(7), law, *point).as_integer_ratio())


@pytest.mark.parametrize("T", [3, 10, 1000, 1001, 1500])
def test_floats_take_the_values(T: int) -> None:
    law, a, b = SKEW.at(3), Fraction(3, 4), Fraction(-5, 4)
    for one in line_gradient():
        value = one.value(in_rationals(T), law, a, b)
        size = sum(abs(c.at(T) * a**m.a_power * b**m.b_power * m.pattern.at(law, (0, 1))) for m, c in one.terms)
        computed = one.value(in_floats(T), law, float(a), float(b))
        assert abs(Fraction(computed) - value) <= (T + 20) * UNIT * size


def test_twelve_kinds_of_entries_of_which_four_do_not_vanish_for_every_law() -> None:
    kinds = line_gradient()
    assert len({one.name for one in kinds}) == 12
    assert {one.name for one in kinds if one.terms} == {"W_PV_12[j,j]", "W_PV_12[j,k]", "W_KQ_32[j,j]", "W_KQ_32[j,k]"}
    assert {one.name for one in kinds if tangent(one.block, one.place)} == {"W_PV_12[j,j]", "W_KQ_32[j,j]"}


@given(atom_laws(), st.integers(3, 6), small_fractions(), small_fractions(), small_fractions().filter(bool))
def test_tangent_entries_add_up_to_the_slope_along_the_line(
    law: Atoms, T: int, a: Fraction, b: Fraction, step: Fraction
) -> None:
    ahead, behind = (evaluation.loss(law, T, on_line(law.d, a + s * step, b)) for s in (1, -1))
    slope = (ahead - behind) / (2 * step)
    assert slope == sum(entry("W_KQ_32", Place.DIAGONAL).value(in_rationals(T), law, a, b, (j,)) for j in range(law.d))
