"""`decide`: a person's own hypotheses and conclusion, from Python or from a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mesaproof.errors import InputError
from mesaproof.reading.python_files import run_file
from mesaproof.reading.sizes import shown, whole
from proofs.verdict import Outcome
from symbolic.decide import decision as exact
from symbolic.decide.conclusions import Conclusion
from symbolic.decide.dimensions import dimensions
from symbolic.decide.hypotheses import Hypotheses
from symbolic.views import Screened

SMALLEST_D, LARGEST_D = 2, 6
"""Dimensions that can be asked for one by one."""

NAMES = ("hypotheses", "conclusion")
"""What a file for `decide` has to define."""


@dataclass(frozen=True, repr=False)
class Answer(Screened):
    """Whether hypotheses force a conclusion, in every dimension d >= 2 or in one, with the evidence in words.

    `steps` are the certificate of a proof, `witness` the law of a refutation, `family` such laws for every large d,
    `leftover` a reduced basis of what the hypotheses lack, `dimensions` the set of d in which the conclusion follows or
    fails.
    """

    hypotheses: Hypotheses
    conclusion: Conclusion
    outcome: Outcome
    decision: exact.Decision
    reason: str = ""
    steps: tuple[str, ...] = ()
    witness: str = ""
    leftover: tuple[str, ...] = ()
    dimensions: str = ""
    family: str = ""
    d: int | None = None


def decide(hypotheses: Hypotheses, conclusion: Conclusion, d: int | None = None) -> Answer:
    """Decide whether the hypotheses force the conclusion, for every d >= 2 or in one dimension.

    Contradictory hypotheses prove nothing: they are VACUOUS, with the contradiction as the reason. Raises InputError
    unless 2 <= d <= 6, for a hypothesis about more coordinates than d, and for what is no hypotheses or no conclusion.

    >>> from mesaproof import line_invariant
    >>> from symbolic.decide.conditions.symmetries import Permutations, SignFlips
    >>> str(decide(Hypotheses("symmetric", (SignFlips(), Permutations())), line_invariant()).outcome)
    'PROVED'
    """
    for given, name, kind in ((hypotheses, NAMES[0], Hypotheses), (conclusion, NAMES[1], Conclusion)):
        if not isinstance(given, kind):
            raise InputError(f"{name} = {shown(given)}", f"{kind.__name__}(…)", "see docs/decide.md for an example")
    asked = (f"a dimension from {SMALLEST_D} to {LARGEST_D}", "without d, every d is decided")
    d = None if d is None else whole(d, "d", SMALLEST_D, *asked)
    if d is not None and d > LARGEST_D:
        raise InputError(f"d = {d}", *asked)
    if d is None:
        where = dimensions(hypotheses, conclusion).text
        return replace(_answer(hypotheses, conclusion, exact.decide(hypotheses, conclusion)), dimensions=where)
    try:
        found = exact.decide_at(hypotheses, conclusion, d)
    except ValueError as error:
        raise InputError(str(error), "hypotheses about at most d coordinates", "try a larger -d") from None
    return replace(_answer(hypotheses, conclusion, found), d=d)


def _answer(hypotheses: Hypotheses, conclusion: Conclusion, found: exact.Decision) -> Answer:
    match found:
        case exact.Proof():
            steps = (*found.supports, *(certificate.text for certificate in found.certificates))
            reason = f"{found.model.description} satisfies the hypotheses"
            return Answer(hypotheses, conclusion, Outcome.PROVED, found, reason, steps)
        case exact.Refutation():
            reason = f"{found.requirement.name} does not follow"
            refuted = Outcome.REFUTED
            told = (hypotheses, conclusion, refuted, found, reason, (), found.text, found.leftover)
            return Answer(*told, family=found.in_general)
        case exact.Vacuous(reason):
            against = f"the hypotheses contradict each other: {reason}"
            return Answer(hypotheses, conclusion, Outcome.VACUOUS, found, against)
        case exact.Undecided():
            return Answer(hypotheses, conclusion, Outcome.UNDECIDED, found, found.reason, leftover=found.leftover)


def leftover(hypotheses: Hypotheses, conclusion: Conclusion) -> tuple[str, ...]:
    """What the hypotheses lack, as a canonical reduced basis of equations: adding them gives a proof."""
    return exact.leftover(hypotheses, conclusion)


def from_file(path: Path, d: int | None = None, conclusion: Conclusion | None = None) -> Answer:
    """Decide what a Python file states by its `hypotheses` and its `conclusion`; the file is run.

    With a conclusion given, of the file the hypotheses alone are read. Raises InputError when the file is missing,
    stops, or does not define both.
    """
    module = run_file(path)
    found: dict[str, Any] = {name: getattr(module, name, None) for name in NAMES}
    if conclusion is not None:
        found["conclusion"] = conclusion
    for name, kind in zip(NAMES, (Hypotheses, Conclusion), strict=True):
        if not isinstance(found[name], kind):
            given = "does not define" if found[name] is None else f"defines a {type(found[name]).__name__} as"
            raise InputError(
                f"{path}, which {given} {name}", f"{name} = {kind.__name__}(…)", "see docs/decide.md for an example"
            )
    return decide(found["hypotheses"], found["conclusion"], d)
