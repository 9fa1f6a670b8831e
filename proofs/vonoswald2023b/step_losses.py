"""The loss of a step from `W_0 = w I` with `D = η I`, `C = I`: of a setting, and where W is any orthogonal matrix."""

from __future__ import annotations

from functools import cache
from math import prod

import sympy

from symbolic.algebra.notation import d
from symbolic.model.derived_model import Derived
from symbolic.model.traced import in_traces
from symbolic.setting import Setting

t = sympy.Symbol("t", integer=True, positive=True)
w, eta = sympy.symbols("w eta", real=True)
"""t elements are seen, the next one is predicted."""


@cache
def loss(setting: Setting) -> sympy.Expr:
    """The population loss on the family."""
    found = in_traces(Derived(setting).on(setting.families["step"]).terms)
    letters = {letter.name: letter for letter in (d, t, w, eta)}
    return found.xreplace({symbol: letters[symbol.name] for symbol in found.free_symbols})


def best(found: sympy.Expr) -> sympy.Expr:
    """The η at which a parabola is least."""
    square, linear, _ = sympy.Poly(found, eta).all_coeffs()
    return sympy.cancel(-linear / (2 * square))


def share(found: sympy.Expr) -> sympy.Expr:
    """What a parabola is there, over its value at η = 0."""
    square, linear, constant = sympy.Poly(found, eta).all_coeffs()
    return sympy.cancel(1 - linear**2 / (4 * square * constant))


a, b = sympy.symbols("a b", real=True)
"""First coordinates of unit vectors that are uniform on the spheres in d and in d − 1 dimensions, independent."""

OVERLAPS = (sympy.Integer(1), a, a**2 + (1 - a**2) * b)
"""`⟨u, W^k u⟩` for a unit vector u, in law: `W u = a u + …`, and W turns what is new in it uniformly."""


def on_orthogonal(length: int) -> sympy.Expr:
    """The loss after so many elements, two or three, of `s_1` of N(0, I) and W uniform among orthogonal matrices.

    What is missed is `(W − w) g` with `g = (η Σ_{k<t} s_k s_kᵀ − 1) s_t`; `E gᵀ W g = 0`, since `−W` has the law of W.
    """
    seen = range(1, length)
    squares = sum((OVERLAPS[m] ** 2 for m in seen), sympy.Integer(0))
    products = sum((OVERLAPS[m] * OVERLAPS[n] * OVERLAPS[abs(m - n)] for m in seen for n in seen), sympy.Integer(0))
    means = (_mean(part) for part in (sympy.Integer(1), squares, products))
    weights = (1, -2 * eta, eta**2)
    terms = (c * _of_length(n) * mean for n, (c, mean) in enumerate(zip(weights, means, strict=True), start=1))
    return sympy.factor((1 + w**2) / 2 * sum(terms, sympy.Integer(0)))


def _of_length(n: int) -> sympy.Expr:
    """`E ‖s_1‖^{2n}` of N(0, I)."""
    return sympy.Mul(*(d + 2 * k for k in range(n)))


def _mean(polynomial: sympy.Expr) -> sympy.Expr:
    terms = sympy.Poly(polynomial, a, b).terms()
    return sum((c * _on_sphere(d, m) * _on_sphere(d - 1, n) for (m, n), c in terms), sympy.Integer(0))


def _on_sphere(size: sympy.Expr, power: int) -> sympy.Expr:
    """`E a^power` of a coordinate of a uniform unit vector."""
    if power % 2:
        return sympy.Integer(0)
    return sympy.Integer(prod(range(1, power, 2))) / sympy.Mul(*(size + 2 * k for k in range(power // 2)))
