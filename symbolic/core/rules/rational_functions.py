"""The checker of identities: terms as quotients of polynomials in what is not arithmetic, by python-flint.

A quotient is a numerator over powers of divisors, each of which is known not to be 0; divisors stay factored, nothing
is cancelled. Means of polynomials are expanded into moments where these are known to exist.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from math import prod
from operator import or_
from types import MappingProxyType
from typing import Any, NamedTuple

from flint import Ordering, fmpq, fmpq_mpoly_ctx

from symbolic.core.expressions import Expression, Index, Node, Refused, Sort, free, fresh, opened
from symbolic.core.theorems import Theorem

Polynomial = Any
"""A `flint.fmpq_mpoly`."""

ARITHMETIC = ("number", "add", "negate", "multiply", "divide", "power")


class Quotient(NamedTuple):
    """`numerator / Π divisor^exponent`."""

    numerator: Polynomial
    divisors: Mapping[Expression, int] = MappingProxyType({})


def moment(law: Expression, order: int) -> Node:
    """`E xᵏ`, the form in which moments stand in expanded means."""
    return Node("mean", (law, Node("power", (Index(0),), order)))


@dataclass(frozen=True)
class Known:
    """What the checker may use: terms that are not 0, and the order up to which laws have moments."""

    nonzero: frozenset[Expression] = frozenset()
    orders: Mapping[Expression, int] = field(default_factory=dict)

    @staticmethod
    def by(theorems: Iterable[Theorem]) -> Known:
        """From theorems `¬ t = 0`, `0 < t`, `t < 0` and `μ has moments of order k`, k a number; refuses any other."""
        nonzero: set[Expression] = set()
        orders: dict[Expression, int] = {}
        for theorem in theorems:
            match theorem.conclusion:
                case Node(head="not", parts=(Node(head="equal", parts=(term, Node(head="number", value=0))),)):
                    nonzero.add(term)
                case Node(head="less", parts=(Node(head="number", value=0), term)):
                    nonzero.add(term)
                case Node(head="less", parts=(term, Node(head="number", value=0))):
                    nonzero.add(term)
                case Node(head="member", parts=(law, Node(head="moments", value=int(order)))):
                    orders[law] = max(orders.get(law, 0), order)
                case _:
                    raise Refused("neither that a term is not 0 nor that a law has moments")
        return Known(frozenset(nonzero), orders)


class Quotients:
    """The quotients of some terms over one ring; its generators are their atoms, the parts that are not arithmetic."""

    def __init__(self, known: Known, *terms: Expression) -> None:
        self._known = known
        self._around = (*terms, *known.nonzero, *known.orders)
        atoms = dict.fromkeys(self._atoms(*terms))
        self._context = fmpq_mpoly_ctx.get([f"x{n}" for n in range(len(atoms))], Ordering.lex)
        self._number = {atom: n for n, atom in enumerate(atoms)}
        self._generators = self._context.gens()
        self._zero, self._one = (Quotient(self._context.constant(n)) for n in (0, 1))
        self._divisor: dict[Expression, Polynomial] = {}
        self._done: dict[Expression, Quotient] = {}

    def _atoms(self, *terms: Expression) -> list[Expression]:
        """The atoms of terms in their order; a part that occurs again is looked at once."""
        found: list[Expression] = []
        seen: set[Expression] = set()
        for term in terms:
            self._collect(term, seen, found)
        return found

    def _collect(self, term: Expression, seen: set[Expression], found: list[Expression]) -> None:
        if term in seen:
            return
        seen.add(term)
        if isinstance(term, Node) and term.head in ARITHMETIC:
            for part in term.parts:
                self._collect(part, seen, found)
        elif isinstance(term, Node) and term.head == "mean" and term.parts[0] in self._known.orders:
            law, body = term.parts
            variable = fresh(Sort.REAL, body, *self._around)
            found.append(variable)
            self._collect(opened(body, (variable,)), seen, found)
            found += [moment(law, order) for order in range(self._known.orders[law] + 1)]
        else:
            found.append(term)

    def of(self, term: Expression) -> Quotient:
        """The quotient of a term; raises `Refused` where a divisor is not known to be other than 0."""
        found = self._done.get(term)
        if found is None:
            found = self._done[term] = self._of(term)
        return found

    def _of(self, term: Expression) -> Quotient:
        if not isinstance(term, Node) or (term in self._number and term.head != "mean"):
            return Quotient(self._generators[self._number[term]])
        match term.head:
            case "number" if isinstance(term.value, Fraction):
                return Quotient(self._constant(term.value))
            case "add":
                return self._total([self.of(part) for part in term.parts])
            case "negate":
                inner = self.of(term.parts[0])
                return Quotient(-inner.numerator, inner.divisors)
            case "multiply":
                return self._product([self.of(part) for part in term.parts])
            case "power" if isinstance(term.value, int):
                inner = self.of(term.parts[0])
                powers = {divisor: n * term.value for divisor, n in inner.divisors.items()}
                return Quotient(inner.numerator**term.value, powers)
            case "divide":
                return self._product([self.of(term.parts[0]), self._inverse(term.parts[1])])
            case "mean" if term.parts[0] in self._known.orders:
                return self._mean(*term.parts)
        return Quotient(self._generators[self._number[term]])

    def vanishes(self, term: Expression) -> bool:
        """Whether a term is 0 wherever what is known holds."""
        return bool(self.of(term).numerator == 0)

    def over_one_denominator(self, terms: Iterable[Expression]) -> list[Polynomial]:
        """The numerators of terms, all of them over the same denominator, which is not 0."""
        quotients = [self.of(term) for term in terms]
        zero = Quotient(self._zero.numerator, _most(*(quotient.divisors for quotient in quotients)))
        return [self._sum(zero, quotient).numerator for quotient in quotients]

    def _constant(self, value: Fraction) -> Polynomial:
        return self._context.constant(fmpq(value.numerator, value.denominator))

    def _inverse(self, divisor: Expression) -> Quotient:
        of_zero = isinstance(divisor, Node) and divisor.head == "number" and divisor.value == 0
        number = isinstance(divisor, Node) and divisor.head == "number"
        if of_zero or not (number or divisor in self._known.nonzero):
            raise Refused(f"it is not known that the divisor is not 0: {divisor}")
        inner = self.of(divisor)
        self._divisor[divisor] = inner.numerator
        return Quotient(self._expanded(inner.divisors), {divisor: 1})

    def _expanded(self, divisors: Mapping[Expression, int]) -> Polynomial:
        return prod((self._divisor[divisor] ** n for divisor, n in divisors.items()), start=self._one.numerator)

    def _total(self, quotients: Sequence[Quotient]) -> Quotient:
        if any(quotient.divisors for quotient in quotients):
            return reduce(self._sum, quotients, self._zero)
        return Quotient(sum([quotient.numerator for quotient in quotients], self._zero.numerator))

    def _product(self, quotients: Sequence[Quotient]) -> Quotient:
        numerator = prod([quotient.numerator for quotient in quotients], start=self._one.numerator)
        divisors = [quotient.divisors for quotient in quotients if quotient.divisors]
        if len(divisors) < 2:
            return Quotient(numerator, *divisors)
        powers: Counter[Expression] = Counter()
        for each in divisors:
            powers.update(each)
        return Quotient(numerator, powers)

    def _sum(self, one: Quotient, other: Quotient) -> Quotient:
        if not (one.divisors or other.divisors):
            return Quotient(one.numerator + other.numerator)
        common = _most(one.divisors, other.divisors)
        scaled = [
            each.numerator
            * self._expanded({divisor: n - each.divisors.get(divisor, 0) for divisor, n in common.items()})
            for each in (one, other)
        ]
        return Quotient(scaled[0] + scaled[1], common)

    def _mean(self, law: Expression, body: Expression) -> Quotient:
        """`Σ cₖ E xᵏ` for a body `Σ cₖ xᵏ` of which the law has all moments, x standing in no divisor and no atom."""
        variable = fresh(Sort.REAL, body, *self._around)
        inside = opened(body, (variable,))
        quotient = self.of(inside)
        held = [*quotient.divisors, *(atom for atom in self._atoms(inside) if atom != variable)]
        if variable in free(*held):
            raise Refused("only means of polynomials are expanded")
        return Quotient(self._moments(law, self._number[variable], quotient.numerator), quotient.divisors)

    def _moments(self, law: Expression, place: int, polynomial: Polynomial) -> Polynomial:
        generators, found = self._generators, self._constant(Fraction(0))
        for exponents, coefficient in polynomial.to_dict().items():
            order = exponents[place]
            if order > self._known.orders[law]:
                raise Refused(f"a moment of order {order} need not exist")
            others = tuple(0 if n == place else exponent for n, exponent in enumerate(exponents))
            rest = self._context.from_dict({others: coefficient})
            found += rest * generators[self._number[moment(law, order)]] if order else rest
        return found


def _most(*divisors: Mapping[Expression, int]) -> dict[Expression, int]:
    return dict(reduce(or_, (Counter(dict(each)) for each in divisors), Counter()))


def vanishes(term: Expression, *theorems: Theorem) -> bool:
    """Whether a term is 0 wherever the conclusions of theorems hold, as an identity of quotients."""
    return Quotients(Known.by(theorems), term).vanishes(term)
