"""A claim, and the decorator that declares it: a statement, its source, its parts, what it uses and assumes.

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
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from proofs.parts import Part
from symbolic.decide.hypotheses import Hypotheses
from symbolic.laws import LawFamily
from symbolic.typeset.derivation import Chain, Derivation
from symbolic.views import Shown

if TYPE_CHECKING:
    from symbolic.core.certificates import Proof
    from symbolic.core.expressions import Expression


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
class Formula:
    """What a claim of one's own states as a closed formula of the kernel, and the proof or the refutation of it.

    Both are made when they are asked for; `left_out` is what the sentence says and the formula does not. Raises
    ValueError unless there is one of proof and refutation.
    """

    goal: Callable[[], Expression]
    proof: Callable[[], Proof] | None = None
    refutation: Callable[[], Proof] | None = None
    left_out: str = ""

    def __post_init__(self) -> None:
        if (self.proof is None) == (self.refutation is None):
            raise ValueError("a formula is given with proof= or with refutation=, and not with both")


@dataclass(frozen=True)
class Claim(Shown):
    """A statement with everything needed to run it.

    `family` is set when the statement is about one family of laws; `repairs` names the false statement that it mends.
    `formal` is the formula that it states, or names the module of the paper's folder `formal` that has it.
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
    formal: str | Formula = ""

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
    formal: str | Formula = "",
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
