"""The four other blocks of Proposition 2 as diagonals, too: they add a mean square to the loss of the two."""

from __future__ import annotations

from functools import cache

from proofs.sander2024.formal.lemmas.diagonal_loss import KEY, LOSS, PAIR
from proofs.sander2024.formal.lemmas.diagonal_minimum import not_below
from proofs.sander2024.formal.lemmas.six_scalars_bound import LEAST, divisor
from proofs.sander2024.formal.six_products import SIZES
from proofs.sander2024.formal.starts_of_ones import GIVEN, ONES
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import assume, conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import at_most, conjunction, equal, vector_moments
from symbolic.goals.engine import derived_loss
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.steps import assumed, at, belonging, quantified, under

BESIDE = "sander2024-beside-target"
SIX, REST = ModelOnFamily(KEY, "diagonals"), ModelOnFamily(BESIDE, "diagonals")
WHOLE = SIX.stated.model.loss(*GIVEN, *SIX.stated.blocks)
"""The loss of six diagonals."""
ADDED = REST.stated.model.loss(*GIVEN, *REST.stated.blocks)
"""The mean square of all products but those of `A_32` and `B_12`."""
LETTERS = SIX.point


def with_others(added: Expression = ADDED) -> Expression:
    """For all six diagonals: the loss is that of two and a mean square, and not below the least one."""
    return quantified(conjunction(equal(WHOLE, LOSS + added), at_most(LEAST, WHOLE)), *LETTERS)


@cache
def law() -> Theorem:
    """That the start of ones has moments."""
    return belonging(ONES, vector_moments(6))


def derived(model: ModelOnFamily) -> Theorem:
    """A loss on a family of diagonals as it is derived."""
    return at(derived_loss(model.key, model.family), *map(assume, SIZES), law(), *map(assume, model.point))


def of_others() -> Theorem:
    """The same as a theorem."""
    using = (derived(SIX), 1), (derived(PAIR), -1), (derived(REST), -1)
    apart = identity(WHOLE, LOSS + ADDED, (law(),), using)
    facts = (*assumed(*SIZES, *LETTERS), law())
    assert isinstance(ADDED, Node)
    square = ModelAnywhere(BESIDE).not_negative(*ADDED.parts[1:], facts=facts)
    least = signed(at_most(LEAST, WHOLE), (apart, square, not_below(), divisor()))
    return under(conjoin(apart, least), *LETTERS)
