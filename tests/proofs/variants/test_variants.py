"""The variants: descriptions against the models by hand, and what is refused when a statement is altered."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
import sympy

from numeric_check.described import Disagrees, demand_agreement
from numeric_check.described.arithmetic.arithmetics import Numbers
from numeric_check.described.handwritten import Handwritten, RandomData
from numeric_check.described.placed import Blocks
from proofs.variants import haar_unitary, haar_unitary_long
from proofs.variants.circular_start import PRODUCT
from proofs.variants.haar_line import in_dimension, invariant_at, large_from, large_loss, loss_at
from proofs.variants.haar_unitary import p_of
from proofs.variants.line_loss import LINE, a, b, best, moved_alone, of_terms, sigma
from proofs.variants.noise import SQUARE
from proofs.variants.roots_of_unity import derived, stated
from proofs.variants.second_route import forward
from proofs.variants.second_route.paired_states import loss, mean
from proofs.variants.second_route.state_sequences import Circular, noisy, turned
from proofs.variants.second_route.uniform_turns import Uniform, orbits
from proofs.variants.setting import CIRCULAR, HAAR_CIRCULAR, HAAR_ORTHOGONAL, HAAR_UNITARY, HEADS, NOISY, SIGNS
from proofs.variants.turned_line import invariant_for
from proofs.variants.unequal_variances import needed
from symbolic.algebra.equality import Different, Same, same
from symbolic.algebra.notation import d, t
from symbolic.decide.outcomes import Fails, Holds
from symbolic.laws import Ones
from symbolic.model.derived_model import Derived
from symbolic.setting import Setting, Values

States = Callable[[RandomData], Numbers]


def by_hand(states: States, mean: Callable[[Blocks, RandomData], float]) -> Handwritten:
    def times(data: RandomData) -> range:
        return range(2, data.values.sizes["T"])

    return Handwritten(
        lambda blocks, data: forward.predictions(blocks, states(data), times(data)),
        lambda blocks, data: forward.losses(blocks, states(data), times(data)),
        mean,
    )


def of_orbit(data: RandomData) -> Numbers:
    return turned(data.copy("x_1"), data.phases("W"), data.values.sizes["T"])


def with_noise(data: RandomData) -> Numbers:
    length, factor = data.values.sizes["T"], data.values.scalars["sigma"]
    added = [factor * data.copy("xi", s) for s in range(1, length)]
    return noisy([data.copy("x_1"), *added], data.phases("W"))


def circular_mean(noise: bool) -> Callable[[Blocks, RandomData], float]:
    def mean(blocks: Blocks, data: RandomData) -> float:
        sizes = data.values.sizes
        draws = Circular(sizes["d"], sizes["T"], float(data.values.scalars["sigma"]), noise)
        return draws.mean(lambda states: forward.losses(blocks, states, range(2, sizes["T"])))

    return mean


def roots_mean(order: int | None) -> Callable[[Blocks, RandomData], float]:
    from proofs.variants.second_route.state_sequences import Roots

    def mean(blocks: Blocks, data: RandomData) -> float:
        length = data.values.sizes["T"]
        draws = Roots(data.values.laws["x_1"], order or 4 * length, length)
        return draws.mean(lambda states: forward.losses(blocks, states, range(2, length)))

    return mean


def turned_at_once(data: RandomData) -> Numbers:
    return orbits(data.matrices("W"), data.copy("x_1"), data.values.sizes["T"])


def uniform_mean(group: str) -> Callable[[Blocks, RandomData], float]:
    def mean(blocks: Blocks, data: RandomData) -> float:
        length = data.values.sizes["T"]
        draws = Uniform(data.values.laws["x_1"], group, length)
        return draws.mean(lambda states: forward.losses(blocks, states, range(2, length)))

    return mean


HALF = {"sigma": Fraction(1, 2)}


@pytest.mark.parametrize(
    ("setting", "written", "scalars"),
    [
        (SIGNS, by_hand(of_orbit, roots_mean(2)), {}),
        (HEADS, by_hand(of_orbit, roots_mean(None)), {}),
        (CIRCULAR, by_hand(of_orbit, circular_mean(False)), HALF),
        (NOISY, by_hand(with_noise, circular_mean(True)), HALF),
    ],
    ids=["signs", "heads", "circular", "noisy"],
)
def test_the_models_by_hand_and_their_descriptions_agree_exactly(
    setting: Setting, written: Handwritten, scalars: dict[str, Fraction]
) -> None:
    laws = {"x_1": Ones().at(1)} if not scalars else {}
    demand_agreement(setting, written, [Values({"d": 1, "T": 3}, scalars=scalars, laws=laws)])


@pytest.mark.parametrize(("group", "setting"), [("orthogonal", HAAR_ORTHOGONAL), ("unitary", HAAR_UNITARY)])
def test_uniform_matrices_by_hand_and_as_described_agree_exactly(group: str, setting: Setting) -> None:
    values = [Values({"d": size, "T": 3}, laws={"x_1": Ones().at(size)}) for size in (1, 2)]
    demand_agreement(setting, by_hand(turned_at_once, uniform_mean(group)), values)
    other = {"orthogonal": "unitary", "unitary": "orthogonal"}[group]
    with pytest.raises(Disagrees, match="the population loss"):
        demand_agreement(setting, by_hand(turned_at_once, uniform_mean(other)), values)


def test_one_circular_coordinate_turned_by_a_phase_is_as_described() -> None:
    def mean(blocks: Blocks, data: RandomData) -> float:
        return Circular(1, 3, spread, False).mean(lambda states: forward.losses(blocks, states, range(2, 3)))

    values, spread = [Values({"d": 1, "T": 3})], 1.0
    demand_agreement(HAAR_CIRCULAR, by_hand(turned_at_once, mean), values)
    spread = 1.25
    with pytest.raises(Disagrees, match="the population loss"):
        demand_agreement(HAAR_CIRCULAR, by_hand(turned_at_once, mean), values)


@pytest.mark.parametrize("size", [(1, 6), (2, 5), (3, 4)])
def test_the_loss_that_long_unitary_sequences_suppose_is_derived_at_given_sizes(size: tuple[int, int]) -> None:
    d, T = size
    p = [p_of(d, n) for n in range(1, T - 1)]
    apart = [sum(d + 2 * min(k, d) for l in range(1, n + 1) for k in range(1, l)) for n in range(1, T - 1)]
    bottoms = [n**2 * d * (d + 1) * (d + 2) for n in range(1, T - 1)]
    q = [each / n + sympy.Rational(4 * m, c) for n, (each, m, c) in enumerate(zip(p, apart, bottoms, strict=True), 1)]
    product, lengths = a * b, (d, d * (d + 1), d * (d + 1) * (d + 2))
    supposed = (product**2 * lengths[2] * sum(q) - 2 * product * lengths[1] * sum(p) + (T - 2) * lengths[0]) / 2
    found = of_terms(Derived(HAAR_CIRCULAR, {"d": d, "T": T}).on(HAAR_CIRCULAR.families["line"]).terms)
    assert sympy.expand(found - supposed) == 0


def test_another_order_of_roots_is_another_model() -> None:
    point = Values({"d": 2, "T": 4}, laws={"x_1": Ones().at(2)})
    with pytest.raises(Disagrees, match="the population loss"):
        demand_agreement(SIGNS, by_hand(of_orbit, roots_mean(3)), [point])


def test_altered_statements_are_refused() -> None:
    assert isinstance(same(best(CIRCULAR), PRODUCT.subs(d, d + 1)), Different)
    assert isinstance(moved_alone(CIRCULAR, LINE), Holds)
    assert isinstance(moved_alone(CIRCULAR, LINE[:1]), Fails)
    assert isinstance(moved_alone(SIGNS, LINE), Fails)
    assert isinstance(needed(("E[x_j^2] is the same for every j",)), Fails)
    assert isinstance(same(derived(2, 1), stated(2, 0)), Different)
    assert isinstance(invariant_at("unitary", 2, 3, LINE), Holds)
    assert isinstance(invariant_at("unitary", 2, 3, (*LINE, "W_KQ_23")), Fails)
    assert isinstance(invariant_at("orthogonal", 2, 3, (*LINE, "W_KQ_23")), Fails)


def test_a_loss_for_all_large_dimensions_is_not_that_of_smaller_ones() -> None:
    assert large_from(5) == 3
    assert isinstance(same(in_dimension(large_loss(5), 3), loss_at("orthogonal", 3, 5)), Same)
    assert isinstance(same(in_dimension(large_loss(5), 2), loss_at("orthogonal", 2, 5)), Different)


def test_sums_over_prompts_longer_than_the_dimension_are_in_closed_form() -> None:
    p, q = haar_unitary_long.p_of(), haar_unitary_long.q_of()
    for size in (1, 2, 3, 5):
        for pairs in range(size, size + 4):
            at = {d: size, haar_unitary_long.n: pairs}
            assert p.subs(at) == haar_unitary.p_of(size, pairs)
            assert q.subs(at) == haar_unitary.q_of(size, pairs)


@pytest.mark.slow
def test_the_loss_of_unitary_matrices_beyond_the_sizes_of_the_claim() -> None:
    for size, length in ((1, 8), (2, 7), (5, 6), (6, 5)):
        stated_there = in_dimension(haar_unitary.stated(size, length), size)
        assert isinstance(same(in_dimension(loss_at("unitary", size, length), size), stated_there), Same)


@pytest.mark.slow
def test_orders_are_told_apart() -> None:
    assert isinstance(invariant_for((3, 2)), Fails)
    assert isinstance(invariant_for((7, 8)), Holds)


def test_the_prediction_of_noisy_states_by_all_pairings() -> None:
    """`E|ŷ|²` at the product 1, of one coordinate at one time: differences of losses."""
    for size, length in ((1, 5), (2, 4), (3, 3)):
        ends = [[loss(size, n, Fraction(1, 2), Fraction(p)) for p in (-1, 0, 1)] for n in (length, length + 1)]
        bends = [(high + low) / 2 - middle for low, middle, high in ends]
        (step,) = (after - before for before, after in pairwise(bends))
        expected = SQUARE.subs({t: length, d: size, sigma: sympy.Rational(1, 2)}) * size / 2
        assert expected == sympy.Rational(step.numerator, step.denominator)


def test_means_of_pairs_are_those_of_points() -> None:
    one, two = (0, 2), (0, 3)
    assert mean((one,), (two,), Fraction(1, 2)) == 0
    assert mean((one, two), (two, one), Fraction(1)) == 2 * 3 + 2 * 2
    draws = Circular(1, 3, 1.0, True)
    found = draws.mean(lambda states: np.abs(states[:, 1, 0]) ** 2 * np.abs(states[:, 2, 0]) ** 2)
    assert abs(found - 10) < 1e-9
