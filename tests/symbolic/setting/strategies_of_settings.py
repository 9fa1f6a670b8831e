"""Hypothesis draws small models: programs over the verbs, with their sizes and numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import add
from typing import Any

from hypothesis import strategies as st

from symbolic import laws
from symbolic.laws.atoms import Atoms
from symbolic.laws.coordinates import Finite
from symbolic.setting import (
    IID,
    AnyLaw,
    Array,
    Gaussian,
    Haar,
    Orbit,
    Setting,
    Time,
    Torus,
    Values,
    Weight,
    block,
    covariance,
    eye,
    given,
    parameter,
    scalar,
    size,
    stack,
    time,
    total,
    zero,
)
from symbolic.setting.affine import Affine
from symbolic.setting.point import Matrix
from symbolic.setting.randomness import AnyLawDraw, IIDDraw, Sample
from symbolic.setting.symbols import Size
from symbolic.setting.weights import weight_of

SMALL = st.sampled_from([Fraction(n, 2) for n in range(-3, 4)])
WHOLE = st.sampled_from([Fraction(n) for n in (-2, -1, 1, 2)])


@dataclass(frozen=True)
class Drawn:
    """A setting and numbers for everything that it leaves open."""

    setting: Setting
    values: Values

    def __repr__(self) -> str:
        return f"{self.setting.key} at {self.values}"


WEIGHTS: dict[str, Callable[[Time, Size], Weight]] = {
    "mean": lambda i, N: weight_of(1) / N,
    "sum": lambda i, N: weight_of(1),
    "of one more": lambda i, N: 1 / (N + 1),
    "harmonic": lambda i, N: weight_of(1) / i,
    "geometric": lambda i, N: scalar("gamma") ** (N - i),
}
"""Weights of the samples of a prompt."""


@st.composite
def drawn_settings(draw: st.DrawFn) -> Drawn:
    """A regression on a prompt, or a sequence that is continued, each in many variations."""
    setting = draw(st.one_of(regressions(), continuations()))
    return Drawn(setting, draw(numbers_for(setting)))


@st.composite
def regressions(draw: st.DrawFn) -> Setting:
    """Linear attention on samples `(x_i, y_i)` and a query: draws, weights, noise, heads, tokens and targets vary."""
    d, N, i = size("d"), size("N"), time("i")
    x, q, w = draw(_inputs(d)).each(i), draw(_queries(d)), draw(_tasks(d))
    noise = draw(st.sampled_from([None, Gaussian("e", scalar("sigma") ** 2), IID("e", symmetric=True)]))
    errors = noise.each(i) if noise is not None else None
    heads = range(1, draw(st.integers(1, 2)) + 1)
    P = [parameter(f"P{h}", [1], [d, 1]) for h in heads]
    K = [parameter(f"K{h}", [d, 1], [d]) for h in heads]
    name, with_query = draw(st.sampled_from(sorted(WEIGHTS))), draw(st.booleans())
    shift = given("v", [d], []) if draw(st.booleans()) else None

    def token(i: Time) -> Array:
        label = w.H @ x[i]
        return stack(x[i], label + errors[i] if errors is not None else label)

    def prediction() -> Array:
        summed = total(token(i) @ token(i).H * WEIGHTS[name](i, N), i, 1, N)
        query = stack(q, zero(1))
        context = summed + query @ query.H if with_query else summed
        return reduce(add, (block(p @ context @ k @ q, 1) for p, k in zip(P, K, strict=True)))

    def target() -> Array:
        return w.H @ q + shift.H @ q if shift is not None else w.H @ q

    draws = (x, q, w, *((errors,) if errors is not None else ()))
    key = f"regression-{name.replace(' ', '-')}-{len(heads)}"
    return Setting(key, sizes=(d, N), draws=draws, parameters=(*P, *K), prediction=prediction, target=target)


def _inputs(d: Size) -> st.SearchStrategy[Sample]:
    mean = given("m", [d], [])
    return st.sampled_from(
        [Gaussian("x", covariance("L", d)), Gaussian("x", eye(d)), IID("x", d), Gaussian("x", eye(d), mean=mean)]
    )


def _queries(d: Size) -> st.SearchStrategy[Sample]:
    return st.sampled_from([Gaussian("q", covariance("Q", d)), Gaussian("q", eye(d) * 2), AnyLaw(d, "q")])


def _tasks(d: Size) -> st.SearchStrategy[Sample]:
    return st.sampled_from([Gaussian("w", eye(d)), Gaussian("w", covariance("W", d)), AnyLaw(d, "w"), IID("w", d)])


D = size("d")
TORI = st.just(Torus(D))
GROUPS = st.sampled_from([Haar(D, "orthogonal"), Haar(D, "unitary")])


@st.composite
def continuations(draw: st.DrawFn, turns: st.SearchStrategy[Torus | Haar] = TORI) -> Setting:
    """Linear attention on the states of an orbit: tokens, weights, ranges, noise and the times of the loss vary."""
    d, T, t, i = D, size("T", at_least=3), time("t"), time("i")
    x = Orbit("x", by=draw(turns), start=draw(st.sampled_from([AnyLaw(d), Gaussian("x_1", eye(d)), IID("x_1", d)])))
    older = draw(st.integers(1, 2))
    P, K = parameter("P", [d], 2 * [d]), parameter("K", 2 * [d])
    weight = draw(st.sampled_from(["t-1", "1", "t", "geometric"]))
    first, ahead, gap = draw(st.integers(1, 2)), draw(st.integers(0, 1)), draw(st.integers(0, 1))
    summed, blurred = draw(st.booleans()), draw(st.booleans())
    e = Gaussian("e", scalar("sigma") ** 2 * eye(d))

    def token(s: Any) -> Array:
        return stack(x[s], x[s - older])

    def prediction(t: Any) -> Array:
        weighted = token(i) @ token(i).H
        if weight == "geometric":
            weighted = weighted * scalar("gamma") ** (t - i)
        answer = P @ total(weighted, i, first, t - gap) @ K @ token(t)
        return answer / (t - 1) if weight == "t-1" else answer / t if weight == "t" else answer

    def target(t: Any) -> Array:
        return x[t + ahead] + e if blurred else x[t + ahead]

    key = f"continuation-{weight}-{older}"
    shared: dict[str, Any] = {"sizes": (d, T), "draws": (x, e) if blurred else (x,), "parameters": (P, K)}
    if summed:
        return Setting(key, **shared, prediction=prediction, target=target, over=(t, 2, T - 1))
    return Setting(key, **shared, prediction=lambda: prediction(T - 1), target=lambda: target(T - 1))


@st.composite
def numbers_for(draw: st.DrawFn, setting: Setting, longest: int = 5) -> Values:
    """Small sizes, and exact numbers for all that is open; no entry is likely to be zero."""
    orbits = any(isinstance(source, Orbit) for source in setting.draws)
    sizes = {"d": draw(st.integers(1, 2))} | (
        {"T": draw(st.integers(3, longest))} if orbits else {"N": draw(st.integers(1, 2))}
    )

    def matrix(rows: Affine | None, columns: Affine | None) -> Matrix:
        m, n = (1 if axis is None else axis.value(sizes) for axis in (rows, columns))
        return tuple(tuple(draw(SMALL) for _ in range(n)) for _ in range(m))

    given_ = {
        name: matrix(p.rows[0] if p.rows else None, p.columns[0] if p.columns else None)
        for name, p in setting.given.items()
    }
    found = {
        one.name: draw(_laws(one.axis[0].value(sizes) if one.axis else 1, one))
        for one in setting.drawn
        if isinstance(one, (AnyLawDraw, IIDDraw))
    }
    return Values(
        sizes,
        {name: draw(_covariances(axis.value(sizes))) for name, axis in setting.covariances.items()},
        {name: draw(WHOLE) for name in setting.scalars},
        given_,
        found,
        {name: matrix(*shape) for name, shape in setting.blocks.items()},
    )


@st.composite
def _covariances(draw: st.DrawFn, d: int) -> Matrix:
    """`B Bᵀ` for a small whole B."""
    rows = [[draw(WHOLE) for _ in range(d)] for _ in range(d)]
    return tuple(tuple(sum((x * y for x, y in zip(p, q, strict=True)), Fraction(0)) for q in rows) for p in rows)


@st.composite
def _laws(draw: st.DrawFn, d: int, one: AnyLawDraw | IIDDraw) -> laws.Law:
    """Two atoms in d dimensions; for independent coordinates two values, centred or symmetric where asked."""
    if isinstance(one, IIDDraw):
        high = Fraction(1) if one.symmetric else draw(st.sampled_from([Fraction(1), Fraction(2)]))
        return laws.IID(Finite(((high, 1 / (1 + high)), (Fraction(-1), high / (1 + high))))).at(d)
    points = [tuple(draw(WHOLE) for _ in range(d)) for _ in range(2)]
    weight = draw(st.sampled_from([Fraction(1, 2), Fraction(1, 3)]))
    return Atoms.of(points, [weight, 1 - weight], "two atoms")
