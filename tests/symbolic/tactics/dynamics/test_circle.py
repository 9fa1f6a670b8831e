"""Cosine and sine as solutions at the time 1: what is proved of them holds for numbers, and nothing else is proved."""

from __future__ import annotations

import cmath
import math

import pytest

from symbolic.core.expressions import Refused
from symbolic.core.rules.logic import parts
from symbolic.core.vocabulary import REALS, System, conjunction, equal, for_all, real
from symbolic.tactics.dynamics.circle import (
    addition,
    cosine,
    exist,
    kept,
    nothing,
    sine,
    t,
    turning,
    turning_exists,
    turns,
    unit,
)
from symbolic.tactics.signs import NotFound

φ, ψ = real("φ"), real("ψ")


def test_what_is_proved() -> None:
    for theorem in (exist(), unit(), nothing(), addition()):
        assert theorem.hypotheses == frozenset()
    assert unit().conclusion == for_all(φ, REALS, equal(cosine(φ) ** 2 + sine(φ) ** 2, 1))
    assert nothing().conclusion == for_all(φ, REALS, conjunction(equal(cosine(0 * φ), 1), equal(sine(0 * φ), 0)))
    sums = (
        equal(cosine(φ + ψ), cosine(φ) * cosine(ψ) - sine(φ) * sine(ψ)),
        equal(sine(φ + ψ), sine(φ) * cosine(ψ) + cosine(φ) * sine(ψ)),
    )
    assert addition().conclusion == for_all(φ, REALS, for_all(ψ, REALS, conjunction(*sums)))


def test_the_solution_at_the_time_1_is_cosine_and_sine_of_the_angle() -> None:
    for angle in (-2.5, 0.3, 4.0):
        point, steps = 1 + 0j, 200_000
        for _ in range(steps):
            slope = angle * 1j * point
            point += (slope + angle * 1j * (point + slope / steps)) / (2 * steps)
        assert cmath.isclose(point, complex(math.cos(angle), math.sin(angle)), abs_tol=1e-8)


def test_what_is_not_conserved_is_not_proved() -> None:
    c, s = turning(φ).at(t)
    with pytest.raises((NotFound, Refused)):
        kept(c**2 - s**2, turns(φ))


def test_another_system_is_none_of_a_turn() -> None:
    u, v = real("u"), real("v")
    turned = turning_exists(turning(φ).is_global)
    assert turned is not None
    assert turned.conclusion == turning(φ).is_global
    assert parts(turned.conclusion, "global")
    assert turning_exists(System((u, v), (φ * v, φ * u), (1 + 0 * φ, 0 * φ)).is_global) is None
