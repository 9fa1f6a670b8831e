"""What equations between the moments of one real random variable leave open: one case after the other.

Each equation is a polynomial in `m_n = E x^n` that vanishes. Where it is a product one of its factors vanishes: a case
for each. A sum of terms none of which can be negative vanishes with each of its terms, and all moments vanish with an
even one. There is no law in a case where such a sum is at least a positive number, or where a polynomial in one moment
has no root that the moment can take. Every polynomial of a case is made from those before it by multiplication and
subtraction, so nothing rests on a Gröbner basis.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import sympy

from symbolic.algebra.rationals import to_fraction
from symbolic.decide.independence.coordinate_moments import moments_of, order_of

MOST_CASES = 64
"""Cases that are looked at."""

MOST_PAIRS = 200
"""Pairs of polynomials from which further ones are made, in one case."""


@dataclass(frozen=True)
class Case:
    """Polynomials that vanish in it."""

    vanishing: tuple[sympy.Expr, ...]

    def left_of(self, target: sympy.Expr) -> sympy.Expr:
        """What is left of a polynomial: zero where it vanishes in this case."""
        return _remainder(target, (*self.vanishing, *(moments_of([target]) if self.nothing else ())))

    @property
    def known(self) -> dict[int, Fraction]:
        """The moments that have a rational value by themselves in this case, by order."""
        return {order: value for p in self.vanishing if (found := _linear(p)) for order, value in [found]}

    @property
    def nothing(self) -> bool:
        """Whether the variable is zero, as an even moment of it is."""
        return any(order % 2 == 0 and not value for order, value in self.known.items())

    def value(self, order: int) -> Fraction | None:
        """The moment of this order, where it is known to be a rational number."""
        return Fraction(0) if self.nothing else self.known.get(order)


def open_cases(equations: Sequence[sympy.Expr]) -> tuple[Case, ...] | None:
    """The cases in which no contradiction was found; None where there are too many to be looked at.

    >>> from symbolic.decide.independence.coordinate_moments import coordinate_moment
    >>> first, second, third = (coordinate_moment(n) for n in (1, 2, 3))
    >>> [case.known for case in open_cases([second**2 - 4, first * third])]
    [{2: Fraction(2, 1), 1: Fraction(0, 1)}, {2: Fraction(2, 1), 3: Fraction(0, 1)}]
    """
    waiting, found = [Case(tuple(equations))], list[Case]()
    for _ in range(MOST_CASES):
        if not waiting:
            return tuple(found)
        case = _completed(waiting.pop(0))
        if any(_impossible(p) for p in case.vanishing):
            continue
        further = _split(case)
        waiting[:0] = further
        found += [] if further else [case]
    return None


def _split(case: Case) -> list[Case]:
    """The cases into which it falls; none where nothing more is said."""
    everything = moments_of(list(case.vanishing))
    for n, p in enumerate(case.vanishing):
        rest = case.vanishing[:n] + case.vanishing[n + 1 :]
        more = list(_zero_besides(p, everything))
        if any(_remainder(q, case.vanishing) != 0 for q in more):
            return [Case((*rest, *more))]
        factors = sympy.factor_list(p)[1]
        if len(factors) > 1 or factors[0][1] > 1:
            return [Case((*rest, factor)) for factor, _ in factors]
    return []


def _zero_besides(p: sympy.Expr, everything: Sequence[sympy.Symbol]) -> Iterator[sympy.Expr]:
    """What vanishes with p, a sum without a negative term: each term, and every moment with an even one."""
    terms = _signed_terms(p)
    if terms and sympy.Integer(1) not in terms:
        yield from terms if len(terms) > 1 else ()
        for moment in (term for term in terms if term.is_Symbol and order_of(term) % 2 == 0):
            yield from everything
            yield moment


def _signed_terms(p: sympy.Expr) -> tuple[sympy.Expr, ...]:
    """The monomials, where none of the terms can be negative or none positive; else none."""
    polynomial = sympy.Poly(p, *moments_of([p]))
    terms = polynomial.terms()
    same = len({c > 0 for _, c in terms}) == 1
    present = [list(zip(polynomial.gens, powers, strict=True)) for powers, _ in terms]
    even = all(n % 2 == 0 or order_of(m) % 2 == 0 for term in present for m, n in term)
    monomials = (sympy.Mul(*(m**n for m, n in term)) for term in present)
    return tuple(monomials) if same and even else ()


def _impossible(p: sympy.Expr) -> bool:
    """Whether no law has moments at which it vanishes."""
    moments = moments_of([p])
    if not moments:
        return bool(p != 0)
    if sympy.Integer(1) in _signed_terms(p):
        return True
    if len(moments) > 1:
        return False
    least = 0 if order_of(moments[0]) % 2 == 0 else None
    return bool(sympy.Poly(p, moments[0]).count_roots(least, None) == 0)


def _completed(case: Case) -> Case:
    """The same, each polynomial reduced by the others, with what pairs of them say when leading terms cancel."""
    polynomials = _reduced(case.vanishing)
    for _ in range(MOST_PAIRS):
        unknowns = moments_of(polynomials)
        pairs = (_cancelled(p, q, unknowns) for p, q in combinations(polynomials, 2))
        new = next((rest for pair in pairs if (rest := _remainder(pair, polynomials)) != 0), None)
        if new is None:
            break
        polynomials = _reduced((*polynomials, new))
    return Case(tuple(polynomials))


def _reduced(polynomials: Sequence[sympy.Expr]) -> list[sympy.Expr]:
    """The same, each of them reduced by all others."""
    kept = list(dict.fromkeys(sympy.expand(p) for p in polynomials if p != 0))
    place = 0
    while place < len(kept):
        p, others = kept[place], kept[:place] + kept[place + 1 :]
        rest = _remainder(p, others)
        if rest == p:
            place += 1
        else:
            kept, place = others + ([rest] if rest != 0 else []), 0
    return kept


def _remainder(p: sympy.Expr, divisors: Sequence[sympy.Expr]) -> sympy.Expr:
    """What division leaves of a polynomial, re-checked by multiplication."""
    numbers = [q for q in divisors if not q.free_symbols]
    if not divisors or p == 0 or numbers:
        return sympy.Integer(0) if numbers else p
    unknowns = moments_of([p, *divisors])
    quotients, rest = sympy.reduced(p, list(divisors), *unknowns, order="grevlex")
    total = sympy.Add(rest, *(q * divisor for q, divisor in zip(quotients, divisors, strict=True)))
    if sympy.expand(total - p) != 0:
        raise ArithmeticError(f"the division of {p} does not multiply out")
    return rest


def _cancelled(p: sympy.Expr, q: sympy.Expr, unknowns: Sequence[sympy.Symbol]) -> sympy.Expr:
    """The smallest multiples of both that cancel their leading terms, subtracted."""
    (first, c), (second, e) = (_leading(one, unknowns) for one in (p, q))
    common = sympy.lcm(first, second)
    return sympy.expand(common / (c * first) * p - common / (e * second) * q)


def _leading(p: sympy.Expr, unknowns: Sequence[sympy.Symbol]) -> tuple[sympy.Expr, sympy.Expr]:
    polynomial = sympy.Poly(p, *unknowns)
    return polynomial.LM(order="grevlex").as_expr(*unknowns), polynomial.LC(order="grevlex")


def _linear(p: sympy.Expr) -> tuple[int, Fraction] | None:
    """Order and value of a moment, where p says no more than that."""
    moments = moments_of([p])
    if len(moments) != 1 or sympy.degree(p, moments[0]) != 1:
        return None
    polynomial = sympy.Poly(p, moments[0])
    return order_of(moments[0]), to_fraction(-polynomial.coeff_monomial(1) / polynomial.LC())
