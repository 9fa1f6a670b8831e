"""Everything about one law of the start: moments, hypotheses, the trained model, and what a second route says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mesaproof.answers.asking import PAPER, answer, answered
from mesaproof.errors import InputError
from mesaproof.reading.exact_text import unknown_name
from mesaproof.reading.law_spec import law_at, numeric_law, parse_law, written
from mesaproof.reading.sizes import floating, probability, read_sizes, whole
from numeric_check.compare import FALSE_ALARM
from symbolic.algebra import notation
from symbolic.laws import Law, LawFamily
from symbolic.laws.law_letters import law_letters
from symbolic.typeset.printing import text

if TYPE_CHECKING:
    from proofs.zheng2024.answers.law_report import LawReport


def check(
    law: str | LawFamily | Law,
    d: int | None = None,
    T: int | None = None,
    seed: int = 0,
    false_alarm: float = FALSE_ALARM,
    resolution: float | None = None,
    *,
    paper: str = PAPER,
) -> LawReport:
    """Report on a law in the setting of a paper; omitted d or T means symbolic, except in simulations.

    Simulations say what they ran at. One disagrees with a true result with probability at most `false_alarm`, and takes
    as many sequences as notice the relative shift `resolution` with probability 1/2, if given. Raises InputError for a
    bad description, for sizes that are no whole numbers, d < 1, T < 3, a d that contradicts the law's own, or a
    resolution that is out of reach.
    """
    (d, T), seed, false_alarm = read_sizes(d, T), whole(seed, "seed"), probability(false_alarm, "false_alarm")
    resolution = None if resolution is None else float(floating(resolution, "resolution"))
    exact = exact_law(law, d, keep_letters=True)
    report: LawReport = answered(paper, "check", exact, T, seed, false_alarm, resolution)
    return replace(report, given=written(law))


def exact_law(law: str | LawFamily | Law, d: int | None, *, keep_letters: bool = False) -> Law:
    """The law at d, or at a symbolic d where a family is given without one.

    Raises InputError for a letter in it unless it is to be kept, and then for one that is not positive.
    """
    found: Any = parse_law(law) if isinstance(law, str) else law
    for letter in law_letters(found):
        if keep_letters and not letter.is_positive:
            raise InputError(f"the letter {letter} of {found.description}", "one that is declared positive")
    if d is None and hasattr(found, "at"):
        kept: Any = found if keep_letters else numeric_law(found)
        member: Law = kept.at(notation.d)
        return member
    return law_at(found, d, keep_letters=keep_letters)


LINE, RECOVERY = "line-invariant", "recovers"
"""What may be required besides the hypotheses: that the line is invariant, recovery for almost every W."""


def require_known(keys: Iterable[str], paper: str = PAPER) -> None:
    """Raise InputError for what can not be required: no hypothesis has such a key."""
    known = (*answer(paper, "asked"), LINE, RECOVERY)
    for key in keys:
        if not isinstance(key, str):
            raise InputError(f"{key!r} as a hypothesis", "the key of one, as text", f"such as {known[0]!r}")
        if key not in known:
            raise unknown_name(f"the hypothesis {key!r}", key, known, "one of the hypotheses")


def missing(report: LawReport, key: str) -> Iterator[str]:
    """What of a requirement does not hold, in sentences; nothing where it holds."""
    if key == LINE:
        for item in report.leftover[:LEFTOVERS_SHOWN]:
            needed = f"{item.block}[{item.entry}] needs {text(item.formal(report.T))} = 0"
            yield f"the line is left: {needed}, here {text(item.value)}"
        if (more := len(report.leftover) - LEFTOVERS_SHOWN) > 0:
            yield f"… and {more} more"
        return
    holds = report.recovery.almost_every_W if key == RECOVERY else report.hypotheses[key].holds
    because = report.recovery.because if key == RECOVERY else report.hypotheses[key].because
    if holds is not True:
        yield f"{key} {'fails' if holds is False else 'is unknown'}: {because}"


LEFTOVERS_SHOWN = 3
