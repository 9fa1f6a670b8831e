"""The flow of all entries from the line, and starts whose law changes of signs and permutations leave as it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from proofs.zheng2024.formal.on_line.assumption_4_1 import PLACES, distinct, power, vanish
from proofs.zheng2024.formal.on_line.line_formulas import a0, b0, of_each, μ
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    cell,
    conjunction,
    equal,
    for_all,
    implies,
    indicator,
    integers_from,
    mean,
    member,
    real,
)
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.goals.flows_on_family import τ
from symbolic.goals.stated import ENTRY
from symbolic.goals.usual_terms import SEQUENCE

FIRST = tuple(map(written, (1, 2, 3, 4)))

STARTS = member(a0, REALS), member(b0, REALS)
KEY_BLOCK, VALUE_BLOCK = "W_KQ_32", "W_PV_12"
"""The blocks aI and bI of the line."""

EXPONENTS = tuple(map(real, ("m1", "m2", "m3", "m4")))


def alike(count: int) -> Expression:
    """`E x[i₁]^m₁ ⋯` is the same for all choices of that many distinct places, for all exponents from 1 on."""
    places, exponents = PLACES[:count], EXPONENTS[:count]
    chosen, first = (
        mean(SEQUENCE, μ, Node("multiply", tuple(power(*each) for each in zip(at, exponents, strict=True))))
        for at in (places, FIRST[:count])
    )
    formula: Expression = equal(chosen, first)
    for exponent in reversed(exponents):
        formula = for_all(exponent, integers_from(1), formula)
    if count > 1:
        formula = implies(distinct(*places), formula)
    return of_each(formula, *places)


SYMMETRIC = conjunction(vanish(odd=True), *map(alike, (1, 2, 3, 4)))
"""Mixed moments of up to four coordinates: those with an odd exponent vanish, the others are alike for all choices."""

FIRST_ENTRIES = (KEY_BLOCK, VALUE_BLOCK)


@dataclass(frozen=True)
class TrainedLine:
    """A model with the tokens of Zheng et al., trained from the point `(a0, b0)` of the line."""

    model: ModelOnFamily

    @cached_property
    def start(self) -> tuple[Expression, ...]:
        """Sizes, data and blocks at the start."""
        return (*self.model.stated.given, *self.model.stated.blocks_at(a0, b0))

    @property
    def flows(self) -> Expression:
        """There is one gradient flow."""
        return self.model.stated.model.flows(*self.start)

    def entry(self, block: str, *place: Expression | int) -> Expression:
        """An entry of a block at the time τ."""
        row, column = place
        return cell(self.model.stated.model.trajectory(block, *self.start, τ), row, column)

    def on_line(self, block: str) -> Expression:
        """At the time τ a block is a multiple of the identity, or zero."""
        scale = indicator(equal(*ENTRY)) * self.entry(block, 1, 1) if block in FIRST_ENTRIES else 0
        return of_each(equal(self.entry(block, *ENTRY), scale), *ENTRY)

    @property
    def stays(self) -> Expression:
        """All blocks are on the line at all times."""
        return for_all(τ, NONNEGATIVE, conjunction(*map(self.on_line, self.model.stated.setting.blocks)))
