"""Eigenvalues on roots of unity of order m: the loss on the line at one time, and how its minimiser depends on d."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.variants.line_loss import a, b, loss
from proofs.variants.line_route import as_sample, of_pairs
from proofs.variants.moment_sums import K2, K4, K6, K22, K42, K222, NORMAL
from proofs.variants.setting import on_roots
from proofs.variants.sources import ours
from symbolic.algebra.notation import T, d
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

ORDERS = (2, 3, 4)

q = sympy.Symbol("q", integer=True, positive=True)
"""How often the order goes into the number of pairs of a prompt."""

P = a * b
k4, k6 = sympy.symbols("k_4 k_6", positive=True)
k22, k42, k222 = sympy.symbols("k_22 k_42 k_222", nonnegative=True)
KNOWN = {K4: k4, K6: k6, K22: k22, K42: k42, K222: k222}
"""The moments of a start that is not zero."""

GAUSSIAN = {letter: NORMAL[known] for known, letter in KNOWN.items()}
"""Those of a standard normal start."""


def stated(order: int, rest: int) -> sympy.Expr:
    """The loss at a prompt of `n = order q + rest` pairs.

    Two eigenvalues have a mean product of n powers of their ratio that is `q/n`, with a mean square of so many pairs of
    powers over n² as leave one remainder.
    """
    n = order * q + rest
    alike = ((order - rest) * q**2 + rest * (q + 1) ** 2) / n**2
    square = K6 + K42 * (2 * q / n + alike) + K222 * (q / n) ** 2
    return (P**2 * square - 2 * P * (K4 + K22 * q / n) + K2) / 2


@cache
def derived(order: int, rest: int) -> sympy.Expr:
    """The derived loss of the last term of a sequence of `n + 2` states."""
    found = loss(on_roots(order, last=True))
    length = order * q + rest + 2
    classes = {sympy.Mod(T, order): sympy.Integer(length.subs(q, 0) % order)}
    return sympy.expand(found.xreplace(classes).xreplace({T: length}))


def product(order: int, rest: int) -> sympy.Expr:
    """The product at which it is least."""
    x = sympy.Symbol("x")
    parabola = sympy.Poly(derived(order, rest).subs(a, x / b).xreplace(KNOWN), x)
    return sympy.cancel(-parabola.coeff_monomial(x) / (2 * parabola.coeff_monomial(x**2)))


def limit(order: int, rest: int) -> sympy.Expr:
    """The limit of that product for long prompts."""
    return sympy.Limit(product(order, rest), q, sympy.oo)


def at(order: int | sympy.Expr) -> sympy.Expr:
    """What is stated of the limit."""
    return (k4 + k22 / order) / (k6 + 3 * k42 / order + k222 / order**2)


CLASSES = tuple((order, rest) for order in ORDERS for rest in range(order))


Of = Callable[[int, int], sympy.Expr]


def per_class(name: str, left: Of, right: Of) -> tuple[Equality, ...]:
    """One part for each class of lengths."""
    return tuple(Equality(f"{name}_{m}_{r}", partial(left, m, r), right(m, r)) for m, r in CLASSES)


m = sympy.Symbol("m", positive=True)


@claim(
    "variants/roots-of-unity",
    source=ours("eigenvalues on roots of unity"),
    parts=(
        *per_class("loss", derived, stated),
        *per_class("limit", limit, lambda order, rest: at(order)),
        Equality(
            "gaussian",
            lambda: sympy.cancel(at(m).subs(GAUSSIAN)),
            (3 + (d - 1) / m) / (15 + 9 * (d - 1) / m + (d - 1) * (d - 2) / m**2),
        ),
    ),
    formal="roots_of_unity",
)
def roots_of_unity() -> Iterator[Chain]:
    """On m-th roots of unity, m = 2, 3, 4, the best product tends to `(k_4 + k_22/m)/(k_6 + 3 k_42/m + k_222/m²)`.

    W is diagonal with independent eigenvalues uniform on these roots, all d, and any law of a real start independent of
    W with finite moments of order 6 that is not zero; sums `k_4 = Σ E x_r⁴`, `k_22 = Σ E x_r² x_s²`, … are over
    different coordinates. At a time with n pairs in the prompt, n = mq + r with
    `q >= 1` and `0 <= r < m`, the loss on the line `W_KQ_32 = a I`, `W_PV_12 = b I` is
    `½ (ab)² (k_6 + k_42 (2q/n + ((m−r) q² + r (q+1)²)/n²) + k_222 q²/n²) − ab (k_4 + k_22 q/n) + ½ k_2`, and among the
    points of the line it is least just where ab is a product that tends to the one above as n grows. For a standard
    normal start that is `(3 + (d−1)/m)/(15 + 9(d−1)/m + (d−1)(d−2)/m²)`, which depends on d: coordinates with one
    eigenvalue never part.
    """
    yield from ()


POINT = (("a", 0.5), ("b", -0.75))
LAWS = (("gaussian", 3, 1), ("sparse(c=1/2)", 3, 1), ("twopoint(2:1/3, -1:2/3)", 2, 2))
CASES = tuple(Case(law, d=size, q=times, parameters=POINT) for law, size, times in LAWS)


@crosscheck(roots_of_unity, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, q: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean losses over all eigenvalues at every length of the classes."""
    found = {}
    for order, rest in CLASSES:
        draws, of = _at(law, order, order * q + rest, parameters)
        found[f"loss_{order}_{rest}"] = draws.mean(of)
    return found


@crosscheck(roots_of_unity, "sampled", cases=CASES[:1])
def by_sampling(law: Law, d: int, q: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random sequences."""
    draws, of = _at(law, 3, 3 * q + 1, parameters)
    return {"loss_3_1": as_sample(draws.drawn(of, rng))}


def _at(law: Law, order: int, pairs: int, parameters: Mapping[str, float]) -> tuple[Any, Any]:
    """The last term of a sequence of `pairs + 2` states."""
    from proofs.variants.second_route.state_sequences import Roots

    times = range(pairs + 1, pairs + 2)
    return Roots(law, order, pairs + 2), of_pairs(law.d, times, (parameters["a"], parameters["b"]))
