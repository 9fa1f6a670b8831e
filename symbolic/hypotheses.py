"""Assumptions on the law of `x_1` as data: they print, combine, cover moments, and can be asked of a law.

A condition answers two questions. Of a *moment pattern*: does the condition make it vanish (or constant over the
coordinates)? Of a *law*: does it hold, fail (and at which moment), or is it unknown?
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, permutations, product
from typing import Protocol

from symbolic.coordinates import MomentDoesNotExist, Number
from symbolic.laws import IID, FamilyLaw, Law, Table
from symbolic.moments import Pattern

EXPONENTS_SHOWN = 6
"""Largest exponent tried when a failing moment is named."""


@dataclass(frozen=True)
class Finding:
    """Whether something holds of a law (None: unknown), and because of what."""

    holds: bool | None
    because: str


class Condition(Protocol):
    """One assumption on the law of `x_1`."""

    @property
    def text(self) -> str: ...
    @property
    def latex(self) -> str: ...
    def vanishes(self, pattern: Pattern) -> bool:
        """Whether the condition forces this moment to be zero for all distinct free indices."""

    def constant(self, pattern: Pattern) -> bool:
        """Whether the condition forces this moment to be the same for every choice of its free index."""

    def of(self, law: Law) -> Finding: ...


@dataclass(frozen=True)
class Vanishes:
    """`pattern = 0` for every choice of distinct free indices.

    >>> from symbolic.laws import Ones
    >>> Vanishes(Pattern((3, 3))).of(Ones().at(2)).because
    'E[x_1^3 x_2^3] = 1'
    """

    pattern: Pattern

    @property
    def text(self) -> str:
        return f"{self.pattern.text} = 0"

    @property
    def latex(self) -> str:
        return rf"{self.pattern.latex} = 0"

    def vanishes(self, pattern: Pattern) -> bool:
        return pattern in (self.pattern, _reversed(self.pattern))

    def constant(self, pattern: Pattern) -> bool:
        return False

    def of(self, law: Law) -> Finding:
        for free in choices(self.pattern, law):
            if value := self.pattern.at(law, free):
                return Finding(False, f"{named(self.pattern, free)} = {value}")
        return Finding(True, self.text)


@dataclass(frozen=True)
class SameForAll:
    """`pattern`, with one free index, is finite and the same for every coordinate."""

    pattern: Pattern
    name: str = ""

    @property
    def text(self) -> str:
        return f"{self.name + ' = ' if self.name else ''}{self.pattern.text} is the same for every j"

    @property
    def latex(self) -> str:
        return rf"{self.pattern.latex} \text{{ is finite and the same for every }} j"

    def vanishes(self, pattern: Pattern) -> bool:
        return False

    def constant(self, pattern: Pattern) -> bool:
        return pattern == self.pattern

    def of(self, law: Law) -> Finding:
        values = [self.pattern.at(law, free) for free in choices(self.pattern, law)]
        for k, value in enumerate(values):
            if value != values[0]:
                first, other = named(self.pattern, (0,)), named(self.pattern, (k,))
                return Finding(False, f"{first} = {values[0]} but {other} = {value}")
        return Finding(True, f"{self.pattern.text} = {values[0]}")


@dataclass(frozen=True)
class MixedMomentsVanish:
    """`E[x_{i1} x_{i2}^{r2} … x_{in}^{rn}] = 0` for distinct indices, `1 <= n <= most`, all exponents `r >= 1`.

    The first factor has exponent one. Source: Zheng et al. 2024, Assumption 4.1, first sentence, arXiv 2405.16845.
    """

    most: int = 4

    @property
    def text(self) -> str:
        return f"E[x_i1 x_i2^r2 … x_in^rn] = 0 for all distinct i1..in, n <= {self.most}, all r >= 1"

    @property
    def latex(self) -> str:
        return (
            r"\mathbb{E}\left[x_{i_1} x_{i_2}^{r_2} \cdots x_{i_n}^{r_n}\right] = 0 \text{ for all distinct } "
            rf"i_1, \dots, i_n,\ n \le {self.most},\ r_2, \dots, r_n \ge 1"
        )

    def vanishes(self, pattern: Pattern) -> bool:
        powers = [power for power in pattern.exponents if power]
        return 1 in powers and len(powers) <= self.most

    def constant(self, pattern: Pattern) -> bool:
        return self.vanishes(pattern)

    def of(self, law: Law) -> Finding:
        if law.sign_symmetric:
            return Finding(True, "flipping the sign of any coordinate leaves the law unchanged")
        if isinstance(law, FamilyLaw) and isinstance(law.family, IID):
            mean = law.family.coordinate.moment(1)
            return Finding(not mean, "independent coordinates with mean 0" if not mean else f"E[x_1] = {mean}")
        return self._on_finitely_many(law)

    def _on_finitely_many(self, law: Law) -> Finding:
        """All exponents at once: the moments vanish iff `E[x_i; x_S = v] = 0` for all non-zero v (Vandermonde)."""
        if law.exchangeable and (mean := law.family_moment((1,))):
            return Finding(False, f"E[x_1] = {mean}")
        if law.atoms is None:
            return Finding(None, "neither independent, nor sign-symmetric, nor finitely supported")
        for i in range(law.d):
            others = [r for r in range(law.d) if r != i]
            for chosen in (c for size in range(min(self.most, law.d)) for c in combinations(others, size)):
                if conditional_mean_differs(law.atoms, i, chosen):
                    return Finding(False, _failing_moment(law, i, chosen))
        return Finding(True, "given the other coordinates, every coordinate has conditional mean 0")


Hypothesis = Vanishes | SameForAll | MixedMomentsVanish


@dataclass(frozen=True)
class Hypotheses:
    """A set of conditions on the law of `x_1`, with a name.

    >>> assumption = Hypotheses("H", (Vanishes(Pattern((3, 3))),))
    >>> assumption.vanishes(Pattern((3, 3))), assumption.vanishes(Pattern((1, 3)))
    (True, False)
    """

    name: str
    conditions: tuple[Hypothesis, ...]

    @property
    def text(self) -> str:
        return "; ".join(condition.text for condition in self.conditions)

    @property
    def latex(self) -> str:
        return r" \\ ".join(condition.latex for condition in self.conditions)

    def vanishes(self, pattern: Pattern) -> bool:
        return any(condition.vanishes(pattern) for condition in self.conditions)

    def constant(self, pattern: Pattern) -> bool:
        return any(condition.constant(pattern) for condition in self.conditions)

    def without(self, index: int) -> Hypotheses:
        """The same hypotheses with one condition dropped."""
        kept = self.conditions[:index] + self.conditions[index + 1 :]
        return Hypotheses(f"{self.name} without ({self.conditions[index].text})", kept)

    def of(self, law: Law) -> Finding:
        """Holds when every condition holds; fails with the first that fails; a missing moment is a failure."""
        findings = [_asked(condition, law) for condition in self.conditions]
        for verdict in (False, None):
            for finding in findings:
                if finding.holds is verdict:
                    return finding
        return Finding(True, "; ".join(dict.fromkeys(finding.because for finding in findings)))


def _asked(condition: Hypothesis, law: Law) -> Finding:
    try:
        return condition.of(law)
    except MomentDoesNotExist as missing:
        return Finding(False, str(missing))


def choices(pattern: Pattern, law: Law) -> Iterable[tuple[int, ...]]:
    """Distinct coordinates for the free indices; one choice is enough for an exchangeable law (d may be a symbol)."""
    size = len(pattern.free)
    if not law.exchangeable:
        return permutations(range(law.d), size)
    too_few = isinstance(law.d, int) and law.d < size
    return () if too_few else (tuple(range(size)),)


def named(pattern: Pattern, free: tuple[int, ...]) -> str:
    """The pattern at concrete coordinates, numbered from 1 as in the papers.

    >>> named(Pattern((2,), (4,)), (0,))
    'sum_{r} E[x_1^2 x_r^4]'
    """
    text = pattern.text
    for letter, index in zip(("j", "k"), free, strict=False):
        text = text.replace(f"x_{letter}", f"x_{index + 1}")
    return text


def _reversed(pattern: Pattern) -> Pattern:
    """The same moment with its free indices exchanged: a condition for all distinct indices says both."""
    return Pattern(tuple(reversed(pattern.free)), pattern.summed)


def conditional_mean_differs(atoms: Table, i: int, others: tuple[int, ...]) -> bool:
    """Whether `E[x_i; x_others = v] ≠ 0` for some v without a zero."""
    totals: dict[tuple[Number, ...], Number] = {}
    for point, weight in atoms:
        given = tuple(point[r] for r in others)
        if all(given):
            totals[given] = totals.get(given, 0) + weight * point[i]
    return any(totals.values())


def _failing_moment(law: Law, i: int, others: tuple[int, ...]) -> str:
    """The smallest exponents at which the moment is not zero, among those up to `EXPONENTS_SHOWN`."""
    tried = sorted(product(range(1, EXPONENTS_SHOWN + 1), repeat=len(others)), key=lambda powers: (sum(powers), powers))
    for powers in tried:
        placed = {i: 1, **dict(zip(others, powers, strict=True))}
        exponents = tuple(placed.get(j, 0) for j in range(law.d))
        if value := law.moment(exponents):
            return f"{_moment_name(exponents)} = {value}"
    given = ", ".join(f"x_{r + 1}" for r in others)
    return f"E[x_{i + 1} | {given}] is not identically 0"


def _moment_name(exponents: tuple[int, ...]) -> str:
    factors = (f"x_{j + 1}^{n}" if n > 1 else f"x_{j + 1}" for j, n in enumerate(exponents) if n)
    return f"E[{' '.join(factors)}]"
