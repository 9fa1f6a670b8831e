"""The loss around `x_1 = 1_d` along rays of the four-dimensional family, and the polynomial of degree 5 of its rest.

With `x = α/a`, `y = β/b`, `u = ab` the loss of `proofs.zheng2024.ones.exchangeable` is

    L = d/2 · (T−2 − 2 u P(x) + u² E(x, y)),     E = C(x) + 2(d−1) y B(x) + (d−1) y² A(x),

P of degree 1, A, B, C of degree 2. Where A and `Δ = AC − (d−1)B²` are positive, it is least in y and u at `y = −B/A`,
`u = PA/Δ`, with `2L/d = T−2 − P²A/Δ`. What is left is a function of x alone, and

    (P²A/Δ)' = 2(d−1) P R/Δ²,     2(d−1) R = 2P'AΔ + P(A'Δ − AΔ'),

where the terms of degree 6 cancel. Everything is exact: polynomials over the rationals in d, `n = T−2`, `h = H_{T−2}`,
`g = H_{T−2}^{(2)}`, x, y, u, in python-flint.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import flint
import sympy

from proofs.zheng2024.notation import a, b, h, n, u, x, y
from proofs.zheng2024.ones.exchangeable import alpha, beta, exchangeable_flow
from symbolic.algebra.equality import Same, same
from symbolic.algebra.notation import T, d
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.laws import Ones

NAMES = ("d", "n", "h", "g", "x", "y", "u")
RING = flint.fmpq_mpoly_ctx.get(NAMES, flint.Ordering.lex)
D, N, H, G, X, Y, U = RING.gens()

Polynomial = flint.fmpq_mpoly

_g = sympy.Symbol("g", positive=True)
_SYMBOLS = (d, n, h, _g, x, y, u)
_SUMS = {sympy.harmonic(T - 2): h, sympy.harmonic(T - 2, 2): _g}


def polynomial(expression: sympy.Expr) -> Polynomial:
    """An expression in d, T, x, y, u and the two harmonic sums as a polynomial.

    Raises ArithmeticError for an expression that is none.
    """
    plain = sympy.expand(expression.xreplace(_SUMS).subs(T, n + 2))
    try:
        terms = sympy.Poly(plain, *_SYMBOLS, domain="QQ").terms()
    except sympy.PolynomialError as error:
        raise ArithmeticError(f"{expression} is no polynomial in {', '.join(NAMES)}") from error
    return RING.from_dict({powers: flint.fmpq(int(c.p), int(c.q)) for powers, c in terms})


def expression(value: Polynomial) -> sympy.Expr:
    """The same the other way, factored.

    >>> expression((N + H) * X)
    x*(T + harmonic(T - 2) - 2)
    """
    factor, factors = value.factor()
    parts = (_expanded(part) ** int(power) for part, power in factors)
    return sympy.Mul(sympy.Rational(int(factor.p), int(factor.q)), *parts)


def _expanded(value: Polynomial) -> sympy.Expr:
    gens = (d, T - 2, sympy.harmonic(T - 2), sympy.harmonic(T - 2, 2), x, y, u)
    terms = value.to_dict().items()
    return sympy.Add(
        *(
            sympy.Rational(int(c.p), int(c.q)) * sympy.Mul(*map(sympy.Pow, gens, map(int, powers)))
            for powers, c in terms
        )
    )


def collected(value: Polynomial, name: str) -> tuple[Polynomial, ...]:
    """The coefficients of the powers of one generator, from the power 0 on."""
    place, parts = NAMES.index(name), dict[int, dict[tuple[int, ...], flint.fmpq]]()
    for powers, c in value.to_dict().items():
        parts.setdefault(int(powers[place]), {})[(*powers[:place], 0, *powers[place + 1 :])] = c
    return tuple(RING.from_dict(parts.get(power, {})) for power in range(max(parts, default=0) + 1))


@dataclass(frozen=True)
class Forms:
    """A, B, C, of degree 2 in x, and P, of degree 1."""

    a: Polynomial
    b: Polynomial
    c: Polynomial
    level: Polynomial

    @cached_property
    def delta(self) -> Polynomial:
        return self.a * self.c - (D - 1) * self.b**2

    @cached_property
    def quintic(self) -> Polynomial:
        """R. Raises ArithmeticError where it has another degree than 5 or a factor `2(d−1)` is missing."""
        slope, a_slope, delta_slope = (form.derivative("x") for form in (self.level, self.a, self.delta))
        whole = 2 * slope * self.a * self.delta + self.level * (a_slope * self.delta - self.a * delta_slope)
        quotient, rest = divmod(whole, 2 * (D - 1))
        if rest or len(collected(quotient, "x")) != 6:
            raise ArithmeticError("the forms do not lead to a polynomial of degree 5")
        return quotient


@cache
def velocities() -> dict[str, Polynomial]:
    """The derived velocities of a, α, b, β at `a = 1, α = x, b = u, β = uy`; by the scaling every a ≠ 0 is meant."""
    ray = {alpha: x, beta: u * y, a: sympy.Integer(1), b: u}
    found = exchangeable_flow(Ones().at(d)).velocity
    return {str(c): polynomial(sympy.expand(v).subs(ray, simultaneous=True)) for c, v in found.items()}


@cache
def ray_loss() -> Polynomial:
    """The derived loss there, times 2/d."""
    loss = exchangeable_flow(Ones().at(d)).loss
    ray = {alpha: x, beta: u * y, a: sympy.Integer(1), b: u}
    return polynomial(sympy.expand(2 * loss / d).subs(ray, simultaneous=True))


@cache
def forms() -> Forms:
    """Read off the derived loss. Raises ArithmeticError where the loss is not of their form."""
    constant, linear, square = collected(ray_loss(), "u")
    c, mixed, last = collected(square, "y")
    (b_form, b_rest), (a_form, a_rest) = divmod(mixed, 2 * (D - 1)), divmod(last, D - 1)
    if constant != N or b_rest or a_rest or any(p[5] for p in linear.to_dict()):
        raise ArithmeticError("the loss along a ray has another form")
    return Forms(a_form, b_form, c, linear / -2)


def settle_forms(statement: tuple[sympy.Expr, ...]) -> Answer:
    """Whether A, B, C, P are these."""
    found = forms()
    for name, derived, stated in zip("ABCP", (found.a, found.b, found.c, found.level), statement, strict=True):
        if not isinstance(same(expression(derived), stated), Same):
            return Fails(f"{name} is {expression(derived)}", str(stated))
    return Holds("A, B, C, P are read off the derived loss, T and d symbolic")


def quintic() -> tuple[Polynomial, ...]:
    """The coefficients of R, from the power 0 of x on."""
    return collected(forms().quintic, "x")


Quotient = tuple[sympy.Expr, sympy.Expr]


def moves_at(other: Quotient, product: Quotient) -> str:
    """The velocity that does not vanish at these y and u (numerator, denominator) and a root of R; empty if all do.

    Those of b and β have to vanish for every x, those of a and α have to be multiples of R.
    """
    found = forms().quintic
    at_y, at_u = ((polynomial(above), polynomial(below)) for above, below in (other, product))
    for name, velocity in velocities().items():
        value = _at(_at(velocity, "y", at_y), "u", at_u)
        if value and (name in ("b", "beta") or divmod(value, found)[1]):
            return name
    return ""


def _at(value: Polynomial, name: str, quotient: tuple[Polynomial, Polynomial]) -> Polynomial:
    """The numerator where a generator is a quotient."""
    above, below = quotient
    parts = collected(value, name)
    return sum((c * above**k * below ** (len(parts) - 1 - k) for k, c in enumerate(parts)), RING.from_dict({}))


def eliminated() -> Polynomial:
    """The polynomial in x that the velocities of β, α and a leave, by elimination of y and u; no form enters.

    The velocity of β is `u(N(x) + y D(x))`, those of a and α are `u (c − u P)`, `u (c' − u Q)`: what has to vanish is
    `c Q − c' P` at `y = −N/D`, times D².
    """
    of_beta = collected(collected(velocities()["beta"], "u")[1], "y")
    of_a, of_alpha = (collected(velocities()[name], "u") for name in ("a", "alpha"))
    mixed = of_a[1] * of_alpha[2] - of_alpha[1] * of_a[2]
    return _at(mixed, "y", (-of_beta[0], of_beta[1]))


def settle_quintic(statement: tuple[sympy.Expr, ...]) -> Answer:
    """Whether elimination from the velocities leaves R, for symbolic T and d, and R at d = 2 has these coefficients.

    The statement begins with the power 5 of x.
    """
    if (factor := divmod(eliminated(), forms().quintic))[1] or _has_x(factor[0]):
        return Fails("elimination from the velocities leaves another polynomial", "symbolic T and d")
    at_two = [c.compose(2 + 0 * D, N, H, G, X, Y, U, ctx=RING) for c in reversed(quintic())]
    for power, (derived, stated) in zip(range(5, -1, -1), _pairs(at_two, statement), strict=True):
        if not isinstance(same(expression(derived), stated), Same):
            return Fails(f"the coefficient of x^{power} at d = 2 is {expression(derived)}", f"d = 2, power {power}")
    terms = sum(len(c.to_dict()) for c in quintic())
    return Holds(f"elimination leaves a polynomial of degree 5 in x, {terms} terms in d, T and two harmonic sums")


def _pairs(derived: Sequence[Polynomial], stated: Iterable[sympy.Expr]) -> list[tuple[Polynomial, sympy.Expr]]:
    return list(zip(derived, stated, strict=True))


def _has_x(value: Polynomial) -> bool:
    return any(powers[4] or powers[5] or powers[6] for powers in value.to_dict())
