"""What a statement is made of: Claim, its parts, its cross-checks, the Verdict, and the decorators that declare them.

A claim has no status field: its verdict is computed by running it. A file declares one claim,

    @claim("zheng2024/theorem-4.1-limit", source=..., parts=(Equality("product", left, right),), uses=(reduced_flow,))
    def theorem_4_1_limit() -> Iterator[Chain]:
        \"\"\"The statement, in a sentence.\"\"\"
        yield Chain("product", ...)

and, below it, the functions that compute the same numbers by a route that never sees the formula:

    @crosscheck(theorem_4_1_limit, "quadrature", cases=(Case("gaussian", d=2, T=4),))
    def product(law, d, T, parameters, rng): ...
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import FunctionType
from typing import TYPE_CHECKING, Any, Protocol

from symbolic.decide.certify import SMALLEST_D
from symbolic.decide.conclusions import Conclusion
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.outcomes import Answer
from symbolic.laws import Law, LawFamily
from symbolic.typeset.derivation import Chain, Derivation
from symbolic.views import Shown

if TYPE_CHECKING:
    import sympy

    from numeric_check.compare.agreement import Comparison


@dataclass(frozen=True)
class Source:
    """Where a statement is printed: `bib` is a key of docs/references.bib; a statement of one's own has no preprint.

    >>> str(Source("mine", "Lemma 1")), str(Source("zheng2024", "Theorem 4.1", "2405.16845"))
    ('mine, Lemma 1', 'zheng2024, Theorem 4.1 (arXiv 2405.16845)')
    """

    bib: str
    place: str
    arxiv: str = ""

    def __str__(self) -> str:
        return f"{self.bib}, {self.place}" + (f" (arXiv {self.arxiv})" if self.arxiv else "")


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


@dataclass(frozen=True)
class Step:
    """Something that a claim takes for true without a proof: `formula` says what, `why` why it is believed.

    Raises ValueError where one of them is empty.
    """

    why: str
    formula: str

    def __post_init__(self) -> None:
        if not self.why.strip() or not self.formula.strip():
            raise ValueError(f"a step says what is assumed and why, not {self!r}")


@dataclass(frozen=True)
class Claim(Shown):
    """A statement with everything needed to run it.

    `family` is set when the statement is about one family of laws; `repairs` names the false statement that it mends.
    `formal` names the module of the paper's folder `formal` that states it as a formula and proves or refutes that.
    `assumed` are the steps that nothing here proves.
    """

    key: str
    statement: str
    source: Source
    parts: tuple[Part, ...]
    derive: Callable[[], Iterable[Chain]]
    hypotheses: Hypotheses
    family: LawFamily | None = None
    uses: tuple[Claim, ...] = ()
    repairs: Claim | None = None
    rests_on: tuple[str, ...] = ()
    assumed: tuple[Step, ...] = ()
    formal: str = ""

    def __hash__(self) -> int:
        return hash(self.key)  # a claim holds all that it uses: to hash that each time took seconds of a run

    @property
    def title(self) -> str:
        return self.statement.splitlines()[0]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that it assumes, after those of the claims that it uses, each once."""
        inherited = (step for used in self.uses for step in used.steps)
        return tuple(dict.fromkeys((*inherited, *self.assumed)))

    def derivation(self) -> Derivation:
        return Derivation(tuple(self.derive()))


NO_HYPOTHESES = Hypotheses("no hypotheses", ())


class NoStatements(ValueError):
    """Python was told to drop docstrings, which are the statements of claims."""

    def __str__(self) -> str:
        return (
            "got Python without docstrings (PYTHONOPTIMIZE=2 or -OO), expected them: "
            "a docstring is the statement of a claim; unset PYTHONOPTIMIZE"
        )


def claim(
    key: str,
    *,
    source: Source,
    parts: tuple[Part, ...],
    hypotheses: Hypotheses = NO_HYPOTHESES,
    family: LawFamily | None = None,
    uses: tuple[Claim, ...] = (),
    repairs: Claim | None = None,
    rests_on: tuple[str, ...] = (),
    assumed: tuple[Step, ...] = (),
    formal: str = "",
) -> Callable[[Callable[[], Iterable[Chain]]], Claim]:
    """Declare a claim; the decorated function yields its chains, and its docstring is the statement.

    Raises ValueError for an empty docstring, and where there is neither a part nor a formula.
    """

    def declare(derive: Callable[[], Iterable[Chain]]) -> Claim:
        statement = _unindented(derive.__doc__ or "")
        if not statement and sys.flags.optimize >= 2:
            raise NoStatements
        if not statement:
            raise ValueError(f"claim {key}: the docstring of {derive.__name__} must state the claim")
        if not parts and not formal:
            raise ValueError(f"claim {key}: parts= is empty and formal= too, so there is nothing to check")
        return Claim(
            key, statement, source, parts, derive, hypotheses, family, uses, repairs, rests_on, assumed, formal
        )

    return declare


