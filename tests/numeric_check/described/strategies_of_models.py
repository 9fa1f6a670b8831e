"""Hypothesis strategies: small models written with the verbs, and exact numbers for all that they leave open.

Regressions are prompts of samples with a query, sequences are orbits with a loss over times, networks are products of
parameters of all shapes. Sizes are the largest of a few at which all combinations of points can be visited.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from numeric_check.described.joint_points import exact_points
from numeric_check.described.placed import shapes
from symbolic import laws
from symbolic.laws.coordinates import Finite
from symbolic.laws.coordinates import Gaussian as Normal
from symbolic.setting import (
    IID,
    AnyLaw,
    Array,
    Gaussian,
    Orbit,
    Parameter,
    Setting,
    Size,
    Time,
    Torus,
    Values,
    block,
    covariance,
    eye,
    given,
    ones,
    parameter,
    scalar,
    size,
    stack,
    time,
    total,
    zero,
)
from symbolic.setting.affine import Affine
from symbolic.setting.point import IMAGINARY, Matrix
from symbolic.setting.randomness import AnyLawDraw, Draw, IIDDraw, Sample, Source
from tests.strategies_of_laws import atom_laws, finite_coordinates

MOST_POINTS = 3000
"""Combinations of points of a drawn model."""

d, N, T, t, i = size("d"), size("N"), size("T", at_least=3), time("t"), time("i")

Point = tuple[Setting, Values]


def described_points() -> SearchStrategy[Point]:
    """Models with exact numbers for everything that they leave open."""
    return st.one_of(regressions(), sequences(), networks())


@dataclass(frozen=True, eq=False)
class Model:
    """What a setting is made of."""

    key: str
    sizes: tuple[Size, ...]
    draws: Sequence[Source]
    parameters: Sequence[Parameter]
    prediction: Callable[..., Array]
    target: Callable[..., Array]
    over: Any = None
    factor: Any = Fraction(1, 2)

    def setting(self) -> Setting:
        return Setting(
            self.key,
            sizes=self.sizes,
            draws=tuple(self.draws),
            parameters=tuple(self.parameters),
            prediction=self.prediction,
            target=self.target,
            over=self.over,
            factor=self.factor,
        )


@st.composite
def regressions(draw: DrawFn) -> Point:
    """Linear attention on prompts of a regression: several laws, noise, weights, heads, tied matrices, outputs."""
    x, q = draw(_vectors("x", d)), draw(_vectors("q", d))
    w, each = Gaussian("w", eye(d)), x.each(i)
    noise = draw(st.sampled_from([None, Gaussian("eps", scalar("sigma") ** 2), Gaussian("eps", 2).each(i)]))
    heads = [(parameter("P", [d, 1]), parameter("K", [d, 1])), (parameter("Q", [d, 1]), parameter("R", [d, 1]))]
    chosen = heads[: draw(st.sampled_from([1, 1, 2]))]
    tied, scalar_output, with_query = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    weight = draw(st.sampled_from([N / N, 1 / i, scalar("gamma") ** (N - i)]))
    last = draw(st.sampled_from([N, N, N, N + 1, N - 1]))

    def label(s: Time) -> Array:
        plain = w.H @ each[s]
        return plain if noise is None else plain + (noise if isinstance(noise, Sample) else noise[s])

    def prediction() -> Array:
        query = stack(q, zero(1))
        context = total(stack(each[i], label(i)) @ stack(each[i], label(i)).H * weight, i, 1, last)
        context = context + query @ query.H if with_query else context
        out = sum((P @ context @ (P if tied else K) @ query / N for P, K in chosen), zero_of(query))
        return block(out, 2 if scalar_output else 1)

    used = [matrix for P, K in chosen for matrix in ((P,) if tied else (P, K))]
    sources = [each, q, w, *([] if noise is None else [noise])]
    target = w.H @ q if scalar_output else draw(st.sampled_from([q, each[1], each[N + 5]]))
    sizes = [{"d": 1, "N": 2}, {"d": 2, "N": 1}, {"d": 1, "N": 1}]
    return draw(_valued(Model("regression", (d, N), sources, used, prediction, lambda: target), sizes))


def zero_of(array: Array) -> Array:
    """Nothing, in the shape of an array."""
    return array * 0


@st.composite
def sequences(draw: DrawFn) -> Point:
    """Linear attention on `x[s] = W^(s-1) x_1`: tokens, weights, times of the loss, its factor, noise, the field."""
    start = draw(st.sampled_from([AnyLaw(d), IID("x_1", d), Gaussian("x_1", covariance("C", d))]))
    x, noise = Orbit("x", by=Torus(d), start=start), Gaussian("eps", eye(d) * scalar("sigma"), field="complex").each(i)
    parts = draw(st.sampled_from(["0x", "x", "xy", "0xy", "yx"]))
    noisy = draw(st.booleans())
    P = parameter("P", len(parts) * [d], field=draw(st.sampled_from(["real", "complex"])))
    K = parameter("K", len(parts) * [d])
    first, factor = draw(st.sampled_from([1, 2])), draw(st.sampled_from([Fraction(1, 2), 1, 1 / T, 1 / t]))
    weight = draw(st.sampled_from([1 / t, t / t, 1 / (t + 1)]))
    inner = draw(st.sampled_from([t / t, scalar("gamma") ** (t - i), 1 / i]))
    last_only, adjoint = draw(st.booleans()), draw(st.booleans())

    def state(s: Time, shift: int) -> Array:
        return x[s - shift] + noise[s - shift] if noisy else x[s - shift]

    def token(s: Time) -> Array:
        return stack(*({"0": zero(d), "x": state(s, 0), "y": state(s, 1)}[part] for part in parts))

    def prediction(s: Time) -> Array:
        context = total(token(i) @ token(i).H * inner, i, 1, s) * weight
        return block((P.H if adjoint else P) @ context @ K @ token(s), 1)

    sizes = [{"d": 2, "T": 3}, {"d": 1, "T": 4}, {"d": 1, "T": 3}]
    sources: list[Source] = [x, noise] if noisy else [x]
    low = T - 1 if last_only else first
    model = Model("sequence", (d, T), sources, [P, K], prediction, lambda s: x[s + 1], (t, low, T - 1), factor)
    return draw(_valued(model, sizes))


@st.composite
def networks(draw: DrawFn) -> Point:
    """Two or three layers of vectors, scalars and matrices on several inputs, with means and given matrices."""
    field = draw(st.sampled_from(["real", "complex"]))
    mean = draw(st.sampled_from([None, given("m", [d], [])]))
    x = draw(st.sampled_from([Gaussian("x", covariance("C", d), mean=mean, field=field), IID("x", d), AnyLaw(d, "x")]))
    z = Gaussian("z", scalar("sigma") ** 2 * 3, field=field)
    A, v = parameter("A", [d, 1], [d], field=field), parameter("v", [d], [])
    a, M = parameter("a", [], [], field=field), given("M", [d])
    models: list[tuple[Array, Array, Sequence[Parameter], Sequence[Source]]] = [
        (a * (M @ x) + v, x + ones(d) * z, (a, v), (x, z)),
        (v.H @ block(A @ M @ x, 1) + z, z, (v, A), (x, z)),
        (block(A @ x, 2) * a, ones(d).H @ x + z, (A, a), (x, z)),
        (block(A @ M @ block(A @ x, 1), 1), x * 2 + ones(d) * z, (A,), (x, z)),
        (a * v * (v.H @ x), x - v * z, (a, v), (x, z)),
        (A.H @ stack(x, z), x, (A,), (x, z)),
        ((a + a.H) @ z, z @ z, (a,), (z,)),
    ]
    predicted, wanted, used, sources = draw(st.sampled_from(models))
    scalars_only = not any((*array.rows, *array.columns) for array in (predicted, wanted, *used))
    model = Model("network", () if scalars_only else (d,), sources, used, lambda: predicted, lambda: wanted)
    return draw(_valued(model, [{}] if scalars_only else [{"d": 2}, {"d": 1}]))


def _vectors(name: str, dimension: Size) -> SearchStrategy[Sample]:
    """Draws of a vector, each with another kind of randomness."""
    return st.sampled_from(
        [
            Gaussian(name, covariance("C", dimension)),
            Gaussian(name, eye(dimension) * scalar("sigma")),
            IID(name, dimension),
            AnyLaw(dimension, name),
        ]
    )


@st.composite
def _valued(draw: DrawFn, model: Model, candidates: Sequence[Mapping[str, int]]) -> Point:
    """The model at the first sizes that are small enough, with numbers for all that it leaves open."""
    setting = model.setting()
    for sizes in candidates:
        values = draw(values_of(setting, sizes))
        if exact_points(setting, values, set(setting.blocks)).count <= MOST_POINTS:
            return setting, values
    reject()


@st.composite
def values_of(draw: DrawFn, setting: Setting, sizes: Mapping[str, int]) -> Values:
    """Exact numbers for everything that a setting leaves open at given sizes; covariances may be singular."""
    covariances = {name: draw(_covariances(axis.value(sizes))) for name, axis in setting.covariances.items()}
    scalars = {name: abs(draw(_numbers())) or Fraction(1, 3) for name in setting.scalars}
    lengths = {name: (_length(p.rows, sizes), _length(p.columns, sizes)) for name, p in setting.given.items()}
    matrices = {name: draw(_matrices(*shape)) for name, shape in lengths.items()}
    blocks = {name: draw(_matrices(*shape)) for name, shape in shapes(setting, sizes).items()}
    unknown = [source for source in setting.drawn if isinstance(source, (AnyLawDraw, IIDDraw))]
    named = {source.name: draw(_laws(source, sizes)) for source in unknown}
    imaginary = {name.removesuffix(IMAGINARY): blocks.pop(name) for name in [*blocks] if name.endswith(IMAGINARY)}
    return Values(sizes, covariances, scalars, matrices, named, blocks, imaginary)


def _numbers() -> SearchStrategy[Fraction]:
    """Small fractions, zero among them, the simplest of which is one."""
    return st.sampled_from(
        [Fraction(n) for n in ("1", "-1", "2", "1/2", "-1/3", "3/2", "-2", "0", "3", "-1/2", "2/3", "-3", "5/2", "1/3")]
    )


@st.composite
def _matrices(draw: DrawFn, rows: int, columns: int) -> Matrix:
    return tuple(tuple(draw(_numbers()) for _ in range(columns)) for _ in range(rows))


@st.composite
def _covariances(draw: DrawFn, n: int) -> Matrix:
    """`B Bᵀ` for any small B."""
    B = draw(_matrices(n, draw(st.integers(1, n))))
    return tuple(tuple(sum((x * y for x, y in zip(r, c, strict=True)), Fraction(0)) for c in B) for r in B)


def _laws(of: Draw, sizes: Mapping[str, int]) -> SearchStrategy[Any]:
    n = _length(of.axis, sizes)
    if isinstance(of, AnyLawDraw):
        named = (laws.Sparse(Fraction(2)).at(n), laws.Ones().at(n))
        return st.one_of(atom_laws(n, n, most_atoms=3), st.sampled_from(named))
    moving = finite_coordinates().filter(lambda coordinate: len(coordinate.atoms) > 1)
    coordinates = st.one_of(st.just(Normal(Fraction(1, 2))), moving.map(_centred))
    return coordinates.map(lambda coordinate: laws.IID(coordinate).at(n))


def _centred(law: Finite) -> Finite:
    return Finite(tuple((x - law.moment(1), weight) for x, weight in law.atoms))


def _length(axis: Sequence[Affine], sizes: Mapping[str, int]) -> int:
    return sum(dimension.value(sizes) for dimension in axis) if axis else 1
