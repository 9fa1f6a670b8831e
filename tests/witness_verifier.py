"""A second verifier of laws: sums over atoms in integers, written from the statements and sharing no code with them.

Where a law has square roots its sums are SymPy's, expanded; the toolkit calculates with numbers of its own.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, permutations, product
from math import comb, lcm, prod
from typing import Any

import sympy

from proofs.zheng2024.line import start_conditions
from symbolic.decide import conditions
from symbolic.decide.conclusions import Requirement
from symbolic.decide.conditions import Condition, finiteness, marginals, supports, symmetries
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.moments import Pattern
from symbolic.laws import Law, coordinates

Number = Any
"""A `Fraction`, or an expanded SymPy number where that is irrational."""

Point = tuple[Number, ...]


def plain(value: Any) -> Number:
    """The number expanded: roots of different square-free integers are independent, so that 0 is seen to be 0."""
    if isinstance(value, (int, Fraction)):
        return Fraction(value)
    expanded = sympy.expand(sympy.sympify(value))
    return Fraction(int(expanded.p), int(expanded.q)) if expanded.is_Rational else expanded


@dataclass(frozen=True)
class Means:
    """What has means of monomials in d coordinates."""

    d: int

    def mean(self, powers: tuple[int, ...]) -> Fraction:
        """The mean of a monomial."""
        raise NotImplementedError

    def moment(self, pattern: Pattern, free: tuple[int, ...]) -> Fraction:
        """The sum over distinct further coordinates, none of them one of the given."""
        others = [r for r in range(self.d) if r not in free]
        total = Fraction(0)
        for summed in permutations(others, len(pattern.summed)):
            powers = [0] * self.d
            for index, power in zip((*free, *summed), (*pattern.free, *pattern.summed), strict=True):
                powers[index] += power
            total += self.mean(tuple(powers))
        return total

    def everywhere(self, pattern: Pattern) -> list[Fraction]:
        return [self.moment(pattern, free) for free in permutations(range(self.d), len(pattern.free))]


@dataclass(frozen=True)
class Table(Means):
    """Points with weights."""

    mass: tuple[tuple[Point, Number], ...]

    @staticmethod
    def of(points: Iterable[tuple[Sequence[Number], Number]]) -> Table:
        """Equal points put together; raises ValueError unless weights are positive and sum to 1."""
        total: dict[Point, Number] = defaultdict(Fraction)
        for point, weight in points:
            if not plain(weight) > 0:
                raise ValueError(f"weight {weight} at {point}")
            where = tuple(map(plain, point))
            total[where] = plain(total[where] + plain(weight))
        if plain(sum(total.values())) != 1:
            raise ValueError(f"weights sum to {sum(total.values())}")
        return Table(len(next(iter(total))), tuple(sorted(total.items())))

    @staticmethod
    def of_law(law: Law) -> Table:
        if law.atoms is None:
            raise ValueError(f"{law.description} is no table")
        return Table.of(law.atoms)

    @cached_property
    def values(self) -> set[Number]:
        return {x for point, _ in self.mass for x in point}

    @cached_property
    def _integers(self) -> tuple[list[tuple[list[int], int]], int, int]:
        scale = lcm(*(x.denominator for x in self.values))
        total = lcm(*(w.denominator for _, w in self.mass))
        return [([int(x * scale) for x in point], int(w * total)) for point, w in self.mass], scale, total

    @cached_property
    def _known(self) -> dict[tuple[int, ...], Number]:
        return {}

    @cached_property
    def rational(self) -> bool:
        return all(isinstance(x, Fraction) for point, weight in self.mass for x in (*point, weight))

    def mean(self, powers: tuple[int, ...]) -> Number:
        if powers not in self._known and not self.rational:
            terms = (w * prod(x**n for x, n in zip(point, powers, strict=True) if n) for point, w in self.mass)
            self._known[powers] = plain(sum(map(sympy.sympify, terms)))
        if powers not in self._known:
            rows, scale, total = self._integers
            top = sum(w * prod(x**n for x, n in zip(point, powers, strict=True) if n) for point, w in rows)
            self._known[powers] = Fraction(top, total * scale ** sum(powers))
        return self._known[powers]

    def mixed(self, other: Table, share: Fraction) -> Table:
        """This law with a probability, else the other."""
        first = ((point, share * weight) for point, weight in self.mass)
        return Table.of([*first, *((point, (1 - share) * weight) for point, weight in other.mass)])

    def copies(self, size: int) -> Table:
        """Independent copies of the law of one coordinate."""
        drawn = product(self.mass, repeat=size)
        return Table.of(([p[0] for p, _ in one], prod((w for _, w in one), start=Fraction(1))) for one in drawn)

    def image(self, order: Sequence[int], negated: int = -1) -> Table:
        """The law of the coordinates in another order, one of them with its sign changed."""
        signs = [-1 if j == negated else 1 for j in order]
        return Table.of(([s * p[j] for j, s in zip(order, signs, strict=True)], w) for p, w in self.mass)


@dataclass(frozen=True)
class GaussianCopies(Means):
    """Independent standard normal coordinates."""

    def mean(self, powers: tuple[int, ...]) -> Fraction:
        return prod((known_moment(coordinates.Gaussian(), n) for n in powers), start=Fraction(1))


def means_of(law: Law) -> Table | GaussianCopies:
    """The law as a table, or as Gaussian copies where it says that of itself."""
    return GaussianCopies(law.d) if law.description == "gaussian(sigma=1)" else Table.of_law(law)


def satisfies(law: Table | GaussianCopies, hypotheses: Hypotheses) -> bool:
    check = holds if isinstance(law, Table) else holds_of_gaussian
    return all(check(law, condition) for condition in hypotheses.conditions)


def holds_of_gaussian(law: Means, condition: Condition) -> bool:
    """Whether a condition holds of independent standard normal coordinates."""
    match condition:
        case conditions.Equals() | conditions.SameForAll():
            return _of_means(law, condition)
        case marginals.MomentsOf(coordinate=coordinate, most=int(most), but=but):
            orders = [n for n in range(1, most + 1) if n not in but]
            return all(known_moment(coordinate, n) == known_moment(coordinates.Gaussian(), n) for n in orders)
        case marginals.MomentsOf(coordinate=coordinate):
            return coordinate == coordinates.Gaussian()
        case symmetries.Values() | supports.Support():
            return False
    return True


def _of_means(law: Means, condition: conditions.Equals | conditions.SameForAll) -> bool:
    found = law.everywhere(condition.pattern)
    if isinstance(condition, conditions.Equals):
        return all(value == condition.value for value in found)
    return len(set(found)) == 1


def holds(table: Means, condition: Condition) -> bool:
    """Whether a condition holds of a table of atoms; raises TypeError for a kind that is not known here."""
    if not isinstance(table, Table):
        raise TypeError(f"{table!r} is no table of atoms")
    match condition:
        case conditions.Equals() | conditions.SameForAll():
            return _of_means(table, condition)
        case conditions.MixedMomentsVanish(most=most, odd=odd):
            return all(_mixed(table, i, others, odd) for i, others in _chosen(table.d, most))
        case symmetries.SignFlips():
            return all(table.image(range(table.d), j) == table for j in range(table.d))
        case symmetries.Permutations():
            swaps = ([*range(j), j + 1, j, *range(j + 2, table.d)] for j in range(table.d - 1))
            return all(table.image(swap) == table for swap in swaps)
        case symmetries.Independent():
            return _is_product(table)
        case symmetries.Values(values=values):
            return table.values <= set(map(plain, values))
        case supports.Support():
            return all(_on(condition, point) for point, _ in table.mass)
        case marginals.MomentsOf():
            return all(_has_moments(table, j, condition) for j in range(table.d))
        case finiteness.Finite() | start_conditions.StartCondition() | start_conditions.OnLine():
            return True
    raise TypeError(f"{condition!r} is not known to this verifier")


def _chosen(d: int, most: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    for i in range(d):
        others = [r for r in range(d) if r != i]
        for size in range(min(most, d)):
            yield from ((i, chosen) for chosen in combinations(others, size))


def _mixed(table: Table, i: int, others: tuple[int, ...], odd: bool) -> bool:
    """All exponents at once: monomials with positive exponents separate points without a zero."""
    totals: dict[Point, Fraction] = defaultdict(Fraction)
    for point, weight in table.mass:
        given = tuple(point[r] for r in others)
        if all(given) and point[i]:
            sign = 1 if point[i] > 0 else -1
            totals[(abs(point[i]), *given) if odd else given] += weight * (sign if odd else point[i])
    return not any(map(plain, totals.values()))


def _is_product(table: Table) -> bool:
    marginals_ = []
    for j in range(table.d):
        marginal: dict[Fraction, Fraction] = defaultdict(Fraction)
        for point, weight in table.mass:
            marginal[point[j]] = plain(marginal[point[j]] + weight)
        marginals_.append(dict(marginal))
    mass = dict(table.mass)
    points = product(*marginals_)
    same = all(marginal == marginals_[0] for marginal in marginals_)
    shares = ((p, prod(m[x] for m, x in zip(marginals_, p, strict=True))) for p in points)
    return same and all(plain(mass.get(p, 0) - share) == 0 for p, share in shares)


def _on(support: supports.Support, point: Point) -> bool:
    return all(plain(_polynomial(support, point, free)) == 0 for free in permutations(range(len(point)), support.size))


def _polynomial(support: supports.Support, point: Point, free: tuple[int, ...]) -> Fraction:
    others = [r for r in range(len(point)) if r not in free]
    total = -Fraction(support.value)
    for pattern, c in support.terms:
        for summed in permutations(others, len(pattern.summed)):
            powers = zip((*free, *summed), (*pattern.free, *pattern.summed), strict=True)
            total += c * prod(point[index] ** power for index, power in powers)
    return total


def _has_moments(table: Table, j: int, condition: marginals.MomentsOf) -> bool:
    """Finitely many values never have all moments of a law with a density; of finitely many values orders decide."""
    law, last = condition.coordinate, condition.most
    if last is None and law.atoms is None:
        return False
    if last is None:
        last = max(condition.but, default=0) + len(table.values) + len(law.atoms or ())
    orders = [n for n in range(1, last + 1) if n not in condition.but]
    return all(table.mean(tuple(n * (r == j) for r in range(table.d))) == known_moment(law, n) for n in orders)


def known_moment(law: coordinates.CoordinateLaw, n: int) -> Fraction:
    """From textbook formulas: matchings of a Gaussian, factorials, sums."""
    match law:
        case coordinates.Gaussian(sigma=sigma):
            matchings = Fraction(prod(comb(2 * k, 2) for k in range(1, n // 2 + 1)), prod(range(1, n // 2 + 1)))
            return Fraction(0) if n % 2 else matchings * sigma**n
        case coordinates.Finite(atoms=atoms):
            return sum((Fraction(w) * Fraction(x) ** n for x, w in atoms), Fraction(0))
    raise TypeError(f"{law!r} is not known to this verifier")


def missed(law: Means, requirement: Requirement) -> bool:
    """Whether the requirement fails at some choice of coordinates."""
    for free in permutations(range(law.d), requirement.frame):
        if sum(c * law.moment(p, free) for p, c in requirement.combination) != requirement.value:
            return True
    return False


HEAD = re.compile(r"(?:^|, )\(([^()]*)\): ")
"""The orbit of a family's description; its weight follows."""


