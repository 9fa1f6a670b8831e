"""The formula that a claim states, with what settles it: its own, or that of the module that it names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from proofs.catalogue import paper_of, settings
from proofs.claim import Claim, Formula
from proofs.verdict import Outcome
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Refused, nodes
from symbolic.core.signatures import Signature
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import negation

LOADED = ("proofs.declared_settings",)
"""What a process loads that replays proofs of claims: procedures that they trust, and the settings of all papers."""


@dataclass(frozen=True)
class FormalStatement:
    """A closed formula, what is claimed to be proved or refuted by the rules, and how to make the theorems of it.

    `settled` is the formula that a replay has to prove: the goal, its negation, or that the goal is not defined.
    `left_out` is what the sentence says and the formula does not; `file` is the Python file of a claim of one's own.
    """

    goal: Expression
    outcome: Outcome
    settled: Expression
    make: Callable[[], Proof]
    ill_posed: bool = False
    left_out: str = ""
    file: str = ""

    @property
    def about(self) -> tuple[str, ...]:
        """The keys of the settings that the formula names."""
        texts = {str(node.value) for node in nodes(self.goal) if node.head == "model"}
        return tuple(sorted(Signature.read(text).key for text in texts))

    @property
    def files(self) -> tuple[str, ...]:
        """The files that declare the settings which it names: none where they are all settings of the package.

        Raises `Refused` where others are declared in no file, as in a notebook: what replays a proof runs the file.
        """
        if settings().keys() >= {*self.about}:
            return ()
        if not Path(self.file).is_file():
            raise Refused(
                "a formula about a model of one's own is replayed from its file: write claim and model in one"
            )
        return (self.file,)

    @property
    def mark(self) -> str:
        """What a reader has to be told of a formula that is about no model; empty for one that is."""
        if self.about:
            return ""
        of_laws = any(node.head in ("mean", "moments", "vector_moments") for node in nodes(self.goal))
        return "it names no setting" if of_laws else "it names no setting and no law"


def formal_statement(claim: Claim) -> FormalStatement | None:
    """What a claim states as a formula; None where it has none.

    Raises ImportError for a module that is not there, and `Refused` for one that settles nothing or several things.
    """
    if not claim.formal:
        return None
    if isinstance(claim.formal, Formula):
        return _stated_by(claim.formal, getattr(getattr(claim.derive, "__code__", None), "co_filename", ""))
    return _stated_in(import_module(f"{paper_of(claim).folder}.formal.{claim.formal}"))


@cache
def _stated_by(formula: Formula, file: str) -> FormalStatement:
    """What a claim of one's own states, built once."""
    (name,) = (name for name in ("proof", "refutation") if getattr(formula, name))
    return replace(WAYS[name](formula.goal(), getattr(formula, name)), left_out=formula.left_out, file=file)


@cache
def _stated_in(module: ModuleType) -> FormalStatement:
    """What a module states, built once: formulas of all sizes are long."""
    settling = [name for name in WAYS if hasattr(module, name)]
    if len(settling) != 1:
        raise Refused(f"{module.__name__} has one of {', '.join(WAYS)}; it has {', '.join(settling) or 'none'}")
    found = WAYS[settling[0]](module.goal(), getattr(module, settling[0]))
    return replace(found, left_out=_continued(getattr(module, "LEFT_OUT", "")))


def _continued(text: str) -> str:
    """A sentence as it stands behind a colon.

    >>> _continued("That R exists."), _continued("E x² is finite")
    ('that R exists', 'E x² is finite')
    """
    begins_a_word = text[:1].isupper() and text[1:2].islower()
    return (text[:1].lower() + text[1:] if begins_a_word else text).rstrip(".")


def _proved(goal: Expression, make: Callable[[], Proof]) -> FormalStatement:
    return FormalStatement(goal, Outcome.PROVED, goal, make)


def _refuted(goal: Expression, make: Callable[[], Proof]) -> FormalStatement:
    return FormalStatement(goal, Outcome.REFUTED, negation(goal), make)


def _ill_posed(goal: Expression, make: Callable[[], Theorem]) -> FormalStatement:
    """That a goal is not defined needs no definedness of its own."""
    denied = negation(defined(goal))
    return FormalStatement(goal, Outcome.REFUTED, denied, partial(_alone, make), ill_posed=True)


def _alone(make: Callable[[], Theorem]) -> Proof:
    theorem = make()
    return Proof(theorem.conclusion, theorem, theorem)


WAYS: Mapping[str, Callable[[Expression, Any], FormalStatement]] = {
    "proof": _proved,
    "refutation": _refuted,
    "ill_posed": _ill_posed,
}
"""What a module has beside `goal`, and what that settles."""
