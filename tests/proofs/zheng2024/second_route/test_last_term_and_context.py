"""The last term of the loss, and the mean over a context as a gradient: by enumeration, and as the engine has them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from numeric_check.described import exact_gradient, exact_loss
from proofs.zheng2024.setting import CONTEXT, COORDINATE, FEW_SHOT, ZHENG
from symbolic.laws import IID, Law, Sparse
from symbolic.laws.coordinates import Gaussian, two_point
from symbolic.model.derived_model import Derived
from symbolic.setting import Values
from symbolic.setting.point import Matrix
from tests.proofs.zheng2024.second_route.test_description import point

BIASED = IID(two_point(Fraction(1), Fraction(1, 3), Fraction(-2)))


@pytest.mark.sampled(1)
@pytest.mark.parametrize(("law", "T"), [(BIASED.at(1), 5), (Sparse(Fraction(2)).at(2), 4)])
def test_the_last_term_is_what_one_more_state_adds_to_the_loss(law: Law, T: int) -> None:
    longer = Values({"d": law.d, "T": T}, laws={"x_1": law}, parameters=point(law.d))
    shorter = replace(longer, sizes={"d": law.d, "T": T - 1})
    last = exact_loss(FEW_SHOT, longer)
    assert last == exact_loss(ZHENG, longer) - exact_loss(ZHENG, shorter)
    assert Derived(FEW_SHOT).loss_at(longer) == last


def test_at_the_shortest_length_the_last_term_is_the_loss() -> None:
    values = Values({"d": 1, "T": 3}, laws={"x_1": BIASED.at(1)}, parameters=point(1))
    assert exact_loss(FEW_SHOT, values) == exact_loss(ZHENG, values)


@pytest.mark.parametrize("law", [BIASED.at(2), Sparse(Fraction(2)).at(2), IID(Gaussian()).at(2)])
def test_what_is_missed_in_coordinates_adds_up_to_the_last_term(law: Law) -> None:
    """By enumeration: each coordinate alone, and the line with `ab = −3/7`."""
    step, zero = Fraction(-3, 7), Fraction(0)
    sizes, laws = {"d": 2, "T": 4}, {"x_1": law}

    def missed(*places: int) -> Fraction:
        u, v = (tuple((each if n in places else zero,) for n in range(2)) for each in (Fraction(1), step))
        values = Values(sizes, laws=laws, parameters={"u": u, "v": v})
        found = exact_loss(COORDINATE, values)
        assert Derived(COORDINATE).loss_at(values) == found
        return found

    blank = dict.fromkeys(point(2), ((zero, zero),) * 2)
    one = {"W_PV_12": Fraction(1, 7), "W_KQ_32": Fraction(-3)}
    line = {name: tuple(tuple(x * (j == k) for k in range(2)) for j in range(2)) for name, x in one.items()}
    last = exact_loss(FEW_SHOT, Values(sizes, laws=laws, parameters=blank | line))
    assert missed(0) + missed(1) == missed(0, 1) == last


SAME = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1))).at(2)
"""Of mean 0 and second moment 2."""


@pytest.mark.parametrize("N", [1, 2, 4])
@pytest.mark.parametrize(
    ("law", "first"),
    [
        (IID(Gaussian()).at(2), ((1, 0), (0, 1))),
        (SAME, ((2, 0), (0, 2))),
        (BIASED.at(2), ((3, 1), (1, 3))),
    ],
)
def test_minus_the_gradient_at_0_is_the_mean_over_the_context(law: Law, first: Matrix, N: int) -> None:
    """`E x_1 x_1^*` once, then its diagonal: the entries off it turn."""
    zero = ((Fraction(0),) * 2,) * 2
    values = Values({"d": 2, "N": N}, laws={"x_1": law}, parameters={"C": zero})
    expected = {"C": tuple(tuple(-x * (N if j == k else 1) for k, x in enumerate(row)) for j, row in enumerate(first))}
    assert exact_gradient(CONTEXT, values) == expected
    assert Derived(CONTEXT).gradient_at(values) == expected
