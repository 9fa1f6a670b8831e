"""W uniform among unitary matrices: the line, and the loss on it at small sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.variants.haar_line import Size, in_dimension, invariant_at, loss_at, of_pairs, slope_at
from proofs.variants.haar_orthogonal_line import POINT, haar_orthogonal_line
from proofs.variants.line_loss import LINE
from proofs.variants.sources import ours
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

SIZES: tuple[Size, ...] = tuple((d, T) for T in (3, 4, 5) for d in (1, 2, 3, 4))
INVARIANT: tuple[Size, ...] = ((1, 3), (2, 3), (3, 3), (1, 4), (2, 4), (3, 4), (2, 5))


def p_of(d: int, n: int) -> sympy.Rational:
    """`1/n Σ_k E|c_k|²`, which is `(d + min(k, d))/(d(d+1))`."""
    return sympy.Rational(sum(d + min(k, d) for k in range(1, n + 1)), n * d * (d + 1))


def q_of(d: int, n: int) -> sympy.Rational:
    """`1/n² Σ_{k,l} E c_k conj(c_l) c_{l-k}`: for `k < l` it is `2(d + min(k, d) + min(l−k, d))/(d(d+1)(d+2))`."""
    pairs = ((k, m - k) for m in range(1, n + 1) for k in range(1, m))
    apart = sum(2 * (d + min(k, d) + min(m, d)) for k, m in pairs)
    return p_of(d, n) / n + sympy.Rational(2 * apart, n**2 * d * (d + 1) * (d + 2))


def stated(d: int, T: int) -> sympy.Expr:
    """The loss at these sizes."""
    pairs = range(1, T - 1)
    p, q = (sum((of(d, n) for n in pairs), sympy.Integer(0)) for of in (p_of, q_of))
    return in_dimension(of_pairs(p, q, T - 2), d)


@claim(
    "variants/haar-unitary",
    source=ours("W uniform among unitary matrices"),
    parts=(
        *(Settled(f"line_{d}_{T}", LINE, partial(invariant_at, "unitary", d, T)) for d, T in INVARIANT),
        *(Equality(f"loss_{d}_{T}", partial(loss_at, "unitary", d, T), stated(d, T)) for d, T in SIZES),
        Equality("slope", lambda: slope_at("unitary", 2, 3), sympy.Integer(0)),
    ),
    repairs=haar_orthogonal_line,
    rests_on=("haar-characters", "ode-uniqueness"),
    formal="on_groups.haar_unitary",
)
def haar_unitary() -> Iterator[Chain]:
    """For W uniform in U(d) the gradient flow stays on the line; the loss there is told by `min(k, d)`, `k <= T − 2`.

    For starts whose law is unchanged by changes of signs and by permutations of coordinates, with finite moments of
    order 6; the line at T = 3, 4 in every dimension d and at T = 5 for d = 2, the loss at T = 3, 4, 5 in every
    dimension and for any law. It is
    `½ Σ_n ((ab)² E‖x‖⁶ q_n − 2ab E‖x‖⁴ p_n + E‖x‖²)`, n from 1 to T − 2, with
    `n p_n = Σ_{k<=n} (d + min(k, d))/(d(d+1))` and
    `n² q_n = n p_n + 4 Σ_{k<l<=n} (d + min(k, d) + min(l−k, d))/(d(d+1)(d+2))`. The block `W_KQ_23` that takes the flow
    off the line for orthogonal W has no gradient at d = 2, T = 3: a multiple of W by any phase has its law.
    """
    yield from ()


CASES = (Case("gaussian", d=1, T=4, parameters=POINT), Case("gaussian", d=2, T=3, parameters=POINT))


@crosscheck(haar_unitary, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean losses of the model over angles."""
    from proofs.variants.line_route import of_pairs
    from proofs.variants.second_route.uniform_turns import Uniform

    of = of_pairs(d, range(2, T), (parameters["a"], parameters["b"]))
    return {f"loss_{d}_{T}": Uniform(law, "unitary", T).mean(of)}


@crosscheck(haar_unitary, "sampled", cases=CASES[1:])
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random sequences."""
    from proofs.variants.line_route import as_sample, of_pairs
    from proofs.variants.second_route.uniform_turns import Uniform

    of = of_pairs(d, range(2, T), (parameters["a"], parameters["b"]))
    return {f"loss_{d}_{T}": as_sample(Uniform(law, "unitary", T).drawn(of, rng))}
