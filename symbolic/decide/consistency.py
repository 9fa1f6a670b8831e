"""Do hypotheses contradict each other? Laws that satisfy all of them, and in which dimensions there are such."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from symbolic.algebra import notation
from symbolic.decide.certify import SMALLEST_D
from symbolic.decide.confine import confined
from symbolic.decide.decision import LARGEST_SINGLE
from symbolic.decide.dimensions import LAST_SINGLE
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.known_laws import ANY_LAW, families, model
from symbolic.decide.search.allowance import Allowance
from symbolic.decide.search.orbit_search import families_breaking
from symbolic.laws import Law
from symbolic.progress import told


@dataclass(frozen=True)
class Contradiction:
    """No law satisfies the hypotheses in any d >= 2; the reason is the certificate."""

    reason: str


@dataclass(frozen=True)
class Satisfied:
    """Laws by dimension, and their family in every dimension from `from_d` on (None: larger ones were not looked at).

    In the dimensions `empty` there is no law, in those of `unknown` none was found; where `only` is not None there is
    none outside of it.
    """

    laws: tuple[tuple[int, Law], ...] = ()
    family: str = ""
    from_d: int | None = None
    empty: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()
    only: tuple[int, ...] | None = None

    @property
    def model(self) -> Law | None:
        """A law that satisfies the hypotheses; None where none was found."""
        return next((law for _, law in self.laws), None)

    @property
    def text(self) -> str:
        """Which laws satisfy the hypotheses, and the dimensions for which none is known."""
        every = [] if self.from_d is None else [f"{self.family} in every d >= {self.from_d}"]
        below = [(size, law) for size, law in self.laws if self.from_d is None or size < self.from_d]
        single = [f"{law.description} in d = {size}" for size, law in below]
        gaps = [f"no law at all in d = {_listed(self.empty)}"] if self.empty else []
        gaps += [f"none was found in d = {_listed(self.unknown)}"] if self.unknown else []
        gaps += [f"no law at all outside d = {_listed(self.only)}"] if self.only is not None else []
        open_end = self.from_d is None and self.only is None
        gaps += [f"d >= {LAST_SINGLE + 1} were not looked at"] if open_end else []
        return "; ".join([*every, *single, *gaps])


def _listed(sizes: tuple[int, ...]) -> str:
    return ", ".join(map(str, sizes))


@lru_cache(maxsize=256)
def consistency(hypotheses: Hypotheses) -> Contradiction | Satisfied:
    """Whether a law satisfies all hypotheses together, in which dimensions d >= 2.

    >>> from symbolic.decide.conditions import Equals, vanishes
    >>> from symbolic.expectation.moments import Pattern
    >>> consistency(Hypotheses("H", (vanishes(4), Equals(Pattern((4,)), 1))))
    Contradiction(reason='the hypotheses imply 1 = 0')
    >>> consistency(Hypotheses("H", (vanishes(1),))).text
    'rademacher(scale=1) in every d >= 2'
    """
    known = confined(hypotheses)
    if known.absurd:
        return Contradiction(known.absurd)
    if known.only is not None:
        return _in_few(hypotheses, known.only)
    told("laws that satisfy the hypotheses")
    family, from_d, member = next(_for_every_d(hypotheses, known.hypotheses), ("", None, None))
    singles = range(SMALLEST_D, LAST_SINGLE + 1 if from_d is None else min(from_d, LARGEST_SINGLE + 1))
    found = _single(hypotheses, tuple(singles))
    laws = found.laws if member is None else (*found.laws, (member.d, member))
    beyond = () if from_d is None else tuple(range(LARGEST_SINGLE + 1, from_d))
    return Satisfied(laws, family, from_d, found.empty, (*found.unknown, *beyond))


def _in_few(hypotheses: Hypotheses, sizes: tuple[int, ...]) -> Contradiction | Satisfied:
    """The answer where no law satisfies the hypotheses outside a few dimensions."""
    where = f"laws that satisfy the hypotheses exist in d = {_listed(sizes)} at most"
    looked = tuple(size for size in sizes if size <= LARGEST_SINGLE)
    found = _single(hypotheses, looked)
    if found.empty == sizes:
        return Contradiction(f"{where}; there {confined(hypotheses, sizes[0]).absurd}")
    unknown = (*found.unknown, *(size for size in sizes if size > LARGEST_SINGLE))
    return Satisfied(found.laws, empty=found.empty, unknown=unknown, only=sizes)


def _for_every_d(hypotheses: Hypotheses, known: Hypotheses) -> Iterator[tuple[str, int, Law]]:
    """Families that satisfy the hypotheses as they were given, for a symbolic d, from some dimension on."""
    for family in families(hypotheses):
        if hypotheses.of(family.at(notation.d)).holds:
            yield family.description, SMALLEST_D, family.at(SMALLEST_D)
    for orbits in families_breaking(known, ANY_LAW, Allowance()):
        if hypotheses.of(orbits.at(notation.d)).holds:
            yield orbits.description, orbits.from_d, orbits.at(orbits.from_d)


def _single(hypotheses: Hypotheses, sizes: tuple[int, ...]) -> Satisfied:
    """Dimensions one by one."""
    laws, empty, unknown = [], [], []
    for size in sizes:
        here = confined(hypotheses, size)
        law = None if here.absurd else model(here.hypotheses, (size,))
        if here.absurd:
            empty.append(size)
        elif law is not None and hypotheses.of(law).holds:
            laws.append((size, law))
        else:
            unknown.append(size)
    return Satisfied(tuple(laws), empty=tuple(empty), unknown=tuple(unknown))
