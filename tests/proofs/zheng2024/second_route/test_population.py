"""The polynomial against quadrature at small sizes, against exact algebra at long ones, against samples at d = 5."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numeric_check.arrays import Parameters, Real
from numeric_check.compare.agreement import ROUNDING, Budget, sampled
from numeric_check.laws.node_moments import TooManyTerms, nonzero
from numeric_check.laws.rules import factors
from numeric_check.laws.sampling import draw, draw_torus, generator
from proofs.zheng2024.line.trained import ab_line
from proofs.zheng2024.model import evaluation
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.model.evaluation import Matrix
from proofs.zheng2024.model.variance import radial_second_moment
from proofs.zheng2024.second_route import exponents, one_pass, quadrature
from proofs.zheng2024.second_route.forward import on_line
from proofs.zheng2024.second_route.population import Population
from symbolic.laws import IID, Atoms, Law, LawFamily, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, Laplace, MomentDoesNotExist, Student, Uniform, rademacher, two_point
from tests.strategies_of_laws import atom_laws

SKEW = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1)))
OFF_CENTRE = IID(two_point(Fraction(3, 2), Fraction(1, 4), Fraction(-1, 3)))
FAMILIES: tuple[LawFamily, ...] = (
    IID(Gaussian(Fraction(1, 2))),
    IID(Laplace(Fraction(2, 3))),
    IID(Uniform()),
    IID(Student(Fraction(8))),
    IID(rademacher()),
    SKEW,
    OFF_CENTRE,
    Sparse(Fraction(3, 2)),
    Ones(),
)
SIZES = [(1, 3), (1, 6), (2, 3), (2, 4), (2, 6), (3, 3), (3, 4)]
NODES = 150_000
CASES = [(family.at(d), T) for family in FAMILIES for d, T in SIZES if quadrature.cost(family.at(d), T) <= NODES]


def dense(d: int, rng: np.random.Generator) -> dict[str, Real]:
    return {name: rng.uniform(-1, 1, size=(d, d)) for name in BLOCKS}


def assert_gradients_agree(found: Parameters, expected: Mapping[str, Real]) -> None:
    scale = max(float(np.max(np.abs(block))) for block in expected.values())
    for name in BLOCKS:
        np.testing.assert_allclose(found[name], expected[name], rtol=0, atol=ROUNDING * scale)


@pytest.mark.sampled(12)
@pytest.mark.parametrize(("law", "T"), CASES, ids=[f"{law.description}-d={law.d}-T={T}" for law, T in CASES])
def test_population_is_quadrature(law: Law, T: int) -> None:
    parameters = dense(law.d, generator(f"population: {law.description}", 100 * law.d + T))
    population = Population(law, T)
    assert population.loss(parameters) == pytest.approx(quadrature.loss(law, T, parameters), rel=ROUNDING)
    assert_gradients_agree(population.gradient(parameters), quadrature.gradient(law, T, parameters))


def test_every_kind_of_law_is_compared_at_several_sizes() -> None:
    assert set(Counter(law.description for law, _ in CASES)) == {family.description for family in FAMILIES}
    assert min(Counter(law.description for law, _ in CASES).values()) >= 3


@given(law=atom_laws(most_d=2), T=st.integers(3, 6), present=st.sets(st.sampled_from(BLOCKS), min_size=1))
def test_population_is_quadrature_for_any_table_of_atoms(law: Atoms, T: int, present: set[str]) -> None:
    rng = generator("population: atoms", T)
    parameters = {name: rng.integers(-4, 5, size=(law.d, law.d)) / 4 for name in sorted(present)}
    expected = quadrature.gradient(law, T, parameters)
    found = Population(law, T).gradient(parameters)
    size = max(1.0, max(float(np.max(np.abs(block))) for block in expected.values()))
    assert max(float(np.max(np.abs(found[name] - expected[name]))) for name in BLOCKS) <= ROUNDING * size


LONG: list[tuple[Law, int]] = [(IID(Gaussian()).at(3), 30), (SKEW.at(2), 40), (Ones().at(3), 25)]


@pytest.mark.sampled(1)
@pytest.mark.parametrize(("law", "T"), LONG, ids=["gaussian", "skew", "ones"])
def test_gradient_is_that_of_the_exact_side_at_long_sequences(law: Law, T: int) -> None:
    exact, parameters = rationals(law.d, T)
    expected = {name: np.array(block, dtype=np.float64) for name, block in evaluation.gradient(law, T, exact).items()}
    assert_gradients_agree(Population(law, T).gradient(parameters), expected)


@pytest.mark.parametrize(("law", "T"), LONG[1:], ids=["skew", "ones"])
def test_loss_is_that_of_the_exact_side_at_long_sequences(law: Law, T: int) -> None:
    exact, parameters = rationals(law.d, T)
    assert Population(law, T).loss(parameters) == pytest.approx(float(evaluation.loss(law, T, exact)), rel=ROUNDING)


def rationals(d: int, T: int) -> tuple[dict[str, Matrix], dict[str, Real]]:
    """Dense parameters, exactly and in floats."""
    rng = generator("population: long", T)
    table = {name: rng.integers(-6, 7, (d, d)) for name in BLOCKS}
    exact = {name: tuple(tuple(Fraction(int(n), 4) for n in row) for row in block) for name, block in table.items()}
    return exact, {name: block / 4 for name, block in table.items()}


@pytest.mark.sampled(1)
@pytest.mark.parametrize("family", [IID(Gaussian(Fraction(1, 2))), Sparse(), IID(rademacher())], ids=str)
def test_slope_agrees_with_samples_at_the_paper_s_dimension(family: LawFamily) -> None:
    """The slope of the loss along scaling `W_PV`, at half the best ab; its second moment has an exact upper bound."""
    law, T, best = family.at(5), 30, ab_line(family.at(5), 30)
    assert best is not None
    u = float(best) / 2
    parameters = on_line(law.d, u, 1.0)
    slope = float(np.sum(Population(law, T).gradient(parameters)["W_PV_12"] * parameters["W_PV_12"]))
    rng, rate = generator(f"population: {law.description}", T), Budget().share(3)
    values = one_pass.radial(parameters, draw(law, rng, 20_000), draw_torus(rng, 20_000, law.d), T)
    variance = max(0.0, radial_second_moment(law, T, u) - slope**2)
    found = sampled(slope, variance, values, rate, T)
    assert found.agrees
    assert found.resolution < abs(slope) / 2
    assert not sampled(slope + 5 * found.resolution, variance, values, rate, T, abs(slope)).agrees


@given(
    law=st.sampled_from([family.at(3) for family in FAMILIES]),
    T=st.integers(3, 40),
    seed=st.integers(0, 2**32 - 1),
)
def test_gradient_is_the_derivative_of_the_loss(law: Law, T: int, seed: int) -> None:
    """Along a direction the loss has degree 4: a five-point difference is its derivative without truncation error."""
    rng = np.random.default_rng(seed)
    population, point, along = Population(law, T), dense(3, rng), dense(3, rng)
    losses = [population.loss({name: point[name] + step * along[name] for name in BLOCKS}) for step in (-2, -1, 1, 2)]
    derivative = (losses[0] - 8 * losses[1] + 8 * losses[2] - losses[3]) / 12
    gradient = population.gradient(point)
    found = sum(float(np.sum(gradient[name] * along[name])) for name in BLOCKS)
    assert found == pytest.approx(derivative, abs=1e-12 * max(losses))


def test_loss_and_gradient_together_are_those_apart() -> None:
    source, rng = Population(SKEW.at(2), 5), np.random.default_rng(7)
    for _ in range(5):
        point = dense(2, rng)
        loss, gradient = source.with_gradient(point)
        assert loss == source.loss(point)
        for name, block in source.gradient(point).items():
            np.testing.assert_array_equal(block, gradient[name])


@pytest.mark.sampled(1)
@pytest.mark.parametrize("T", [3, 4, pytest.param(7, marks=pytest.mark.slow)])
def test_pair_counts_by_loops_over_all_summation_times(T: int) -> None:
    """Every pattern and all shifts, by dictionaries of exponent vectors in plain Python."""
    counts = exponents.pair_counts(T)
    for pattern in exponents.patterns(6):
        table = counts.get(pattern, np.zeros((8, 8)))
        for (s, left), (r, right) in product(enumerate(exponents.SHIFTS), repeat=2):
            expected = sum(
                listed(pattern[:3], left, t)[key] * n / (t - 1) ** 2
                for t in range(2, T)
                for key, n in listed(pattern[3:], right, t).items()
            )
            assert table[s, r] == pytest.approx(expected, rel=1e-14)


def listed(labels: tuple[int, ...], shifts: tuple[int, ...], t: int) -> Counter[tuple[int, ...]]:
    """Exponent vectors over `i = 1, …, t` with multiplicities; `x_0 = 0`."""
    found: Counter[tuple[int, ...]] = Counter()
    for i in range(1, t + 1):
        times = i - shifts[0], i - shifts[1], t - shifts[2]
        vector = [0] * 6
        for label, time, sign in zip(labels, times, (1, -1, 1), strict=True):
            vector[label] += sign * (time - 1)
        if min(times) >= 1:
            found[tuple(vector)] += 1
    return found


def test_patterns_are_the_set_partitions() -> None:
    assert [len(exponents.patterns(n)) for n in range(1, 7)] == [1, 2, 5, 15, 52, 203]
    assert all(list(dict.fromkeys(p)) == list(range(len(set(p)))) for p in exponents.patterns(6))


@given(law=atom_laws(), powers=st.lists(st.integers(1, 3), min_size=1, max_size=3))
def test_node_moments_of_atoms_by_loops(law: Atoms, powers: list[int]) -> None:
    places, values = nonzero(factors(law, 6), powers)
    found = {tuple(place): value for place, value in zip(places.tolist(), values.tolist(), strict=True)}
    for place in product(range(law.d), repeat=len(powers)):
        chosen = list(zip(place, powers, strict=True))
        terms = [weight * prod(point[j] ** n for j, n in chosen) for point, weight in law.atoms]
        exact = float(sum(terms)) if len(set(place)) == len(place) else 0.0
        assert found.get(place, 0.0) == pytest.approx(exact, abs=1e-12 * float(sum(map(abs, terms))))


def test_node_moments_of_independent_groups_are_those_of_the_joint_table() -> None:
    pair = np.array([[1.0, 2.0], [-1.0, 3.0]]), np.array([0.25, 0.75])
    single = np.array([[0.5], [2.0]]), np.array([0.5, 0.5])
    rows = list(product(range(2), repeat=2))
    points = np.array([[*pair[0][n], *single[0][m]] for n, m in rows])
    joint = points, np.array([pair[1][n] * single[1][m] for n, m in rows])
    (places, values), (expected_places, expected) = nonzero([pair, single], (2, 1, 3)), nonzero([joint], (2, 1, 3))
    assert (
        places.tolist() == expected_places.tolist() == [list(p) for p in product(range(3), repeat=3) if len({*p}) == 3]
    )
    np.testing.assert_allclose(values, expected, rtol=1e-14)


def test_odd_moments_of_symmetric_laws_are_no_terms() -> None:
    even = Population(IID(Gaussian()).at(3), 6)
    assert nonzero(factors(even.law, 6), (3, 3))[1].size == 0
    assert even.terms < Population(SKEW.at(3), 6).terms < Population(Ones().at(3), 6).terms


def test_missing_blocks_are_zero() -> None:
    population, block = Population(SKEW.at(2), 5), np.array([[1.0, 2.0], [-1.0, 0.5]])
    zero = np.zeros((2, 2))
    assert population.loss({"W_KQ_22": block}) == population.loss(dict.fromkeys(BLOCKS, zero) | {"W_KQ_22": block})
    assert set(population.gradient({"W_KQ_22": block})) == set(BLOCKS)


def test_inputs_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="T >= 3"):
        Population(Sparse().at(2), 2)
    with pytest.raises(MomentDoesNotExist, match="order 6"):
        Population(IID(Student(Fraction(6))).at(2), 4)
    with pytest.raises(ValueError, match="must be 2 x 2"):
        Population(Sparse().at(2), 4).loss(on_line(3, 1.0, 1.0))
    with pytest.raises(ValueError, match="leave the range of floating point"):
        Population(Sparse(Fraction(10) ** 60).at(2), 4)
    with pytest.raises(TooManyTerms, match="take smaller d"):
        Population(Ones().at(4), 4, limit=1000)
    with pytest.raises(TooManyTerms, match="limit of 100000000"):
        Population(Ones().at(20_000), 4)
