"""GD++: what a layer that also moves the inputs does to the spectrum of their Gram matrix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Positive, Settled
from proofs.vonoswald2023.attention_layer import CONTEXT, INPUTS, Weights, attended, square
from proofs.vonoswald2023.condition_numbers import improves, improving, improving_all, moved
from proofs.vonoswald2023.notation import N, X, d, gamma, m
from proofs.vonoswald2023.sources import printed
from symbolic.algebra.rectangular import Rectangular, as_rules, eye, paired, rectangular, word_of, zero
from symbolic.algebra.traces import Rules
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown
from symbolic.typeset.derivation import Chain

lam = sympy.Symbol("lambda", positive=True)
v, u = rectangular("v", d, 1), rectangular("u", N, 1)
OF_EIGENVECTORS: Rules = as_rules({word_of(X @ X.T @ v): v * lam, word_of(X.T @ X @ u): u * lam})
"""v is an eigenvector of `XXᵀ`, u one of `XᵀX`."""

low, high = sympy.symbols("l L", positive=True)
"""The smallest and the largest eigenvalue."""


def inputs_after() -> Rectangular:
    """The inputs after the layer whose values are `(−γ x, 0)`."""
    one = square(eye(d), zero(m, d), eye(m))
    values = square(eye(d) * -gamma, zero(m, d), zero(m, m))
    return attended(CONTEXT, CONTEXT, Weights(INPUTS, INPUTS, values, one)).rows[0][0]


def gram() -> Rectangular:
    return inputs_after() @ inputs_after().T


def tokens_gram() -> Rectangular:
    return inputs_after().T @ inputs_after()


def f(eigenvalue: sympy.Expr) -> sympy.Expr:
    return moved(eigenvalue, gamma)


PRINTED = lam * (1 - gamma * lam) ** 2
GRAM = X @ X.T
HALF = sympy.Rational(1, 2)

p, q = sympy.symbols("p q", positive=True)


def middle() -> sympy.Expr:
    """`γ (L f(l) / l − 4/(27γ))` at `γL = 1/3 + p`, `γl = 1/3 − q`."""
    third = sympy.Rational(1, 3)
    return sympy.expand((third + p) * (1 - third + q) ** 2 - sympy.Rational(4, 27))


Extremes = tuple[Fraction, Fraction]
Row = tuple[tuple[Fraction, ...], sympy.Set]


def fractions(*numbers: int) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, numbers))


def opened(*ends: sympy.Expr | str) -> sympy.Set:
    return sympy.Interval.open(*map(sympy.Rational, ends))


OF_ALL: tuple[Row, ...] = (
    (fractions(3, 4), opened(0, "1/7")),
    (fractions(1, 2), opened(0, "1/3")),
    (fractions(81, 256), opened(0, "3/1024")),
)
"""Extremes, and the γ that improve every spectrum between them; the last end has `27 γL² (1 − γL)² = 4 l`."""

OF_ONE: tuple[Row, ...] = (
    (fractions(1, 2), opened(0, "1/3") + opened("3/5", "2/3")),
    (fractions(1, 4), opened(0, "1/5") + opened("5/17", "2/5")),
    (fractions(1, 4, 9), opened(0, "7/73") + opened("11/89", "3/17")),
)
"""Spectra, and the γ that improve them."""


def for_all(statement: tuple[Row, ...]) -> Answer:
    """Whether these γ, and no others, improve every spectrum with the given extremes."""
    for (least, most), claimed in statement:
        if not 0 < least < most:
            return Fails("these are no two different eigenvalues in order", f"l = {least}, L = {most}")
        if (found := improving_all(least, most)) != claimed:
            return Fails(f"they are {found}", f"l = {least}, L = {most}")
    return Holds(f"{len(statement)} pairs of extremes, every γ")


def for_one(statement: tuple[Row, ...]) -> Answer:
    """Whether these γ, and no others, improve each spectrum."""
    for spectrum, claimed in statement:
        if not all(0 < one for one in spectrum):
            return Fails("an eigenvalue is not positive", f"spectrum {', '.join(map(str, spectrum))}")
        if (found := improving(spectrum)) != claimed:
            return Fails(f"they are {found}", f"spectrum {', '.join(map(str, spectrum))}")
    return Holds(f"{len(statement)} spectra, every γ")


def for_every_spectrum(statement: sympy.Rational) -> Answer:
    """Whether `0 < γL <= c` always improves and no larger c does, L being the largest eigenvalue."""
    if statement > HALF:
        least = (1 / statement - 1) / 2 + HALF if statement < 1 else HALF
        worse = not improves([least, sympy.Integer(1)], statement)
        witness = f"eigenvalues {least} and 1, γ = {statement}"
        return Fails("two close eigenvalues are moved apart", witness) if worse else Unknown("no spectrum was found")
    found = at_most_half()
    if statement < HALF and isinstance(found, Holds):
        return Fails("γL = 1/2 always improves too", f"γL = 1/2, above {statement}")
    return found


def at_most_half() -> Answer:
    """`l f(λ) < L f(ν)` where `l <= λ <= L` and `γL <= 1/2`, at `ν = l` and `ν = L`: one of them has the least f."""
    r, s, t = growth = sympy.symbols("r s t", nonnegative=True)
    top = HALF / (1 + t)
    other = top / (1 + s)
    least = other / (1 + r)
    rooms = (top * (1 - least) ** 2 - other * (1 - other) ** 2, (top - top**2) ** 2 - least * other * (1 - other) ** 2)
    if all(positive_unless_both_vanish(room, growth) for room in rooms):
        return Holds("both differences are quotients of polynomials without a negative coefficient")
    return Unknown("a coefficient is negative")


def positive_unless_both_vanish(room: sympy.Expr, growth: tuple[sympy.Symbol, ...]) -> bool:
    """For r, s, t >= 0, by the signs of its coefficients; it is 0 at `r = s = 0` alone."""
    r, s, t = growth
    upper, lower = (sympy.Poly(part, *growth) for part in sympy.fraction(sympy.together(room)))
    signs = all(c > 0 for c in (*upper.coeffs(), *lower.coeffs())) and lower.coeff_monomial(1) > 0
    return bool(signs and all(upper.as_expr().subs({one: 0, t: 0}) != 0 for one in (r, s)))


@claim(
    "vonoswald2023/gd-plus-plus",
    source=printed("GD++, the transformation of the inputs"),
    parts=(
        Equality("layer", lambda: paired(inputs_after(), name="C"), paired(X - X @ X.T @ X * gamma, name="C")),
        Equality(
            "gram",
            lambda: paired(gram(), name="D"),
            paired((eye(d) - GRAM * gamma) @ GRAM @ (eye(d) - GRAM * gamma), name="D"),
        ),
        Equality("eigenvalue", lambda: paired(gram() @ v, OF_EIGENVECTORS, "z"), PRINTED * paired(v, name="z")),
        Equality("tokens", lambda: paired(tokens_gram() @ u, OF_EIGENVECTORS, "w"), PRINTED * paired(u, name="w")),
        Equality("ratio", lambda: f(high) / high - f(low) / low, -gamma * (high - low) * (2 - gamma * (high + low))),
        Equality(
            "product",
            lambda: high * f(high) - low * f(low),
            (high - low) * (1 - gamma * (high + low)) * (high + low - gamma * (high**2 + low**2)),
        ),
        Equality("slope", lambda: sympy.diff(f(lam), lam), (1 - gamma * lam) * (1 - 3 * gamma * lam)),
        Equality(
            "top", lambda: 4 / (27 * gamma) - f(lam), (1 - 3 * gamma * lam) ** 2 * (4 - 3 * gamma * lam) / (27 * gamma)
        ),
        Positive("middle", middle),
        Settled("spectra", OF_ONE, for_one),
        Settled("extremes", OF_ALL, for_all),
        Settled("every_spectrum", HALF, for_every_spectrum),
    ),
    rests_on=("spectral-theorem",),
    formal="better_conditioned",
)
def gd_plus_plus() -> Iterator[Chain]:
    """`x ← (I − γXXᵀ)x` takes eigenvalues of the Gram matrix to `λ(1 − γλ)²`, better conditioned for `0 < γ <= 1/(2L)`.

    `f(λ) = λ(1 − γλ)²`. For all sizes, all inputs and every γ; of `XXᵀ` and of `XᵀX`, with the same eigenvectors, by a
    layer of attention.

    The condition number of a positive definite Gram matrix with the extreme eigenvalues l < L becomes smaller, that is
    `f(λ)/f(ν) < L/l` for all its eigenvalues λ and ν,

    - where l and L are all eigenvalues, exactly for `0 < γ < 1/(L + l)` and for
      `(L + l)/(L² + l²) < γ < 2/(L + l)` , where `f(L)/f(l) < L/l` and `f(l)/f(L) < L/l`;
    - for every spectrum with these extremes, so for all λ and ν from l to L, exactly for γ > 0 with `γL < 1` and, where
      `3γl <= 1 <= 3γL`, `4 l < 27 γ L² (1 − γL)²`, where `3γl >= 1`, `γ(L + l) < 1`. So up to `1/(L + l)` for
      `L <= 2l`, else up to the root of `27 γ L² (1 − γL)² = 4 l` between `1/(3L)` and 1/L;
    - for every spectrum with the largest eigenvalue L, so for all l below L, exactly for `0 < γ <= 1/(2L)`.

    Proof of the second. Two eigenvalues are among the spectra, and `γ <= 0` or `γl > 1` is excluded by them. Where
    `γl <= 1 <= γL` an eigenvalue may be 1/γ, which goes to 0. For `γL < 1`, f rises up to `1/(3γ)`, where it is
    4/(27γ), and falls from there on. It is least at l or at L. Where `3γL <= 1` or `3γl >= 1` it is
    largest at an end too, and the first case decides. Else `l · 4/(27γ) < L f(l)` always, and
    `l · 4/(27γ) < L f(L)` is the condition. The rows are decided by a search through all γ, without this proof.
    """
    yield from ()


CASES = tuple(
    Case(None, d=o, m=k, N=n, parameters=(("gamma", 0.25), ("l", 0.5), ("L", 2.0), ("lambda", 1.5)))
    for o, k, n in ((1, 1, 1), (2, 1, 3), (3, 2, 2))
)


@crosscheck(gd_plus_plus, "exact", cases=CASES)
def by_attention(
    law: None, d: int, m: int, N: int, parameters: Mapping[str, float], rng: Any
) -> Mapping[str, Fraction]:
    """Attention token by token moves the inputs; eigenvalues are entries of diagonal inputs' Gram matrices."""
    from proofs.vonoswald2023.second_route.moved_inputs import after_moving

    return after_moving(d, m, N, {name: Fraction(value) for name, value in parameters.items()})
