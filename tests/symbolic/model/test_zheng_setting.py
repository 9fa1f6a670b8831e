"""The general engine on the model of Zheng et al. against the derivation that was written for that model alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction

import pytest

from proofs.zheng2024.model import evaluation
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.setting import ZHENG
from symbolic.algebra.laurent import Laurent
from symbolic.algebra.partitions import Blocks
from symbolic.algebra.rationals import to_fraction
from symbolic.expectation.summation import Power, TimeSum
from symbolic.laws.atoms import Atoms
from symbolic.model.contraction import Numbers
from symbolic.model.entry_derivatives import derivative
from symbolic.model.graphs import Graph, canonical
from symbolic.model.letters import PowerSum, Reached, Shifted
from symbolic.model.population_loss import Population, collected
from symbolic.model.terms import Factor, Kind
from symbolic.setting import Values
from symbolic.setting.affine import Affine
from tests.proofs.zheng2024.written_by_hand import Shifts, cross_terms, quadratic_terms

D, LAST = Affine.of({"d": 1}), Affine.of({"T": 1}, -2)
HALF = Fraction(1, 2)


@pytest.fixture(scope="module")
def population() -> Population:
    return Population(ZHENG)


def as_laurent(coefficient: TimeSum) -> Laurent:
    """A sum over times of the one engine as a coefficient of the other."""
    parts = []
    for basis, c in coefficient.terms:
        if not isinstance(basis, Power):
            ended = Affine.of({"T": 1}, -1 - basis.t)
            parts.append((Laurent.number(1) if basis.t == 2 else Laurent.atom(Reached(ended))) * c)
        elif basis.exponent:
            parts.append(Laurent.atom(PowerSum(-basis.exponent, LAST)) * c)
        else:
            parts.append(Laurent.atom(Shifted("T", -2)) * c)
    return Laurent.total(parts)


def entries(shifts: Shifts, row: int, labels: tuple[int, ...]) -> list[Factor]:
    (value, key, query), (k, l, m) = shifts, labels
    return [
        Factor(Kind.ENTRY, f"W_PV_1{2 + value}", (row, k)),
        Factor(Kind.ENTRY, f"W_KQ_{2 + key}{2 + query}", (l, m)),
    ]


def graph(factors: list[Factor], labels: Blocks, free: tuple[int, ...] = ()) -> Graph:
    moment = Factor(Kind.MOMENT, "x_1", tuple(sorted(labels)))
    dimensions = dict.fromkeys([*labels, *free], D)
    return canonical([*factors, moment], dimensions, set(labels))[1]


def written_by_hand() -> Iterator[tuple[Graph, Laurent]]:
    for left, right, pattern, coefficient in quadratic_terms():
        factors = entries(left, 9, pattern[:3]) + entries(right, 9, pattern[3:])
        yield graph(factors, pattern, (9,)), as_laurent(coefficient) * HALF
    for shifts, pattern, coefficient in cross_terms():
        yield graph(entries(shifts, pattern[0], pattern[1:]), pattern), as_laurent(coefficient) * -1
    yield graph([], (0, 0)), Laurent.atom(Shifted("T", -2)) * HALF


@pytest.mark.slow
def test_all_coefficients_are_those_written_by_hand(population: Population) -> None:
    assert sum(1 for _ in quadratic_terms()) == 1704
    assert sum(1 for _ in cross_terms()) == 2
    assert population.terms == collected(written_by_hand())


@pytest.mark.sampled(1)
@pytest.mark.parametrize(("d", "T"), [(1, 3), (1, 8), (2, 3), (2, 5)])
def test_loss_and_gradient_are_those_written_by_hand(population: Population, d: int, T: int) -> None:
    draw = random.Random(f"{d} {T}")
    points = [tuple(Fraction(draw.randint(-3, 3)) for _ in range(d)) for _ in range(3)]
    law = Atoms.of(points, [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)], "three atoms")
    parameters = {
        block: tuple(tuple(Fraction(draw.randint(-3, 3), 2) for _ in range(d)) for _ in range(d)) for block in BLOCKS
    }
    numbers = Numbers(ZHENG, Values({"d": d, "T": T}, laws={"x_1": law}, parameters=parameters))
    assert numbers.loss(population.terms) == evaluation.loss(law, T, parameters)
    for block, rows in evaluation.gradient(law, T, parameters).items():
        found = numbers.entries(derivative(population.terms, block))
        assert {place: to_fraction(value) for place, value in found.items() if value} == {
            (p, q): entry for p, row in enumerate(rows) for q, entry in enumerate(row) if entry
        }
