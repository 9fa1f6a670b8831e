"""Gradient descent with a finite step on the line: one step, what it keeps, and how large it may be.

A step of size η of the individual entries maps (a, b) to `(a + ηbF, b + ηaF)` with `F = c1 − c2 ab`. Write u for ab,
q for `a² + b²`, C for `a² − b²` and k for the root of `4 c1² + c2² C²`. Then (all of them checked in `residuals`)

    a + b → (a + b)(1 + ηF),   a − b → (a − b)(1 − ηF),   C → C (1 − η²F²),   F → F (1 − η c2 (q + ηuF)),
    q² = 4u² + C²,   k² = c2² q² + 4F (c1 + c2 u).

**Every step up to 1/M, `M = max(k, c2 q)` at the start, keeps the sign of F, unless a + b = 0.** First
`|F| <= c1 + c2|u| <= (k + c2 q)/2 <= M`, with equality only where a + b = 0; so `η|F| < 1`, a + b and C keep their
signs and |C| does not grow. Let `ηM <= 1` and `r = 1 − η c2 (q + ηuF)`.

- `uF <= 0`: `r >= 1 − η c2 q >= 0`.
- `0 < u`, `0 < F`: then `c2 q <= k`, hence `k − c2 q >= 2F (c1 + c2 u)/k >= 2ηF (c1 + c2 u)`, and
  `r >= 1 − ηk + η (k − c2 q − η c2 uF) >= ηηF (2 c1 + c2 u) > 0`.

So F keeps its sign and u moves towards c1/c2 without passing it; with |C| not growing, neither k nor `max(k, c2 q)`
does, and the next step is as good as the first. The factor r is also bounded away from 1: where `F > 0`, |a + b| grows,
so `q >= (a_0 + b_0)²/2`, and `q + ηuF >= q (1 − ηF/2) >= q/2`; where `F < 0`, `q >= 2u >= 2 c1/c2`, and the same holds.
Hence F tends to 0 geometrically, the products of `1 ± ηF` converge, and so do a + b and a − b, the first to a limit
that is not 0. At a point of the hyperbola the factor is `1 − ηk`, so no larger multiple of 1/M will do.
"""

from __future__ import annotations

from functools import cache

import sympy

from proofs.zheng2024.capability.prediction import at_identities, over_times
from proofs.zheng2024.flow.line_flow import Reduced
from proofs.zheng2024.flow.statements import RATE
from proofs.zheng2024.line.line import ON_LINE
from proofs.zheng2024.model.attention import term_with
from proofs.zheng2024.model.coefficients import of_pair, with_target
from proofs.zheng2024.notation import a, b, c1, c2
from symbolic.algebra.equality import Different, Same, normal, same
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown

eta = sympy.Symbol("eta", positive=True)
"""The step size."""

Point = tuple[sympy.Expr, sympy.Expr]
Bound = tuple[sympy.Expr, tuple[sympy.Expr, sympy.Expr]]
"""A multiple m and two expressions of the start: steps up to m over the larger of them."""

MIRROR = (term_with("W_KQ_32", 1), term_with("W_KQ_22", 0))
"""What `W_PV_13` reads with `W_KQ_32`, and `W_PV_12` with `W_KQ_22`: the tokens of the line, one step earlier."""

BOTH = term_with("W_KQ_22", 1)
"""What the two altered blocks read together."""


def step(flow: Reduced, size: sympy.Expr = eta) -> Point:
    """The point after one step from (a, b).

    >>> one = Reduced(sympy.Integer(1), sympy.Integer(1))
    >>> [sympy.expand(x) for x in step(one, sympy.Integer(2))]
    [-2*a*b**2 + a + 2*b, -2*a**2*b + 2*a + b]
    """
    return a + size * flow.a_dot, b + size * flow.b_dot


def after(flow: Reduced, expression: sympy.Expr, size: sympy.Expr = eta) -> sympy.Expr:
    """A function of a and b after one step."""
    return expression.xreplace(dict(zip((a, b), step(flow, size), strict=True)))


