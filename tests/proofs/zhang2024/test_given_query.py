"""The mean of a prediction at a given query and task, as the slope by a number: by enumeration, and as derived."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from numeric_check.described import exact_gradient
from proofs.zhang2024.covariance.random_covariance import GIVEN, GIVEN_COVARIANCE
from symbolic.laws import IID
from symbolic.laws.coordinates import two_point
from symbolic.model.derived_model import Derived
from symbolic.setting import Values
from symbolic.setting.point import Matrix

QUERY, TASK = (Fraction(2), Fraction(-3)), (Fraction(1, 2), Fraction(5))
U, V = Fraction(3, 7), Fraction(-7)
"""`W_PV_22` and the multiple of the identity in `W_KQ_11`."""


def point() -> dict[str, Matrix]:
    """All parameters, those that the mean does not see being other numbers than 0 where they may."""
    zero = Fraction(0)
    blocks = {
        "W_PV_11": ((Fraction(5), zero), (zero, Fraction(1))),
        "W_PV_12": ((Fraction(2),), (zero,)),
        "W_PV_21": ((zero, zero),),
        "W_PV_22": ((U,),),
        "W_KQ_11": ((V, zero), (zero, V)),
        "W_KQ_12": ((Fraction(1),), (Fraction(4),)),
        "W_KQ_21": ((zero, zero),),
        "W_KQ_22": ((Fraction(9),),),
    }
    return blocks | {"q": tuple((x,) for x in QUERY), "w": tuple((x,) for x in TASK), "c": ((zero,),)}


def predicted(samples: tuple[tuple[Fraction, ...], ...]) -> Fraction:
    """`u/N Σ_i (w·x_i) x_i·(a q)`, from the definition of the layer."""

    def dot(one: tuple[Fraction, ...], other: tuple[Fraction, ...]) -> Fraction:
        return sum((x * y for x, y in zip(one, other, strict=True)), Fraction(0))

    return U * V * sum((dot(TASK, x) * dot(x, QUERY) for x in samples), Fraction(0)) / len(samples)


SIGNS = (Fraction(1), Fraction(-1))
LAW = two_point(Fraction(2), Fraction(1, 3), Fraction(-1))


def test_the_slope_is_minus_the_mean_over_a_random_covariance() -> None:
    """Signs in the place of normal numbers: a prediction is quadratic in each sample."""
    scales = ((Fraction(2), Fraction(1, 3)), (Fraction(-1), Fraction(2, 3)))
    mean = Fraction(0)
    for (s, p), (t, r) in product(scales, repeat=2):
        for signs in product(SIGNS, repeat=4):
            samples = tuple((s * x, t * y) for x, y in (signs[:2], signs[2:]))
            mean += p * r * predicted(samples) / 16
    values = Values({"d": 2, "N": 2}, laws={"s": IID(LAW).at(2)}, parameters=point())
    assert Derived(GIVEN).gradient_at(values)["c"] == ((-mean,),)
    assert exact_gradient(GIVEN, values)["c"] == ((-mean,),)
    assert mean == U * V * 2 * sum(x * y for x, y in zip(QUERY, TASK, strict=True))


def test_the_slope_is_minus_the_mean_at_a_given_covariance() -> None:
    """`x = R s` with signs s has the covariance `R Rᵀ`."""
    root = ((Fraction(1), Fraction(2)), (Fraction(0), Fraction(3)))
    spread = ((Fraction(5), Fraction(6)), (Fraction(6), Fraction(9)))
    samples = [
        tuple(sum((r * s for r, s in zip(row, signs, strict=True)), Fraction(0)) for row in root)
        for signs in product(SIGNS, repeat=2)
    ]
    mean = sum((predicted((x, y)) for x, y in product(samples, repeat=2)), Fraction(0)) / 16
    values = Values({"d": 2, "N": 2}, covariances={"Λ": spread}, parameters=point())
    assert Derived(GIVEN_COVARIANCE).gradient_at(values)["c"] == ((-mean,),)
    seen = sum(QUERY[j] * spread[j][k] * TASK[k] for j, k in product(range(2), repeat=2))
    assert mean == U * V * seen
