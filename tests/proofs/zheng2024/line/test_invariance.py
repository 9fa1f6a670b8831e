"""When the line is invariant: the requirements as forms, and what is left over, against the gradient itself."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from proofs.zheng2024.line.invariance import Leftover, forms, leftovers, line_invariant
from proofs.zheng2024.model import evaluation
from symbolic.algebra import notation
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.witness_check import check_witness
from symbolic.expectation.moments import Pattern, at_law
from symbolic.laws import IID, Atoms, Law, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, rademacher, two_point
from tests.strategies_of_laws import atom_laws, on_line, small_fractions, symmetrised_laws

CENTRED_SKEW = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1)))
NOTHING = Hypotheses("nothing assumed", ())
POINTS = [(Fraction(a), Fraction(b)) for a in (-2, 1, 3) for b in (-1, 1, 2)]
"""Enough to tell apart the monomials a, a²b, b, ab²: a polynomial of degree two in each that vanishes here is zero."""


def along_line(gradient: dict[str, evaluation.Matrix], d: int) -> bool:
    """Whether a gradient is a multiple of the identity in the two blocks of the line, and zero elsewhere."""
    for name, block in gradient.items():
        diagonal = block[0][0] if name in ("W_PV_12", "W_KQ_32") else Fraction(0)
        if block != tuple(tuple(diagonal if p == q else Fraction(0) for q in range(d)) for p in range(d)):
            return False
    return True


def invariant(law: Law, T: int) -> bool:
    return all(along_line(evaluation.gradient(law, T, on_line(law.d, a, b)), law.d) for a, b in POINTS)


@given(symmetrised_laws() | atom_laws(), st.integers(3, 5))
def test_nothing_is_left_over_exactly_when_the_gradient_points_along_the_line(law: Atoms, T: int) -> None:
    assert (not leftovers(law, T)) == invariant(law, T)


@pytest.mark.parametrize("d", [1, 2, 3])
@pytest.mark.parametrize("family", [CENTRED_SKEW, IID(Gaussian()), Sparse(), Ones()], ids=lambda f: str(f.description))
def test_families(family: IID | Sparse | Ones, d: int) -> None:
    law = family.at(d)
    assert (not leftovers(law, 5)) == invariant(law, 5) == (d == 1 or family not in (CENTRED_SKEW, Ones()))


@given(symmetrised_laws(), st.integers(3, 5))
def test_a_law_that_meets_every_requirement_has_an_invariant_line(law: Atoms, T: int) -> None:
    requirements = line_invariant().requirements
    met = not any(check_witness(NOTHING, law, requirement).violation for requirement in requirements)
    assert not met or not leftovers(law, T)


@given(atom_laws(least_d=2), st.integers(3, 5), small_fractions(), small_fractions())
def test_left_over_values_add_up_to_the_entries_off_the_line(law: Atoms, T: int, a: Fraction, b: Fraction) -> None:
    gradient = evaluation.gradient(law, T, on_line(law.d, a, b))
    found = leftovers(law, T)
    for name in ("W_PV_12", "W_KQ_32"):
        for p in range(law.d):
            for q in range(law.d):
                base = gradient[name][0][0] if p == q else Fraction(0)
                assert _pull(found, name, f"{p + 1},{q + 1}", a, b) == gradient[name][p][q] - base


def _pull(found: tuple[Leftover, ...], block: str, place: str, a: Fraction, b: Fraction) -> Fraction:
    chosen = (item for item in found if (item.block, item.entry) == (block, place))
    return sum((a ** item.powers[0] * b ** item.powers[1] * exactly(item.value) for item in chosen), Fraction(0))


def exactly(value: sympy.Expr) -> Fraction:
    assert isinstance(value, sympy.Rational)
    return Fraction(int(value.p), int(value.q))


def test_a_left_over_term_shows_its_moments() -> None:
    (item,) = (one for one in leftovers(CENTRED_SKEW.at(2), 6) if one.block == "W_PV_12")
    assert (item.entry, item.coefficient) == ("j,k", "a**2*b")
    expression = item.formal(notation.T)
    assert at_law(expression, CENTRED_SKEW.at(2)).subs(notation.T, 6) == item.value


@pytest.mark.parametrize("family", [CENTRED_SKEW, Ones(), Sparse()], ids=lambda f: str(f.description))
def test_symbolic_sizes_take_the_values(family: IID | Sparse | Ones) -> None:
    symbolic = leftovers(family.at(notation.d), notation.T)
    for d, T in ((2, 3), (3, 7), (5, 40)):
        at = {notation.d: d, notation.T: T}
        taken = [(item.block, item.entry, item.powers, item.value.subs(at)) for item in symbolic]
        assert taken == [(item.block, item.entry, item.powers, item.value) for item in leftovers(family.at(d), T)]


def test_the_forms_name_the_third_moments() -> None:
    off = {pattern for form in forms() if not form.along_line for pattern, _ in form.combination}
    assert off == {Pattern((3, 3)), Pattern((1, 3)), Pattern((1, 5)), Pattern((1, 3), (2,))}
    along = {pattern for form in forms() if form.along_line for pattern, _ in form.combination}
    assert along == {Pattern((4,)), Pattern((6,)), Pattern((2,), (4,)), Pattern((4,), (2,))}


def test_signs_leave_nothing() -> None:
    assert leftovers(IID(rademacher()).at(4), 9) == ()
