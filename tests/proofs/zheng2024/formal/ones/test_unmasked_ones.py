"""The unmasked flow from the line at `x_1 = 1_d` is proved by the rules; the proofs prove no other statement."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from math import floor
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from scipy.optimize import root

from proofs.zheng2024.formal.on_line.line_formulas import T, a0, b0, d
from proofs.zheng2024.formal.ones import ones_flow, ones_limit, ones_limit_three
from proofs.zheng2024.formal.ones.curve.decimals_of_curve import ROWS, Row
from proofs.zheng2024.formal.ones.curve.numbers_at_four import ROWS as NUMBERS
from proofs.zheng2024.formal.ones.curve.numbers_at_four import stated_numbers
from proofs.zheng2024.formal.ones.curve.opposite_points import opposite
from proofs.zheng2024.formal.ones.exchangeable_gradient import H2, LETTERS, VELOCITIES, H, N
from proofs.zheng2024.formal.ones.one_root import located, unique
from proofs.zheng2024.formal.ones.point_of_rest import delta, form_a, form_b, quintic
from proofs.zheng2024.formal.ones.root_polynomial import coefficients
from proofs.zheng2024.ones.ones_root import at_size
from proofs.zheng2024.second_route import quadrature
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.vocabulary import TRUE, less, real
from symbolic.goals.closed_values import number
from symbolic.laws import Ones
from tests.proofs.zheng2024.formal.replays import again, check_proves_only_its_goal

CLAIMS = ones_flow, ones_limit, ones_limit_three
x = real("x")
ALPHA, *OTHERS_AT_4 = NUMBERS[2, 4]
THREE: dict[str, Callable[[], Expression]] = {
    "another product": lambda: ones_limit_three.goal(ends=ones_limit_three.limits(product=2 / (2 * d + 1))),
    "another ratio": lambda: ones_limit_three.goal(ends=ones_limit_three.limits(ratio=1 / (2 * (d - 1)))),
    "another square": lambda: ones_limit_three.goal(ends=ones_limit_three.limits(square=a0**2 - d * b0**2)),
    "from d = 1 on": lambda: ones_limit_three.goal(least=1),
    "from every start": lambda: ones_limit_three.goal(small=()),
    "up to three times the limit": lambda: ones_limit_three.goal(small=(less(0, a0 * b0), less(a0 * b0, 3 / d))),
    "another loss": lambda: ones_limit_three.goal(energy=d * LETTERS[2] ** 2),
}
LONG: dict[str, Callable[[], Expression]] = {
    "from T = 3 on": lambda: ones_limit.goal(least=3),
    "from every start": lambda: ones_limit.goal(small=()),
    "at every point of rest": lambda: ones_limit.goal(lower=TRUE),
    "another polynomial": lambda: ones_limit.goal(root=quintic(x) + 1),
    "another ratio": lambda: ones_limit.goal(end=ones_limit.rest(other=form_b(x) / form_a(x))),
    "another product": lambda: ones_limit.goal(end=ones_limit.rest(product=form_a(x) / delta(x))),
    "another number": lambda: ones_limit.goal(numbers=stated_numbers({(2, 4): ((*ALPHA[:5], 47), *OTHERS_AT_4)})),
    "numbers of another size": lambda: ones_limit.goal(numbers=stated_numbers({(3, 4): (ALPHA, *OTHERS_AT_4)})),
}
FLOW: dict[str, Callable[[], Expression]] = {
    "another velocity": lambda: ones_flow.goal((VELOCITIES[0] + 1, *VELOCITIES[1:])),
    "velocities exchanged": lambda: ones_flow.goal((*VELOCITIES[2:], *VELOCITIES[:2])),
    "from every start": lambda: ones_flow.goal(small=()),
    "from d = 1 on": lambda: ones_flow.goal(from_=1),
    "another curve": lambda: ones_flow.goal(rest=ones_flow.one_curve(other=form_b(x) / form_a(x))),
    "sums of norms": lambda: ones_flow.goal(rest=ones_flow.one_curve(pairs=opposite(-1))),
    "another decimal": lambda: ones_flow.goal(rest=ones_flow.one_curve(((2, 4, (-815, -4160, 7484)),))),
    "decimals of another size": lambda: ones_flow.goal(rest=ones_flow.one_curve(((2, 5, (-815, -4160, 7483)),))),
}
OTHERS = [
    (claim, make)
    for claim, table in ((ones_limit_three, THREE), (ones_limit, LONG), (ones_flow, FLOW))
    for make in table.values()
]
NAMES = [name for table in (THREE, LONG, FLOW) for name in table]


@cache
def proved(name: str) -> Proof:
    """The proof of a claim, every rule applied anew."""
    return again(next(claim.proof() for claim in CLAIMS if claim.__name__ == name))


@pytest.mark.slow
@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__.rpartition(".")[2])
def test_the_goal_is_proved(claim: ModuleType) -> None:
    found = proved(claim.__name__)
    assert found.goal == claim.goal()
    result = replayed(found)
    assert result.proved
    more = set() if claim is ones_limit_three else {"gradient_converges"}
    assert set(result.facts) == {"bounded_flow", "flow_on_family"} | more
    assert trusts(found.theorem, found.definedness) == ("engine",)


@pytest.mark.slow
@pytest.mark.parametrize(("claim", "other"), OTHERS, ids=NAMES)
def test_the_proof_proves_nothing_else(claim: ModuleType, other: Callable[[], Expression]) -> None:
    check_proves_only_its_goal(proved(claim.__name__), claim.goal(), other())


def at_numbers(term: Expression, size: int, length: int, *values: Fraction) -> Fraction:
    """A term in d, T and the four values at numbers."""
    point = {d: Fraction(size), T: Fraction(length), **dict(zip(LETTERS, values, strict=False))}
    return number(term, point)


@pytest.mark.parametrize(("size", "length"), [(2, 3), (3, 5), (4, 4)])
def test_velocities_are_minus_the_gradient_of_the_model(size: int, length: int) -> None:
    """The stated velocities beside the gradient of the forward program, by quadrature."""
    values = Fraction(3, 4), Fraction(-1, 5), Fraction(2, 3), Fraction(1, 7)
    a, α, b, β = map(float, values)
    off = np.ones((size, size)) - np.eye(size)
    blocks = {"W_KQ_32": a * np.eye(size) + α * off, "W_PV_12": b * np.eye(size) + β * off}
    found = quadrature.gradient(Ones().at(size), length, blocks)
    entries = [-found[block][0, column] for block in ("W_KQ_32", "W_PV_12") for column in (0, 1)]
    stated = [float(at_numbers(velocity, size, length, *values)) for velocity in VELOCITIES]
    assert entries == pytest.approx(stated, abs=1e-10)


@pytest.mark.parametrize(("size", "length"), [(2, 4), (3, 4), (5, 9)])
def test_the_polynomial_is_that_of_elimination(size: int, length: int) -> None:
    """`2(d − 1) R`, as stated, is a multiple of R as eliminated from the velocities."""
    stated = [at_numbers(each, size, length) for each in coefficients(N, H, H2)]
    derived = [Fraction(int(c.p), int(c.q)) for c in reversed(at_size(size, length).all_coeffs())]
    assert stated == [*(2 * (size - 1) * each for each in derived), 0]


def rests(size: int, length: int, *starts: Any) -> list[tuple[float, float, float]]:
    """`α/a`, `β/b` and `ab` where the gradient of the forward program is found to vanish and no block is zero."""
    off = np.ones((size, size)) - np.eye(size)

    def slopes(point: Any) -> list[float]:
        a, α, b, β = point
        blocks = {"W_KQ_32": a * np.eye(size) + α * off, "W_PV_12": b * np.eye(size) + β * off}
        found = quadrature.gradient(Ones().at(size), length, blocks)
        return [float(found[block][0, column]) for block in blocks for column in (0, 1)]

    ends = (root(slopes, start, tol=1e-12) for start in starts)
    points = (end.x for end in ends if end.success and min(np.hypot(*end.x[:2]), np.hypot(*end.x[2:])) > 1e-3)
    return [(α / a, β / b, a * b) for a, α, b, β in points]


@pytest.mark.parametrize("row", [ROWS[0], pytest.param(ROWS[1], marks=pytest.mark.slow)])
def test_the_model_is_at_rest_where_the_decimals_say(row: Row) -> None:
    size, length, decimals = row
    (found,) = rests(size, length, (0.9, -0.1, 0.85, -0.1))
    assert tuple(floor(10**4 * each) for each in found) == decimals


@pytest.mark.parametrize("size", [2, 3])
def test_the_polynomials_vanish_where_the_model_is_at_rest(size: int) -> None:
    (found,) = rests(size, 4, (0.9, -0.1, 0.85, -0.1))
    values = [np.polyval(row, each) / max(map(abs, row)) for row, each in zip(NUMBERS[size, 4], found, strict=True)]
    assert values == pytest.approx([0, 0, 0], abs=1e-9)


def test_no_other_points_of_rest_predict_something() -> None:
    found = rests(2, 4, *np.random.default_rng(7).normal(size=(30, 4)))
    assert len(found) > 2
    assert len({tuple(round(each, 5) for each in point) for point in found}) == 1


@pytest.mark.slow
def test_the_root_is_known_to_be_alone() -> None:
    """Both theorems about R hold under `d ≥ 2` and `T ≥ 4` alone."""
    assert len(located().hypotheses | unique().hypotheses) == 2
