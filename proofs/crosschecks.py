"""Second routes of a claim: where they are taken, what they return, and the decorator that attaches them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from proofs.claim import Claim
from symbolic.laws import Law

Sizes = tuple[tuple[str, int], ...]


@dataclass(frozen=True, init=False, eq=False)
class Case:
    """Where a cross-check is made: a law, sizes by name such as d and T, and parameters such as a and b.

    Sizes are given by name: `Case("gaussian", d=2, T=5)`; a second route gets them in this order. The law is written in
    the law language, or is given itself where that has no words for it, as for a table of atoms that a search has
    found. In print, in seeds and in records such a law stands by its description, and cases that are described alike
    are equal. Where nothing is drawn, as in an identity of matrices, there is no law: `Case(None, m=2, n=3)`.

    >>> str(Case("gaussian", d=2, T=5)), str(Case(None, m=2, n=3))
    ('gaussian, d=2, T=5', 'm=2, n=3')
    """

    law: str | Law | None
    sizes: Sizes
    parameters: tuple[tuple[str, float], ...] = ()

    def __init__(self, law: str | Law | None, *, parameters: tuple[tuple[str, float], ...] = (), **sizes: int) -> None:
        for name, value in (("law", law), ("sizes", tuple(sizes.items())), ("parameters", parameters)):
            object.__setattr__(self, name, value)

    def __str__(self) -> str:
        law = [] if self.law is None else [str(self.described.law)]
        return ", ".join([*law, *(f"{name}={value}" for name, value in self.sizes)])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Case) and self._told == other._told

    def __hash__(self) -> int:
        return hash(self._told)

    def size(self, name: str) -> int:
        """One size by its name; raises KeyError where the case has none."""
        return dict(self.sizes)[name]

    @property
    def _told(self) -> tuple[object, ...]:
        return self.described.law, self.sizes, self.parameters

    @property
    def described(self) -> Case:
        """The same with the law's description in place of the law."""
        if self.law is None or isinstance(self.law, str):
            return self
        return Case(self.law.description, parameters=self.parameters, **dict(self.sizes))


@dataclass(frozen=True)
class Sample:
    """Independent values of an estimator, an upper bound of their variance, and what a shift is relative to."""

    values: Any
    variance: float
    scale: float


@dataclass(frozen=True)
class Computed:
    """A number, and the size of the terms that it arises from: it may be a zero, which has no size of its own."""

    value: float
    scale: float


CheckFunction = Callable[..., Mapping[str, Any]]


"""`f(law, d, T, parameters, rng)`, the sizes as in its cases: numbers (`Computed` ones, `Sample`s) by the name of the
part that they are compared with. The law is None at a case without one."""


Cases = tuple[Case, ...] | Callable[[], tuple[Case, ...]]


"""Where a cross-check is made, or how to find out."""


@dataclass(frozen=True)
class CrossCheck:
    """A second route to the numbers of a claim.

    With `at_claimed`, the parameters hold the claimed numbers by name, and what is returned must be zero there. Where
    a law has to be searched for, `given` is a function that returns the cases; it is called when they are needed.
    """

    claim: Claim
    kind: str
    given: Cases
    function: CheckFunction
    at_claimed: bool = False

    @property
    def cases(self) -> tuple[Case, ...]:
        return self.given() if callable(self.given) else self.given


def crosscheck(
    of: Claim, kind: str, *, cases: Cases, at_claimed: bool = False
) -> Callable[[CheckFunction], CrossCheck]:
    """Attach a second route to a claim: kind "quadrature" (exact up to rounding), "sampled", or "exact".

    The last is for cases without a law: the number is computed in rational arithmetic, and nothing is left to sample.
    """

    def attach(function: CheckFunction) -> CrossCheck:
        return CrossCheck(of, kind, cases, function, at_claimed)

    return attach
