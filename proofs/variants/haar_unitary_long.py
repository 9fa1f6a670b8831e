"""W uniform among unitary matrices: all sizes, and long sequences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import Step, claim
from proofs.crosschecks import Case, Sample, crosscheck
from proofs.parts import Equality
from proofs.variants.haar_line import R2, R4, R6
from proofs.variants.haar_unitary import haar_unitary
from proofs.variants.moment_sums import NORMAL
from proofs.variants.sources import ours
from symbolic.algebra.notation import d
from symbolic.expectation.haar import joined
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

n, k = sympy.symbols("n k", integer=True, positive=True)
"""The number of pairs of a prompt, at least d, and an index."""

M_1, M_2, M_3 = sympy.symbols("M_1 M_2 M_3", positive=True)
"""`E|tr W^k|²` at two powers and at their sum."""

RISING = d * (d + 1) * (d + 2)
SEEN = d * (d + 1) / 2 + (n - d) * d
"""`Σ_{k<=n} min(k, d)`."""

CIRCULAR = {R2: d, R4: d * (d + 1), R6: RISING}
"""Moments of the length of a circular start of variance 1."""


def three() -> sympy.Expr:
    """`E c_k c_m conj(c_{k+m})`, from the ways to join three forms and what is taken for true of traces."""
    means = {(-3, 1, 2): M_1 + M_2 - M_3, (-3, 3): M_3, (-2, 2): M_2, (-1, 1): M_1, (): sympy.Integer(1)}
    total = sympy.Add(*(c * d**free * means[traces] for (free, traces), c in joined("unitary", (1, 2, -3))))
    return sympy.factor(total / RISING)


def apart() -> sympy.Expr:
    """`Σ_{k<n} (n − k) min(k, d)`, over both halves."""
    below = sympy.summation((n - k) * k, (k, 1, d))
    return sympy.expand(below + d * sympy.summation(n - k, (k, d + 1, n - 1)))


def p_of() -> sympy.Expr:
    """`p_n` for n >= d."""
    return (n * d + SEEN) / (n * d * (d + 1))


def q_of() -> sympy.Expr:
    """`q_n` for n >= d: the sum over `k < l` of `M_k + M_{l-k}` has each `M_k` twice `n − k` times."""
    return ((d + 2) * (n * d + SEEN) + 2 * d * n * (n - 1) + 8 * apart()) / (n**2 * RISING)


def product(moments: Mapping[sympy.Expr, sympy.Expr]) -> sympy.Expr:
    """The limit of the best product: means of the `p_n` and of the `q_n` over n have the limits of these."""
    p, q = (sympy.limit(of, n, sympy.oo) for of in (p_of(), q_of()))
    return sympy.cancel(p * moments[R4] / (q * moments[R6]))


def stays(moments: Mapping[sympy.Expr, sympy.Expr]) -> sympy.Expr:
    """The limit of the share of the loss of predicting 0."""
    p, q = (sympy.limit(of, n, sympy.oo) for of in (p_of(), q_of()))
    return sympy.cancel(1 - p**2 * moments[R4] ** 2 / (q * moments[R2] * moments[R6]))


OF_NORMAL = {length: sympy.expand(length.xreplace(NORMAL)) for length in (R2, R4, R6)}
"""`E‖x‖²`, `E‖x‖⁴`, `E‖x‖⁶` of a standard normal start."""


@claim(
    "variants/haar-unitary-long",
    source=ours("W uniform among unitary matrices"),
    parts=(
        Equality("three", three, 2 * (d + M_1 + M_2) / RISING),
        Equality("limit_p", lambda: sympy.Limit(p_of(), n, sympy.oo), 2 / (d + 1)),
        Equality("limit_q", lambda: sympy.Limit(q_of(), n, sympy.oo), 6 / ((d + 1) * (d + 2))),
        Equality("circular", lambda: product(CIRCULAR), sympy.Rational(1, 3)),
        Equality("circular_stays", lambda: stays(CIRCULAR), sympy.Rational(1, 3)),
        Equality("normal", lambda: product(OF_NORMAL), (d + 2) / (3 * (d + 4))),
        Equality("normal_stays", lambda: stays(OF_NORMAL), 1 - 2 * (d + 2) ** 2 / (3 * (d + 1) * (d + 4))),
    ),
    assumed=(
        Step(
            "argued in the statement from E |tr W^k|² = min(k, d) and E tr W^k tr W^m conj(tr W^(k+m)) = min(k, d) + "
            "min(m, d) − min(k+m, d), computed for k, m <= 6 and d <= 5; derived for T <= 5 and every d in "
            "variants/haar-unitary",
            "the loss on the line is ½ Σ_n ((ab)² E‖x‖⁶ q_n − 2ab E‖x‖⁴ p_n + E‖x‖²) for all T and d, of real starts "
            "of any law and of circular ones",
        ),
    ),
    uses=(haar_unitary,),
    rests_on=("haar-characters",),
    formal="on_groups.haar_unitary_long",
)
def haar_unitary_long() -> Iterator[Chain]:
    """For W uniform in U(d) and circular starts the limits are those of the circle, for every d; for real starts not.

    The loss of `variants/haar-unitary` is that of all d and T, with
    `q_n = p_n/n + 4 Σ_{k<l<=n} (d + 2 min(k, d))/(n² d(d+1)(d+2))`. So for a real start that is not zero the best
    product tends to `(d+2) E‖x‖⁴/(3 E‖x‖⁶)`, and of the loss of predicting 0 there stays
    `1 − 2(d+2) (E‖x‖⁴)²/(3(d+1) E‖x‖² E‖x‖⁶)` in the limit. For a circular start of variance 1 the best product tends
    to 1/3 and 1/3 of the loss of predicting 0 stays, as for eigenvalues on the circle: for such starts eigenvectors do
    not matter. For real normal starts of variance 1 they are `(d+2)/(3(d+4))` and `1 − 2(d+2)²/(3(d+1)(d+4))`: 1/5 and
    2/5 at d = 1, and both tend to 1/3 as d grows, where a diagonal W keeps 1/5 and 2/5. On one cycle of `k + m` only
    hooks have characters, `(−1)^r` at r rows below the first; on cycles k and m theirs are the coefficients of
    `(1 − (−y)^k)(1 − (−y)^m)/(1 + y)`, so that the moment of three traces is the sum of the first d coefficients of
    `(1 − y^k)(1 − y^m)/(1 − y)`, which is the one stated.
    """
    yield from ()


CASES = (Case("gaussian", d=2), Case("gaussian", d=3))


@crosscheck(haar_unitary_long, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Means over long times: weights of eigenvectors in a unit vector, uniform on a simplex, to the powers 2 and 3."""
    import numpy as np

    nodes, masses = np.polynomial.legendre.leggauss(d + 2)
    first = (nodes + 1) / 2
    density = masses / 2 * (d - 1) * (1 - first) ** (d - 2)
    p, q = (float(d * density @ first**power) for power in (2, 3))
    return {"limit_p": p, "limit_q": q, "circular": p / (q * (d + 2)), "normal": p / (q * (d + 4))}


@crosscheck(haar_unitary_long, "sampled", cases=CASES)
def by_sampling(law: Law, d: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same weights in random matrices: the first entries of their eigenvectors."""
    import numpy as np

    from numeric_check.laws.sampling import draw_haar

    weights = np.abs(np.linalg.eig(draw_haar(rng, 10_000, d, "unitary"))[1][:, 0, :]) ** 2
    return {f"limit_{name}": Sample(np.sum(weights**m, axis=1), 0.25, 1.0) for name, m in (("p", 2), ("q", 3))}
