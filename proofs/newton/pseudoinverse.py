"""From which multiples of Sᵀ Newton's iteration reaches the pseudoinverse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.newton.notation import INVERSE, RULES, D, F, Q, S, U, V, alpha, n, newton, r, s
from proofs.newton.schulz import schulz
from proofs.newton.sources import printed
from proofs.parts import Equality, Settled
from symbolic.algebra.equality import Different, Same, same
from symbolic.algebra.rectangular import Rectangular, as_rules, eye, paired, rectangular, word_of, zero
from symbolic.algebra.traces import Rules
from symbolic.algebra.vanishing_powers import contracting
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.typeset.derivation import Chain

REST = eye(r) - D @ F
"""The residual in the coordinates of the singular vectors."""


N = rectangular("N", n, n)
NILPOTENT: Rules = as_rules({word_of(N @ N): zero(n, n)})
"""A matrix other than 0 with `N² = 0`, such as that with a single 1 off the diagonal."""


def words(matrix: Rectangular, name: str) -> sympy.Expr:
    return paired(matrix, RULES, name)


def in_range(statement: sympy.Set) -> Answer:
    """Whether this set is that of all α at which the residual `1 − ασ²` contracts for every σ of (0, s]."""
    sigma = sympy.Symbol("sigma", positive=True)
    one = contracting(1 - alpha * sigma**2, alpha)
    if not sympy.diff(one.end, sigma).is_negative or one.start != 0:
        return Fails("the upper end does not fall with the singular value", "")
    found = one.subs(sigma, s)
    if found == statement:
        bounds = f"{found.start} < α < {found.end}"
        return Holds(f"the powers of 1 − ασ² tend to 0 for every σ up to s exactly where {bounds}")
    apart = sympy.SymmetricDifference(found.subs(s, 1), statement.subs(s, 1))
    value = _member(apart)
    return Fails(f"the set is {found}", "" if value is None else f"S = (1), α = {value}")


def _member(apart: sympy.Set) -> sympy.Expr | None:
    tried = (sympy.Rational(p, 2) for p in range(-8, 9))
    return next((value for value in tried if apart.contains(value) == sympy.true), None)


def elsewhere(statement: tuple[sympy.Expr, ...]) -> Answer:
    """Whether from each α the iteration in the direction of s rests from its first step on, away from `1/s`."""
    shown = []
    for value in statement:
        first = scalar_step(value * s)
        second = scalar_step(first)
        at_one = ", ".join(str(each.subs(s, 1)) for each in (value * s, first, second))
        if not (isinstance(same(second, first), Same) and isinstance(same(first, 1 / s), Different)):
            return Fails("it does not rest away from the inverse", f"S = (1): {at_one}")
        shown.append(at_one)
    return Holds(f"in the direction of s it rests from M₁ on, away from 1/s; for S = (1): {'; '.join(shown)}")


def scalar_step(f: sympy.Expr) -> sympy.Expr:
    """The iteration for the 1 x 1 matrix s."""
    return sympy.expand(2 * f - s * f**2)


@claim(
    "newton/pseudoinverse",
    source=printed("Newton's iteration, its start and its limit; Ben-Israel 1965"),
    parts=(
        Equality("inner", lambda: words(S @ INVERSE @ S, "C"), words(S, "C")),
        Equality("outer", lambda: words(INVERSE @ S @ INVERSE, "Z"), words(INVERSE, "Z")),
        Equality("left", lambda: words((S @ INVERSE).T, "G"), words(S @ INVERSE, "G")),
        Equality("right", lambda: words((INVERSE @ S).T, "H"), words(INVERSE @ S, "H")),
        Equality("start", lambda: words(S.T * alpha, "Z"), words(V @ (D * alpha) @ U.T, "Z")),
        Equality("step", lambda: words(newton(S, V @ F @ U.T), "Z"), words(V @ newton(D, F) @ U.T, "Z")),
        Equality("residual", lambda: words(eye(r) - D @ newton(D, F), "E"), words(REST @ REST, "E")),
        Equality("distance", lambda: words(V @ F @ U.T - INVERSE, "Z"), words(-(V @ Q @ REST @ U.T), "Z")),
        Equality("back", lambda: words(D @ V.T @ (V @ F @ U.T - INVERSE) @ U, "E"), words(-REST, "E")),
        Equality("untransposed", lambda: paired(newton(N, N * alpha), NILPOTENT), paired(N * (2 * alpha))),
        Settled("range", sympy.Interval.open(0, 2 / s**2), in_range),
        Settled("ends", (sympy.Integer(0), 2 / s**2), elsewhere),
    ),
    uses=(schulz,),
    rests_on=("spectral-theorem", "geometric-powers"),
    formal="pseudoinverse_reached",
)
def pseudoinverse() -> Iterator[Chain]:
    """From `M_0 = αSᵀ`, `M ← 2M − MSM` tends to `S^†` exactly for `0 < α < 2/‖S‖²`.

    For every real matrix S other than 0, of all sizes and every rank, ‖·‖ the largest singular value; for S = 0
    every `M_k` is `0 = S^†`. `S^†` is the one matrix with Penrose's four properties; there is one.

    Proof. `S = U D Vᵀ` with positive singular values, and `S^† = V D⁻¹ Uᵀ`. `M_k = V F_k Uᵀ` with a diagonal `F_k`:
    it is αD at the start and passes on. `E_k = 1 − D F_k` is squared by each step, so that its entries are
    `(1 − ασ²)^(2^k)`. `M_k − S^† = −V D⁻¹ E_k Uᵀ` and `D Vᵀ (M_k − S^†) U = −E_k`: one tends to 0 where the other
    does, so where `|1 − ασ²| < 1` for every singular value, which is `0 < α < 2/‖S‖²`. Outside and at the ends some
    entry of `E_k` is at least 1 for `k >= 1`. At α = 0 and at `α = 2/‖S‖²` the part of `M_k` along ‖S‖ is 0 from
    `M_1` on, in place of 1/‖S‖: `M_k v = 0` where `SSᵀ v = ‖S‖² v`. The transpose in `M_0` matters where S is not
    symmetric: for `S² = 0` a step from αS doubles it.
    """
    yield from ()


CASES = tuple(Case(None, m=p, n=q, r=o, parameters=(("alpha", 0.25),)) for p, q, o in ((1, 1, 1), (3, 4, 2), (4, 2, 2)))


@crosscheck(pseudoinverse, "exact", cases=CASES)
def by_iteration(
    law: None, m: int, n: int, r: int, parameters: Mapping[str, float], rng: Any
) -> Mapping[str, Fraction]:
    """A step from rational matrices of lower rank, its residual and its distance from the pseudoinverse."""
    from proofs.newton.second_route.iterations import of_low_rank

    return of_low_rank(m, n, r, Fraction(parameters["alpha"]))
