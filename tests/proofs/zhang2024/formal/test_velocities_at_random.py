"""Velocities and conserved norms at random matrices, with gradients that are enumerated; altered ones fail."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from numeric_check.described import exact_gradient
from numeric_check.described.family_points import on_family
from proofs.zhang2024.formal.conserved_difference import FLOW, VELOCITY, rate, there
from proofs.zhang2024.formal.loss_in_traces import ELSEWHERE, gradient
from proofs.zhang2024.setting import ZHANG
from symbolic.core.expressions import Expression
from symbolic.core.vocabulary import equal, matrix_letter, transpose
from symbolic.setting import Values
from symbolic.tactics.steps import replaced
from tests.proofs.matrix_instances import drawn
from tests.symbolic.formula_values import value


def covariance(size: int, source: random.Random) -> Any:
    """A Gram matrix of small fractions."""
    rows = drawn((size, size), source)
    return tuple(tuple(sum(x * y for x, y in zip(one, other, strict=True)) for other in rows) for one in rows)


def point(seed: int) -> dict[str, Any]:
    """Sizes, a covariance and a point of the family, with the gradient of every block under its name."""
    source = random.Random(seed)
    d, N = source.choice((1, 2)), source.choice((1, 2))
    spread, U, u = covariance(d, source), drawn((d, d), source), Fraction(source.randint(1, 4), 3)
    at = Values({"d": d, "N": N}, covariances={"Λ": spread}, scalars={"u": u}, matrices={"U": U})
    found = exact_gradient(ZHANG, on_family(ZHANG, "reduced", at))
    slopes = {block: tuple(map(tuple, rows)) for block, rows in found.items()}
    return {"d": Fraction(d), "N": Fraction(N), "Λ": spread, "u": u, "U": U, **slopes}


def holds(formula: Expression, seed: int) -> bool:
    """Whether a formula about a point holds there, with the enumerated gradient."""
    for block in ("W_PV_22", "W_KQ_11", *ELSEWHERE):
        formula = replaced(formula, gradient(block), matrix_letter(block))
    return bool(value(formula, point(seed)))


@pytest.mark.parametrize("seed", range(3))
def test_what_is_stated_holds_at_random_points(seed: int) -> None:
    assert holds(there(), seed)


ALTERED: dict[str, Callable[[], Expression]] = {
    "a scalar that climbs": lambda: there(velocity=-VELOCITY),
    "a flow that is turned": lambda: there(flow=transpose(FLOW)),
    "the sum of both norms": lambda: equal(rate(1, 1), 0),
    "the scalar alone": lambda: equal(rate(1, 0), 0),
}


@pytest.mark.slow
@pytest.mark.parametrize("altered", ALTERED.values(), ids=ALTERED)
def test_an_altered_formula_fails_at_one(altered: Callable[[], Expression]) -> None:
    assert not all(holds(altered(), seed) for seed in range(6))
