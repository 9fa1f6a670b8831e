"""Products of states `W^p x` that are joined in pairs, averaged over a uniform W in a dimension that stays a symbol.

A pair is `⟨W^p x, W^q x⟩`, which is `|x|²` times the form `⟨u, W^(q-p) u⟩` of a unit vector u. Means of products of
forms are quotients of polynomials in the dimension from some dimension on (`symbolic.expectation.haar`). Two states may
be at the open indices of a derivative: what is unchanged by all matrices that leave x alone is a combination of
`δ_ij |x|²` and of `x_i x_j`, whose contractions are such means again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from symbolic.expectation.characters import OutOfReach
from symbolic.expectation.haar import Powers, joined, settled_from, trace_moment
from symbolic.model.terms import Factor, Kind, Term, without_deltas
from symbolic.setting.affine import Affine
from symbolic.setting.randomness import Haar
from symbolic.setting.weights import Monomial

Pair = tuple[Factor, Factor]


@dataclass(frozen=True)
class Joined:
    """A term whose states are in pairs, the first of a pair conjugate where W is unitary; two may be at open indices.

    Raises OutOfReach where a state is neither.
    """

    haar: Haar
    term: Term

    @property
    def pairs(self) -> list[Pair]:
        """The pairs that share an index."""
        return [self._pair(index) for index, _ in self.term.dimensions if index not in self._open]

    @property
    def open_pair(self) -> Pair | None:
        """The states at open indices, if there are any."""
        there = tuple(f for f in self._states if set(f.indices) & set(self._open))
        if not there:
            return None
        if len(there) != 2 or len(set(self._open)) != 2:
            raise self._refused()
        return _ordered(there)

    @property
    def forms(self) -> Powers:
        """The powers of W in the forms of pairs that share an index."""
        return tuple(_power(other) - _power(one) for one, other in self.pairs)

    @property
    def contracted(self) -> tuple[Powers, Powers]:
        """The powers in all forms where the open states are multiplied with each other, and where both are with x."""
        if self.open_pair is None:
            return self.forms, ()
        one, other = map(_power, self.open_pair)
        return (*self.forms, other - one), (*self.forms, other, -one)

    @property
    def vanishes(self) -> bool:
        """Whether the mean is 0 since a multiple of a unitary W by any phase has its law."""
        return self.haar.group == "unitary" and 2 * sum(f.conjugate for f in self._states) != len(self._states)

    @property
    def _states(self) -> tuple[Factor, ...]:
        return tuple(factor for factor in self.term.factors if factor.kind is Kind.STATE)

    @property
    def _open(self) -> tuple[int, ...]:
        return next((factor.indices for factor in self.term.factors if factor.kind is Kind.OPEN), ())

    def _pair(self, index: int) -> Pair:
        there = [factor for factor in self.term.factors if index in factor.indices]
        if len(there) != 2 or any(factor.kind is not Kind.STATE for factor in there):
            raise self._refused()
        found = _ordered((there[0], there[1]))
        if self.haar.group == "unitary" and found[0].conjugate == found[1].conjugate:
            raise self._refused()
        return found

    def _refused(self) -> OutOfReach:
        return OutOfReach(
            f"entries of states that {self.haar.name} turns, where {self.haar.dimension} is no number and they are not "
            "multiplied with each other in pairs; what is derived at multiples of the identity is within reach"
        )


def _ordered(there: tuple[Factor, ...]) -> Pair:
    one, other = sorted(there, key=lambda factor: not factor.conjugate)
    return one, other


def _power(state: Factor) -> int:
    return state.labels[0].constant - 1


def least_dimension(haar: Haar, term: Term) -> int:
    """The first dimension from which on the mean of a term is what `averaged` makes of it."""
    states = Joined(haar, term)
    if states.vanishes:
        return 1
    settled = max(_settled_from(haar, powers) for powers in states.contracted)
    return settled if states.open_pair is None else max(2, settled)


def _settled_from(haar: Haar, powers: Powers) -> int:
    """The first dimension from which on no mean of traces that is met depends on it."""
    met = joined(haar.group, tuple(power for power in powers if power))
    return max(settled_from(haar.group, traces) for (_, traces), _ in met)


def averaged(haar: Haar, term: Term) -> Iterator[Term]:
    """The mean over W, with x and squares of its length in the places of states, as states at the first time."""
    states = Joined(haar, term)
    if states.vanishes:
        return
    squares = [_first(state) for pair in states.pairs for state in pair]
    others = [factor for factor in term.factors if factor.kind is not Kind.STATE]
    together, alone = states.contracted
    if states.open_pair is None:
        plain = replace(term, factors=(*others, *squares))
        yield from (plain.scaled(weight) for weight in _mean(haar, together))
        return
    beside = tuple(map(_first, states.open_pair))
    apart = replace(term, factors=(*others, *squares, *beside))
    equal = _on_diagonal(haar, replace(term, factors=(*others, *squares)), beside)
    less = Monomial(affine=((haar.dimension.plus(Affine((), -1)), -1),))
    for weight in _mean(haar, together):
        yield equal.scaled(weight * less)
        yield apart.scaled(weight * less * MINUS)
    for weight in _mean(haar, alone):
        yield equal.scaled(weight * less * MINUS)
        yield apart.scaled(weight * less * Monomial(affine=((haar.dimension, 1),)))


MINUS = Monomial(Fraction(-1))


def _first(state: Factor) -> Factor:
    return replace(state, labels=(Affine((), 1),))


def _on_diagonal(haar: Haar, term: Term, beside: tuple[Factor, ...]) -> Term:
    """The open indices are one, and what was there is a square of the length of x."""
    (place,), (other,) = (state.indices for state in beside)
    fresh = term.fresh
    square = (state.on((fresh,)) for state in beside)
    factors = (*term.factors, Factor(Kind.DELTA, "", (place, other)), *square)
    return without_deltas(replace(term, dimensions=(*term.dimensions, (fresh, haar.dimension)), factors=factors))


def _mean(haar: Haar, powers: Powers) -> Iterator[Monomial]:
    """The mean of a product of forms, as a sum."""
    some = tuple(power for power in powers if power)
    step = 1 if haar.group == "unitary" else 2
    below = Monomial(affine=tuple((haar.dimension.plus(Affine((), step * n)), -1) for n in range(len(some))))
    for (free, traces), ways in joined(haar.group, some):
        if mean := trace_moment(haar.group, traces, None):
            yield Monomial(ways * mean, ((haar.dimension, free),) if free else ()) * below
