"""Does an expression vanish as a quotient of polynomials in its irreducible parts? By python-flint.

Symbols, functions, roots, powers with symbolic exponents are independent generators; `i² = −1`, powers of one root of a
number and of one exponential are related. So "yes" is an identity, whatever the values of the generators; "no" is none.
Denominators stay factored, nothing is cancelled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

import sympy
from flint import Ordering, fmpq, fmpq_mpoly_ctx

Polynomial = Any
"""A `flint.fmpq_mpoly`."""

Factors = Mapping[sympy.Expr, int]
"""Integer powers whose product an irreducible part is."""

MOST_EXPONENT = 64
"""Powers of sums beyond which nobody multiplies out here."""


class OutOfReach(ValueError):
    """The expression is not read here: what it is, is left to others."""


@dataclass(frozen=True)
class Quotient:
    """`numerator / Π divisor^exponent`."""

    numerator: Polynomial
    divisors: Counter[sympy.Expr] = field(default_factory=Counter)


def vanishes(expression: sympy.Expr) -> bool:
    """Whether an expression is 0 as a quotient of polynomials; False also where it is not read.

    >>> from sympy.abc import x, y
    >>> vanishes(1 / (x - y) + 1 / (y - x)), vanishes((1 + sympy.I * x) * (1 - sympy.I * x) - 1 - x**2)
    (True, True)
    >>> vanishes(sympy.exp(x + y) * sympy.exp(-y) - sympy.exp(x)), vanishes(x - y)
    (True, False)
    """
    try:
        return _Ring(expression).vanishes(expression)
    except OutOfReach:
        return False


class _Ring:
    """Polynomials in the irreducible parts of an expression."""

    def __init__(self, expression: sympy.Expr) -> None:
        atoms = dict.fromkeys(_atoms(expression, set()))
        self._context = fmpq_mpoly_ctx.get([f"x{n}" for n in range(len(atoms))], Ordering.lex)
        self._generators = dict(zip(atoms, self._context.gens(), strict=True))
        self._relations = [(n, *relation) for n, atom in enumerate(atoms) if (relation := _relation(atom))]
        self._done: dict[sympy.Expr, Quotient] = {}
        self._divisor: dict[sympy.Expr, Polynomial] = {}

    def vanishes(self, expression: sympy.Expr) -> bool:
        """Whether the numerator is 0, by the relations of roots."""
        return bool(self._reduced(self._of(expression).numerator) == 0)

    def _of(self, expression: sympy.Expr) -> Quotient:
        found = self._done.get(expression)
        if found is None:
            found = self._done[expression] = self._made(expression)
        return found

    def _made(self, expression: sympy.Expr) -> Quotient:
        if expression.is_Rational:
            return self._constant(int(expression.p), int(expression.q))
        if expression.is_Add:
            return reduce(self._sum, map(self._of, expression.args))
        if expression.is_Mul:
            return reduce(_product, map(self._of, expression.args))
        if _is_polynomial_power(expression):
            return self._power(self._of(expression.base), expression.base, int(expression.exp))
        parts = _factors(expression).items()
        return reduce(_product, (self._power(self._generator(atom), atom, n) for atom, n in parts))

    def _power(self, base: Quotient, name: sympy.Expr, exponent: int) -> Quotient:
        if exponent >= 0:
            return Quotient(base.numerator**exponent, Counter({d: n * exponent for d, n in base.divisors.items()}))
        if self._reduced(base.numerator) == 0:
            raise OutOfReach("a divisor is 0")
        self._divisor[name] = base.numerator
        above = self._expanded({d: -n * exponent for d, n in base.divisors.items()})
        return Quotient(above, Counter({name: -exponent}))

    def _sum(self, one: Quotient, other: Quotient) -> Quotient:
        common = one.divisors | other.divisors
        over = (each.numerator * self._expanded(common - each.divisors) for each in (one, other))
        return Quotient(sum(over, self._context.constant(0)), common)

    def _expanded(self, divisors: Mapping[sympy.Expr, int]) -> Polynomial:
        found = self._context.constant(1)
        for divisor, n in divisors.items():
            found *= self._divisor[divisor] ** n
        return found

    def _generator(self, atom: sympy.Expr) -> Quotient:
        if atom.is_Rational:
            return self._constant(int(atom.p), int(atom.q))
        return Quotient(self._generators[atom])

    def _constant(self, above: int, below: int) -> Quotient:
        return Quotient(self._context.constant(fmpq(above, below)))

    def _reduced(self, polynomial: Polynomial) -> Polynomial:
        """With every power of a root, from its order on, replaced by its radicand."""
        for place, order, value in self._relations:
            found: dict[tuple[int, ...], fmpq] = {}
            for exponents, coefficient in polynomial.to_dict().items():
                times, left = divmod(int(exponents[place]), order)
                key = tuple(left if n == place else e for n, e in enumerate(exponents))
                found[key] = found.get(key, fmpq(0)) + coefficient * value**times
            polynomial = self._context.from_dict(found)
        return polynomial


def _product(one: Quotient, other: Quotient) -> Quotient:
    return Quotient(one.numerator * other.numerator, one.divisors + other.divisors)


def _is_polynomial_power(expression: sympy.Expr) -> bool:
    """Whether a power is one with an integer exponent; raises `OutOfReach` for a large one."""
    if not (expression.is_Pow and expression.exp.is_Integer):
        return False
    if abs(expression.exp) > MOST_EXPONENT:
        raise OutOfReach("a large power")
    return True


def _atoms(expression: sympy.Expr, seen: set[sympy.Expr]) -> Iterator[sympy.Expr]:
    """The irreducible parts of an expression."""
    if expression in seen:
        return
    seen.add(expression)
    if expression.is_Rational:
        return
    if not isinstance(expression, sympy.Expr) or expression.is_commutative is False or expression.is_Float:
        raise OutOfReach("no expression of numbers")
    if expression.is_Add or expression.is_Mul:
        for part in expression.args:
            yield from _atoms(part, seen)
    elif _is_polynomial_power(expression):
        yield from _atoms(expression.base, seen)
    else:
        yield from (atom for atom in _factors(expression) if not atom.is_Rational)


def _factors(expression: sympy.Expr) -> Factors:
    """A root, an exponential or another power by the least parts it is made of; anything else as itself."""
    base, exponent = (sympy.E, expression.args[0]) if isinstance(expression, sympy.exp) else expression.as_base_exp()
    if exponent == 1 or not (expression.is_Pow or isinstance(expression, sympy.exp)):
        return {expression: 1}
    found: Counter[sympy.Expr] = Counter()
    for term in sympy.Add.make_args(exponent):
        number, rest = term.as_coeff_Mul(rational=True)
        if rest == 1:
            whole, order = (base, 1) if number.q == 1 else (base ** sympy.Rational(1, number.q), int(number.q))
            found[whole] += int(number * order)
        elif number.q == 1:
            found[base**rest] += int(number)
        else:
            found[base**term] += 1
    if any(abs(n) > MOST_EXPONENT for n in found.values()):
        raise OutOfReach("a large power")
    return reduce(or_, ({atom: n} for atom, n in found.items() if n), {})


def _relation(atom: sympy.Expr) -> tuple[int, fmpq] | None:
    """The order of a root of a number, and that number."""
    if atom == sympy.I:
        return 2, fmpq(-1)
    if atom.is_Pow and atom.exp.is_Rational and atom.exp.p == 1 and atom.base.is_Rational:
        return int(atom.exp.q), fmpq(int(atom.base.p), int(atom.base.q))
    return None
