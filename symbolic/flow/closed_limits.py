"""Where a flow goes, in closed form, for fields of two kinds.

*Linear*: `x' = b − A x`, the gradient flow of a quadratic loss. *Along a saddle*: `x' = c (1 − G(x)) N x` with a
quadratic form G and a constant matrix with `N² = ν²`. There `x(s) = e^{Ns} x₀` in the time `ds = c (1 − G) dτ`: with
`p = (x₀ + N x₀/ν)/2` and `n = x₀ − p` it is `√w p + n/√w`, `w = e^{2νs}`. Where `N x = E ∇G/2` with E diagonal and
positive, as for gradient flows, `E⁻¹N` is symmetric, so that p and n are orthogonal in E⁻¹, and `G = A w − B/w` with
`A = ν pᵀE⁻¹p`, `B = ν nᵀE⁻¹n`. For c > 0 and p ≠ 0 the factor `1 − G` has one zero in w, falling through it, so that w
is taken there from everywhere and x converges. For p = 0 the factor stays positive, w grows, `x = n/√w` goes to 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import sympy

from symbolic.flow.field import Field
from symbolic.flow.polynomial_ring import Ring
from symbolic.flow.term_signs import sign

Point = tuple[sympy.Expr, ...]
Numbers = Mapping[sympy.Expr, sympy.Expr]


@dataclass(frozen=True)
class LinearLimit:
    """`A⁻¹ b` from every start, where A is invertible."""

    letters: tuple[sympy.Symbol, ...]
    end: Point

    needs: tuple[sympy.Expr, ...] = ()

    def at(self, numbers: Numbers) -> list[float]:
        """The end as numbers; the start does not matter."""
        return [float(value.subs(numbers)) for value in self.end]


@dataclass(frozen=True)
class SaddleLimit:
    """`√w p + n/√w` with `A w² − w + B = 0`, from starts with p ≠ 0; `needs` are to be positive for that.

    `speed` is c, `turned` is N x, `square` is ν² and `form` is G in the letters.
    """

    letters: tuple[sympy.Symbol, ...]
    speed: sympy.Expr
    turned: Point
    square: sympy.Expr
    form: sympy.Expr
    needs: tuple[sympy.Expr, ...]

    @cached_property
    def product(self) -> sympy.Expr | None:
        """Of two letters with `G = a b/l`: l, to which their product goes."""
        match self.letters:
            case (a, b) if sympy.cancel(self.form / (a * b)).free_symbols.isdisjoint({a, b}):
                return sympy.factor(sympy.cancel(a * b / self.form))
        return None

    @cached_property
    def ratio(self) -> sympy.Expr:
        """Of two letters that turn into one another: ρ, `ρ a² − b²` being conserved."""
        a, b = self.letters
        return sympy.factor(sympy.cancel(self.turned[1].coeff(a) / self.turned[0].coeff(b)))

    def at(self, numbers: Numbers) -> list[float]:
        """The end of a flow as numbers, those of the start and of the unknowns being given."""
        start = sympy.Matrix([letter.subs(numbers) for letter in self.letters])
        moved = sympy.Matrix([value.subs(numbers) for value in self.turned]) / sympy.sqrt(self.square.subs(numbers))
        growing, fading = (start + moved) / 2, (start - moved) / 2
        rise, fall = (self._form_at(point, numbers) for point in (growing, fading))
        w = (1 + sympy.sqrt(1 - 4 * rise * fall)) / (2 * rise)
        return [float(value) for value in sympy.sqrt(w) * growing + fading / sympy.sqrt(w)]

    def _form_at(self, point: sympy.Matrix, numbers: Numbers) -> sympy.Expr:
        return self.form.subs({**numbers, **dict(zip(self.letters, point, strict=True))}, simultaneous=True)


Limit = LinearLimit | SaddleLimit


def limit(field: Field, least: Mapping[str, int]) -> Limit | None:
    """The closed limit of a field of one of the two kinds; None for others. `least` says what sizes are at least.

    >>> a, b = sympy.symbols("a b", real=True)
    >>> found = limit(Field((a, b), (2 * b * (3 - a * b), a * (3 - a * b))), {})
    >>> found.product, found.ratio, found.needs
    (3, 1/2, ())
    """
    ring = Ring.of(field)
    return _linear(ring) or _saddle(ring, least)


def _linear(ring: Ring) -> LinearLimit | None:
    if any(f.total_degree() > 1 for f in ring.polynomials):
        return None
    matrix = sympy.Matrix([[f.coeff_monomial(x) for x in ring.letters] for f in ring.polynomials])
    constant = sympy.Matrix([f.coeff_monomial(1) for f in ring.polynomials])
    if sympy.cancel(matrix.det()) == 0:
        return None
    end = matrix.LUsolve(-constant)
    return LinearLimit(ring.letters, tuple(ring.read(sympy.factor(sympy.cancel(value))) for value in end))


def _saddle(ring: Ring, least: Mapping[str, int]) -> SaddleLimit | None:
    common = sympy.Poly(0, *ring.letters, domain=ring.domain)
    for polynomial in ring.polynomials:
        common = common.gcd(polynomial)
    if common.is_zero or common.total_degree() != 2 or any(f.total_degree() > 3 for f in ring.polynomials):
        return None
    cofactors = [f.quo(common) for f in ring.polynomials]
    if any(g.coeff_monomial(1) != 0 for g in cofactors) or any(common.coeff_monomial(x) != 0 for x in ring.letters):
        return None
    matrix = sympy.Matrix([[g.coeff_monomial(x) for x in ring.letters] for g in cofactors])
    first = next(entry for entry in matrix if entry != 0)
    return _of_form(ring, common.mul_ground(ring.domain.from_sympy(first)), matrix / first, least)


def _of_form(ring: Ring, factor: sympy.Poly, matrix: sympy.Matrix, least: Mapping[str, int]) -> SaddleLimit | None:
    """With N and c turned so that c is positive; `−c` and `−N` are the same field."""
    speed, start = factor.coeff_monomial(1), sympy.Matrix(ring.letters)
    square = (matrix**2).applyfunc(sympy.cancel)
    if speed == 0 or square[0, 0] == 0 or square != square[0, 0] * sympy.eye(len(ring.letters)):
        return None
    form = 1 - sympy.cancel(factor.as_expr() / speed)
    positive = sign(ring.read(speed), least)
    turn = -1 if positive == -1 or (positive is None and speed.could_extract_minus_sign()) else 1
    turned = (turn * matrix).applyfunc(sympy.cancel) * start
    plain = (turn * speed, square[0, 0], form)
    scale, squared, shape = (ring.read(sympy.factor(sympy.cancel(one))) for one in plain)
    found = SaddleLimit(ring.letters, scale, tuple(map(ring.read, turned)), squared, shape, ())
    return _with_needs(found, least)


def _with_needs(found: SaddleLimit, least: Mapping[str, int]) -> SaddleLimit | None:
    """With what is to be positive and is not known to be; None unless it is a gradient flow, each letter in a norm."""
    letters = found.letters
    form, turned = (sympy.hessian(found.form, letters) / 2, sympy.Matrix(found.turned).jacobian(letters))
    weights = []
    for n in range(len(letters)):
        pairs = [(turned[n, k], form[n, k]) for k in range(len(letters)) if form[n, k] != 0 or turned[n, k] != 0]
        if any(g == 0 for _, g in pairs) or len({sympy.factor(sympy.cancel(m / g)) for m, g in pairs}) != 1:
            return None
        weights.append(sympy.factor(sympy.cancel(pairs[0][0] / pairs[0][1])))
    wanted = dict.fromkeys((found.speed, *weights))
    if any(sign(one, least) == -1 for one in wanted):
        return None
    return replace(found, needs=tuple(one for one in wanted if sign(one, least) is None))
