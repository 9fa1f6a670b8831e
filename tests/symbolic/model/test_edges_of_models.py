"""Models at the edges: dimension 1, weights that divide by zero, losses without times, names that are written alike."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

import pytest

from numeric_check.described import exact_gradient, exact_loss
from symbolic.decide.family_invariance import stays_on
from symbolic.expectation.characters import OutOfReach
from symbolic.laws.atoms import Atoms
from symbolic.model.derived_model import Derived
from symbolic.model.graphs import canonical
from symbolic.model.tangency import Tangency
from symbolic.model.terms import Factor, Kind
from symbolic.setting import (
    AnyLaw,
    Array,
    Family,
    Gaussian,
    Orbit,
    Setting,
    Size,
    Time,
    Torus,
    Untraceable,
    Values,
    Weight,
    WrongValues,
    block,
    covariance,
    diagonal,
    eye,
    given,
    ones,
    parameter,
    scalar,
    size,
    stack,
    time,
    total,
)

d, N, i, t = size("d"), size("N"), time("i"), time("t")
TWO = Atoms.of([(Fraction(2),), (Fraction(-1),)], [Fraction(1, 3), Fraction(2, 3)], "two atoms")
Q = parameter("Q", [1])


def of_an_orbit() -> Setting:
    T, x = size("T", at_least=2), Orbit("x", by=Torus(1), start=AnyLaw(1))

    def prediction(t: Time) -> Array:
        return Q @ total(x[i] @ x[i].H, i, 1, t) @ x[t]

    return Setting("orbit", sizes=(T,), draws=(x,), parameters=(Q,), prediction=prediction, target=lambda t: x[t + 1],
                   over=(t, 1, T - 1))  # fmt: skip


def of_copies() -> Setting:
    x = AnyLaw(1, "x_1").each(i)

    def prediction() -> Array:
        return Q @ total(x[i] @ x[i].H, i, 1, N) @ x[N + 1]

    return Setting("copies", sizes=(N,), draws=(x,), parameters=(Q,), prediction=prediction, target=lambda: x[N] * 2)


def on_a_diagonal() -> Setting:
    x, P = AnyLaw(1), parameter("P", [2, 1])
    g = Gaussian("g", eye(2))
    return Setting("diagonal", sizes=(), draws=(x, g), parameters=(P,),
                   prediction=lambda: block(P @ stack(g, diagonal(x) @ x) * (x.H @ x), 2),
                   target=lambda: block(x, 1))  # fmt: skip


@pytest.mark.sampled(2)
@pytest.mark.parametrize("model", [of_an_orbit, of_copies, on_a_diagonal])
@pytest.mark.parametrize("n", [2, 3])
def test_moments_of_a_draw_in_one_dimension_have_orders(model: Callable[[], Setting], n: int) -> None:
    setting = model()
    shapes = {name: tuple(axis.value({}) for axis in shape) for name, shape in setting.blocks.items()}
    blocks = {name: tuple((Fraction(1, 3),) * c for _ in range(r)) for name, (r, c) in shapes.items()}
    values = Values({one.name: n for one in setting.sizes}, laws={"x_1": TWO}, parameters=blocks)
    assert Derived(setting).loss_at(values) == exact_loss(setting, values)
    assert Derived(setting).gradient_at(values) == exact_gradient(setting, values)


def mean_of_the_others(N: Size) -> Setting:
    x, w = Gaussian("x", 1).each(i), parameter("w", [], [])
    return Setting("others", sizes=(N,), draws=(x,), parameters=(w,), target=lambda: x[1],
                   prediction=lambda: w * total(x[i], i, 1, N - 1) / (N - 1))  # fmt: skip


def test_a_weight_that_divides_by_zero_at_the_smallest_size_is_refused() -> None:
    with pytest.raises(OutOfReach, match="a weight divides by zero at N = 1"):
        _ = Derived(mean_of_the_others(N)).terms


def test_from_the_next_size_on_it_is_a_weight() -> None:
    setting = mean_of_the_others(size("N", at_least=2))
    values = Values({"N": 2}, parameters={"w": ((Fraction(1, 3),),)})
    assert Derived(setting).loss_at(values) == exact_loss(setting, values)


def over_times(least: int) -> Setting:
    T, x, w = size("T", at_least=least), Gaussian("x", 1).each(t), parameter("w", [], [])
    return Setting("times", sizes=(T,), draws=(x,), parameters=(w,), prediction=lambda t: w * x[t],
                   target=lambda t: x[t + 1], over=(t, 2, T - 1))  # fmt: skip


def test_a_loss_whose_times_end_before_they_begin_is_refused() -> None:
    """At T = 1 its sum in closed form would be that from time 1 on, with the other sign."""
    with pytest.raises(OutOfReach, match="which may end before they begin"):
        _ = Derived(over_times(1)).terms
    assert Derived(over_times(2)).loss_at(Values({"T": 2})) == 0


def of_two_draws(name: str, other: str) -> Setting:
    x, y, P, K = AnyLaw(d, name), AnyLaw(d, other), parameter("P", [d]), parameter("K", [d])
    return Setting("two", sizes=(d,), draws=(x, y), parameters=(P, K), prediction=lambda: P @ x + K @ y,
                   target=lambda: x - y)  # fmt: skip


def test_moments_that_are_written_alike_are_refused() -> None:
    with pytest.raises(Untraceable, match="written alike"):
        of_two_draws("x", "x_1")


def test_requirements_on_two_draws_are_no_conclusion_on_one() -> None:
    """On the diagonal is `u (E x_j² + E y_j²)`, of two starts."""
    W, P, T = Torus(d), parameter("P", [d]), size("T", at_least=3)
    x, y = (Orbit(name, by=W, start=AnyLaw(d, f"{name}_1")) for name in "xy")
    setting = Setting(
        "two",
        sizes=(d, T),
        draws=(x, y),
        parameters=(P,),
        prediction=lambda t: P @ (x[t] + y[t - 1]),
        target=lambda t: x[t + 1],
        over=(t, 2, T - 1),
    )
    tangency = Tangency(Derived(setting).on(Family(P=scalar("u") * eye(d))))
    assert tangency.leftovers
    with pytest.raises(OutOfReach, match="several draws"):
        stays_on(tangency, "line")


@pytest.mark.parametrize("letter", ["S", "d", "x"])
def test_letters_of_families_have_names_of_their_own(letter: str) -> None:
    x, W = Gaussian("x", covariance("S", d)), parameter("W", [d])
    blocks: tuple[Array | Weight, ...] = (given(letter, [d]), scalar(letter) * eye(d))
    for held in blocks:
        with pytest.raises(Untraceable, match="something else of that name"):
            Setting("names", sizes=(d,), draws=(x,), parameters=(W,), prediction=lambda: W @ x, target=lambda: x,
                    families={"f": Family(W=held)})  # fmt: skip


def test_parameters_are_not_held_to_data() -> None:
    x, W = Gaussian("x", covariance("S", d)), parameter("W", [d])
    with pytest.raises(Untraceable, match="to data"):
        Setting("data", sizes=(d,), draws=(x,), parameters=(W,), prediction=lambda: W @ x, target=lambda: x,
                families={"f": Family(W=x @ x.H)})  # fmt: skip


def fifth_power() -> Setting:
    x, v = AnyLaw(d), parameter("v", [d], [])
    form = v.H @ x
    return Setting("power", sizes=(d,), draws=(x,), parameters=(v,),
                   prediction=lambda: form * form * form * form * form, target=lambda: ones(d).H @ x)  # fmt: skip


def test_indices_that_a_symmetry_exchanges_are_numbered_once() -> None:
    """`E[x_m … ] v_m …` with ten indices alike: 10! numberings of which each is as good as any other."""
    setting = fifth_power()
    law = Atoms.of(
        [(Fraction(2), Fraction(1)), (Fraction(-1), Fraction(1, 2))], [Fraction(1, 3), Fraction(2, 3)], "two"
    )
    values = Values({"d": 2}, laws={"x_1": law}, parameters={"v": ((Fraction(1, 2),), (Fraction(-3),))})
    assert len(Derived(setting).terms) == 3
    assert Derived(setting).loss_at(values) == exact_loss(setting, values)
    assert Derived(setting).gradient_at(values) == exact_gradient(setting, values)


def ring(names: str, order: list[int]) -> list[Factor]:
    """A cycle of matrices in this order of its indices, and a moment of them all."""
    n = len(order)
    edges = [Factor(Kind.ENTRY, name, (order[k], order[(k + 1) % n])) for k, name in enumerate(names)]
    return [*edges, Factor(Kind.MOMENT, "x", tuple(order))]


@pytest.mark.parametrize("names", ["AAAAAA", "ABABAB", "AABAAB", "ABAABB"])
def test_the_normal_form_does_not_depend_on_names_of_indices(names: str) -> None:
    rng = random.Random(names)
    sizes = {n: d.affine() for n in range(len(names))}
    expected = canonical(ring(names, list(sizes)), sizes)
    for _ in range(20):
        order = rng.sample(list(sizes), len(names))
        factors = ring(names, order)
        assert canonical(rng.sample(factors, len(factors)), sizes) == expected
    assert canonical(ring(names[::-1] + "B", [*sizes, 6]), {**sizes, 6: d.affine()}) != expected


def test_a_negative_variance_has_no_loss() -> None:
    x, w = Gaussian("x", scalar("s")), parameter("w", [], [])
    setting = Setting("one", sizes=(), draws=(x,), parameters=(w,), prediction=lambda: w * x, target=lambda: x)
    with pytest.raises(WrongValues, match="multiplied by -1, which is negative"):
        Derived(setting).loss_at(Values({}, scalars={"s": Fraction(-1)}))
    assert Derived(setting).loss_at(Values({}, scalars={"s": Fraction(1)})) == Fraction(1, 2)