def force(flow: Reduced) -> sympy.Expr:
    """F, the common factor of both velocities."""
    return flow.c1 - flow.c2 * a * b


def multiplier(flow: Reduced) -> sympy.Expr:
    """What a step multiplies a small distance across the hyperbola by: an eigenvalue of its derivative, beside 1.

    Raises ValueError where 1 is not an eigenvalue.
    """
    derivative = sympy.Matrix(step(flow)).jacobian([a, b]).subs(b, flow.product / a)
    other = derivative.trace() - 1
    if normal(derivative.det() - other) != 0:
        raise ValueError("a step moves points of the hyperbola")
    return sympy.factor(other)


def residuals(flow: Reduced) -> dict[str, sympy.Expr]:
    """The identities of the module's argument, by name; all must be zero."""
    F, u, q, C = force(flow), a * b, a**2 + b**2, a**2 - b**2
    return {
        "a + b": after(flow, a + b) - (a + b) * (1 + eta * F),
        "a − b": after(flow, a - b) - (a - b) * (1 - eta * F),
        "C": after(flow, C) - C * (1 - eta**2 * F**2),
        "F": after(flow, F) - F * (1 - eta * flow.c2 * (q + eta * u * F)),
        "q": q**2 - 4 * u**2 - C**2,
        "k": RATE**2 - flow.c2**2 * q**2 - 4 * F * (flow.c1 + flow.c2 * u),
        "k >= 2 c1": RATE**2 - 4 * flow.c1**2 - flow.c2**2 * C**2,
        "q and a + b": 2 * q - (a + b) ** 2 - (a - b) ** 2,
        "at the hyperbola": multiplier(flow) - (1 - eta * flow.c2 * q.subs(b, flow.product / a)),
    }


@cache
def settle_bound(flow: Reduced, statement: Bound) -> Answer:
    """Whether the multiple is the largest for which the sign of F is kept from every start with `a + b ≠ 0`."""
    if wrong := [name for name, left in residuals(flow).items() if normal(left) != 0]:
        return Unknown(f"the identity for {wrong[0]} fails")
    multiple, sizes = statement
    for stated, derived in zip(sizes, (RATE, c2 * (a**2 + b**2)), strict=True):
        found = same(stated, derived)
        if isinstance(found, Different):
            return Fails(f"{stated} is not {derived}", ", ".join(f"{name} = {x}" for name, x in found.point))
        if not isinstance(found, Same):
            return Unknown(f"{stated} differs in form from {derived}")
    if multiple > 1:
        return Fails("F changes its sign in one step", _overshoot(flow, multiple))
    if multiple < 1:
        return Fails("a larger multiple will do", "1")
    return Holds("F keeps its sign and tends to 0 geometrically; at the hyperbola the factor is 1 − ηk")


def _overshoot(flow: Reduced, multiple: sympy.Expr) -> str:
    """A start a = b below the hyperbola, at c1 = c2 = 1, from which the step changes the sign of F."""
    n = 1
    while True:
        at = {a: 1 - sympy.Rational(1, 2**n), b: 1 - sympy.Rational(1, 2**n), c1: 1, c2: 1, eta: multiple / 2}
        before, behind = (expression.subs(at) for expression in (force(flow), after(flow, force(flow))))
        if behind * before < 0:
            return f"c1 = c2 = 1, a = b = {at[a]}, step {at[eta]}: F goes from {before} to {behind}"
        n += 1


@cache
def curvature_beside() -> sympy.Expr:
    """Second derivative of the loss along `W_PV_13 = aI, W_KQ_22 = bI` at a point of the line, per coordinate j.

    Both directions change the prediction by terms of charge −1, which do not meet those of the line; together they
    make terms of charge −2, which meet neither the line's nor the target. Raises ArithmeticError where one does.
    """
    if of_pair(BOTH, ON_LINE) or with_target(BOTH):
        raise ArithmeticError("the second variation meets the residual")
    weights = dict(zip(MIRROR, (a**2, b**2), strict=True))
    return sympy.Add(*(weights[x] * weights[y] * over_times(at_identities(x, y)) for x in MIRROR for y in MIRROR))
