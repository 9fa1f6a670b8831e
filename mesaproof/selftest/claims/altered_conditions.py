"""Altered assumptions on the law of `x_1`: exponents, values, families, independence. None implies the original."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from mesaproof.answers.asking import named
from symbolic.decide.conditions import Condition, Equals, MixedMomentsVanish, SameForAll
from symbolic.decide.conditions.symmetries import Independent, Permutations, SignFlips
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.moments import Pattern


def altered_conditions(condition: Condition) -> Iterator[Condition]:
    """Conditions of the same kind about other moments, or weaker ones of another kind.

    Exponents move by two, so that an odd moment stays odd: an even one that vanishes would say that `x_1 = 0`.
    Moments of one coordinate that are the same for all, and equations of pairs, are only ever dropped: a law that meets
    the equation of a higher moment and not this one takes minutes to find.

    >>> [altered.text for altered in altered_conditions(Equals(Pattern((1,))))]
    ['E[x_j^3] = 0', 'E[x_j] = 1']
    """
    match condition:
        case Equals() if len(condition.pattern.exponents) == 1:
            for pattern in _neighbours(condition.pattern):
                yield replace(condition, pattern=pattern)
            yield replace(condition, value=condition.value + 1)
        case SameForAll() if condition.pattern.summed:
            for pattern in _neighbours(condition.pattern):
                yield SameForAll(pattern)
        case MixedMomentsVanish():
            yield from (replace(condition, most=n) for n in range(condition.most - 1, 0, -1))
            if condition.odd:
                yield replace(condition, odd=False)
        case Independent():
            yield from (Permutations(), SignFlips())


def _neighbours(pattern: Pattern) -> Iterator[Pattern]:
    """The same sum with exponents two larger or smaller."""
    known = {_ordered(pattern)}
    width = len(pattern.free)
    for steps in sorted(product((0, 2, -2), repeat=len(pattern.exponents)), key=lambda s: sum(map(abs, s))):
        powers = tuple(power + step for power, step in zip(pattern.exponents, steps, strict=True))
        moved = Pattern(powers[:width], powers[width:]) if min(powers) > 0 else pattern
        if _ordered(moved) not in known:
            known.add(_ordered(moved))
            yield moved


def _ordered(pattern: Pattern) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Free indices in any order say the same: an equation holds for all of them."""
    return tuple(sorted(pattern.free)), pattern.summed


def says_the_same(hypotheses: Hypotheses, altered: Hypotheses) -> str:
    """Why two sets of conditions force the same moments of the gradient on the line, where that is seen at once."""
    one, other = (h.of_kind(MixedMomentsVanish) for h in (hypotheses, altered))
    if one and other and one.odd == other.odd and one.most != other.most and other.most >= indices_on_the_line():
        return f"no moment of more than {indices_on_the_line()} distinct coordinates occurs in the gradient on the line"
    return ""


def indices_on_the_line() -> int:
    """The largest number of distinct coordinates in one moment that the line requires."""
    patterns = (
        pattern for requirement in named("line_invariant")().requirements for pattern, _ in requirement.combination
    )
    return max(sum(1 for power in pattern.exponents if power) for pattern in patterns)


def says_already(hypotheses: Hypotheses, condition: Condition) -> bool:
    """Whether hypotheses contain a condition, or a family of equations among them strikes its moment out."""
    if condition in hypotheses.conditions:
        return True
    return isinstance(condition, Equals) and condition.value == 0 and hypotheses.covers(condition.pattern)
