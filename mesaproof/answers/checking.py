"""Everything about one law of the start: moments, hypotheses, the trained model, and what a second route says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mesaproof.answers.asking import PAPER, answer, answered
from mesaproof.errors import InputError
from mesaproof.reading.exact_text import unknown_name
from mesaproof.reading.law_spec import law_at, parse_law
from mesaproof.reading.sizes import floating, probability, read_sizes, whole
from symbolic.algebra import notation
from symbolic.laws import Law, LawFamily

if TYPE_CHECKING:
    from proofs.zheng2024.answers.law_report import LawReport

FALSE_ALARM = 1e-9
"""Probability that the simulation of one check disagrees with a true slope."""


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
    report: LawReport = answered(paper, "check", exact_law(law, d), T, seed, false_alarm, resolution)
    return report


def exact_law(law: str | LawFamily | Law, d: int | None) -> Law:
    """The law at d, or at a symbolic d where a family is given without one."""
    found = parse_law(law) if isinstance(law, str) else law
    if d is None and hasattr(found, "at"):
        member: Law = found.at(notation.d)
        return member
    return law_at(found, d)


def require_known(keys: Iterable[str], paper: str = PAPER) -> None:
    """Raise InputError for a hypothesis that has no such key."""
    known = answer(paper, "asked")
    for key in keys:
        if not isinstance(key, str):
            raise InputError(f"{key!r} as a hypothesis", "the key of one, as text", f"such as {known[0]!r}")
        if key not in known:
            raise unknown_name(f"the hypothesis {key!r}", key, known, "one of the hypotheses")
