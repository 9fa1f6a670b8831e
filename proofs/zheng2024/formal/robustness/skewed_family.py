"""The flow at skewed coordinates stays among matrices with one value on the diagonal and one off it."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.lemmas.independent_starts import START
from proofs.zheng2024.formal.on_line.line_formulas import KEY, d, j, k
from proofs.zheng2024.formal.on_line.trained_line import BLOCKS, KEY_BLOCK, VALUE_BLOCK
from proofs.zheng2024.formal.robustness.kept_family import PLACES, KeptFamily
from proofs.zheng2024.formal.robustness.skewed_starts import given, moments_in
from symbolic.core.expressions import Expression, Node, free, nodes, written
from symbolic.core.rules.logic import assume, excluded_middle, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import equal, negation
from symbolic.goals.engine import derived_gradient, derived_regularity
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import assumed, at, indicated, modulo, replaced, substituted, under, whichever

FAMILY = ModelOnFamily(KEY, "exchangeable")
STAYS = KeptFamily(FAMILY, START)
SAME = equal(j, k)


@cache
def theorem() -> Theorem:
    """From every point of the family there is one gradient flow, and at all times it is in the family."""
    letters = (*values(KEY_BLOCK), *values(VALUE_BLOCK))
    tangent = STAYS.tangent(letters, tuple(block_of_family(block, letters) for block in BLOCKS))
    regular = at(derived_regularity(KEY, FAMILY.family), *given(), *FAMILY.stated.letters)
    return STAYS.kept(tangent, regular, given())


@cache
def _entry(block: str) -> Theorem:
    """An entry of the gradient as it is derived."""
    return at(derived_gradient(KEY, FAMILY.family, block), *given(), *map(assume, (*FAMILY.point, *PLACES)))


@cache
def _known(block: str, case: Expression) -> Facts:
    """What stands in an entry on the diagonal, or in one off it."""
    _, term = parts(_entry(block).conclusion, "equal")
    facts = assumed(*PLACES, case)
    beside = (each for each in _summed(term) if case != SAME or not {j, k} <= free(each))
    equations = tuple(each for one in beside for each in moments_in(one, facts))
    return (*equations, *indicated(assume(case)))


def values(block: str) -> tuple[Expression, ...]:
    """The entries on the diagonal and off it."""
    _, term = parts(_entry(block).conclusion, "equal")
    return tuple(_value(term, _known(block, each)) for each in (SAME, negation(SAME)))


def block_of_family(block: str, letters: tuple[Expression, ...]) -> Theorem:
    """The gradient by a block is that block of the family, with letters."""
    goal = equal(STAYS.gradient(block), STAYS.value(block, letters))
    if block not in (KEY_BLOCK, VALUE_BLOCK):
        return under(modulo(goal, (_entry(block),)), *PLACES)

    def case(facts: Facts) -> Theorem:
        return modulo(goal, (_entry(block), *_known(block, facts[0].conclusion)))

    return under(whichever(goal, excluded_middle(SAME), case, case), *PLACES)


def _value(term: Expression, known: Facts) -> Expression:
    """An entry by equations; the sums that are left over stand beside an indicator that is 0."""
    found = substituted(term, *known)
    for each in _summed(found):
        found = replaced(found, each, written(0)) if {j, k} & free(each) else found
    return found


def _summed(term: Expression) -> tuple[Expression, ...]:
    """The sums over coordinates and the moments that stand in no sum."""
    found = (each for each in nodes(term) if isinstance(each, Node) and not each.loose)
    return tuple(each for each in found if (each.head == "total" and each.parts[1] == d) or each.head == "mean")
