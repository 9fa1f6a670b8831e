"""Means over orthogonal and unitary matrices: characters against angles, large dimensions and random matrices."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations_with_replacement, product
from math import prod
from typing import Any

import numpy as np
import pytest

from numeric_check.compare.agreement import Budget, Comparison, sampled
from numeric_check.laws.haar_rules import haar_rule
from numeric_check.laws.sampling import draw_haar, generator
from symbolic.algebra.notation import d as dimension
from symbolic.algebra.rationals import to_fraction
from symbolic.expectation.haar import (
    Group,
    Powers,
    character,
    overlap_moment,
    overlap_moment_of_large,
    partitions,
    settled_from,
    trace_moment,
)
from symbolic.expectation.haar_states import Turned, state_mean, ways

GROUPS: tuple[Group, ...] = ("orthogonal", "unitary")
POWERS = [powers for count in (1, 2, 3) for powers in combinations_with_replacement((-3, -2, -1, 1, 2, 3), count)]


def test_rows_of_characters_are_orthogonal() -> None:
    """`Σ_μ χ^λ(μ) χ^κ(μ) / z_μ` over cycle types."""
    types = list(partitions(6, None))
    sizes = [Fraction(1, prod(k ** t.count(k) * prod(range(1, t.count(k) + 1)) for k in {*t})) for t in types]
    for one in types:
        for other in types:
            mean = sum(
                c * character(one, tuple(sorted(t))) * character(other, tuple(sorted(t)))
                for c, t in zip(sizes, types, strict=True)
            )
            assert mean == (one == other)


@pytest.mark.parametrize(("group", "d"), [*product(GROUPS, (1, 2)), ("orthogonal", 3)])
def test_moments_are_those_over_angles(group: Group, d: int) -> None:
    points, weights = haar_rule(group, d, 9)
    traces, corner = {}, {}
    for k in range(-3, 4):
        power = np.linalg.matrix_power(points, k)
        traces[k], corner[k] = np.einsum("njj->n", power), power[:, 0, 0]
    for powers in POWERS:
        for found, exact in ((traces, trace_moment), (corner, overlap_moment)):
            assert abs(weights @ prod(found[k] for k in powers) - float(exact(group, powers, d))) < 1e-12, powers


@pytest.mark.parametrize("group", GROUPS)
def test_large_dimensions_have_one_formula(group: Group) -> None:
    """It holds from the dimension on that is named, and for some powers not before."""
    early = 0
    for powers in POWERS:
        formula, first = overlap_moment_of_large(group, powers), settled_from(group, powers)
        for d in (first, first + 1, first + 5):
            assert to_fraction(formula.subs(dimension, d)) == overlap_moment(group, powers, d)
        early += first > 1 and to_fraction(formula.subs(dimension, first - 1)) != overlap_moment(
            group, powers, first - 1
        )
    assert early


def test_second_and_third_moments_of_traces_in_the_unitary_group() -> None:
    """`min(k, d)` and `min(k, d) + min(m, d) - min(k + m, d)`."""
    for d in range(1, 6):
        for k in range(1, 7):
            assert trace_moment("unitary", (k, -k), d) == min(k, d)
            for m in range(1, 7):
                assert trace_moment("unitary", (k, m, -k - m), d) == min(k, d) + min(m, d) - min(k + m, d)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("d", [1, 2, 3])
def test_weights_of_pairs_give_back_all_contractions(group: Group, d: int) -> None:
    """A product of six entries, joined in every way, from what is left of it: in small dimensions too."""
    states = [Turned(1), Turned(2), Turned(3), Turned(1, True), Turned(2, True), Turned(2, True)]
    found = state_mean(group, states, d)
    assert len(found) <= ways(group, states)
    x = [Fraction(1), *[Fraction(0)] * (d - 1)]
    mean = sum(weight * prod(x[0] for _ in range(6 - 2 * len(pairs))) for pairs, weight in found.items())
    powers = [s.power * (-1 if s.conjugate else 1) for s in states]
    assert mean == overlap_moment(group, tuple(powers), d)
    joined = sum(weight * _closed(pairs, d) for pairs, weight in found.items())
    assert joined == overlap_moment(group, (1 - 1, 2 - 2, 3 - 2), d)


def _closed(pairs: tuple[tuple[int, int], ...], d: int) -> Fraction:
    """The value where the states 0 and 3, 1 and 4, 2 and 5 are multiplied with each other: d for each circle."""
    partner = {0: 3, 3: 0, 1: 4, 4: 1, 2: 5, 5: 2}
    steps = {m: n for pair in pairs for m, n in (pair, pair[::-1])}
    circles, seen = 0, set()
    for start in range(6):
        place, path = start, []
        while place in steps and place not in seen:
            seen |= {place, steps[place]}
            path.append(place)
            place = partner[steps[place]]
        circles += bool(path) and place == start
    return Fraction(d) ** circles


BUDGET, SAMPLES = Budget(1e-9), 40_000


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("d", [1, 2, 3])
def test_random_matrices_have_these_moments(group: Group, d: int) -> None:
    matrices = draw_haar(generator(f"haar {group} {d}", 0), SAMPLES, d, group)
    star = np.swapaxes(matrices.conj(), 1, 2)
    np.testing.assert_allclose(matrices @ star, np.broadcast_to(np.eye(d), matrices.shape), atol=1e-12)
    for name, comparison in _compared(group, d, matrices):
        assert comparison.agrees, (name, comparison)


@pytest.mark.parametrize("group", GROUPS)
def test_factors_without_fixed_phases_are_not_uniform(group: Group) -> None:
    rng = generator("haar, plain factors", 0)
    normal = rng.normal(size=(SAMPLES, 2, 2)) + (1j * rng.normal(size=(SAMPLES, 2, 2)) if group == "unitary" else 0)
    assert not all(comparison.agrees for _, comparison in _compared(group, 2, np.linalg.qr(normal)[0]))


def _compared(group: Group, d: int, matrices: Any) -> Iterator[tuple[Powers, Comparison]]:
    """Overlaps of a unit vector that is no axis, and traces, of random matrices with their exact means."""
    u = np.arange(1, d + 1) / np.linalg.norm(np.arange(1, d + 1))
    share = BUDGET.share(40)
    for powers in ((1,), (2,), (1, -1), (1, 1, -2), (2, -2)):
        back = tuple(-k for k in powers)
        values = prod(np.einsum("j,njk,k->n", u, np.linalg.matrix_power(matrices, k), u) for k in powers).real
        mean = overlap_moment(group, powers, d)
        square = (overlap_moment(group, powers + powers, d) + overlap_moment(group, powers + back, d)) / 2
        yield powers, sampled(float(mean), float(square - mean**2), values, share, 0, scale=1.0)
