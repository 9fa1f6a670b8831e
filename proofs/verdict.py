"""What running a claim finds: its outcome, the numbers that were compared, and what its formula rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from proofs.claim import Claim, Step
from proofs.crosschecks import Case
from symbolic.laws import Law
from symbolic.views import Shown

if TYPE_CHECKING:
    from numeric_check.compare.agreement import Comparison


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
