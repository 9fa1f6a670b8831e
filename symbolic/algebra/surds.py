"""Numbers with square roots, exact: sums of rational multiples of roots of different square-free integers.

Such roots are linearly independent over the rationals, so that a number is zero exactly when it has no term. What has
no root left is a `Fraction` again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import compress, count, product
from math import gcd, sqrt
from numbers import Rational
from typing import TYPE_CHECKING, Any

import flint

from symbolic.algebra.rationals import to_flint, to_sympy

if TYPE_CHECKING:
    import sympy

LARGEST_RADICAND = 2**30
"""Under a root stand integers up to this size, which are factored."""


@dataclass(frozen=True, eq=False)
class Surd:
    """`Σ coefficient · √radicand`, at least one radicand not 1, all of them positive and square-free.

    >>> two = root(2)
    >>> two * two, 1 / (1 + two), two > Fraction(7, 5), two + 1 == 1 + two
    (Fraction(2, 1), Surd(-1 + sqrt(2)), True, True)
    """

    terms: tuple[tuple[int, Fraction], ...]

    @staticmethod
    def of(terms: Mapping[int, Fraction]) -> Fraction | Surd:
        """The number with these coefficients, by radicand."""
        left = tuple(sorted((radicand, c) for radicand, c in terms.items() if c))
        if not left or left[-1][0] == 1:
            return left[0][1] if left else Fraction(0)
        return Surd(left)

    @cached_property
    def coefficients(self) -> dict[int, Fraction]:
        return dict(self.terms)

    def __add__(self, other: Any) -> Any:
        if (terms := _terms(other)) is None:
            return NotImplemented
        both = {*self.coefficients, *terms}
        return Surd.of({n: self.coefficients.get(n, Fraction(0)) + terms.get(n, Fraction(0)) for n in both})

    def __neg__(self) -> Any:
        return Surd(tuple((radicand, -c) for radicand, c in self.terms))

    def __pos__(self) -> Any:
        return self

    def __sub__(self, other: Any) -> Any:
        return NotImplemented if _terms(other) is None else self + -other

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: Any) -> Any:
        if (terms := _terms(other)) is None:
            return NotImplemented
        total: dict[int, Fraction] = {}
        for n, c in self.terms:
            for m, e in terms.items():
                common = gcd(n, m)
                radicand = n * m // common**2
                total[radicand] = total.get(radicand, Fraction(0)) + c * e * common
        return Surd.of(total)

    __radd__, __rmul__ = __add__, __mul__

    def __pow__(self, power: int) -> Any:
        base: Any = self if power >= 0 else self.inverse
        total: Any = Fraction(1)
        for _ in range(abs(power)):
            total = total * base
        return total

    @property
    def inverse(self) -> Any:
        """One over the number: multiplied above and below by what has one prime under its roots less."""
        prime = next(int(p) for radicand, _ in self.terms for p, _ in flint.fmpz(radicand).factor())
        other = Surd(tuple((n, -c if n % prime == 0 else c) for n, c in self.terms))
        below = self * other
        return other * (below.inverse if isinstance(below, Surd) else 1 / below)

    def __truediv__(self, other: Any) -> Any:
        if _terms(other) is None:
            return NotImplemented
        return self * (other.inverse if isinstance(other, Surd) else 1 / Fraction(other))

    def __rtruediv__(self, other: Any) -> Any:
        return self.inverse * other

    def __abs__(self) -> Any:
        return self if self > 0 else -self

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Surd) and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(self.terms)

    def __lt__(self, other: Any) -> Any:
        return NotImplemented if _terms(other) is None else _negative(self - other)

    def __gt__(self, other: Any) -> Any:
        return NotImplemented if _terms(other) is None else _negative(other - self)

    def __le__(self, other: Any) -> Any:
        return self == other or self < other

    def __ge__(self, other: Any) -> Any:
        return self == other or self > other

    def __float__(self) -> float:
        return sum((float(c) * sqrt(n) for n, c in self.terms), 0.0)

    def _sympy_(self) -> sympy.Expr:
        import sympy

        from symbolic.algebra.square_roots import square_root

        return sympy.Add(*(to_sympy(c) * square_root(n) for n, c in self.terms))

    def __str__(self) -> str:
        return str(self._sympy_())

    def __repr__(self) -> str:
        return f"Surd({self})"


def root(value: Fraction | int) -> Fraction | Surd:
    """The square root of a positive rational or of 0; raises ValueError for a negative or a very large one.

    >>> root(Fraction(9, 8)), root(4)
    (Surd(3*sqrt(2)/4), Fraction(2, 1))
    """
    exact = Fraction(value)
    number = exact.numerator * exact.denominator
    if not 0 <= number <= LARGEST_RADICAND:
        raise ValueError(f"the square root of {value} is not represented: a number from 0 to 2^30 is expected under it")
    outside, inside = 1, 1
    for prime, power in flint.fmpz(number).factor() if number else ():
        outside, inside = outside * int(prime) ** (power // 2), inside * int(prime) ** (power % 2)
    return Surd.of({inside: Fraction(outside if number else 0, exact.denominator)})


def rooted(value: object) -> Fraction | Surd | None:
    """A number of any kind as one of these, or None where it is none.

    >>> import sympy
    >>> rooted(sympy.sqrt(8) + 1)
    Surd(1 + 2*sqrt(2))
    """
    if isinstance(value, (Surd, Rational)):
        return value if isinstance(value, Surd) else Fraction(value)
    import sympy

    if not isinstance(value, sympy.Expr):
        return None
    total: Fraction | Surd = Fraction(0)
    for term in sympy.Add.make_args(sympy.expand(value)):
        square = sympy.expand(term**2)
        if not square.is_Rational or square.p * square.q > LARGEST_RADICAND:
            return None
        size = root(Fraction(int(square.p), int(square.q)))
        total = total + (-size if term.is_negative else size)
    return total


def conjugates(value: Fraction | Surd | int) -> Iterator[Fraction | Surd]:
    """The number with every choice of the signs of its roots of primes: the roots of its polynomial over the rationals.

    >>> list(conjugates(1 + root(2)))
    [Surd(1 + sqrt(2)), Surd(1 - sqrt(2))]
    """
    if not isinstance(value, Surd):
        yield Fraction(value)
        return
    primes = sorted({int(p) for n, _ in value.terms for p, _ in flint.fmpz(n).factor()})
    images: dict[Surd, None] = {}
    for turns in product((False, True), repeat=len(primes)):
        turned = set(compress(primes, turns))
        odd = ((n, sum(n % p == 0 for p in turned) % 2, c) for n, c in value.terms)
        images[Surd(tuple((n, -c if negative else c) for n, negative, c in odd))] = None
    yield from images


def _terms(value: object) -> dict[int, Fraction] | None:
    if isinstance(value, Surd):
        return value.coefficients
    return {1: Fraction(value)} if isinstance(value, Rational) else None


def _negative(value: Fraction | Surd) -> bool:
    """Whether a number is below zero: with as many bits as it takes, since it is not zero."""
    if not isinstance(value, Surd):
        return value < 0
    for bits in count(64, 64):
        with flint.ctx.workprec(bits):
            ball = sum((flint.arb(to_flint(c)) * flint.arb(n).sqrt() for n, c in value.terms), flint.arb(0))
            if not ball.contains(0):
                return bool(ball < 0)
    raise AssertionError("a number that is not zero is told from it at last")