def family_at(description: str, d: int) -> Table | GaussianCopies:
    """The law in dimension d that the description of a family says in words."""
    if description == "gaussian(sigma=1)":
        return GaussianCopies(d)
    if not description.startswith("law "):
        return _independent_copies(description, d)
    parts = HEAD.split(description.removeprefix("law "))[1:]
    orbits = zip(parts[::2], parts[1::2], strict=True)
    return Table.of(atom for orbit, weight in orbits for atom in _points(orbit, _number(weight, d), d))


def _points(text: str, weight: Fraction, d: int) -> list[tuple[tuple[Fraction, ...], Fraction]]:
    return _drawn(text, weight, d) if " by itself " in text else _orbit(text, weight, d)


def _drawn(text: str, weight: Fraction, d: int) -> list[tuple[tuple[Fraction, ...], Fraction]]:
    """`x_1 = ±1, each other x_j by itself 2 with probability 1/3, else -1`: its points, with their weights."""
    front, _, law = text.partition(" by itself ")
    first = [_alike(part.split(" = ")[1]) for part in front.split(", ") if " = " in part]
    *drawn, last = law.split(", ") if ", " in law else (law,)
    chances = [(name, Fraction(chance)) for name, chance in (part.split(" with probability ") for part in drawn)]
    chances.append((last.removeprefix("else "), 1 - sum((chance for _, chance in chances), Fraction(0))))
    one = [(x, chance * share) for name, chance in chances for x, share in _alike(name)]
    chosen = product(*first, *[one] * (d - len(first)))
    return [(tuple(x for x, _ in p), prod((share for _, share in p), start=weight)) for p in chosen]


