"""What proofs need of a model at all blocks: its loss in the entries of these, and that it is a polynomial."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import apply, conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import member
from symbolic.goals.engine import (
    declared,
    derived_loss_anywhere,
    derived_regularity_everywhere,
    derived_sign_anywhere,
)
from symbolic.goals.stated import Stated
from symbolic.tactics.signs import Facts, NotFound
from symbolic.tactics.steps import at, proved
from symbolic.tactics.whole_matrices.matrix_letters import WORDS, of_matrices, shaped


@dataclass(frozen=True)
class ModelAnywhere:
    """A model by its key; the setting has been declared. Its loss is in words of blocks, or as the engine writes it."""

    key: str
    in_words: bool = False

    @cached_property
    def stated(self) -> Stated:
        """The setting, as formulas name it."""
        return Stated(declared(self.key))

    def loss(self, *given: Expression) -> Node:
        """The loss at sizes, data and blocks."""
        return self.stated.model.loss(*given)

    def derived(self, *given: Expression, facts: Facts = ()) -> Theorem:
        """The loss there as it is derived; facts tell of domains."""
        return _instance(derived_loss_anywhere(self.key, self.in_words), given, facts)

    def not_negative(self, *given: Expression, facts: Facts = ()) -> Theorem:
        """That the loss is not negative there, a mean of squares."""
        return _instance(derived_sign_anywhere(self.key), given, facts)

    def regular(self, formula: Node, facts: Facts) -> Theorem:
        """That the loss is a polynomial there; raises `NotFound` where the domains are not known."""
        return _instance(derived_regularity_everywhere(self.key), formula.parts[1:], facts)


def _instance(theorem: Theorem, given: tuple[Expression, ...], facts: Facts) -> Theorem:
    for each in given:
        theorem = _as_supposed(theorem, facts)
        domain, _ = parts(theorem.conclusion, "for_all")
        theorem = at(theorem, _within(each, domain, facts))
    return theorem


def _as_supposed(theorem: Theorem, facts: Facts) -> Theorem:
    """Without its premise, if it has one; raises `NotFound` where that, or a part of it, is not among facts."""
    match theorem.conclusion:
        case Node(head="implies", parts=(premise, _)):
            return apply(theorem, _among(facts, premise))
    return theorem


def _among(facts: Facts, premise: Expression) -> Theorem:
    known = next((fact for fact in facts if fact.conclusion == premise), None)
    if known is not None:
        return known
    match premise:
        case Node(head="and", parts=inside):
            return conjoin(*(_among(facts, each) for each in inside))
    raise NotFound(f"it is not known that {premise}")


def _within(given: Expression, domain: Expression, facts: Facts) -> Theorem:
    """That it is in a domain; a word of matrices, or one after some steps, is by the shapes of its letters."""
    of_shape = isinstance(domain, Node) and domain.head == "matrices"
    if of_shape and isinstance(given, Node) and given.head in (*WORDS, "iterated"):
        return shaped(given, facts)
    return proved(member(given, domain), facts, of_matrices)
