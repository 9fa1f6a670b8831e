"""Composite laws: their one form, their moments against definitions, what they say of their symmetries, bad parts."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product
from math import comb, prod
from typing import Any

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from symbolic.laws import IID, Atoms, LawFamily, Ones, Sparse
from symbolic.laws.composite import (
    Comonotone,
    Equicorrelated,
    Mixture,
    ScaleMixture,
    Sphere,
    marginal,
    mixture,
    transformed,
)
from symbolic.laws.coordinates import (
    CoordinateLaw,
    Finite,
    Gaussian,
    Laplace,
    MomentDoesNotExist,
    Student,
    Uniform,
    rademacher,
    two_point,
)
from symbolic.laws.coordinates.counting import NegativeBinomial, Poisson, binomial
from symbolic.laws.coordinates.derived import SymmetryUnknown, affine, centre_of, mixed, point_mass
from symbolic.laws.coordinates.existence import moments_end
from symbolic.laws.coordinates.mixing import StudentScale
from symbolic.laws.coordinates.positive import Beta, Gamma, LogNormal, Pareto, Rayleigh, Triangular, Weibull
from symbolic.laws.coordinates.unbounded import Cauchy, Gumbel, Logistic
from symbolic.laws.elliptical import Elliptical, Member, decomposition, elliptical
from symbolic.laws.empirical import Empirical
from symbolic.laws.isserlis import isserlis
from symbolic.laws.power_sums import power_sum_mean
from symbolic.laws.vectors import LinearImage, Product, independent, linear_image, vector_mixture
from tests.strategies_of_laws import atom_laws, finite_coordinates, small_fractions

HALF, ONE, TWO = Fraction(1, 2), Fraction(1), Fraction(2)
SKEW = two_point(TWO, Fraction(1, 3), -ONE)


# Affine images and mixtures of one coordinate


@pytest.mark.parametrize(
    ("made", "plain"),
    [
        (affine(Gaussian(), Fraction(-3)), Gaussian(Fraction(3))),
        (affine(affine(Gamma(ONE), TWO, ONE), HALF, -HALF), Gamma(ONE)),
        (affine(Uniform(), TWO), Uniform(TWO)),
        (affine(Triangular(-ONE, Fraction(0), ONE), TWO, ONE), Triangular(-ONE, ONE, Fraction(3))),
        (affine(Beta(TWO, TWO), -ONE, ONE), Beta(TWO, TWO)),
        (affine(Logistic(), -TWO), Logistic(TWO)),
        (affine(Gumbel(), Fraction(0), TWO), Finite(((TWO, ONE),))),
        (mixed([(Gaussian(), HALF), (Gaussian(), HALF)]), Gaussian()),
        (mixed([(rademacher(), HALF), (rademacher(), HALF)]), Finite(((-ONE, HALF), (ONE, HALF)))),
    ],
)
def test_equal_laws_have_one_form(made: object, plain: object) -> None:
    assert made == plain


@given(finite_coordinates(), small_fractions(), small_fractions(), st.integers(0, 6))
def test_affine_image_of_a_table_is_the_table_of_images(law: Finite, a: Fraction, b: Fraction, n: int) -> None:
    image = affine(law, a, b)
    assert image.moment(n) == sum(w * (a * x + b) ** n for x, w in law.atoms)
    assert image.symmetric == (sorted((-x, w) for x, w in image.atoms or ()) == sorted(image.atoms or ()))


@given(st.sampled_from([Gamma(HALF), Poisson(TWO), Pareto(Fraction(9)), Beta(ONE, TWO)]), st.integers(0, 6))
def test_affine_image_is_the_binomial_sum(law: Any, n: int) -> None:
    a, b = Fraction(-2, 3), Fraction(5, 4)
    expected = sum(comb(n, k) * a**k * b ** (n - k) * law.moment(k) for k in range(n + 1))
    assert affine(law, a, b).moment(n) == expected


def test_centred_laws_have_mean_zero_and_symmetric_ones_say_so() -> None:
    skew: list[CoordinateLaw] = [Gamma(TWO), Poisson(HALF), NegativeBinomial(TWO, HALF), Triangular(-ONE, ONE, ONE)]
    even: list[CoordinateLaw] = [Beta(TWO, TWO), Triangular(ONE, TWO, Fraction(3)), binomial(4, HALF)]
    for law in skew:
        assert affine(law, ONE, -law.moment(1)).moment(1) == 0
        assert not affine(law, ONE, -law.moment(1)).symmetric
    for law in even:
        assert affine(law, ONE, -law.moment(1)).symmetric


def test_mixture_of_coordinates_is_symmetric_by_reflection_or_proved_not_to_be() -> None:
    pair = mixed([(affine(Gamma(TWO), ONE, ONE), HALF), (affine(Gamma(TWO), -ONE, -ONE), HALF)])
    assert pair.symmetric
    assert all(pair.moment(n) == 0 for n in (1, 3, 5))
    assert not mixed([(Gamma(TWO), HALF), (Gaussian(), HALF)]).symmetric
    pieces = [(uniform(0, 1), HALF), (uniform(-1, -HALF), Fraction(1, 4)), (uniform(-HALF, 0), Fraction(1, 4))]
    with pytest.raises(SymmetryUnknown, match="could not be decided"):
        _ = mixed(pieces).symmetric


def uniform(low: Fraction | int, high: Fraction | int) -> Any:
    return affine(Uniform((Fraction(high) - low) / 2), ONE, (Fraction(high) + low) / 2)


@pytest.mark.parametrize("weights", [[HALF, HALF, HALF], [ONE, Fraction(0), Fraction(0)], [TWO, -HALF, -HALF], []])
def test_weights_of_a_mixture_are_a_distribution(weights: list[Fraction]) -> None:
    with pytest.raises(ValueError, match="positive and sum to 1"):
        mixed([(Gaussian(Fraction(n + 1)), w) for n, w in enumerate(weights)])
    with pytest.raises(ValueError, match="positive and sum to 1"):
        mixture([(IID(Gaussian(Fraction(n + 1))), w) for n, w in enumerate(weights)])


@pytest.mark.parametrize(
    ("law", "order"),
    [
        (Pareto(Fraction(6)), 6),
        (Student(Fraction(6)), 6),
        (Cauchy(), 1),
        (Cauchy(), 2),
        (StudentScale(Fraction(4)), 4),
        (affine(Pareto(Fraction(3)), TWO, ONE), 3),
        (mixed([(Gaussian(), HALF), (Cauchy(), HALF)]), 2),
    ],
)
def test_moment_that_does_not_exist_is_refused(law: Any, order: int) -> None:
    with pytest.raises(MomentDoesNotExist, match=rf"\^{order} of"):
        law.moment(order)
    assert law.moments_below <= order
    assert law.moment(0) == 1


def test_point_masses() -> None:
    assert point_mass(Poisson(ONE), Fraction(0)) == sympy.exp(-1)
    assert point_mass(NegativeBinomial(TWO, HALF), ONE) == Fraction(1, 4)
    assert point_mass(affine(Poisson(TWO), ONE, -ONE), Fraction(0)) == 2 * sympy.exp(-2)
    assert point_mass(affine(Poisson(TWO), TWO), ONE) == 0
    half_at_zero = mixed([(Gaussian(), HALF), (Finite(((Fraction(0), ONE),)), HALF)])
    assert point_mass(half_at_zero, Fraction(0)) == HALF
    assert IID(half_at_zero).nonzero_probability(3) == HALF
    assert IID(Poisson(ONE)).nonzero_probability(3) == 1 - sympy.exp(-1)


def test_centres() -> None:
    assert centre_of(binomial(3, HALF)) == Fraction(3, 2)
    assert centre_of(SKEW) is None
    assert centre_of(affine(Laplace(), ONE, TWO)) == 2


# Families


def test_sphere_is_that_of_normalised_gaussians() -> None:
    """`E |z|^n E u^a = E z^a` for a Gaussian vector z and its direction u."""
    for d, powers in product((1, 2, 5), ((2,), (4,), (2, 2), (2, 4), (2, 2, 2), (6,))):
        if len(powers) <= d:
            length = prod(d + 2 * k for k in range(sum(powers) // 2))
            assert Sphere().mixed_moment(powers, d) * length == IID(Gaussian()).mixed_moment(powers, d)
    d = sympy.Symbol("d")
    assert Sphere(TWO).mixed_moment((2, 2), d) == 16 / (d * (d + 2))
    assert (Sphere().mixed_moment((), 3), Sphere().mixed_moment((1, 2), 3)) == (1, 0)


def test_squared_length_of_a_sphere_is_constant() -> None:
    law = Sphere(Fraction(3)).at(4)
    squares = [tuple(2 * (i == j) + 2 * (i == k) for i in range(4)) for j, k in product(range(4), repeat=2)]
    assert sum(law.moment(powers) for powers in squares) == 81


def test_multivariate_student_has_student_coordinates_and_dependent_squares() -> None:
    df = Fraction(9)
    law = ScaleMixture(IID(Gaussian()), StudentScale(df)).at(3)
    for n in (2, 4, 6, 8):
        assert law.family_moment((n,)) == Student(df).moment(n)
    assert law.family_moment((2, 2)) == df**2 / ((df - 2) * (df - 4)) != Student(df).moment(2) ** 2
    with pytest.raises(MomentDoesNotExist, match="degree 10"):
        law.family_moment((4, 6))
    assert (law.sign_symmetric, moments_end(law)) == (True, 9)


def test_equicorrelated_gaussian_against_isserlis() -> None:
    family = Equicorrelated(TWO, Fraction(1, 3))
    covariance = [[4 * (ONE if i == j else Fraction(1, 3)) for j in range(3)] for i in range(3)]
    for powers in product(range(4), repeat=3):
        assert family.at(3).moment(powers) == isserlis(covariance, powers)
    assert family.at(1).moment((4,)) == Gaussian(TWO).moment(4)


def test_isserlis_is_the_sum_over_pairings() -> None:
    covariance = [[Fraction(1 + i * j + (i == j)) for j in range(4)] for i in range(4)]
    pairings = (((0, 1), (2, 3)), ((0, 2), (1, 3)), ((0, 3), (1, 2)))
    assert isserlis(covariance, (1, 1, 1, 1)) == sum(prod(covariance[i][j] for i, j in p) for p in pairings)


FAMILIES: list[LawFamily] = [IID(SKEW), Comonotone(SKEW), Sparse(TWO), Ones(), ScaleMixture(Sparse(), SKEW)]


@pytest.mark.parametrize("d", [1, 2, 3])
def test_moments_of_finite_families_are_those_of_their_tables(d: int) -> None:
    parts = [(family, Fraction(k + 1, 15)) for k, family in enumerate(FAMILIES)]
    for family in [*FAMILIES, mixture(parts), transformed(mixture(parts), Fraction(-2), HALF)]:
        law = family.at(d)
        table = law.atoms or ()
        for powers in product(range(4), repeat=d):
            assert law.moment(powers) == sum(w * prod(x**n for x, n in zip(p, powers, strict=True)) for p, w in table)
        assert law.nonzero_probability(0) == sum(w for point, w in table if point[0])
        points, weights = zip(*table, strict=True)
        tables = Atoms.of(points, weights).mass
        flipped = {(-point[0], *point[1:]): w for point, w in tables.items()}
        if law.sign_symmetric:
            assert flipped == tables
        elif d > 1:
            assert flipped != tables


def test_one_form_of_families() -> None:
    assert transformed(Sparse(-ONE), Fraction(-2)) == Sparse(TWO)
    assert transformed(Ones(), TWO, ONE) == IID(Finite(((Fraction(3), ONE),)))
    assert transformed(transformed(Sphere(), ONE, ONE), TWO, -TWO) == Sphere(TWO)
    assert transformed(IID(Gaussian()), Fraction(0)) == IID(Finite(((Fraction(0), ONE),)))
    nested = mixture([(mixture([(Ones(), HALF), (Sparse(), HALF)]), HALF), (Sparse(), HALF)])
    assert nested == mixture([(Sparse(), Fraction(3, 4)), (Ones(), Fraction(1, 4))])
    assert mixture([(Ones(), ONE)]) == Ones()
    assert marginal(Sphere(TWO)) == rademacher(TWO)


def test_mixture_in_one_dimension_is_symmetric_where_its_coordinate_is() -> None:
    two_sided = mixture([(IID(affine(Gamma(ONE), sign)), HALF) for sign in (ONE, -ONE)])
    assert isinstance(two_sided, Mixture)
    assert two_sided.at(1).sign_symmetric
    assert not two_sided.at(2).sign_symmetric
    assert two_sided.at(2).moment((1, 1)) == 1


def test_scale_mixture_needs_a_base_unchanged_by_sign_flips() -> None:
    with pytest.raises(ValueError, match="unchanged by sign flips; ones is not"):
        ScaleMixture(Ones(), Gaussian())


# Fixed dimension


@given(atom_laws(least_d=2, most_d=2), st.lists(small_fractions(), min_size=6, max_size=6))
def test_image_of_a_table_is_the_table_of_images(law: Atoms, entries: list[Fraction]) -> None:
    rows, offset = [entries[:2], entries[2:4]], entries[4:]
    image = linear_image(law, rows, offset)
    for powers in product(range(3), repeat=2):
        expected = sum(w * _monomial(_image(rows, offset, point), powers) for point, w in law.atoms)
        assert image.moment(powers) == expected


def _image(rows: list[list[Fraction]], offset: list[Fraction], point: tuple[Fraction, ...]) -> list[Fraction]:
    return [sum((a * x for a, x in zip(row, point, strict=True)), c) for row, c in zip(rows, offset, strict=True)]


def _monomial(point: list[Fraction], powers: tuple[int, ...]) -> Fraction:
    return prod((x**n for x, n in zip(point, powers, strict=True)), start=Fraction(1))


def test_image_of_a_gaussian_vector_is_elliptical_and_agrees_with_the_expansion() -> None:
    base = elliptical([[TWO, ONE], [ONE, TWO]], [ONE, Fraction(0)])
    rows, offset = [[ONE, HALF], [ONE, -ONE]], [HALF, ONE]
    image = linear_image(base, rows, offset)
    expansion = LinearImage(base, tuple(map(tuple, rows)), tuple(offset))
    assert isinstance(image, Elliptical)
    for powers in product(range(4), repeat=2):
        assert image.moment(powers) == expansion.moment(powers)


def test_gaussian_vectors() -> None:
    law = elliptical([[Fraction(4), TWO], [TWO, ONE]], [ONE, ONE])  # singular: x_1 - 1 = 2 (x_2 - 1)
    assert law.moment((1, 1)) == 3
    assert law.moment((2, 0)) - 4 * law.moment((1, 1)) + 4 * law.moment((0, 2)) == 1  # (x_1 - 2 x_2)² = 1
    assert not law.exchangeable
    assert not law.sign_symmetric
    assert elliptical([[ONE, Fraction(0)], [Fraction(0), TWO]]).sign_symmetric
    assert elliptical([[TWO, ONE], [ONE, TWO]]).exchangeable
    assert isinstance(elliptical([[Fraction(4), Fraction(0)], [Fraction(0), Fraction(4)]]), Member)
    assert elliptical([[TWO, Fraction(0)], [Fraction(0), TWO]]).moment((2, 4)) == 2 * 3 * 4
    assert elliptical([[Fraction(0)]], [TWO]).atoms == (((TWO,), ONE),)
    zero_variance = elliptical([[ONE, Fraction(0)], [Fraction(0), Fraction(0)]])
    assert (zero_variance.nonzero_probability(0), zero_variance.nonzero_probability(1)) == (1, 0)


def test_radial_and_scaled_forms_of_one_law_agree() -> None:
    """A Gaussian vector has a length independent of its direction; with a point mass as its length it is a sphere."""
    scatter = [[ONE, Fraction(0)], [Fraction(0), ONE]]
    sphere = elliptical(scatter, mixing=Finite(((TWO, ONE),)), radial=True)
    doubled = elliptical([[TWO, ONE], [ONE, TWO]], mixing=rademacher(TWO))
    for powers in product(range(5), repeat=2):
        assert sphere.moment(powers) == Sphere(TWO).at(2).moment(powers)
        assert doubled.moment(powers) == elliptical([[Fraction(8), Fraction(4)], [Fraction(4), Fraction(8)]]).moment(
            powers
        )


@pytest.mark.parametrize(
    ("matrix", "mean", "message"),
    [
        ([[ONE, TWO], [TWO, ONE]], (), "positive semidefinite"),
        ([[Fraction(0), ONE], [ONE, ONE]], (), "positive semidefinite"),
        ([[-ONE]], (), "positive semidefinite"),
        ([[ONE, TWO], [ONE, ONE]], (), "symmetric"),
        ([[ONE, TWO]], (), "square"),
        ([], (), "square"),
        ([[ONE]], (ONE, ONE), "mean must have 1"),
    ],
)
def test_matrix_that_is_no_covariance(matrix: list[list[Fraction]], mean: tuple[Fraction, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        elliptical(matrix, mean)


@given(st.lists(st.lists(small_fractions(), min_size=3, max_size=3), min_size=3, max_size=3))
def test_decomposition_multiplies_back(rows: list[list[Fraction]]) -> None:
    gram = tuple(tuple(sum((a * b for a, b in zip(p, q, strict=True)), Fraction(0)) for q in rows) for p in rows)
    lower, diagonal = decomposition(gram)
    back = [[sum(lower[i][k] * diagonal[k] * lower[j][k] for k in range(3)) for j in range(3)] for i in range(3)]
    assert back == [list(row) for row in gram]
    nearly = tuple(tuple(x - Fraction(i == j, 10**40) for j, x in enumerate(row)) for i, row in enumerate(gram))
    if 0 in diagonal:
        with pytest.raises(ValueError, match="semidefinite"):
            decomposition(nearly)


def test_products() -> None:
    law = independent([Gamma(ONE), SKEW, Poisson(ONE)])
    assert law.moment((2, 3, 2)) == 2 * 2 * 2
    assert [law.nonzero_probability(j) for j in range(3)] == [1, 1, 1 - sympy.exp(-1)]
    assert independent([rademacher(), two_point(ONE, HALF, -ONE)]).exchangeable
    assert independent([Gaussian(), Laplace()]).sign_symmetric
    finite = independent([SKEW, rademacher()])
    assert isinstance(finite, Product)
    assert sum(w for _, w in finite.atoms or ()) == 1
    with pytest.raises(ValueError, match="at least one"):
        independent([])
    with pytest.raises(SymmetryUnknown, match="permutation"):
        independent([mixed([(uniform(-1, 0), HALF), (uniform(0, 1), HALF)]), Uniform()])


def test_mixtures_of_vectors() -> None:
    first, second = independent([Gaussian(), Laplace()]), elliptical([[TWO, ONE], [ONE, TWO]])
    law = vector_mixture([(first, HALF), (second, HALF)])
    assert law.moment((2, 2)) == (first.moment((2, 2)) + second.moment((2, 2))) / 2
    assert not law.sign_symmetric
    table = vector_mixture([(Atoms.of([[1, 0]], [1]), HALF), (Atoms.of([[1, 0], [0, 1]], [HALF, HALF]), HALF)])
    assert isinstance(table, Atoms)
    assert table.moment((1, 0)) == Fraction(3, 4)
    with pytest.raises(ValueError, match="one dimension"):
        vector_mixture([(first, HALF), (Atoms.of([[1]], [1]), HALF)])
    swapped = independent([Laplace(), Gaussian()])
    with pytest.raises(SymmetryUnknown, match="permutation"):
        vector_mixture([(first, HALF), (swapped, HALF)])


def test_image_whose_symmetry_no_moment_decides_is_refused() -> None:
    with pytest.raises(SymmetryUnknown):
        linear_image(independent([Gaussian(), Laplace()]), [[TWO, Fraction(0)], [Fraction(0), ONE]])
    with pytest.raises(ValueError, match="table of atoms"):
        linear_image(independent([Gaussian(), Poisson(ONE)]), [[ONE, ONE], [ONE, -ONE]])
    with pytest.raises(ValueError, match="rows of length 2"):
        linear_image(independent([Gaussian(), Laplace()]), [[ONE]])


# Datasets and power sums


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=12), st.integers(1, 7))
def test_dataset_is_the_table_of_its_rows(rows: list[tuple[int, int]], denominator: int) -> None:
    law = Empirical(tuple(zip(*rows, strict=True)), denominator)
    points = [[Fraction(x, denominator) for x in row] for row in rows]
    table = Atoms.of(points, [Fraction(1, len(rows))] * len(rows))
    for powers in product(range(4), repeat=2):
        assert law.moment(powers) == table.moment(powers)
    assert law.sign_symmetric == table.sign_symmetric
    assert [law.nonzero_probability(j) for j in range(2)] == [table.nonzero_probability(j) for j in range(2)]
    for indices in ((), (1,), (1, 2), (1, 1, 3)):
        expected = sum(w * prod(sum(x ** (2 * k) for x in point) for k in indices) for point, w in table.atoms)
        assert law.power_sum_mean(indices) == power_sum_mean(table, indices) == expected


@pytest.mark.parametrize("columns", [(), ((),), ((1,), (1, 2))])
def test_dataset_needs_rows_of_one_length(columns: tuple[tuple[int, ...], ...]) -> None:
    with pytest.raises(ValueError, match="at least one row"):
        Empirical(columns, 1)


def test_permuting_an_exchangeable_gaussian_vector_changes_nothing() -> None:
    law = elliptical([[TWO, ONE, ONE], [ONE, TWO, ONE], [ONE, ONE, TWO]])
    for powers in permutations((1, 2, 3)):
        assert law.moment(powers) == law.family_moment((3, 2, 1))


def test_irrational_moments_are_in_one_form() -> None:
    assert Gumbel(TWO).moment(2) == 4 * sympy.EulerGamma**2 + 2 * sympy.pi**2 / 3
    assert affine(Gumbel(), -ONE).moment(1) == -sympy.EulerGamma
    assert LogNormal(-HALF, ONE).moment(1) == 1
    assert Rayleigh(TWO).moment(1) == sympy.sqrt(2) * sympy.sqrt(sympy.pi)
    assert Weibull(Fraction(3)).moment(4) == 4 * sympy.gamma(sympy.Rational(1, 3)) / 9
    law = affine(LogNormal(), ONE, -ONE)
    assert law.moment(2) == sympy.exp(2) - 2 * sympy.exp(sympy.Rational(1, 2)) + 1
