"""Conditions on the support: a polynomial in the coordinates vanishes almost surely."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import permutations
from math import prod

import sympy

from symbolic.algebra.notation import FREE_INDICES, d
from symbolic.algebra.rationals import to_sympy
from symbolic.decide.conditions import Condition, Finding
from symbolic.decide.spans.instances import ELSEWHERE, Instance, placements
from symbolic.decide.spans.multiples import mean_square, multipliers, times
from symbolic.expectation.moments import Pattern, choices
from symbolic.laws import Law
from symbolic.laws.coordinates import MomentDoesNotExist, Number
from symbolic.laws.zeros import is_zero

HIGHEST_DEGREE = 6
"""Multiples of the polynomial are taken up to this degree, that of the loss; a higher polynomial stands for itself."""


@dataclass(frozen=True)
class Support(Condition):
    """`Σ coefficient · pattern = value` almost surely, for all distinct free indices; patterns without expectation.

    Every pattern has the same number of free indices, which may be none: `Σ_r x_r² = 1` is a sphere. Raises ValueError
    where they differ, where no term is left, or where a coefficient is not an integer or a `Fraction`.

    >>> Support(((Pattern((), (2,)), 1),), 1).text
    'sum_{r} x_r^2 = 1 almost surely'
    >>> Support(((Pattern((1, 1)), 1),)).allows((Fraction(2), Fraction(0), Fraction(1)))
    False
    """

    terms: tuple[tuple[Pattern, Fraction | int], ...]
    value: Fraction | int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "terms", _merged(self.terms))
        object.__setattr__(self, "value", _exact(self.value))
        sizes = sorted({len(pattern.free) for pattern, _ in self.terms})
        if len(sizes) > 1 or sizes[0] > len(FREE_INDICES):
            most = len(FREE_INDICES)
            raise ValueError(
                f"every term has the same number of free indices, at most {most}, an unused one with exponent 0; "
                f"found {sizes}"
            )

    @property
    def size(self) -> int:
        """How many free indices there are."""
        return len(self.terms[0][0].free)

    @property
    def degree(self) -> int:
        return max(pattern.degree for pattern, _ in self.terms)

    @property
    def text(self) -> str:
        return f"{self._written} = {self.value} almost surely{self._for_all}{', '.join(FREE_INDICES[: self.size])}"

    @property
    def latex(self) -> str:
        written = _sum([(pattern.polynomial_latex, Fraction(c)) for pattern, c in self.terms], _fraction_latex)
        almost_surely = rf"\text{{ almost surely{self._for_all}}} {', '.join(FREE_INDICES[: self.size])}"
        return f"{written} = {_fraction_latex(Fraction(self.value))} {almost_surely}"

    @property
    def _for_all(self) -> str:
        return ("", " for every ", " for all distinct ")[min(self.size, 2)]

    @property
    def _written(self) -> str:
        return _sum([(pattern.polynomial_text, Fraction(c)) for pattern, c in self.terms], str)

    @property
    def polynomial(self) -> tuple[tuple[Pattern, Fraction], ...]:
        """The terms, the value brought to their side: what vanishes."""
        constant = ((Pattern((0,) * self.size), -Fraction(self.value)),) if self.value else ()
        return (*((pattern, Fraction(c)) for pattern, c in self.terms), *constant)

    def allows(self, point: Sequence[Fraction]) -> bool:
        return all(self.at(point, free) == 0 for free in permutations(range(len(point)), self.size))

    def at(self, point: Sequence[Number], free: tuple[int, ...]) -> Number:
        """The polynomial's value at a point, its free indices being these coordinates."""
        return sum((c * _value(pattern, point, free) for pattern, c in self.polynomial), start=Fraction(0))

    def holds_of_multiples(self) -> bool:
        return self.value == 0 and len({pattern.degree for pattern, _ in self.terms}) == 1

    def covers(self, pattern: Pattern) -> bool:
        """A monomial that vanishes forces to zero whatever it divides; sums are left to the instances."""
        if self.value or len(self.terms) > 1 or self.terms[0][0].summed:
            return False
        divisor, present = sorted(self.terms[0][0].free, reverse=True), sorted(pattern.exponents, reverse=True)
        return len(present) >= len(divisor) and all(n <= m for n, m in zip(divisor, present, strict=False))

    def instances(self, frame: int) -> Iterator[Instance]:
        """Every multiple by a monomial, up to `HIGHEST_DEGREE`."""
        return iter(_instances(self, frame))

    def of(self, law: Law) -> Finding:
        return self._by_mean_square(law) if law.atoms is None else self._on_table(law)

    def _on_table(self, law: Law) -> Finding:
        for point, _ in law.atoms or ():
            for free in choices(self.terms[0][0], law):
                value = self.at(point, free)
                if not (zero := is_zero(value)):
                    where = f"({', '.join(map(str, point))}), which has positive probability"
                    return Finding(zero, f"{self.difference} = {value} at {where}")
        return Finding(True, self.text)

    def _by_mean_square(self, law: Law) -> Finding:
        """A polynomial vanishes almost surely exactly when the mean of its square is zero."""
        try:
            squares = [self._mean_square(law, free) for free in choices(self.terms[0][0], law)]
        except MomentDoesNotExist as missing:
            return Finding(None, f"the mean of ({self.difference})^2 is not defined: {missing}")
        verdicts = [(is_zero(square), square) for square in squares]
        for verdict in (False, None):
            if square := next((value for zero, value in verdicts if zero is verdict), None):
                return Finding(verdict, f"E[({self.difference})^2] = {square}")
        return Finding(True, self.text)

    def _mean_square(self, law: Law, free: tuple[int, ...]) -> sympy.Expr:
        means = (
            c.subs(d, law.d) * _expression(pattern.at(law, free[: len(pattern.free)]))
            for pattern, c in mean_square(self.polynomial).items()
        )
        return sympy.cancel(sympy.Add(*means))

    @property
    def difference(self) -> str:
        return self._written + (f" - {self.value}" if self.value > 0 else f" + {-self.value}" if self.value else "")


