"""Derived losses and gradients in traces against the numbers that the engine finds for them."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
import sympy

from symbolic.algebra.rationals import to_sympy
from symbolic.algebra.traces import Rows, Trace, value
from symbolic.expectation.characters import OutOfReach
from symbolic.model.derived_model import Derived
from symbolic.model.traced import in_traces
from symbolic.setting import Gaussian, Setting, Values, covariance, diagonal, eye, given, parameter, size, time, total

d, N, i = size("d"), size("N"), time("i")
S = covariance("S", d)
x, q, w = Gaussian("x", S).each(i), Gaussian("q", S), Gaussian("w", eye(d), mean=given("m", [d], []))
U = parameter("U", [d])
MODEL = Setting(
    "model",
    sizes=(d, N),
    draws=(x, q, w),
    parameters=(U,),
    prediction=lambda: total((w.H @ x[i]) * x[i], i, 1, N).H @ U @ q / N,
    target=lambda: w.H @ q,
)


def random_rows(random: Random, rows: int, columns: int) -> Rows:
    return tuple(tuple(Fraction(random.randint(-4, 4), 3) for _ in range(columns)) for _ in range(rows))


def values(n: int, seed: int) -> Values:
    random = Random(seed)
    root = random_rows(random, n, n)
    spread = tuple(tuple(sum(a * b for a, b in zip(p, q, strict=True)) for q in root) for p in root)
    return Values(
        {"d": n, "N": 3},
        covariances={"S": spread},
        matrices={"m": random_rows(random, n, 1)},
        parameters={"U": random_rows(random, n, n)},
    )


def number(expression: sympy.Expr, at: Values, pair: Rows | None = None) -> sympy.Expr:
    known: dict[str, Rows] = {**at.covariances, **at.matrices, **at.parameters, "Z": pair or ()}
    found = {s: to_sympy(value(s.word, known)) for s in expression.free_symbols if isinstance(s, Trace)}
    sizes = {s: sympy.Integer(at.sizes[s.name]) for s in expression.free_symbols if s.name in at.sizes}
    return expression.xreplace({**found, **sizes})


@pytest.mark.parametrize("n", [1, 2, 3])
def test_the_loss(n: int) -> None:
    derived, at = Derived(MODEL), values(n, n)
    assert number(in_traces(derived.terms), at) == to_sympy(derived.loss_at(at))


@pytest.mark.parametrize("n", [1, 2, 3])
def test_the_gradient_is_paired_with_any_matrix(n: int) -> None:
    derived, at = Derived(MODEL), values(n, 10 + n)
    pair = random_rows(Random(n), n, n)
    gradient = derived.gradient_at(at)["U"]
    expected = sum(a * b for r, s in zip(gradient, pair, strict=True) for a, b in zip(r, s, strict=True))
    assert number(in_traces(derived.gradient["U"], pair="Z"), at, pair) == to_sympy(expected)


def test_open_indices_need_a_letter() -> None:
    with pytest.raises(OutOfReach):
        in_traces(Derived(MODEL).gradient["U"])


def test_an_index_at_three_factors_makes_no_word() -> None:
    model = Setting(
        "cubic",
        sizes=(d,),
        draws=(q,),
        parameters=(U,),
        prediction=lambda: diagonal(given("m", [d], [])) @ diagonal(q) @ U @ given("m", [d], []),
        target=lambda: q,
    )
    with pytest.raises(OutOfReach):
        in_traces(Derived(model).terms)
