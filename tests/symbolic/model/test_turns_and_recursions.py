"""Roots of unity, recursions with noise and ranges that depend on labels: the engine against sums over all points."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from numeric_check.described import exact_gradient, exact_loss
from symbolic.expectation.characters import OutOfReach
from symbolic.expectation.nested_counts import counted_nested
from symbolic.laws.atoms import Atoms
from symbolic.model.derived_model import Derived
from symbolic.setting import (
    AnyLaw,
    Array,
    Family,
    Gaussian,
    Orbit,
    Setting,
    Torus,
    Untraceable,
    Values,
    eye,
    parameter,
    recursion,
    scalar,
    size,
    time,
    total,
    zero,
)
from symbolic.setting.recursion import Recursion

d, T, N = size("d"), size("T", at_least=3), size("N")
t, i, k = time("t"), time("i"), time("k")
LAWS = {
    1: Atoms.of([(Fraction(2),), (Fraction(-1),)], [Fraction(1, 3), Fraction(2, 3)], "two atoms"),
    2: Atoms.of([(Fraction(2), Fraction(1)), (Fraction(-1), Fraction(3))], [Fraction(1, 3), Fraction(2, 3)], "two"),
}


def attention(x: Any, draws: tuple[Any, ...], over: tuple[Any, Any] = (2, T - 1)) -> Setting:
    """Two blocks of linear attention on a sequence."""
    P, K = parameter("P", [d]), parameter("K", [d])

    def prediction(t: Any) -> Array:
        context: Array = total(x[i] @ x[i - 1].H, i, 1, t)
        answer: Array = P @ context @ K @ x[t] / (t - 1)
        return answer

    return Setting(
        "attention",
        sizes=(d, T),
        draws=draws,
        parameters=(P, K),
        prediction=prediction,
        target=lambda t: x[t + 1],
        over=(t, *over),
        families={"line": Family(P=scalar("b") * eye(d), K=scalar("a") * eye(d))},
    )


def turned(order: int | None, over: tuple[Any, Any] = (2, T - 1)) -> Setting:
    x = Orbit("x", by=Torus(d, order=order), start=AnyLaw(d))
    return attention(x, (x,), over)


def noisy() -> Setting:
    begin = Gaussian("x_1", eye(d), field="complex")
    e, W = Gaussian("e", eye(d), field="complex").each(i), Torus(d)
    return attention(recursion("x", begin, lambda x, s: W @ x + scalar("sigma") * e[s]), (begin, e))


def point(setting: Setting, d: int, T: int, seed: int = 0) -> Values:
    rng = random.Random(f"{setting.key} {d} {T} {seed}")

    def matrix() -> tuple[tuple[Fraction, ...], ...]:
        return tuple(tuple(Fraction(rng.randint(-3, 3), 2) for _ in range(d)) for _ in range(d))

    laws = {draw.name: LAWS[d] for draw in setting.drawn if draw.name == "x_1" and type(draw).__name__ == "AnyLawDraw"}
    scalars = {name: Fraction(1, 2) for name in setting.scalars}
    return Values({"d": d, "T": T}, scalars=scalars, laws=laws, parameters={name: matrix() for name in setting.blocks})


SLOW = [((1, 6), 2), ((1, 6), 3), ((2, 4), 1), ((2, 4), 3), ((2, 4), 4)]


@pytest.mark.parametrize(
    ("sizes", "order"), [((2, 4), 2), *(pytest.param(*one, marks=pytest.mark.slow) for one in SLOW)]
)
def test_roots_of_unity(sizes: tuple[int, int], order: int) -> None:
    setting = turned(order)
    values = point(setting, *sizes)
    assert Derived(setting).loss_at(values) == exact_loss(setting, values)
    assert Derived(setting).gradient_at(values) == exact_gradient(setting, values)


@pytest.mark.slow
def test_roots_of_a_high_order_are_the_circle() -> None:
    """Exponents on both diagonals are at most 2T in modulus; at order 2 they are not all told apart."""
    values = point(turned(None), 2, 3)
    circle = Derived(turned(None)).loss_at(values)
    assert Derived(turned(7)).loss_at(values) == circle
    assert Derived(turned(2)).loss_at(values) != circle


def test_the_line_of_signs_by_hand() -> None:
    """`½ Σ_n (x⁶ p² - 2 x⁴ p + x²)` in one dimension, and with d = 2 the share of equal signs, `⌊n/2⌋/n`."""
    setting = turned(2)
    law = Atoms.of([(Fraction(1), Fraction(1))], [Fraction(1)], "ones")
    a, b, length = Fraction(1, 3), Fraction(2), 7
    product_ = a * b
    expected = Fraction(0)
    for n in range(1, length - 1):
        same, pairs = Fraction(n // 2, n), Fraction((n // 2) ** 2 + ((n + 1) // 2) ** 2, n * n)
        expected += product_**2 * (1 + 2 * same + pairs) - 2 * product_ * (1 + same) + 1
    blocks = {name: ((c, Fraction(0)), (Fraction(0), c)) for name, c in (("K", a), ("P", b))}
    values = Values({"d": 2, "T": length}, laws={"x_1": law}, parameters=blocks)
    assert Derived(setting).loss_at(values) == expected


@pytest.mark.parametrize("length", [3, pytest.param(4, marks=pytest.mark.slow)])
def test_recursions_with_noise(length: int) -> None:
    setting = noisy()
    values = point(setting, 1, length)
    assert Derived(setting).loss_at(values) == exact_loss(setting, values)


def test_without_noise_a_recursion_is_an_orbit() -> None:
    W, start = Torus(d), AnyLaw(d)
    same = attention(recursion("x", start, lambda x, s: W @ x), (start,))
    assert Derived(same).terms == Derived(turned(None)).terms


def test_a_scalar_in_the_place_of_the_matrix() -> None:
    """`x[s+1] = gamma x[s] + e[s]` and the last state is predicted by the one before."""
    start, e, w = Gaussian("x_1", 1), Gaussian("e", 2).each(i), parameter("w", [], [])
    x = recursion("x", start, lambda x, s: scalar("gamma") * x + e[s])
    setting = Setting("scalar", sizes=(T,), draws=(start, e), parameters=(w,), prediction=lambda t: w * x[t],
                      target=lambda t: x[t + 1], over=(t, 2, T - 1))  # fmt: skip
    for length in (3, 4, 5):
        values = Values({"T": length}, scalars={"gamma": Fraction(1, 3)}, parameters={"w": ((Fraction(2),),)})
        assert Derived(setting).loss_at(values) == exact_loss(setting, values)


def sums_of_sums(low: Any, high: Any) -> Setting:
    x, w = Gaussian("x", 1).each(i), parameter("w", [], [])
    inner = total(total(x[k] * x[i], k, low, high), i, 1, N)
    return Setting("nested", sizes=(N,), draws=(x,), parameters=(w,), prediction=lambda: w * inner,
                   target=lambda: x[1] * x[1])  # fmt: skip


@pytest.mark.parametrize(("low", "high"), [(1, i), (1, i - 1), (i, N), (i + 1, N), (i - 1, i + 1)])
def test_ranges_that_depend_on_a_label(low: Any, high: Any) -> None:
    setting = sums_of_sums(low, high)
    for n in (1, 2, 3):
        values = Values({"N": n}, parameters={"w": ((Fraction(1, 2),),)})
        assert Derived(setting).loss_at(values) == exact_loss(setting, values)


def test_a_range_that_depends_on_twice_a_label_is_refused() -> None:
    with pytest.raises(OutOfReach, match="depend on twice a label"):
        _ = Derived(sums_of_sums(2 * i, N)).terms


def random_system(rng: random.Random) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]], int]:
    """Ends of each label, bounds on differences, and perhaps an equation; the last two columns are t and 1."""
    size_, bounds, equations = rng.randint(2, 3), [], []

    def row(slopes: dict[int, int], time: int = 0) -> tuple[int, ...]:
        return (*(slopes.get(n, 0) for n in range(size_)), time, rng.randint(-2, 2))

    for n in range(size_):
        bounds += [(*row({n: 1})[:-1], -rng.randint(0, 2)), row({n: -1}, 1)]
    bounds += [row({rng.randrange(size_): 1} | {rng.randrange(size_): -1}) for _ in range(rng.randint(1, 3))]
    if rng.random() < 1 / 2:
        equations.append(row(dict(zip(rng.sample(range(size_), 2), rng.choices((1, -1), k=2), strict=True))))
    return equations, bounds, size_


def test_random_bounds_on_differences_are_counted() -> None:
    rng, found = random.Random(0), 0
    while found < 12:
        equations, bounds, size_ = random_system(rng)
        try:
            count = counted_nested(equations, bounds, size_, 2)
        except OutOfReach:
            continue
        found += 1
        for t_ in (2, 3, 6):
            places = [(*place, t_, 1) for place in product(range(t_ + 3), repeat=size_)]
            assert count.at(t_) == sum(
                all(_value(row, at) == 0 for row in equations) and all(_value(row, at) >= 0 for row in bounds)
                for at in places
            )


def _value(row: tuple[int, ...], at: tuple[int, ...]) -> int:
    return sum(x * y for x, y in zip(row, at, strict=True))


W, START, NOISE = Torus(d), Gaussian("x_1", eye(d)), Gaussian("e", eye(d)).each(i)


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (lambda x, s: W @ x + x, "in 2 terms"),
        (lambda x, s: NOISE[s], "in 0 terms"),
        (lambda x, s: W @ x * Fraction(1, 2) + NOISE[s], "without a number"),
        (lambda x, s: x * (x.H @ x), "without a number"),
        (lambda x, s: x / s, "without a number"),
    ],
)
def test_steps_that_are_not_linear_in_the_state_are_refused(step: Callable[..., Array], message: str) -> None:
    x = recursion("x", START, step)
    v = parameter("v", [d], [])
    used = {node.draw.name for node in _samples(x)}
    draws = (START, NOISE) if "e" in used else (START,)
    setting = Setting("steps", sizes=(d,), draws=draws, parameters=(v,), prediction=lambda: v.H @ x[3],
                      target=lambda: v.H @ x[2])  # fmt: skip
    with pytest.raises(OutOfReach, match=message):
        _ = Derived(setting).terms


def _samples(x: Recursion) -> list[Any]:
    from symbolic.setting.nodes import nodes

    return [node for node in nodes(x[3]) if hasattr(node, "draw")]


def test_bad_recursions_and_orders() -> None:
    with pytest.raises(Untraceable, match="both need one shape"):
        recursion("x", START, lambda x, s: x.H @ x)
    with pytest.raises(Untraceable, match="starts at a matrix"):
        recursion("x", eye(d), lambda x, s: x)
    with pytest.raises(Untraceable, match="the order of roots of unity"):
        Torus(d, order=0)
    with pytest.raises(Untraceable, match="W @ a matrix"):
        W @ eye(d)
    x = recursion("x", START, lambda x, s: W @ x + NOISE[i])
    v = parameter("v", [d], [])
    with pytest.raises(Untraceable, match="the recursion x depends on i"):
        Setting("outer", sizes=(d, N), draws=(START, NOISE), parameters=(v,), target=lambda: zero(1).H @ zero(1),
                prediction=lambda: total(v.H @ x[i], i, 1, N))  # fmt: skip
