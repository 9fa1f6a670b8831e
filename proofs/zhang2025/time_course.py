"""How one balanced head learns white covariates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zhang2025.heads_route import product_after, sampled_product_slope
from proofs.zhang2025.notation import LETTERS, N
from proofs.zhang2025.setting import WHITE
from proofs.zhang2025.sources import printed
from symbolic.algebra.notation import d
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.laws import Law
from symbolic.model.derived_model import Derived
from symbolic.model.traced import in_traces
from symbolic.typeset.derivation import Chain

tau = sympy.Symbol("tau", nonnegative=True)
w0 = sympy.Symbol("w", positive=True)
"""Time, and `w_init`."""

u, v = sympy.symbols("u v", real=True)
p = sympy.Symbol("p", positive=True)
"""The head, and its product `v u`."""

GAMMA = 1 + (1 + d) / N
GROWN = sympy.exp(2 * sympy.sqrt(d) * tau)
COURSE = GROWN / (GAMMA * (GROWN - 1) + sympy.sqrt(d) / w0**2)


@cache
def speeds() -> tuple[sympy.Expr, sympy.Expr]:
    """Minus half the derived slopes at `v_1 = v`, `U_1 = uI`, the second a multiple of the identity.

    Raises ValueError where it is none.
    """
    on = Derived(WHITE).on(WHITE.families["multiples"])
    number, matrix = on.derivative("v_1"), on.derivative("U_1")
    if any(graph.factors or graph.open != (0, 0) for graph in matrix):
        raise ValueError("the slope by U is no multiple of the identity")
    along = sympy.Add(*(c.expression() for c in matrix.values()))
    return sympy.expand(-in_traces(number, LETTERS) / 2), sympy.expand(-along / 2)


def product_speed() -> sympy.Expr:
    """How `p = v u` moves where `v = √d u`, by the derived slopes: only even powers of u occur, and `u² = p/√d`."""
    of_number, of_matrix = speeds()
    moved = sympy.Poly((of_number * u + v * of_matrix).subs(v, sympy.sqrt(d) * u), u)
    if any(degree % 2 for (degree,), _ in moved.terms()):
        raise ValueError("the product does not move by itself")
    return sympy.expand(sympy.Add(*(c * (p / sympy.sqrt(d)) ** (degree // 2) for (degree,), c in moved.terms())))


def solves(statement: sympy.Expr) -> Answer:
    """Whether this is the product `v u` at time τ: its start is `w²/√d`, and its speed the derived one."""
    if _rational(statement.subs(tau, 0) - w0**2 / sympy.sqrt(d)) != 0:
        return Fails("it starts elsewhere", "τ = 0")
    if _rational(sympy.diff(statement, tau) - product_speed().subs(p, statement)) != 0:
        return Fails("its speed is another one", "")
    return Holds("it starts there and moves at the derived speed")


def _rational(expression: sympy.Expr) -> sympy.Expr:
    """Cancelled, as a rational function of √d and of the exponential."""
    root, grown = sympy.symbols("s X", positive=True)
    return sympy.cancel(expression.xreplace({GROWN: grown}).subs(d, root**2))


def balanced() -> sympy.Expr:
    """How `v² − ‖U‖²` moves on the family, from the derived slopes."""
    of_number, of_matrix = speeds()
    return sympy.expand(2 * v * of_number - 2 * u * of_matrix * d)


def solved() -> sympy.Expr:
    """The logistic solution for the derived speed `r p (1 − γ p)`."""
    speed = sympy.Poly(product_speed(), p)
    r, bend = speed.coeff_monomial(p), speed.coeff_monomial(p**2)
    start, growth = w0**2 / sympy.sqrt(d), sympy.exp(r * tau)
    return start * growth / (1 - bend / r * start * (growth - 1))


@claim(
    "zhang2025/time-course",
    source=printed("ATTN_M, white covariates, time course"),
    parts=(
        Equality("number", lambda: speeds()[0], sympy.expand(d * u * (1 - GAMMA * u * v))),
        Equality("matrix", lambda: speeds()[1], sympy.expand(v * (1 - GAMMA * u * v))),
        Equality("balanced", balanced, sympy.Integer(0)),
        Settled("solution", COURSE, solves),
        Equality("course", solved, COURSE),
    ),
    rests_on=("ode-uniqueness",),
    formal="time_course",
)
def time_course() -> Iterator[Chain]:
    """For Λ = I a balanced head grows as `e^(2√d t)/((1 + (1+d)/N)(e^(2√d t) − 1) + √d/w_init²)`.

    That is the product `σ(t) = v u` of a merged head `v`, `U = uI` with `v = ‖U‖ = √d u`, from `v = w_init` on, under
    the flow along minus half the gradient in units of its time constant; t is written τ in the formulas. For all d, N
    and `w_init > 0`. Such heads stay multiples of the identity and balanced, and the product
    solves `σ' = 2√d σ(1 − γσ)`, `γ = 1 + (1 + d)/N`, whose solution is unique.
    """
    yield from ()


START = (("tau", 0.5), ("w", 0.25))
CASES = (
    Case("gaussian", d=1, N=2, parameters=START),
    Case("gaussian", d=2, N=1, parameters=(("tau", 0.75), ("w", 0.5))),
)
AT = (("u", 0.5), ("v", 0.25))


@crosscheck(time_course, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The product after training the mean loss of all prompts for that time."""
    return {"course": product_after(law, N, parameters["tau"], parameters["w"])}


@crosscheck(
    time_course, "sampled", cases=(Case("gaussian", d=1, N=2, parameters=AT), Case("gaussian", d=2, N=1, parameters=AT))
)
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Half the slope by the number of a head, at random prompts."""
    return {"number": sampled_product_slope(law, N, parameters, rng)}
