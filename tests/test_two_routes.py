"""Symbolic equals quadrature: the derived gradient against the mean over roots of unity and nodes of the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numeric_check.arrays import Parameters, Real
from numeric_check.compare.agreement import ROUNDING
from numeric_check.laws.sampling import generator
from proofs.zheng2024.line.line import Entry, Place, entry, in_rationals
from proofs.zheng2024.model import attention, evaluation
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.model.evaluation import Matrix
from proofs.zheng2024.second_route import forward, quadrature
from symbolic.laws import IID, Atoms, Law, LawFamily, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, Laplace, Uniform, two_point
from tests.strategies_of_laws import atom_laws, on_line, small_fractions

NODES = 300_000
"""Most nodes that one comparison visits; of the laws, those that stay below are taken in turn."""

SKEW = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1)))
OFF_CENTRE = IID(two_point(Fraction(3, 2), Fraction(1, 4), Fraction(-1, 3)))
FAMILIES: tuple[LawFamily, ...] = (
    IID(Gaussian(Fraction(1, 2))),
    SKEW,
    IID(Laplace(Fraction(2, 3))),
    Sparse(Fraction(3, 2)),
    Ones(),
    OFF_CENTRE,
    IID(Uniform()),
)
SIZES = [(d, T) for d in (1, 2, 3) for T in (3, 4, 5, 6, 7)] + [(4, 3), (4, 4)]


def test_both_routes_name_the_same_blocks() -> None:
    assert (forward.PV_BLOCKS, forward.KQ_BLOCKS) == (attention.PV_BLOCKS, attention.KQ_BLOCKS)


def rationals(rng: np.random.Generator, d: int) -> Matrix:
    return tuple(tuple(Fraction(int(rng.integers(-6, 7)), 4) for _ in range(d)) for _ in range(d))


def table(d: int) -> Atoms:
    """Three atoms at random places with unequal weights: no symmetry at all."""
    rng = generator("two routes: atoms", d)
    points = [[Fraction(int(rng.integers(-4, 5)), 3) for _ in range(d)] for _ in range(3)]
    return Atoms.of(points, [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)])


def laws(d: int, T: int) -> list[Law]:
    """Two families in turn that are small enough, and a table of atoms."""
    every: list[Law] = [family.at(d) for family in FAMILIES]
    small = [law for law in every if quadrature.cost(law, T) <= NODES]
    start = SIZES.index((d, T))
    return [small[start % len(small)], small[(start + 3) % len(small)], table(d)]


CASES = [(law, T) for d, T in SIZES for law in laws(d, T)]


def floats(parameters: Mapping[str, Matrix]) -> dict[str, Real]:
    return {name: np.array(block, dtype=np.float64) for name, block in parameters.items()}


def distance(exactly: Mapping[str, Matrix], computed: Parameters) -> float:
    """Largest difference of two gradients, entry by entry."""
    return max(float(np.max(np.abs(np.array(exactly[name], dtype=np.float64) - computed[name]))) for name in BLOCKS)


def largest(gradient: Mapping[str, Matrix]) -> float:
    return float(max(abs(e) for block in gradient.values() for row in block for e in row))


def slow_where_large(law: Law, T: int) -> Any:
    marks = [pytest.mark.slow] if law.d == 4 and (T == 4 or law.description != "atoms") else []
    return pytest.param(law, T, id=f"{law.description}-d={law.d}-T={T}", marks=marks)


@pytest.mark.parametrize(("law", "T"), [slow_where_large(*case) for case in CASES])
def test_gradient_at_arbitrary_parameters(law: Law, T: int) -> None:
    rng = generator(f"two routes: {law.description}", 100 * law.d + T)
    parameters = {name: rationals(rng, law.d) for name in BLOCKS}
    exactly = evaluation.gradient(law, T, parameters)
    computed = quadrature.gradient(law, T, floats(parameters))
    assert distance(exactly, computed) <= ROUNDING * largest(exactly)


def test_every_law_and_size_is_compared() -> None:
    assert {(law.d, T) for law, T in CASES} == set(SIZES)
    assert {law.description for law, _ in CASES} == {family.description for family in FAMILIES} | {"atoms"}


@pytest.mark.parametrize("law", [SKEW.at(2), IID(Gaussian()).at(2), table(3)], ids=lambda law: str(law.description))
def test_loss_at_arbitrary_parameters(law: Law) -> None:
    rng = generator("two routes: loss", law.d)
    parameters = {name: rationals(rng, law.d) for name in BLOCKS}
    exactly = float(evaluation.loss(law, 5, parameters))
    assert abs(quadrature.loss(law, 5, floats(parameters)) - exactly) <= ROUNDING * exactly


def line_gradient_at(law: Law, T: int, a: Fraction, b: Fraction) -> dict[str, Matrix]:
    """Every entry of the derived gradient on the line."""

    def at(block: str, p: int, q: int) -> Fraction:
        place, free = (Place.DIAGONAL, (p,)) if p == q else (Place.OFF_DIAGONAL, (p, q))
        return Fraction(entry(block, place).value(in_rationals(T), law, a, b, free))

    return {name: tuple(tuple(at(name, p, q) for q in range(law.d)) for p in range(law.d)) for name in BLOCKS}


def size_of_terms(law: Atoms, T: int, a: Fraction, b: Fraction) -> float:
    """Mean over the starts of a bound on the entries of one sequence's gradient on the line.

    With `s = ‖x_1‖`, every state has norm s. The attention output `Σ_i x_i x_{i-1}^* x_t/(t-1)` has t - 1 terms of norm
    at most s³, so `‖ŷ_t − x_{t+1}‖ <= |ab| s³ + s`; an entry by `W_PV` multiplies this by at most `2|a| s³` and one by
    `W_KQ` by at most `2|b| s³` (the other halves have up to t <= 2(t-1) terms), at each of T - 2 times.
    """
    total = 0.0
    for point, weight in law.atoms:
        s = float(sum(x * x for x in point)) ** 0.5
        total += float(weight) * (abs(float(a * b)) * s**3 + s) * 2 * max(abs(float(a)), abs(float(b))) * s**3
    return (T - 2) * total


@settings(max_examples=150)
@given(atom_laws(), st.integers(3, 6), small_fractions(), small_fractions())
def test_gradient_on_the_line_at_finite_laws(law: Atoms, T: int, a: Fraction, b: Fraction) -> None:
    exactly = line_gradient_at(law, T, a, b)
    computed = quadrature.gradient(law, T, floats(on_line(law.d, a, b)))
    assert distance(exactly, computed) <= ROUNDING * size_of_terms(law, T, a, b)


@dataclass(frozen=True)
class Changed:
    """One coefficient of one entry on the line, by its place in the list of them all."""

    one: Entry
    position: int

    def entry(self, factor: Fraction) -> Entry:
        terms = list(self.one.terms)
        monomial, coefficient = terms[self.position]
        terms[self.position] = (monomial, coefficient * factor)
        return replace(self.one, terms=tuple(terms))


COEFFICIENTS = [
    Changed(entry(block, place), position)
    for block in BLOCKS
    for place in Place
    for position in range(len(entry(block, place).terms))
]


@pytest.mark.parametrize("change", COEFFICIENTS, ids=lambda c: f"{c.one.name}-{c.position}")
@pytest.mark.parametrize("factor", [Fraction(0), Fraction(-1), 1 + Fraction(1, 10**6)], ids=str)
def test_a_changed_coefficient_is_noticed(change: Changed, factor: Fraction) -> None:
    """At a law of which no moment that enters vanishes."""
    law, T, a, b = table(3), 5, Fraction(3, 4), Fraction(-5, 3)
    computed = quadrature.gradient(law, T, floats(on_line(law.d, a, b)))[change.one.block]
    row, column = (0, 0) if change.one.place is Place.DIAGONAL else (0, 1)
    free = (0,) if row == column else (row, column)
    right, wrong = (float(one.value(in_rationals(T), law, a, b, free)) for one in (change.one, change.entry(factor)))
    tolerance = ROUNDING * size_of_terms(law, T, a, b)
    assert abs(right - computed[row, column]) <= tolerance < abs(wrong - computed[row, column])


@pytest.mark.parametrize("name", BLOCKS)
def test_a_moved_parameter_moves_both_routes_to_the_same_place(name: str) -> None:
    law, T = table(2), 5
    rng = generator("two routes: moved", 0)
    parameters = {block: rationals(rng, 2) for block in BLOCKS}
    rows = [list(row) for row in parameters[name]]
    rows[0][-1] += Fraction(1, 1000)
    moved = {**parameters, name: tuple(tuple(row) for row in rows)}
    before, after = (evaluation.gradient(law, T, blocks) for blocks in (parameters, moved))
    computed = quadrature.gradient(law, T, floats(moved))
    assert distance(after, computed) <= ROUNDING * largest(after) < distance(before, computed)
