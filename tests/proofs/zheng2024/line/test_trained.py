"""The model trained on the line, exactly: its product is a minimum, its error the loss, its ratio the prediction's."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st

from proofs.zheng2024.flow.line_flow import KAPPA1, KAPPA2, KAPPA3
from proofs.zheng2024.line.trained import SECOND, ab_line, error_floor, mean_ratio, recovers, relative_mse
from proofs.zheng2024.model import evaluation
from symbolic.algebra import notation
from symbolic.algebra.limits import limit_at_infinity
from symbolic.expectation.exact_moments import total
from symbolic.expectation.moments import Pattern
from symbolic.laws import IID, Atoms, Law, LawFamily, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, Laplace, Uniform, rademacher, two_point
from tests.proofs.zheng2024.parseval import prediction, target
from tests.strategies_of_laws import atom_laws, on_line, small_fractions, symmetrised_laws

SKEW = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1)))
FAMILIES: list[LawFamily] = [
    SKEW,
    IID(Gaussian(Fraction(1, 2))),
    IID(Laplace()),
    IID(Uniform()),
    Sparse(Fraction(3)),
    Ones(),
]
ZERO = Atoms.of([[0, 0]], [1])


def exactly(value: sympy.Expr | None) -> Fraction:
    assert isinstance(value, sympy.Rational)
    return Fraction(int(value.p), int(value.q))


def loss_at(law: Law, T: int, product: Fraction) -> Fraction:
    return evaluation.loss(law, T, on_line(law.d, product, Fraction(1)))


@given(atom_laws(), st.integers(3, 6), small_fractions().filter(bool))
def test_the_product_is_the_minimum_on_the_line(law: Atoms, T: int, step: Fraction) -> None:
    assume(any(any(point) for point, _ in law.atoms))
    product = exactly(ab_line(law, T))
    least = loss_at(law, T, product)
    assert loss_at(law, T, product + step) == loss_at(law, T, product - step) > least


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.description))
@pytest.mark.parametrize(("d", "T"), [(1, 3), (2, 5), (3, 8)])
def test_the_product_is_the_minimum_for_families(family: LawFamily, d: int, T: int) -> None:
    law = family.at(d)
    product = exactly(ab_line(law, T))
    for step in (Fraction(1, 1000), Fraction(-1, 1000), Fraction(7)):
        assert loss_at(law, T, product + step) > loss_at(law, T, product)


@given(atom_laws(), st.integers(3, 6))
def test_the_relative_error_is_the_loss_over_that_of_predicting_zero(law: Atoms, T: int) -> None:
    assume(any(any(point) for point, _ in law.atoms))
    ratio = loss_at(law, T, exactly(ab_line(law, T))) / evaluation.loss(law, T, {})
    assert exactly(relative_mse(law, T)) == ratio
    assert 0 <= ratio <= 1


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.description))
def test_the_relative_error_of_families(family: LawFamily) -> None:
    law = family.at(3)
    ratio = loss_at(law, 7, exactly(ab_line(law, 7))) / evaluation.loss(law, 7, {})
    assert exactly(relative_mse(law, 7)) == ratio


@given(atom_laws(), st.integers(3, 6), st.integers(2, 5))
def test_the_mean_ratio_is_that_of_prediction_and_target(law: Atoms, T: int, t: int) -> None:
    """Dividing by the target shifts exponents: the mean is the coefficient of the target's own monomial, over x_j."""
    assume(all(any(point[j] for point, _ in law.atoms) for j in range(law.d)))
    product = exactly(ab_line(law, T))
    for j, found in enumerate(mean_ratio(law, T) or ()):
        assert exactly(found) == conditional_ratio(law, t, j, product)


def conditional_ratio(law: Atoms, t: int, j: int, product: Fraction) -> Fraction:
    total = mass = Fraction(0)
    for point, weight in law.atoms:
        if point[j]:
            where, value = target(point, t, j)
            coordinate = prediction(point, t, on_line(law.d, product, Fraction(1)))[j]
            total += weight * coordinate.get(where, Fraction(0)) / value
            mass += weight
    return total / mass


@pytest.mark.parametrize("family", [SKEW, Sparse(Fraction(3)), Ones()], ids=lambda family: str(family.description))
def test_the_mean_ratio_of_families_is_that_of_their_tables(family: LawFamily) -> None:
    points = family.table(3)
    assert points is not None
    table = Atoms.of([point for point, _ in points], [weight for _, weight in points])
    (one,) = mean_ratio(family.at(3), 6) or ()
    assert (one,) * 3 == mean_ratio(table, 6)


