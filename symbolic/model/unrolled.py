"""A state of a recursion as a sum over all that came before: `x[t] = A^(t-1) x_1 + Σ_s A^(t-1-s) noise_s`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from symbolic.expectation.characters import OutOfReach
from symbolic.model.terms import ROW, UNIT, Factor, Kind, Term
from symbolic.setting.affine import Affine, as_affine
from symbolic.setting.nodes import ONE
from symbolic.setting.recursion import Recursed, Recursion
from symbolic.setting.weights import Monomial


@dataclass(frozen=True)
class Unrolled:
    """What a step does to the state, a turn by W so many times and a scalar, and what it adds."""

    of: Recursion
    turns: tuple[Factor, ...]
    scalars: Monomial
    added: tuple[Term, ...]

    @staticmethod
    def by(of: Recursion, step: Iterable[Term]) -> Unrolled:
        """A step in index form, read; raises `OutOfReach` where it is not linear in the state in such a way."""
        terms = tuple(step)
        moved = [term for term in terms if any(f.kind is Kind.BEFORE for f in term.factors)]
        if len(moved) != 1:
            raise OutOfReach(f"the recursion {of.name}: its step has the state in {len(moved)} terms; one was expected")
        turns, scalars = _turned(of.name, moved[0])
        added = tuple(term for term in terms if term not in moved)
        if any(f.kind is Kind.ENTRY for term in added for f in term.factors):
            raise OutOfReach(f"the recursion {of.name}: parameters or given matrices in its step")
        return Unrolled(of, turns, scalars, added)

    def at(self, time: Affine, start: Iterable[Term]) -> Iterator[Term]:
        """The state at a time; what it started from is there from time 1 on."""
        last = time.plus(ONE, -1)
        present = Factor(Kind.PRESENT, "", (), (last,))
        for term in start:
            yield self._carried(replace(term, factors=(*term.factors, present)), last)
        label = self.of.label
        for term in self.added:
            carried = self._carried(term, last.plus(Affine.of({label: 1}), -1))
            yield carried.bound(label, ONE, last)

    def _carried(self, term: Term, steps: Affine) -> Term:
        """After so many steps."""
        turned = [replace(turn, labels=(_times(turn.labels[0], steps),)) for turn in self.turns]
        powers = tuple((name, _times(power, steps)) for name, power in self.scalars.scalars)
        return replace(term, factors=(*term.factors, *turned)).scaled(Monomial(scalars=powers))


def _turned(name: str, term: Term) -> tuple[tuple[Factor, ...], Monomial]:
    turns = tuple(f for f in term.factors if f.kind is not Kind.BEFORE)
    known = all(f.kind is Kind.TURN and not f.conjugate and f.labels == (as_affine(1),) for f in turns)
    rows = {f.indices for f in term.factors} <= {(ROW,), ()}
    states = len(term.factors) - len(turns)
    weight = term.weight
    plain = weight.rational == 1 and not weight.affine and not any(power.slopes for _, power in weight.scalars)
    if term.ranges or term.dimensions or states != 1 or not known or not rows or not plain:
        raise OutOfReach(
            f"the recursion {name}: its step does more to the state than to turn it by W = Torus(d) or to multiply it "
            "by a scalar(…), without a number or a size"
        )
    return turns, weight


def _times(power: Affine, steps: Affine) -> Affine:
    return steps.times(power.constant)


def before(state: Recursed) -> Term:
    """The state that a step begins with."""
    index = (ROW,) if state.rows and state.rows != (ONE,) else ()
    return Term(UNIT, factors=(Factor(Kind.BEFORE, state.of.name, index),))
