"""Layers that iterate toward the solution of the ridge regression."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.vonoswald2023b.notation import OF_R, K, M, R, lam, n, q
from proofs.vonoswald2023b.sources import printed
from symbolic.algebra.equality import Different, Same, same
from symbolic.algebra.rectangular import Rectangular, as_rules, eye, paired, rectangular, word_of, zero
from symbolic.algebra.traces import Rules
from symbolic.algebra.vanishing_powers import contracting
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.typeset.derivation import Chain

beta = sympy.Symbol("beta", real=True)
"""The step."""

sigma = sympy.Symbol("sigma", nonnegative=True)
"""`‖S‖`, the largest singular value; S is the letter K, its columns the samples."""

x, w = rectangular("x", n, 1), rectangular("w", n, 1)
OF_EIGENVECTOR: Rules = as_rules({word_of(K @ K.T @ w): w * sigma**2})

CONTRACTION = eye(n) - M * beta
"""`1 − β(SSᵀ + 1/λ)`."""


def layer(state: Rectangular) -> Rectangular:
    """`x + β (s − x/λ − Σ s_i (s_iᵀ x))`: attention to the samples, a skip connection, and s, which is the letter q."""
    attention = K @ (K.T @ state)
    found: Rectangular = state + (q - state * (1 / lam) - attention) * beta
    return found


def after(layers: int) -> Rectangular:
    """The state after so many layers from 0."""
    state = zero(n, 1)
    for _ in range(layers):
        state = layer(state)
    return state


def in_range(statement: sympy.Set) -> Answer:
    """Whether these are the β at which `1 − βμ` contracts for every eigenvalue μ that may occur.

    Eigenvalues are `1/λ + σ²` with `0 <= σ² <= ‖S‖²`.
    """
    share = sympy.Symbol("share", nonnegative=True)
    one = contracting(1 - beta * (1 / lam + share * sigma**2), beta)
    if one.start != 0 or not sympy.diff(one.end, share).is_nonpositive:
        return Fails("the upper end rises with the eigenvalue", "")
    found = sympy.Interval.open(0, one.end.subs(share, 1))
    if _alike(statement, found):
        return Holds(f"every 1 − βμ is less than 1 in modulus where β is in {found}, and nowhere else")
    apart = sympy.SymmetricDifference(*(each.subs({sigma: 1, lam: 1}) for each in (found, statement)))
    tried = (sympy.Rational(p, 4) for p in range(-8, 9))
    value = next((number for number in tried if apart.contains(number) == sympy.true), None)
    return Fails(f"the set is {found}", "" if value is None else f"S = (1), λ = 1, β = {value}")


def _alike(one: sympy.Set, other: sympy.Interval) -> bool:
    """Whether both are the same interval, however its ends are written."""
    if not isinstance(one, sympy.Interval):
        return False
    ends = ((one.start, other.start), (one.end, other.end))
    same_ends = all(end.is_finite and isinstance(same(end, expected), Same) for end, expected in ends)
    return bool(same_ends and (one.left_open, one.right_open) == (other.left_open, other.right_open))


def never_there(statement: tuple[sympy.Expr, ...]) -> Answer:
    """Whether with each β the iteration from 0 returns to 0 after one layer or two, along the largest eigenvalue."""
    largest, shown = sigma**2 + 1 / lam, []
    for step in statement:
        first, second = step, step + step * (1 - largest * step)
        at_one = ", ".join(str(value.subs({sigma: 1, lam: 1})) for value in (first, second))
        if not (isinstance(same(second, sympy.Integer(0)), Same) and isinstance(same(first, 1 / largest), Different)):
            return Fails("it does not return to 0", f"S = (1), λ = 1, s = 1: {at_one}")
        shown.append(at_one)
    return Holds(f"from 0 back to 0, and never at 1/μ; for S = (1), λ = 1, s = 1: {'; '.join(shown)}")


@claim(
    "vonoswald2023b/richardson",
    source=printed("deep linear attention, iterations toward the solution"),
    parts=(
        Equality("layer", lambda: paired(layer(x), name="z"), paired(x + (q - M @ x) * beta, name="z")),
        Equality("error", lambda: paired(layer(x) - R @ q, OF_R, "z"), paired(CONTRACTION @ (x - R @ q), OF_R, "z")),
        Equality("residual", lambda: paired(q - M @ layer(x), name="z"), paired(CONTRACTION @ (q - M @ x), name="z")),
        Equality(
            "eigenvector",
            lambda: paired(CONTRACTION @ w, OF_EIGENVECTOR, "z"),
            (1 - beta * (sigma**2 + 1 / lam)) * paired(w, name="z"),
        ),
        Equality("first", lambda: paired(after(1), name="z"), paired(q * beta, name="z")),
        Equality(
            "third",
            lambda: paired(M @ after(3), name="z"),
            paired(q - CONTRACTION @ CONTRACTION @ CONTRACTION @ q, name="z"),
        ),
        Settled("range", sympy.Interval.open(0, 2 / (sigma**2 + 1 / lam)), in_range),
        Settled("ends", (sympy.Integer(0), 2 / (sigma**2 + 1 / lam)), never_there),
    ),
    rests_on=("spectral-theorem", "geometric-powers"),
    formal="richardson_layers",
)
def richardson() -> Iterator[Chain]:
    """Layers `x ← x + β(s − (SSᵀ + 1/λ) x)` tend to `(SSᵀ + 1/λ)⁻¹s` exactly for `0 < β < 2/(‖S‖² + 1/λ)`.

    For every n x t matrix S of samples, of all sizes and every rank, every λ > 0; exactly those β do it for all s and
    all starts. A layer is linear attention to the samples with a skip connection. It multiplies the distance from the
    solution, and the residual, by `1 − βA`, `A = SSᵀ + 1/λ`; so that after L layers from 0,
    `A x_L = s − (1 − βA)^L s`. Eigenvectors of `SSᵀ` are multiplied by `1 − βμ`, `μ = σ² + 1/λ`; its
    powers tend to 0 for all of them exactly in the range. At `β = 0` nothing moves; at the upper end, where s is the
    first left singular vector of S, the states from 0 alternate between 0 and 2s/μ.
    """
    yield from ()


CASES = tuple(
    Case(None, m=1, n=p, t=r, parameters=(("lambda", 0.5), ("beta", 0.375))) for p, r in ((1, 1), (3, 2), (2, 4))
)


@crosscheck(richardson, "exact", cases=CASES)
def by_layers(law: None, m: int, n: int, t: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Fraction]:
    """Attention sample by sample; the solution by elimination."""
    from proofs.vonoswald2023b.second_route.ridge import iterated

    return iterated(m, n, t, Fraction(parameters["lambda"]), Fraction(parameters["beta"]))
