"""Prompts whose number of pairs leaves one remainder: the loss, its best product, and where that tends"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from proofs.variants.formal.coordinate_sums import LAW, S22, S222, SIZE, curvature_signs, sixth, triples_not_negative
from proofs.zheng2024.formal.lemmas.line_loss import S2, S4, S6, S42, pairs_not_negative
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    REALS,
    conjunction,
    equal,
    integers_from,
    less,
    member,
    real,
    tends,
)
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.goals.usual_terms import leaves
from symbolic.tactics.dynamics.fading import long_limit, reciprocal_fades
from symbolic.tactics.parabolas import Parabola, completed
from symbolic.tactics.remainders import remainder
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    modulo,
    quantified,
    replaced,
    rewritten,
    under,
)

KEYS = {2: "variants-signs-one-time", 3: "variants-cube-roots-one-time", 4: "variants-roots-4-one-time"}
q, a, b, a1, b1 = map(real, ("q", "a", "b", "a1", "b1"))
QUOTIENT = member(q, integers_from(1))
POINT = member(a, REALS), member(b, REALS)
OF_Q = assumed(QUOTIENT)


@dataclass(frozen=True)
class Class:
    """Prompts of `n = m q + ρ` pairs, the eigenvalues being roots of unity of order m."""

    order: int
    rest: int

    @property
    def model(self) -> ModelOnFamily:
        """The loss of the last term alone."""
        return ModelOnFamily(KEYS[self.order], "line")

    @property
    def pairs(self) -> Expression:
        """n."""
        return self.order * q + self.rest if self.rest else self.order * q

    @property
    def length(self) -> Expression:
        """T: two states are in no pair of the prompt."""
        return self.order * q + (self.rest + 2)

    def loss(self, *letters: Expression | int) -> Expression:
        """The loss at a point of the line."""
        return replaced(self.model.loss(*letters), real("T"), self.length)

    @property
    def alike(self) -> Expression:
        """The share of pairs of powers that leave one remainder."""
        whole = (self.order - self.rest) * q**2
        return (whole + self.rest * (q + 1) ** 2 if self.rest else whole) / self.pairs**2

    @property
    def share(self) -> Expression:
        """`q/n`."""
        return q / self.pairs

    @cached_property
    def linear(self) -> Expression:
        """What the product is multiplied with."""
        return S4 + S22 * self.share

    @cached_property
    def square(self) -> Expression:
        """What half of its square is multiplied with."""
        return S6 + S42 * (2 * self.share + self.alike) + S222 * self.share**2

    @property
    def best(self) -> Expression:
        """The best product."""
        return self.linear / self.square

    @property
    def limit(self) -> Expression:
        """Where it tends."""
        m = self.order
        return (S4 + S22 / m) / (S6 + 3 * S42 / m + S222 / m**2)

    @property
    def formula(self) -> Expression:
        """The loss, in the product ab."""
        product = a * b
        return self.square * product**2 / 2 - self.linear * product + S2 / 2

    @property
    def least(self) -> Parabola:
        """The loss on the line, which is least where the product is the best one."""
        return Parabola.in_two(self.loss, (a, b), (a1, b1), self.best)

    @cached_property
    def known(self) -> Facts:
        """What is divided by is positive: n, its square, the curvature with its half, and the divisor of the limit."""
        first = signed(less(0, q), OF_Q)
        pairs = signed(less(0, self.pairs), (first,))
        whole = signed(less(0, self.length - 2), (first,))
        square = signed(less(0, self.pairs**2), (pairs,), products=((pairs, pairs),))
        top = signed(less(0, parts(self.alike, "divide")[0]), (first,), products=((first, first), (first,)))
        share, alike = (positive(each, (first, pairs, square, top)) for each in (self.share, self.alike))
        more = signed(less(0, 2 * self.share + self.alike), (share, alike, pairs, square))
        six, mixed, triple = sixth(), pairs_not_negative(), triples_not_negative()
        signs = six, mixed, triple, share, more, pairs, square
        curved = signed(less(0, self.square), signs, products=((mixed, more), (triple, share, share)))
        return pairs, whole, square, first, curved, signed(less(0, 2 * self.square), (curved, pairs, square)), self.last

    @cached_property
    def last(self) -> Theorem:
        """The divisor of the limit is positive."""
        _, divisor = parts(self.limit, "divide")
        return signed(less(0, divisor), curvature_signs())

    @cached_property
    def on_line(self) -> Theorem:
        """`∀a ∀b`: the loss is the formula."""
        given = (assume(SIZE), belonging(self.length, integers_from(3), OF_Q), assume(LAW))
        derived = self.model.derived(a, b, given=given)
        whole = next(fact for fact in OF_Q if fact.conclusion == member(q, INTEGERS))
        indicators = (
            remainder(leaves(self.length, self.order, left), whole, self.order, self.rest + 2 - left)
            for left in range(1, self.order)
        )
        found = modulo(equal(self.loss(a, b), self.formula), (derived, *indicators), self.known)
        return under(found, *POINT)

    def best_product(self) -> Theorem:
        """The loss is least just at the best product."""
        least_loss = S2 / 2 - self.linear**2 / (2 * self.square)
        form = completed(least_loss, self.square / 2, a * b - self.best)
        around = under(identity(self.loss(a, b), form, self.known, ((at(self.on_line, a, b), 1),)), *POINT)
        bend = signed(less(0, self.square / 2), self.known)
        return self.least.theorem(around, bend, self.known)

    def tends(self) -> Theorem:
        """The best product tends to the limit."""
        w = 1 / q
        below = self.order + self.rest * w if self.rest else written(self.order)
        pairs = self.order - self.rest + self.rest * (1 + w) ** 2 if self.rest else written(self.order)
        square = S6 + S42 * (2 * (1 / below) + pairs / below**2) + S222 * (1 / below) ** 2
        form = (S4 + S22 * (1 / below)) / square
        small = signed(less(0, w), (self.known[3],), products=((self.known[3],),))
        least = signed(less(0, below), (small, self.known[3]))
        bottom = least, signed(less(0, below**2), (least, self.known[3]), products=((least, least),))
        same = identity(self.square, square, (*self.known, *bottom))
        curved = rewritten(same, self.known[4])
        at_once = tuple(replaced(each, w, written(0)) for each in (below, below**2, square))
        ends = tuple(signed(less(0, each), curvature_signs()) for each in at_once)
        goal = tends(q, integers_from(1), self.best, self.limit)
        known, fades = (*self.known, *bottom, curved), (reciprocal_fades(q, 0, 1),)
        return long_limit(goal, q, form, fades, reached=(*ends, self.last), known=known)

    def says(self, best: Expression | None = None, limit: Expression | None = None) -> Expression:
        """The loss, where it is least, and where its best product tends; with others in the place of these."""
        reached = best or self.best
        loss = quantified(equal(self.loss(a, b), self.formula), *POINT)
        least = Parabola.in_two(self.loss, (a, b), (a1, b1), reached).formula
        goes = tends(q, integers_from(1), self.best, limit or self.limit)
        return conjunction(quantified(conjunction(loss, least), QUOTIENT), goes)

    def theorem(self) -> Theorem:
        """It."""
        return conjoin(under(conjoin(self.on_line, self.best_product()), QUOTIENT), self.tends())


CLASSES = tuple(Class(order, rest) for order in KEYS for rest in range(order))
