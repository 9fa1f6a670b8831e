"""Which function solves the flow of an eigenvalue: refuted where both sides are shown to differ, and by integration."""

from __future__ import annotations

from math import log

import pytest
import sympy
from scipy.integrate import solve_ivp

from proofs.bordelon2025.eigenvalue_flow import LEARNED, lam, omega, solved_by, t
from symbolic.decide.outcomes import Fails, Holds, Unknown

ALIKE_AT_THE_WITNESS = LEARNED + t**2
"""It starts at 0 and moves as the flow does at t = 0, and nowhere else."""


def test_the_function_solves_the_flow_of_twice_the_printed_speed() -> None:
    assert isinstance(solved_by((2, LEARNED)), Holds)


@pytest.mark.parametrize(("factor", "solution"), [(1, LEARNED), (2, LEARNED + 1), (2, 2 * LEARNED), (3, LEARNED)])
def test_another_one_fails_at_its_point(factor: int, solution: sympy.Expr) -> None:
    found = solved_by((factor, solution))
    assert isinstance(found, Fails)
    assert dict(found.point) == {omega: 1, lam: 1, t: 0}


def test_what_is_not_shown_to_differ_is_not_refuted() -> None:
    assert isinstance(solved_by((2, ALIKE_AT_THE_WITNESS)), Unknown)


@pytest.mark.parametrize(("factor", "agrees"), [(2, True), (1, False)])
def test_the_flow_of_many_layers_ends_there(factor: int, agrees: bool) -> None:
    layers, ω, λ, time = 1e6, 0.5, 0.75, 3.0
    run = solve_ivp(
        lambda _, g: factor * ω * λ**2 * (1 - λ * g / layers) ** (2 * layers - 1),
        (0, time),
        [0.0],
        rtol=1e-10,
        atol=1e-12,
    )
    assert (abs(run.y[0, -1] - log(1 + 4 * ω * λ**3 * time) / (2 * λ)) < 1e-5) == agrees
