"""Conditions on the law of `x_1`, as data: moment equations, families of them, supports, invariances, independence.

A condition prints, can be asked of a law, gives its instances as linear forms in moment patterns (for proofs), and its
constraints on tables of atoms (for witnesses). What a finite list of instances cannot say, a condition says by
*covering* patterns: it forces them to vanish.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, combinations_with_replacement, permutations, product
from numbers import Rational
from typing import Protocol

from symbolic.coordinates import Number
from symbolic.coordinates.existence import moments_end
from symbolic.instances import Instance, equal_to, same_for_all
from symbolic.laws import IID, FamilyLaw, Law, Table
from symbolic.moments import Pattern, choices, named

EXPONENTS_SHOWN = 6
"""Largest exponent tried when a failing moment is named."""

LOW_EXPONENTS = ((1,), (1, 1), (1, 2), (1, 3), (3,), (2, 3), (1, 1, 1), (1, 1, 2))
"""Exponents of the moments that are tried on a law without a table of atoms."""

Polynomial = Mapping[tuple[int, ...], Fraction]
"""Coefficient of each monomial, by its exponents at the d coordinates."""


@dataclass(frozen=True)
class Finding:
    """Whether something holds of a law (None: unknown), and because of what."""

    holds: bool | None
    because: str


@dataclass(frozen=True)
class Constraint:
    """`E polynomial = value` in a fixed dimension."""

    polynomial: Polynomial
    value: Fraction = Fraction(0)


class Condition(Protocol):
    """One assumption on the law of `x_1`; what a kind does not say of itself, it leaves open."""

    @property
    def text(self) -> str: ...
    @property
    def latex(self) -> str: ...
    def of(self, law: Law) -> Finding:
        """Whether it holds of a law."""

    def covers(self, pattern: Pattern) -> bool:
        """Whether it forces this moment to be zero for all distinct indices."""
        return False

    def instances(self, frame: int) -> Iterator[Instance]:
        """Its linear forms relative to the first `frame` coordinates, for every d."""
        return iter(())

    def constraints(self, d: int, heights: tuple[Fraction, ...]) -> Iterator[Constraint]:
        """Finitely many equations that, with `allows`, say the same of laws on the grid with these values."""
        return iter(())

    def allows(self, point: Sequence[Fraction]) -> bool:
        """Whether an atom at this point can have positive weight under a law that satisfies the condition."""
        return True


@dataclass(frozen=True)
class Equals(Condition):
    """`pattern = value` for every choice of distinct free indices.

    >>> from symbolic.laws import Ones
    >>> Equals(Pattern((3, 3))).of(Ones().at(2)).because
    'E[x_1^3 x_2^3] = 1'
    """

    pattern: Pattern
    value: Fraction | int = 0

    def __post_init__(self) -> None:
        require_exact(self.value)
        object.__setattr__(self, "value", Fraction(self.value))

    @property
    def text(self) -> str:
        return f"{self.pattern.text} = {self.value}"

    @property
    def latex(self) -> str:
        return rf"{self.pattern.latex} = {self.value}"

    def of(self, law: Law) -> Finding:
        for free in choices(self.pattern, law):
            if (value := self.pattern.at(law, free)) != self.value:
                return Finding(False, f"{named(self.pattern, free)} = {value}")
        return Finding(True, self.text)

    def instances(self, frame: int) -> Iterator[Instance]:
        return equal_to(self.pattern, Fraction(self.value), frame, self.text)

    def constraints(self, d: int, heights: tuple[Fraction, ...]) -> Iterator[Constraint]:
        for free in permutations(range(d), len(self.pattern.free)):
            yield Constraint(polynomial_of(self.pattern, free, d), Fraction(self.value))


def require_exact(value: object) -> None:
    """Raises ValueError for the value of a moment that is not an integer or a `Fraction`."""
    if not isinstance(value, Rational):
        raise ValueError(f"the value of a moment is an integer or a Fraction, not {value!r}")


def vanishes(*free: int, over: tuple[int, ...] = ()) -> Equals:
    """The moment with these exponents of distinct free indices, summed over further ones, is zero."""
    return Equals(Pattern(free, over))


@dataclass(frozen=True)
class SameForAll(Condition):
    """`pattern`, with one free index, is finite and the same for every coordinate."""

    pattern: Pattern
    name: str = ""

    def __post_init__(self) -> None:
        if len(self.pattern.free) != 1:
            raise ValueError(f"SameForAll compares coordinates: one free index, not {self.pattern.free}")

    @property
    def text(self) -> str:
        return f"{self.name + ' = ' if self.name else ''}{self.pattern.text} is the same for every j"

    @property
    def latex(self) -> str:
        return rf"{self.pattern.latex} \text{{ is finite and the same for every }} j"

    def of(self, law: Law) -> Finding:
        values = [self.pattern.at(law, free) for free in choices(self.pattern, law)]
        for k, value in enumerate(values):
            if value != values[0]:
                first, other = named(self.pattern, (0,)), named(self.pattern, (k,))
                return Finding(False, f"{first} = {values[0]} but {other} = {value}")
        return Finding(True, f"{self.pattern.text} = {values[0]}")

    def instances(self, frame: int) -> Iterator[Instance]:
        return same_for_all(self.pattern, frame, self.text)

    def constraints(self, d: int, heights: tuple[Fraction, ...]) -> Iterator[Constraint]:
        first = polynomial_of(self.pattern, (0,), d)
        for j in range(1, d):
            yield Constraint(difference(first, polynomial_of(self.pattern, (j,), d)))


@dataclass(frozen=True)
class MixedMomentsVanish(Condition):
    """`E[x_{i1}^{r1} x_{i2}^{r2} … x_{in}^{rn}] = 0` for distinct indices, `1 <= n <= most`, all exponents `r >= 1`.

    The first exponent is one, or, with `odd`, any odd number. Source: Zheng et al. 2024, Assumption 4.1, first
    sentence, arXiv 2405.16845; the first reading is the printed one.
    """

    most: int = 4
    odd: bool = False

    @property
    def text(self) -> str:
        first, which = ("x_i1^r1", ", r1 odd") if self.odd else ("x_i1", "")
        return f"E[{first} x_i2^r2 … x_in^rn] = 0 for all distinct i1..in, n <= {self.most}, all r >= 1{which}"

    @property
    def latex(self) -> str:
        first, which = ("x_{i_1}^{r_1}", r",\ r_1 \text{ odd}") if self.odd else ("x_{i_1}", "")
        return (
            rf"\mathbb{{E}}\left[{first} x_{{i_2}}^{{r_2}} \cdots x_{{i_n}}^{{r_n}}\right] = 0 "
            rf"\text{{ for all distinct }} i_1, \dots, i_n,\ n \le {self.most},\ r_2, \dots, r_n \ge 1{which}"
        )

    def covers(self, pattern: Pattern) -> bool:
        powers = [power for power in pattern.exponents if power]
        leads = any(power % 2 for power in powers) if self.odd else 1 in powers
        return leads and len(powers) <= self.most

    def constraints(self, d: int, heights: tuple[Fraction, ...]) -> Iterator[Constraint]:
        """On a grid, exponents up to the number of its non-zero values imply all others (Vandermonde).

        Odd exponents alone see the difference of a law and its mirror image, on as many values as there are sizes: the
        odd ones below twice that number.
        """
        count = sum(1 for height in heights if height)
        if self.odd:
            count = max(count, 2 * len({abs(height) for height in heights if height}) - 1)
        for size in range(1, min(self.most, d) + 1):
            for chosen in combinations(range(d), size):
                for powers in product(range(1, count + 1), repeat=size):
                    if self.covers(Pattern(powers)):
                        placed = dict(zip(chosen, powers, strict=True))
                        yield Constraint({tuple(placed.get(j, 0) for j in range(d)): Fraction(1)})

    def of(self, law: Law) -> Finding:
        if end := moments_end(law):
            return Finding(False, f"E x_j^r does not exist for r >= {end}, so not all these moments do")
        if law.sign_symmetric:
            return Finding(True, "flipping the sign of any coordinate leaves the law unchanged")
        if isinstance(law, FamilyLaw) and isinstance(law.family, IID):
            return self._of_independent(law)
        return self._on_finitely_many(law)

    def _of_independent(self, law: FamilyLaw) -> Finding:
        for n in range(1, 2 * EXPONENTS_SHOWN, 2) if self.odd else (1,):
            if moment := law.family_moment((n,)):
                return Finding(False, f"{_moment_name((n,))} = {moment}")
        if self.odd:
            return Finding(
                None, f"odd moments vanish up to order {2 * EXPONENTS_SHOWN - 1}, and the law is not symmetric"
            )
        return Finding(True, "independent coordinates with mean 0")

    def _on_finitely_many(self, law: Law) -> Finding:
        """All exponents at once: the moments vanish iff `E[x_i; x_S = v] = 0` for all non-zero v (Vandermonde)."""
        if law.exchangeable and (mean := law.family_moment((1,))):
            return Finding(False, f"E[x_1] = {mean}")
        if law.atoms is None and (values := values_taken(law)) is not None:
            return self._by_exponents(law, sum(1 for value in values if value))
        if law.atoms is None:
            return self._by_low_exponents(law)
        for i in range(law.d):
            others = [r for r in range(law.d) if r != i]
            for chosen in (c for size in range(min(self.most, law.d)) for c in combinations(others, size)):
                if self._leads_somewhere(law.atoms, i, chosen):
                    return Finding(False, self._failing_moment(law, i, chosen))
        return Finding(True, "given the other coordinates, every coordinate has conditional mean 0")

    def _by_low_exponents(self, law: Law) -> Finding:
        """One moment that is not zero refutes; none proves nothing."""
        for pattern in (p for p in map(Pattern, LOW_EXPONENTS) if self.covers(p)):
            for free in choices(pattern, law):
                if value := pattern.at(law, free):
                    return Finding(False, f"{named(pattern, free)} = {value}")
        return Finding(None, "neither independent, nor sign-symmetric, nor a small table; no low moment says otherwise")

    def _by_exponents(self, law: Law, most: int) -> Finding:
        """All exponents up to the number of non-zero values imply all others (Vandermonde); d may be a symbol."""
        for size in range(1, self.most + 1):
            for pattern in map(Pattern, combinations_with_replacement(range(1, most + 1), size)):
                for free in choices(pattern, law) if self.covers(pattern) else ():
                    if value := pattern.at(law, free):
                        return Finding(False, f"{named(pattern, free)} = {value}")
        return Finding(True, f"the moments vanish for exponents up to {most}, and so do all others")

    def _leads_somewhere(self, atoms: Table, i: int, others: tuple[int, ...]) -> bool:
        if not self.odd:
            return conditional_mean_differs(atoms, i, others)
        signed = ((abs(p[i]), tuple(p[r] for r in others), w if p[i] > 0 else -w) for p, w in atoms if p[i])
        totals: dict[tuple[Number, ...], Number] = {}
        for size, given, weight in signed:
            if all(given):
                totals[size, *given] = totals.get((size, *given), 0) + weight
        return any(totals.values())

    def _failing_moment(self, law: Law, i: int, others: tuple[int, ...]) -> str:
        """The smallest exponents at which the moment is not zero, among those up to `EXPONENTS_SHOWN`."""
        leading = range(1, EXPONENTS_SHOWN + 1, 2) if self.odd else (1,)
        ranges = [leading, *([range(1, EXPONENTS_SHOWN + 1)] * len(others))]
        for powers in sorted(product(*ranges), key=lambda powers: (sum(powers), powers)):
            placed = dict(zip((i, *others), powers, strict=True))
            exponents = tuple(placed.get(j, 0) for j in range(law.d))
            if value := law.moment(exponents):
                return f"{_moment_name(exponents)} = {value}"
        given = ", ".join(f"x_{r + 1}" for r in others)
        return f"E[x_{i + 1} | {given}] is not identically 0"


def values_taken(law: Law) -> frozenset[Number] | None:
    """All values that coordinates take; None where they are infinitely many or not known."""
    if isinstance(law, FamilyLaw) and isinstance(law.family, IID):
        atoms = law.family.coordinate.atoms
        return None if atoms is None else frozenset(x for x, _ in atoms)
    if law.atoms is None:
        known: frozenset[Number] | None = getattr(law, "values", None)
        return known
    return frozenset(x for point, _ in law.atoms for x in point)


def conditional_mean_differs(atoms: Table, i: int, others: tuple[int, ...]) -> bool:
    """Whether `E[x_i; x_others = v] ≠ 0` for some v without a zero."""
    totals: dict[tuple[Number, ...], Number] = {}
    for point, weight in atoms:
        given = tuple(point[r] for r in others)
        if all(given):
            totals[given] = totals.get(given, 0) + weight * point[i]
    return any(totals.values())


def polynomial_of(pattern: Pattern, free: tuple[int, ...], d: int) -> dict[tuple[int, ...], Fraction]:
    """The polynomial whose expectation the pattern is, at concrete coordinates."""
    out: dict[tuple[int, ...], Fraction] = {}
    others = [r for r in range(d) if r not in free]
    for summed in permutations(others, len(pattern.summed)):
        powers = [0] * d
        for index, power in zip((*free, *summed), pattern.exponents, strict=True):
            powers[index] += power
        out[tuple(powers)] = out.get(tuple(powers), Fraction(0)) + 1
    return out


def difference(one: Polynomial, other: Polynomial) -> dict[tuple[int, ...], Fraction]:
    """One polynomial minus another."""
    out = dict(one)
    for powers, c in other.items():
        out[powers] = out.get(powers, Fraction(0)) - c
    return {powers: c for powers, c in out.items() if c}


def _moment_name(exponents: tuple[int, ...]) -> str:
    factors = (f"x_{j + 1}^{n}" if n > 1 else f"x_{j + 1}" for j, n in enumerate(exponents) if n)
    return f"E[{' '.join(factors)}]"
