"""The parts of a claim: what is checked of it, each by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from types import FunctionType
from typing import TYPE_CHECKING, Any, Protocol

from symbolic.decide.certify import SMALLEST_D
from symbolic.decide.conclusions import Conclusion
from symbolic.decide.outcomes import Answer
from symbolic.laws import Law

if TYPE_CHECKING:
    import sympy


@dataclass(frozen=True)
class Equality:
    """`left = right`: the left side comes out of the engine when the claim is run, the right side is the statement's.

    What is `given` as the right side is an expression, or a function of no arguments where it takes long to write down.
    `free` are the coordinates (from 0) at which free indices of moments are read when numbers are compared.
    """

    name: str
    left: Callable[[], sympy.Expr]
    given: sympy.Expr | Callable[[], sympy.Expr]
    free: tuple[int, ...] = (0,)

    @cached_property
    def right(self) -> sympy.Expr:
        """The right side, written down when it is first asked for."""
        return self.given() if isinstance(self.given, FunctionType) else self.given


@dataclass(frozen=True)
class Positive:
    """`expression > 0` under the assumptions of its symbols."""

    name: str
    expression: Callable[[], sympy.Expr]


class InvariantSet(Protocol):
    """Parameters that the flow is said not to leave: a paper says which, and what is required of a law."""

    def conclusion(self) -> Conclusion:
        """What a law has to satisfy for the set to be invariant at all sizes."""

    def first_departure(self, law: Law) -> int:
        """The smallest length at which the gradient of a law that breaks it points out of the set."""

    def entries(self) -> Iterable[tuple[str, sympy.Expr, tuple[int, ...]]]:
        """Name, derived gradient and free indices of every kind of entry: what a second route is compared with."""


@dataclass(frozen=True)
class Invariant:
    """The claim's hypotheses force a set of parameters to be invariant under the flow, for all sizes."""

    name: str
    set: InvariantSet


@dataclass(frozen=True)
class Settled:
    """A statement that an exact procedure settles: `settle(statement)` answers Holds, Fails or Unknown.

    The statement is data (numbers, expressions, relations, tuples of them), so that it can be altered to see that an
    altered statement is refused; the procedure must compute its answer from the derivation each time. By
    `within(statement)`, the statement under the conditions of `symbolic.decide.nondegenerate`, a refutation is graded.
    """

    name: str
    statement: Any
    settle: Callable[[Any], Answer]
    within: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Follows:
    """The claim's hypotheses force equations between moments, for every d >= 2 or at the dimensions given.

    What a derivation takes from the hypotheses is stated so; without one of them the claim is refused. A requirement
    about coordinates that do not all exist in a dimension demands nothing there. Raises ValueError for something else
    than a conclusion, and for dimensions that are no whole numbers d >= 2.
    """

    name: str
    conclusion: Conclusion
    at: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.conclusion, Conclusion):
            raise ValueError(f"what follows is a Conclusion, not {type(self.conclusion).__name__}")
        if not isinstance(self.at, tuple) or any(type(d) is not int or d < SMALLEST_D for d in self.at):
            raise ValueError(f"at= is a tuple of dimensions d >= {SMALLEST_D}, not {self.at!r}")


Part = Equality | Positive | Invariant | Follows | Settled
