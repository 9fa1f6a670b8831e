"""What proofs need of a model on a family: its loss at a point, as derived, and that it is a polynomial there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import assume, parts
from symbolic.core.sorts import signature_of
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, Number
from symbolic.goals.engine import derived_gradient, derived_loss, derived_regularity, stated_on
from symbolic.goals.stated import Stated
from symbolic.goals.stated_at_sizes import Numbers, numbers_in
from symbolic.tactics.signs import Facts, NotFound, nonzero
from symbolic.tactics.steps import Solver, at, belonging, other_than_0, with_meaning


@dataclass(frozen=True)
class ModelOnFamily:
    """A model on one of its families, by the keys of both; the setting has been declared.

    Where W is uniform on a group some sizes are numbers, and its dimension, where it is none, is at least `first`.
    """

    key: str
    family: str
    sizes: Numbers = ()
    first: int = 1

    @cached_property
    def stated(self) -> Stated:
        """The setting with the family, as formulas name them."""
        return stated_on(self.key, self.family, self.sizes, self.first)

    @property
    def _left(self) -> int:
        """How many of the sizes and data have no number."""
        return len(self.stated.given) - len(self.sizes)

    @property
    def data(self) -> tuple[Expression, ...]:
        """Memberships of the sizes, laws and numbers of the data."""
        return self.stated.domains[: self._left]

    @property
    def point(self) -> tuple[Expression, ...]:
        """Memberships of the letters."""
        return self.stated.domains[self._left :]

    @cached_property
    def given(self) -> Facts:
        """These memberships as theorems under themselves; that of a real number is one under nothing."""
        return tuple(map(_member, self.data))

    @cached_property
    def facts(self) -> Facts:
        """What they mean."""
        return tuple(each for theorem in self.given for each in with_meaning(theorem))

    def loss(self, *letters: Number, given: tuple[Expression, ...] = ()) -> Expression:
        """The loss at a point of the family; for all data, unless some are given."""
        blocks = self.stated.blocks_at(*map(written, letters))
        return self.stated.model.loss(*(given or self.stated.given), *blocks)

    def relative(self, *letters: Number) -> Expression:
        """The loss over that where every letter is 0, which predicts 0."""
        return self.loss(*letters) / self.loss(*(0 for _ in letters))

    def derived(self, *letters: Theorem | Number, given: tuple[Theorem, ...] = ()) -> Theorem:
        """The loss at a point of the family as it is derived; for all data, unless memberships are given."""
        return at(self._of_data(derived_loss(self.key, self.family, self.sizes), given), *letters)

    def slopes(self, block: str, given: tuple[Theorem, ...] = ()) -> Theorem:
        """The gradient by a block on the family as it is derived; for all data, unless memberships are given."""
        return self._of_data(derived_gradient(self.key, self.family, block, self.sizes), given)

    def regular_at(self, *letters: Theorem | Number, given: tuple[Theorem, ...] = ()) -> Theorem:
        """That the loss is a polynomial at a point of the family; for all data, unless memberships are given."""
        return at(self._of_data(derived_regularity(self.key, self.family, self.sizes), given), *letters)

    def _of_data(self, theorem: Theorem, given: tuple[Theorem, ...] = ()) -> Theorem:
        """A theorem on all data at these, whose domains may be smaller."""
        for membership in given or self.given:
            domain, _ = parts(theorem.conclusion, "for_all")
            element, own = parts(membership.conclusion, "member")
            theorem = at(theorem, membership if own == domain else belonging(element, domain, with_meaning(membership)))
        return theorem

    def regular(self, formula: Node, facts: Facts) -> Theorem:
        """That the loss is a polynomial at a point whose sizes and letters are read off it; raises `NotFound`."""
        count = len(self.stated.given)
        given, blocks = formula.parts[1 : 1 + count], formula.parts[1 + count :]
        sizes = numbers_in(self.stated.setting, formula)
        theorem = derived_regularity(self.key, self.family, sizes)
        names = (*signature_of(formula).sizes, *("" for _ in given))
        for each in (each for each, name in zip(given, names, strict=False) if name not in dict(sizes)):
            domain, _ = parts(theorem.conclusion, "for_all")
            theorem = at(theorem, belonging(each, domain, facts))
        return at(theorem, *self._letters(blocks))

    def _letters(self, blocks: tuple[Expression, ...]) -> tuple[Expression, ...]:
        """The values of the letters in blocks each of which is one letter, or that times the identity."""
        values = dict(zip(map(self.stated.values, self.stated.setting.blocks), blocks, strict=True))
        found = []
        for letter in self.stated.letters:
            written_so = (given for value, given in values.items() if letter in _factors(value))
            block = next(written_so, None)
            if not isinstance(block, Node) or block.head != "matrix":
                raise NotFound(f"no block has the letter {letter}")
            found.append(_factors(block.parts[2])[0])
        return tuple(found)


def _member(membership: Expression) -> Theorem:
    element, domain = parts(membership, "member")
    return belonging(element, domain) if domain == REALS else assume(membership)


def _factors(value: Expression) -> tuple[Expression, ...]:
    return value.parts if isinstance(value, Node) and value.head == "multiply" else (value,)


class Regular(Protocol):
    """A model of which it can be told that its loss is a polynomial at a point."""

    @property
    def key(self) -> str: ...

    def regular(self, formula: Node, facts: Facts) -> Theorem: ...


def defined_on(*models: Regular, theorems: Facts = (), divisors: Callable[[Facts], Facts] = lambda facts: ()) -> Solver:
    """A solver for definedness: theorems, losses of some models, and divisors that are positive under the facts."""
    known = {model.key: model for model in models}

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        for theorem in (*theorems, *divisors(facts)):
            if theorem.conclusion == formula:
                return theorem
        match formula:
            case Node(head="regular"):
                return known[signature_of(formula).key].regular(formula, facts)
            case Node(head="not", parts=(Node(head="equal", parts=(divisor, zero)),)) if zero == written(0):
                return _not_0(divisor, (*facts, *divisors(facts)))
        return None

    return solve


def _not_0(divisor: Expression, facts: Facts) -> Theorem | None:
    try:
        return other_than_0(nonzero(divisor, facts))
    except NotFound:
        return None