def _merged(terms: Sequence[tuple[Pattern, Fraction | int]]) -> tuple[tuple[Pattern, Fraction], ...]:
    out: dict[Pattern, Fraction] = {}
    for term in terms:
        if not isinstance(term, tuple) or len(term) != 2 or not isinstance(term[0], Pattern):
            raise ValueError(f"a term is a pair (Pattern, coefficient), not {term!r}")
        out[term[0]] = out.get(term[0], Fraction(0)) + _exact(term[1])
    if not any(out.values()):
        raise ValueError("a support condition needs a term whose coefficient is not zero")
    return tuple((pattern, c) for pattern, c in out.items() if c)


def _exact(value: Fraction | int) -> Fraction:
    if not isinstance(value, (int, Fraction)):
        raise ValueError(f"a coefficient is an integer or a Fraction, not {value!r}")
    return Fraction(value)


def _expression(value: Number) -> sympy.Expr:
    return to_sympy(value) if isinstance(value, (int, Fraction)) else value


def _value(pattern: Pattern, point: Sequence[Number], free: tuple[int, ...]) -> Number:
    others = [r for r in range(len(point)) if r not in free]
    chosen = permutations(others, len(pattern.summed))
    indices = ((*free, *summed) for summed in chosen)
    return sum(
        (prod(point[i] ** n for i, n in zip(where, pattern.exponents, strict=True) if n) for where in indices), start=0
    )


def _fraction_latex(value: Fraction) -> str:
    sign = "-" if value < 0 else ""
    size = abs(value)
    return f"{sign}{size}" if size.denominator == 1 else rf"{sign}\frac{{{size.numerator}}}{{{size.denominator}}}"


def _sum(terms: Sequence[tuple[str, Fraction]], number: Callable[[Fraction], str]) -> str:
    """`x_j^3 - 2 x_j`, in text or LaTeX."""
    out = ""
    for written, c in terms:
        sign = "-" if c < 0 else "+"
        factor = "" if abs(c) == 1 else f"{number(abs(c))} "
        out += f" {sign} {factor}{written}" if out else f"{'-' if c < 0 else ''}{factor}{written}"
    return out


@lru_cache(maxsize=64)
def _instances(support: Support, frame: int) -> tuple[Instance, ...]:
    """One of each form and its negative: an index may be named in several ways."""
    found: dict[frozenset[tuple[Pattern, sympy.Expr]], Instance] = {}
    for places in placements(support.size, frame):
        left = max(HIGHEST_DEGREE - support.degree, 0)
        for multiplier in multipliers(frame, places.count(ELSEWHERE), left):
            form = times(support.polynomial, multiplier, places)
            opposite = frozenset((pattern, -c) for pattern, c in form.items())
            if form and opposite not in found:
                where = ", ".join("elsewhere" if place == ELSEWHERE else FREE_INDICES[place] for place in places)
                place = f"{where}; times {multiplier.text}" if where else f"times {multiplier.text}"
                found.setdefault(frozenset(form.items()), Instance(support.text, place, form))
    return tuple(found.values())