def _unindented(docstring: str) -> str:
    return "\n".join(line.strip() for line in docstring.strip().splitlines())


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


class Outcome(StrEnum):
    """What running a claim can find; docs/trust.md says what each means."""

    PROVED = "PROVED"
    PROVED_MODULO = "PROVED_MODULO"
    REFUTED = "REFUTED"
    VACUOUS = "VACUOUS"
    UNDECIDED = "UNDECIDED"

    @property
    def words(self) -> str:
        """As it is printed."""
        return self.replace("_", " ")

    @property
    def proved(self) -> bool:
        """Whether it is proved, at least up to steps that are named."""
        return self in (Outcome.PROVED, Outcome.PROVED_MODULO)


@dataclass(frozen=True)
class CheckedNumber:
    """One comparison of one number of a claim at one case; resolution is relative to the size of the number."""

    name: str
    case: Case
    comparison: Comparison
    relative_resolution: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "case", self.case.described)


@dataclass(frozen=True)
class Unavailable:
    """A second route that could not be taken at one case, and why; `stopped` where its own code broke off."""

    kind: str
    case: Case
    because: str
    stopped: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "case", self.case.described)


@dataclass(frozen=True)
class Replay:
    """What a fresh process says of the formula that a claim states: `goal`, as text.

    The formula, its negation, or that it is not defined, was proved in so many `steps` from `facts` of textbooks, by
    name, and trusting procedures; or it was not, for a `reason`. `mark` tells of a formula that names no setting,
    and `left_out` what the sentence says beyond it.
    """

    goal: str
    facts: tuple[str, ...] = ()
    trusts: tuple[str, ...] = ()
    steps: int = 0
    reason: str = ""
    mark: str = ""
    left_out: str = ""

    @property
    def words(self) -> str:
        """What settles the formula, in a line."""
        if self.reason:
            return f"not settled by the rules: {self.reason}"
        rests = [self.mark] if self.mark else []
        rests += [f"trusting {', '.join(self.trusts)}"] if self.trusts else []
        rests += [f"from {', '.join(self.facts)}"] if self.facts else []
        settled = f"settled as a formula by {self.steps} rules{''.join(f', {each}' for each in rests)}"
        return settled + (f"; the formula leaves out: {self.left_out}" if self.left_out else "")


@dataclass(frozen=True)
class Verdict(Shown):
    """What running a claim found; `evidence` is a certificate in words, one line a part, then one a claim it uses.

    `assumed` are the steps of the claim and of those that it uses which nothing proves, `satisfied` names laws that
    satisfy all hypotheses and the dimensions for which none is known, `grade` says of what kind a refutation is.
    `replay` is there where the claim states a formula. `kept` says that it was found by an earlier run with the same
    sources; its `seconds` are those of that run.
    """

    claim: Claim
    outcome: Outcome
    evidence: tuple[str, ...]
    reason: str = ""
    witness: str = ""
    leftover: tuple[str, ...] = ()
    crosschecks: tuple[CheckedNumber, ...] = ()
    unavailable: tuple[Unavailable, ...] = ()
    witness_law: Law | None = None
    witness_T: int | None = None
    rests_on: tuple[str, ...] = ()
    seconds: float = 0.0
    kept: bool = False
    assumed: tuple[Step, ...] = ()
    satisfied: str = ""
    grade: str = ""
    replay: Replay | None = None

    @property
    def words(self) -> str:
        """The outcome as it is printed."""
        if self.outcome is not Outcome.PROVED_MODULO:
            return self.outcome.words
        return f"{self.outcome.words} {len(self.assumed)} {'STEPS' if len(self.assumed) > 1 else 'STEP'}"

    @property
    def own_evidence(self) -> tuple[str, ...]:
        """The lines of its parts, of a proved claim."""
        return self.evidence[: len(self.evidence) - len(self.claim.uses)]

    @property
    def agrees(self) -> bool:
        """Whether every second route agrees and none broke off; one that is not available says nothing."""
        return all(n.comparison.agrees for n in self.crosschecks) and not any(one.stopped for one in self.unavailable)
