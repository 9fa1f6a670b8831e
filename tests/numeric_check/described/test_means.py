"""Means without sampling: rules of draws, residues, differences, and what is refused before work starts."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import Any

import numpy as np
import pytest

from numeric_check.described import (
    TooManyPoints,
    combinations,
    draw_rules,
    exact_gradient,
    exact_loss,
    gradient,
    joint_points,
    loss,
)
from numeric_check.described.arithmetic import prime_fields
from numeric_check.described.arithmetic.gaussian_rationals import GaussianRational, objects, random_phases
from numeric_check.described.arithmetic.hermite_fields import rule
from numeric_check.described.arithmetic.prime_fields import Divides, PrimeField, primes, primes_with, rational
from numeric_check.described.degrees import loss_degree
from numeric_check.described.draw_rules import factored, normal_rule
from numeric_check.described.joint_points import exact_points
from numeric_check.described.stencils import coefficients
from numeric_check.laws.gauss_rules import OutOfReach
from symbolic import laws
from symbolic.laws.coordinates import Gaussian as Normal
from symbolic.laws.coordinates import Laplace, two_point
from symbolic.laws.empirical import Empirical
from symbolic.laws.vectors import Product
from symbolic.setting import (
    IID,
    AnyLaw,
    Gaussian,
    Orbit,
    Setting,
    Torus,
    Values,
    WrongValues,
    block,
    covariance,
    eye,
    parameter,
    scalar,
    size,
    stack,
    time,
    total,
)
from symbolic.setting.point import Matrix

d, T, t, i = size("d"), size("T"), time("t"), time("i")


def single(*rows: tuple[int | Fraction, ...]) -> Matrix:
    return tuple(tuple(map(Fraction, row)) for row in rows)


@pytest.mark.parametrize("degree", range(9))
@pytest.mark.parametrize("variance", [Fraction(1), Fraction(2, 3)])
def test_integers_stand_for_a_normal_number(variance: Fraction, degree: int) -> None:
    points, weights = normal_rule(variance, degree)
    for n in range(degree + 1):
        moment = 0 if n % 2 else Fraction(prod(range(1, n, 2))) * variance ** (n // 2)
        assert sum(w * x**n for (x,), w in zip(points, weights, strict=True)) == moment
    assert len(weights) <= degree + 1


@pytest.mark.parametrize("matrix", [[[4, 2], [2, 3]], [[0, 0], [0, 1]], [[1, 2, 3], [2, 4, 6], [3, 6, 10]], [[0]]])
def test_a_covariance_is_factored(matrix: list[list[int]]) -> None:
    lower, diagonal = factored(objects(matrix))
    assert (lower * objects(diagonal) @ lower.T).tolist() == objects(matrix).tolist()
    assert all(lower[k, k] == 1 and not any(lower[k, k + 1 :]) for k in range(len(matrix)))


@pytest.mark.parametrize("degree", range(1, 9))
def test_differences_are_exact_up_to_the_degree(degree: int) -> None:
    for power in range(degree + 1):
        found = sum(c * (k**power - (-k) ** power) for k, c in enumerate(coefficients(degree), start=1))
        assert found == (power == 1)
    assert len(coefficients(degree)) == (degree + 1) // 2


def test_conjugates_stand_beside_residues() -> None:
    prime = next(primes([4, 12]))
    field = PrimeField(prime, paired=True)
    z, w = (GaussianRational.of(Fraction(1, 2), -3), GaussianRational.of(Fraction(2, 5), Fraction(1, 7)))
    left, right = field.made(objects([z])), field.made(objects([w]))
    assert field.times(left, right).tolist() == field.made(objects([z * w])).tolist()
    assert field.conjugate(left).tolist() == field.made(objects([z.conjugate()])).tolist()
    roots = field.roots(12)
    assert field.times(roots, field.conjugate(roots)).tolist() == [[1] * 12] * 2
    for power in range(1, 12):
        assert sum(pow(x, power, prime) for x in roots[0].tolist()) % prime == 0
    with pytest.raises(Divides):
        field.made(objects([Fraction(1, prime)]))


def test_a_fraction_is_found_from_its_residues_and_a_wrong_one_is_not() -> None:
    found = primes([])
    moduli = [next(found) for _ in range(8)]
    value = Fraction(-(2**80) - 1, 3**40)
    residues = [value.numerator * pow(value.denominator, -1, p) % p for p in moduli]
    assert rational(residues, moduli) == value
    assert rational(residues[:4], moduli[:4]) is None
    assert rational([*residues[:-1], residues[-1] + 1], moduli) is None


@pytest.mark.parametrize("variance", [Fraction(1), Fraction(2, 3)])
@pytest.mark.parametrize("count", range(1, 7))
def test_gauss_points_modulo_a_prime_are_exact_up_to_twice_their_number(variance: Fraction, count: int) -> None:
    p = next(primes_with([], [(variance, count)]))
    points, weights = PrimeField(p, paired=True).normal(variance, count)
    assert points.shape == (2, count, 1)
    assert len({*points[0, :, 0].tolist()}) == count
    for n in range(2 * count):
        moment = 0 if n % 2 else Fraction(prod(range(1, n, 2))) * variance ** (n // 2)
        found = sum(w * pow(x, n, p) for (x,), w in zip(points[0].tolist(), weights[0].tolist(), strict=True))
        assert (found - moment.numerator * pow(moment.denominator, -1, p)) % p == 0


def test_some_primes_have_no_gauss_points() -> None:
    """Five and eight are no squares modulo 13, and a square root of the variance is a point."""
    assert rule(13, Fraction(5), 2) is None
    assert rule(13, Fraction(8), 2) is None
    assert rule(13, Fraction(4), 2) == ((2, 11), (7, 7))
    assert rule(13, Fraction(1, 13), 2) is None
    with pytest.raises(ValueError, match=r"there are no 2 Gauss points of N\(0, 5\) modulo 13"):
        PrimeField(13, paired=False).normal(Fraction(5), 2)


@pytest.mark.parametrize("field", ["real", "complex"])
def test_both_kinds_of_exact_points_give_one_loss(field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    x, V = Gaussian("x", covariance("C", d), field=field), parameter("V", [d], field=field)
    cubic = Setting(
        "cubic", sizes=(d,), draws=(x,), parameters=(V,), prediction=lambda: V.H @ x @ (x.H @ V @ x), target=lambda: x
    )
    values = Values({"d": 2}, {"C": single((2, 1), (1, 3))}, parameters={"V": single((1, -2), (Fraction(1, 2), 1))})
    monkeypatch.setattr(joint_points, "FEW_ENOUGH", 10_000)
    rational, count = exact_loss(cubic, values), exact_points(cubic, values, {"V"}).count
    monkeypatch.setattr(joint_points, "FEW_ENOUGH", 0)
    assert exact_points(cubic, values, {"V"}).count < count
    assert exact_loss(cubic, values) == rational
    assert loss(cubic, values) == pytest.approx(float(rational), rel=1e-12)


def test_where_no_prime_has_gauss_points_rational_ones_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    setting, values = linear(laws.IID(Normal()), 1)
    monkeypatch.setattr(joint_points, "FEW_ENOUGH", 0)
    monkeypatch.setattr(prime_fields, "MOST_TRIED", 0)
    monkeypatch.setattr(prime_fields, "rule", lambda *_: None)
    assert exact_points(setting, values, {"V"}).count == 7
    assert exact_loss(setting, values) == half_mean(laws.IID(Normal()).at(1), values.parameters["V"])


def test_long_sums_of_residues_do_not_overflow() -> None:
    prime = next(primes([]))
    field = PrimeField(prime, paired=False)
    row = np.full((1, 1, 100), prime - 1)
    assert field.matmul(row, np.swapaxes(row, 1, 2)).tolist() == [[[100]]]


def test_random_phases_have_modulus_one() -> None:
    for z in random_phases(np.random.default_rng(0), (20,)):
        assert z * z.conjugate() == 1


def linear(law: Any, dimension: int, kind: Any = AnyLaw) -> tuple[Setting, Values]:
    x, V = kind(d, "x") if kind is AnyLaw else kind("x", d), parameter("V", [d])
    setting = Setting(
        "linear", sizes=(d,), draws=(x,), parameters=(V,), prediction=lambda: V @ x @ (x.H @ x), target=lambda: x
    )
    block = tuple(tuple(Fraction(r - c + 1, 2) for c in range(dimension)) for r in range(dimension))
    return setting, Values({"d": dimension}, laws={"x": law}, parameters={"V": block})


BIASED = two_point(Fraction(1), Fraction(1, 3), Fraction(-2))

LAWS = [
    (laws.Sparse(Fraction(3)), 3),
    (laws.Ones(), 2),
    (laws.IID(BIASED), 2),
    (laws.IID(Normal(Fraction(1, 2))), 2),
    (Empirical(((1, 1, 4), (0, 2, 4)), 2), 2),
    (Product((Normal(Fraction(2)), BIASED)), 2),
    (laws.Atoms.of([[1, 2], [3, -1]], [Fraction(1, 4), Fraction(3, 4)]), 2),
]


@pytest.mark.parametrize(("law", "dimension"), LAWS)
def test_exact_and_floating_means_are_equal(law: Any, dimension: int) -> None:
    """The loss is `½ E |V x |x|² - x|²`, here from mixed moments of the law as well."""
    setting, values = linear(law, dimension)
    exact = exact_loss(setting, values)
    assert loss(setting, values) == pytest.approx(float(exact), rel=1e-11)
    fixed = law.at(dimension) if hasattr(law, "at") else law
    assert exact == half_mean(fixed, values.parameters["V"])
    claimed = exact_gradient(setting, values)["V"]
    np.testing.assert_allclose(gradient(setting, values)["V"], np.array(claimed, float), rtol=1e-10, atol=1e-10)


def half_mean(law: Any, V: Matrix) -> Fraction:
    """By expanding: `x_a x_b (V^T V)_{ab} |x|⁴ - 2 x_a V_{ab} x_b |x|² + |x|²`."""
    n = range(len(V))

    def moment(*coordinates: int) -> Fraction:
        return Fraction(law.moment(tuple(coordinates.count(k) for k in n)))

    square = sum(V[r][a] * V[r][b] * moment(a, b, k, k, m, m) for r in n for a in n for b in n for k in n for m in n)
    mixed = sum(V[a][b] * moment(a, b, k, k) for a in n for b in n for k in n)
    return Fraction(square - 2 * mixed + sum(moment(k, k) for k in n)) / 2


def test_no_exact_rule_is_made_up_for_a_density() -> None:
    setting, values = linear(laws.IID(Laplace()), 1)
    with pytest.raises(OutOfReach, match="no exact rule is known for laplace"):
        exact_loss(setting, values)
    assert loss(setting, values) == pytest.approx(0.5 * (720 / 4 - 24 + 2), rel=1e-11)


def test_datasets_of_many_rows_are_no_table_of_fractions(monkeypatch: pytest.MonkeyPatch) -> None:
    setting, values = linear(Empirical(((1, 1, 4), (0, 2, 4)), 2), 2)
    monkeypatch.setattr(draw_rules, "MOST_FRACTIONS", 5)
    with pytest.raises(OutOfReach, match="dataset has 3 rows, too many for a sum over fractions"):
        exact_loss(setting, values)
    assert loss(setting, values) > 0


def test_laws_that_do_not_fit_are_refused() -> None:
    setting, values = linear(laws.Atoms.of([[1, 2]], [1]), 1)
    with pytest.raises(WrongValues, match="the law of x has 2 coordinates here; needed are 1"):
        loss(setting, values)
    setting, values = linear(laws.Sparse(), 2, IID)
    with pytest.raises(WrongValues, match="the coordinates of x are independent with one law; given sparse"):
        loss(setting, values)


def test_a_negative_variance_is_refused() -> None:
    eps, a = Gaussian("eps", scalar("v")), parameter("a", [], [])
    setting = Setting("one", sizes=(), draws=(eps,), parameters=(a,), prediction=lambda: a * eps, target=lambda: eps)
    with pytest.raises(WrongValues, match="the covariance of eps is multiplied by -2, which is negative"):
        loss(setting, Values({}, scalars={"v": Fraction(-2)}, parameters={"a": single((1,))}))


def test_degrees_are_those_of_the_family() -> None:
    """Blocks that are zero leave no trace: the degree in y is 4 where the second block is not zero, else 2."""
    y, A = Gaussian("y", 1), parameter("A", [], [1, 1])
    setting = Setting(
        "two",
        sizes=(),
        draws=(y,),
        parameters=(A,),
        prediction=lambda: A @ stack(y, y @ y),
        target=lambda: y,
    )
    assert loss_degree(setting, {}, {}, {"A_1", "A_2"}).copies == {("y", None): 4}
    assert loss_degree(setting, {}, {}, {"A_1"}).copies == {("y", None): 2}
    assert combinations(setting, Values({}, parameters={"A_1": single((1,)), "A_2": single((0,))})) == 2
    assert combinations(setting, Values({}, parameters={"A_1": single((1,)), "A_2": single((1,))})) == 3


def test_exponents_of_phases_are_those_of_one_coordinate() -> None:
    """In one dimension turns cancel in `s[i] conj(s[i])`, in two they do not."""
    s, V = Orbit("s", by=Torus(d), start=AnyLaw(d, "s_1")), parameter("V", [d])
    setting = Setting(
        "turning",
        sizes=(d, T),
        draws=(s,),
        parameters=(V,),
        prediction=lambda: V @ s[T] @ (s[T].H @ s[T]),
        target=lambda: s[T],
    )
    assert loss_degree(setting, {"d": 1, "T": 5}, {}, {"V"}).phases == {"W": (0, 0)}
    assert loss_degree(setting, {"d": 2, "T": 5}, {}, {"V"}).phases == {"W": (-12, 12)}


def test_shared_and_separate_phases_differ() -> None:
    def turned(shared: bool) -> Fraction:
        W = Torus(1)
        x = Orbit("x", by=W, start=AnyLaw(1, "x_1"))
        y = Orbit("y", by=W if shared else Torus(1, "V"), start=AnyLaw(1, "y_1"))
        a = parameter("a", [1], [1])
        setting = Setting(
            "pair",
            sizes=(),
            draws=(x, y),
            parameters=(a,),
            prediction=lambda: a @ x[3],
            target=lambda: y[3],
        )
        return exact_loss(
            setting, Values({}, laws={"x_1": laws.Ones(), "y_1": laws.Ones()}, parameters={"a": single((1,))})
        )

    assert turned(shared=True) == 0
    assert turned(shared=False) == 1


@pytest.mark.slow
def test_too_many_points_are_refused_before_work_starts() -> None:
    x, V = Gaussian("x", covariance("C", d)).each(i), parameter("V", [d])
    setting = Setting(
        "many",
        sizes=(d, T),
        draws=(x,),
        parameters=(V,),
        prediction=lambda: V @ total(x[i], i, 1, T),
        target=lambda: x[T],
    )
    values = Values({"d": 2, "T": 40}, {"C": single((1, 0), (0, 1))}, parameters={"V": single((1, 0), (0, 1))})
    assert combinations(setting, values) == 2**80
    for refused in (loss, exact_loss):
        with pytest.raises(
            TooManyPoints, match=r"about 10\^\d+ combinations of points at d = 2, T = 40: more than the"
        ):
            refused(setting, values)
    for refused_gradient in (gradient, exact_gradient):
        with pytest.raises(TooManyPoints, match="each for 8 points of the parameters"):
            refused_gradient(setting, values)
    endless = Values({**values.sizes, "T": 10_000}, values.covariances, parameters=values.parameters)
    with pytest.raises(TooManyPoints, match=r"about 10\^6021 combinations"):
        loss(setting, endless)
    small = Values({**values.sizes, "T": 1}, values.covariances, parameters=values.parameters)
    with pytest.raises(TooManyPoints):
        loss(setting, small, limit=3)
    assert loss(setting, small, limit=4) == pytest.approx(0, abs=1e-12)


def test_a_loss_over_no_times_is_refused() -> None:
    s, V = Orbit("s", by=Torus(d), start=AnyLaw(d, "s_1")), parameter("V", [d])
    setting = Setting(
        "none",
        sizes=(d, T),
        draws=(s,),
        parameters=(V,),
        prediction=lambda t: V @ s[t],
        target=lambda t: s[t + 1],
        over=(t, 2, T),
    )
    with pytest.raises(OutOfReach, match="the loss of none is a sum over no times at these sizes"):
        loss(setting, Values({"d": 1, "T": 1}, laws={"s_1": laws.Ones()}))


def test_a_gradient_by_a_block_without_influence_is_zero() -> None:
    x, A = Gaussian("x", eye(2)), parameter("A", [2, 1], [2])
    setting = Setting(
        "part", sizes=(), draws=(x,), parameters=(A,), prediction=lambda: block(A @ x, 1), target=lambda: x
    )
    found = exact_gradient(setting, Values({}))
    assert found == {"A_11": single((-1, 0), (0, -1)), "A_21": single((0, 0))}