def _alike(name: str) -> list[tuple[Fraction, Fraction]]:
    """A value, or both of its signs with the same probability."""
    found = sorted(set(_signs(name)))
    return [(x, Fraction(1, len(found))) for x in found]


def _independent_copies(description: str, d: int) -> Table:
    kind, _, inside = description.removesuffix(")").partition("(")
    if kind == "rademacher":
        scale = Fraction(inside.removeprefix("scale="))
        atoms = [(scale, Fraction(1, 2)), (-scale, Fraction(1, 2))]
    else:
        pairs = (pair.split(":") for pair in inside.split(", "))
        atoms = [(_number(value, d), _number(weight, d)) for value, weight in pairs]
    chosen = product(atoms, repeat=d)
    return Table.of(([x for x, _ in point], prod((w for _, w in point), start=Fraction(1))) for point in chosen)


def _orbit(text: str, weight: Fraction, d: int) -> list[tuple[tuple[Fraction, ...], Fraction]]:
    """`x_1 = ±1, x_2 = 0, ±1, ±2 at random other places, ±1 elsewhere`: its points, each with the same weight."""
    first: list[str] = []
    others: list[str] = []
    background = "0"
    if text.startswith("all x_j = "):
        text, background = "", text.removeprefix("all x_j = ")
    if text.endswith(" elsewhere"):
        text, _, background = text.removesuffix(" elsewhere").rpartition(", ")
    text = re.sub(r" at random (?:other )?places?$", "", text)
    for part in text.split(", ") if text else ():
        (first if part.startswith("x_") else others).append(part.split(" = ")[-1])
    places = set()
    for chosen in permutations(range(len(first), d), len(others)):
        names = [*first, *[background] * (d - len(first))]
        for place, name in zip(chosen, others, strict=True):
            names[place] = name
        places.add(tuple(names))
    points = [point for names in sorted(places) for point in product(*map(_signs, names))]
    return [(point, weight / len(points)) for point in points]


def _signs(name: str) -> tuple[Fraction, ...]:
    value = Fraction(name.removeprefix("±"))
    return (value, -value) if name.startswith("±") else (value,)


def _number(text: str, d: int) -> Number:
    """A rational function of d at an integer, with square roots in it or not, from its text."""
    return _evaluated(ast.parse(text.strip(), mode="eval").body, d)


def _evaluated(node: ast.expr, d: int) -> Number:
    match node:
        case ast.Call(func=ast.Name(id="sqrt"), args=[inner]):
            return plain(sympy.sqrt(sympy.Rational(str(_evaluated(inner, d)))))
        case ast.Constant(value=int(value)):
            return Fraction(value)
        case ast.Name(id="d"):
            return Fraction(d)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_evaluated(inner, d)
        case ast.BinOp(left=left, op=op, right=right):
            x, y = _evaluated(left, d), _evaluated(right, d)
            match op:
                case ast.Add():
                    return x + y
                case ast.Sub():
                    return x - y
                case ast.Mult():
                    return plain(x * y)
                case ast.Div():
                    return plain(x / y)
                case ast.Pow():
                    return x ** int(y)
    raise ValueError(f"{ast.dump(node)} is no rational function of d")