@pytest.mark.parametrize("family", [SKEW, Sparse(Fraction(3)), Ones()], ids=lambda family: str(family.description))
@pytest.mark.parametrize("pattern", [SECOND, KAPPA1, KAPPA2, KAPPA3])
def test_totals_of_families_are_those_of_their_tables(family: LawFamily, pattern: Pattern) -> None:
    points = family.table(3)
    assert points is not None
    table = Atoms.of([point for point, _ in points], [weight for _, weight in points])
    assert total(family.at(3), pattern) == total(table, pattern) == sum(pattern.at(table, (j,)) for j in range(3))


def test_the_zero_law_has_no_product() -> None:
    assert ab_line(ZERO, 5) is None
    assert mean_ratio(ZERO, 5) is None
    assert relative_mse(ZERO, 5) is None
    assert mean_ratio(Atoms.of([[1, 0]], [1]), 5) is None


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.description))
def test_symbolic_sizes_take_the_values(family: LawFamily) -> None:
    law = family.at(notation.d)
    for d, T in ((1, 3), (4, 6), (5, 100)):
        values = {notation.T: T, notation.d: d}
        assert sympy.sympify(ab_line(law, notation.T)).subs(values) == ab_line(family.at(d), T)
        assert sympy.sympify(relative_mse(law, notation.T)).subs(values) == relative_mse(family.at(d), T)
        assert (mean_ratio(law, notation.T) or ())[0].subs(values) == (mean_ratio(family.at(d), T) or ())[0]


def almost_every_by_atoms(law: Atoms) -> bool:
    """The mean of `x_i x_i^*` tends to `diag(x_j²)`; the step κ1/κ2 has to undo it wherever x_j is not zero."""
    fourth, sixth = law.moment((4, *[0] * (law.d - 1))), law.moment((6, *[0] * (law.d - 1)))
    return all(fourth * x**2 == sixth for point, _ in law.atoms for x in point if x)


@given(symmetrised_laws() | atom_laws())
def test_recovery_is_decided_as_by_looking_at_every_atom(law: Atoms) -> None:
    found = recovers(law)
    kappas = {(law.moment(four), law.moment(six)) for four, six in _pure_powers(law.d)}
    if len(kappas) > 1 or not any(next(iter(kappas))):
        assert (found.almost_every_W, found.every_W) == (None, None)
        return
    assert found.almost_every_W is almost_every_by_atoms(law)
    alone = all(sum(x != 0 for x in point) <= 1 for point, _ in law.atoms)
    assert found.every_W is (almost_every_by_atoms(law) and alone)


def _pure_powers(d: int) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    places = [tuple(int(j == k) for k in range(d)) for j in range(d)]
    return [(tuple(4 * n for n in place), tuple(6 * n for n in place)) for place in places]


@pytest.mark.parametrize(
    ("law", "almost", "every"),
    [
        (Sparse(Fraction(1, 2)).at(4), True, True),
        (IID(rademacher()).at(1), True, True),
        (IID(rademacher(Fraction(3))).at(2), True, False),
        (Ones().at(3), True, False),
        (IID(Gaussian()).at(2), False, False),
        (SKEW.at(2), False, False),
        (ZERO, None, None),
    ],
    ids=lambda item: getattr(item, "description", str(item)),
)
def test_recovery_of_known_laws(law: Law, almost: bool | None, every: bool | None) -> None:
    found = recovers(law)
    assert (found.almost_every_W, found.every_W) == (almost, every)
    assert found.because


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.description))
def test_the_floor_is_what_the_error_tends_to(family: LawFamily) -> None:
    law = family.at(3)
    floor = error_floor(law)
    assert floor is not None
    assert limit_at_infinity(sympy.Integer(1) - sympy.sympify(relative_mse(law, notation.T)), notation.T) == 1 - floor


def test_the_floor_is_zero_exactly_where_the_law_is_recovered() -> None:
    for family in FAMILIES:
        assert (error_floor(family.at(2)) == 0) is recovers(family.at(2)).almost_every_W


def test_the_floor_needs_one_law_of_all_coordinates() -> None:
    assert error_floor(ZERO) is None
    with pytest.raises(ValueError, match="depends on the coordinate"):
        error_floor(Atoms.of([[1, 0]], [1]))
