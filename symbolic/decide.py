"""Do hypotheses on the law of `x_1` force the line to be invariant?

Every requirement (`invariance.forms`) is a linear form in formal moments. A form is settled when the hypotheses make
each of its moments vanish (or constant over coordinates, on the line). What is not settled is the remainder: for it a
witness law is looked for, exact and verified; without one the answer is undecided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from symbolic.coordinates import Number, two_point
from symbolic.hypotheses import Hypotheses
from symbolic.invariance import Form, forms
from symbolic.laws import IID, Atoms, Law
from symbolic.moments import Pattern
from symbolic.witness_check import check_witness

LARGEST_VALUE = 4
"""Candidate two-point laws have values up to this size."""


@dataclass(frozen=True)
class Settled:
    """A form and, for each of its moments, the hypothesis that settles it: re-checkable by reading."""

    form: Form
    by: tuple[str, ...]


@dataclass(frozen=True)
class Proof:
    """Every form is settled by the hypotheses; `model` is a law that satisfies them, so that they are not vacuous."""

    certificate: tuple[Settled, ...]
    model: Law


@dataclass(frozen=True)
class Refutation:
    """A law that satisfies every hypothesis and gives `form` the non-zero value `violation`."""

    law: Law
    form: Form
    violation: Number
    leftover: tuple[Pattern, ...]

    @property
    def text(self) -> str:
        return f"{self.law.description}, d={self.law.d}: {self.form.text} fails, the left side is {self.violation}"


@dataclass(frozen=True)
class Undecided:
    """Neither a certificate nor a witness: the moments left over, and what was tried."""

    leftover: tuple[Pattern, ...]
    reason: str


def line_is_invariant(hypotheses: Hypotheses) -> Proof | Refutation | Undecided:
    """Whether the hypotheses force the line to be invariant for all a, b, T and d."""
    required = forms()
    remaining = [form for form in required if _unsettled(form, hypotheses)]
    left = tuple(sorted({pattern for form in remaining for pattern in _unsettled(form, hypotheses)}))
    candidates = list(_candidates())
    if not remaining:
        return _certificate(required, hypotheses, candidates)
    for form in remaining:
        for law in candidates:
            checked = check_witness(hypotheses, law, form.combination, same_for_all=form.along_line)
            if checked.refutes:
                return Refutation(law, form, checked.violation, left)
    return Undecided(
        left, f"none of {len(candidates)} candidate laws satisfies the hypotheses and breaks the conclusion"
    )


def _unsettled(form: Form, hypotheses: Hypotheses) -> tuple[Pattern, ...]:
    settles = hypotheses.constant if form.along_line else hypotheses.vanishes
    return tuple(
        pattern for pattern, _ in form.combination if not settles(pattern) and not hypotheses.vanishes(pattern)
    )


def _certificate(required: tuple[Form, ...], hypotheses: Hypotheses, candidates: list[Law]) -> Proof | Undecided:
    model = next((law for law in candidates if hypotheses.of(law).holds), None)
    if model is None:
        return Undecided((), "no law that satisfies the hypotheses was found: they may be contradictory")
    return Proof(tuple(Settled(form, tuple(_reasons(form, hypotheses))) for form in required), model)


def _reasons(form: Form, hypotheses: Hypotheses) -> Iterator[str]:
    for pattern, _ in form.combination:
        for condition in hypotheses.conditions:
            if condition.vanishes(pattern) or (form.along_line and condition.constant(pattern)):
                yield condition.text
                break


def _candidates() -> Iterator[Law]:
    """Small laws in two dimensions, simplest first: i.i.d. two-point laws with mean zero, then others."""
    values = sorted(((p, q) for p in range(1, LARGEST_VALUE + 1) for q in range(1, p + 1)), key=sum)
    for p, q in values:
        yield IID(two_point(Fraction(p), Fraction(q, p + q), Fraction(-q))).at(2)
    for p, q in values:
        yield Atoms.of([[p, q], [-p, -q]], [Fraction(1, 2)] * 2, f"±({p}, {q})")
        yield Atoms.of([[p, q], [-p, q], [p, -q], [-p, -q]], [Fraction(1, 4)] * 4, f"(±{p}, ±{q})")
