"""Mixed moments of a start with the symmetries of `trained_line`: odd ones are 0, the others those of the first places.

The dimension may be a letter or a number; the symmetries are those in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from proofs.variants.formal.trained_line import SYMMETRIC
from proofs.zheng2024.formal.on_line.line_formulas import d, moment, μ
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.logic import apply, assume, conjoin, part, parts
from symbolic.core.rules.means import equal_means
from symbolic.core.rules.powers import power_to_number
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import SEQUENCES, entry, equal, integers_between, member
from symbolic.goals.derived_terms import SEQUENCE
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import at, belonging, modulo, replaced, rewritten, under
from symbolic.tactics.sums.counted_sums import counted_sum, different

Powers = tuple[tuple[Expression, int], ...]


@dataclass(frozen=True)
class SymmetricStart:
    """A symmetric start in some dimension."""

    dimension: Expression

    @property
    def symmetries(self) -> Expression:
        """What is supposed of its law."""
        return replaced(SYMMETRIC, d, self.dimension)

    def moment(self, mean: Expression, facts: Facts) -> Theorem:
        """What a mixed moment of different places is."""
        powers = _powers(mean)
        odd = tuple(each for each in powers if each[1] % 2)
        if odd:
            return self._vanishes(mean, (odd[0], *(each for each in powers if each != odd[0])), facts)
        return self._alike(mean, tuple(sorted(powers, key=lambda each: -each[1])), facts)

    def sums(self, term: Expression, facts: Facts) -> Iterator[Theorem]:
        """What the moments, and sums of moments over other places, in a sum of products are."""
        for summand in parts(term, "add") if isinstance(term, Node) and term.head == "add" else (term,):
            for factor in parts(summand, "multiply"):
                if isinstance(factor, Node) and factor.head == "total":
                    yield counted_sum(factor, facts, self.moment)
                if isinstance(factor, Node) and factor.head == "mean":
                    yield self.moment(factor, facts)

    def _places(self, powers: Powers, facts: Facts) -> tuple[tuple[Theorem, ...], Facts]:
        """That the places are some, and that they differ."""
        places = tuple(place for place, _ in powers)
        belong = tuple(belonging(place, integers_between(1, self.dimension), facts) for place in places)
        return belong, tuple(different(*pair, facts) for pair in combinations(places, 2))

    def _at(self, theorem: Theorem, powers: Powers, facts: Facts) -> Theorem:
        """What is supposed of different places, at these."""
        belong, apart = self._places(powers, facts)
        found = at(theorem, *belong)
        return apply(found, conjoin(*apart) if len(apart) > 1 else apart[0]) if apart else found

    def _alike(self, mean: Expression, powers: Powers, facts: Facts) -> Theorem:
        supposed = part(len(powers), assume(self.symmetries))
        found = at(self._at(supposed, powers, facts), *(order for _, order in powers))
        here, there = parts(found.conclusion, "equal")
        first: Powers = tuple((written(n), order) for n, (_, order) in enumerate(powers, start=1))
        same, of_first = _in_numbers(mean, here, powers), _in_numbers(moment(*first), there, first)
        return identity(mean, moment(*first), using=((same, 1), (found, 1), (of_first, -1)))

    def _vanishes(self, mean: Expression, powers: Powers, facts: Facts) -> Theorem:
        supposed = part(len(powers), part(0, assume(self.symmetries)))
        half, *others = (order for _, order in powers)
        found = at(self._at(supposed, powers, facts), half // 2, *others)
        found = rewritten(identity(2 * written(half // 2) + 1, half), found)
        same = _in_numbers(mean, parts(found.conclusion, "equal")[0], powers)
        return identity(mean, 0, using=((same, 1), (found, 1)))


def _powers(mean: Expression) -> Powers:
    """The places and their exponents in a mixed moment."""
    factors = parts(opened(parts(mean, "mean")[1], (SEQUENCE,)), "multiply")
    found = []
    for factor in factors:
        assert isinstance(factor, Node)
        assert isinstance(factor.value, int)
        found.append((parts(parts(factor, "power")[0], "entry")[1], factor.value))
    return tuple(found)


def _in_numbers(one: Expression, other: Expression, powers: Powers) -> Theorem:
    """A mixed moment is the same with powers whose exponents are terms."""
    left, right = (opened(parts(each, "mean")[1], (SEQUENCE,)) for each in (one, other))
    fixed = tuple(power_to_number(entry(SEQUENCE, place), order) for place, order in powers)
    return equal_means(μ, under(modulo(equal(left, right), fixed), member(SEQUENCE, SEQUENCES)))
