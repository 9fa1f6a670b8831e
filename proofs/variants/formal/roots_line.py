"""Where the eigenvalues of W are roots of unity of order 3 to 6 the flow of all entries stays on the line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from proofs.variants.formal import signs_slope
from proofs.variants.formal.slopes_off_line import BLOCK
from proofs.variants.formal.sums_by_remainder import Shares
from proofs.variants.formal.symmetric_line import K4, K6, K22, K42, K222, SymmetricLine
from proofs.variants.formal.symmetric_moments import SYMMETRIC, not_negative
from proofs.variants.formal.trained_line import STARTS, TrainedLine
from proofs.zheng2024.formal.on_line.line_formulas import T, d, j, k, μ
from proofs.zheng2024.formal.on_line.line_signs import SIGNAL, sixth_moment_positive
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume, conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    cell,
    conjunction,
    equal,
    implies,
    integers_between,
    integers_from,
    less,
    member,
    vector_moments,
)
from symbolic.goals.engine import derived_gradient
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.goals.stated import ENTRY
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    modulo,
    proved,
    quantified,
    under,
)

ORDERS = (3, 4, 5, 6)
KEYS = {2: "variants-signs", 3: "variants-cube-roots", **{m: f"variants-roots-{m}" for m in (4, 5, 6)}}
SIZES = member(d, integers_from(2)), member(T, integers_from(3)), member(μ, vector_moments(6))
PLACES = member(j, integers_between(1, d)), member(k, integers_between(1, d))
FACTS = assumed(*SIZES)


def given() -> Facts:
    """The sizes and the law as the model takes them, which is for d = 1 too."""
    return belonging(d, integers_from(1), FACTS), *map(assume, SIZES[1:])


@dataclass(frozen=True)
class RootsLine:
    """The model with eigenvalues on the roots of unity of one order, trained from the line."""

    order: int

    @cached_property
    def line(self) -> TrainedLine:
        """The model on the line."""
        return TrainedLine(ModelOnFamily(KEYS[self.order], "line"))

    @property
    def constants(self) -> tuple[Expression, Expression]:
        """The constants of the flow on the line, which moves by `b (c1 − c2 ab)` and `a (c1 − c2 ab)`."""
        share, alike, both = Shares(self.order).sums
        pairs = (2 * share + alike) * ((d - 1) * K42)
        return (T - 2) * K4 + share * ((d - 1) * K22), (T - 2) * K6 + pairs + both * ((d - 1) * ((d - 2) * K222))

    def goal(self, hypotheses: Expression, sizes: tuple[Expression, ...]) -> Expression:
        """For all sizes, laws with these symmetries and starts on the line: there is one flow, and it stays there."""
        stays = quantified(conjunction(self.line.flows, self.line.stays), *STARTS)
        return quantified(implies(hypotheses, stays), *sizes)

    def theorem(self) -> Theorem:
        """It."""
        return under(under(conjoin(*self._flow), *STARTS), *SIZES, SYMMETRIC)

    def without_slope(self, block: str) -> Expression:
        """For every law the gradient by a block is 0 on the line."""
        stated = self.line.model.stated
        gradient = stated.gradient(block)
        return quantified(equal(cell(gradient, *ENTRY), 0), *stated.domains, *PLACES)

    def no_slope(self) -> Theorem:
        """It, by the block that reads the target where eigenvalues are signs."""
        model = self.line.model
        places = tuple(map(assume, (*model.stated.domains, *PLACES)))
        here = at(derived_gradient(model.key, model.family, BLOCK), *places)
        left, _ = parts(here.conclusion, "equal")
        return under(modulo(equal(left, 0), (here,)), *model.stated.domains, *PLACES)

    @property
    def flows(self) -> Theorem:
        """There is one flow from every point of the line."""
        return self._flow[0]

    @cached_property
    def _flow(self) -> tuple[Theorem, Theorem]:
        facts = *assumed(*SIZES), signed(at_most(0, d - 1), FACTS)
        return SymmetricLine(self.line, self.constants, facts, given()).theorem(self._positive())

    def _positive(self) -> tuple[Theorem, Theorem]:
        """`0 < c1` and `0 < c2`, where `0 < E x_1⁴`."""
        longer = signed(less(0, T - 2), FACTS)
        others, more = signed(at_most(0, d - 1), FACTS), signed(at_most(0, d - 2), FACTS)
        share, alike, both = conjuncts(at(Shares(self.order).not_negative, belonging(T, integers_from(2), FACTS)))
        pair, mixed, triple = (not_negative(*powers) for powers in ((2, 2), (4, 2), (2, 2, 2)))
        first, second = self.constants
        signal, sixth = assume(SIGNAL), sixth_moment_positive()
        known = longer, others, more, share, alike, both, pair, mixed, triple, signal, sixth
        products = (longer, sixth), (share, others, mixed), (alike, others, mixed), (both, others, more, triple)
        return (
            signed(less(0, first), known, products=((longer, signal), (share, others, pair))),
            signed(less(0, second), known, products=products),
        )


MODELS = tuple(map(RootsLine, ORDERS))


def goal(
    hypotheses: Expression = SYMMETRIC,
    sizes: tuple[Expression, ...] = SIZES,
    models: tuple[RootsLine, ...] = MODELS,
    block: str = BLOCK,
    signs: Expression | None = None,
) -> Expression:
    """For each of the orders: the flow stays for laws with these symmetries, and a gradient is 0 for every law.

    And for signs what this gradient is in one dimension.
    """
    stay = (each.goal(hypotheses, sizes) for each in models)
    return conjunction(*stay, *(each.without_slope(block) for each in models), signs or signs_slope.says())


def proof() -> Proof:
    """The goal and its definedness."""
    stay, level = (each.theorem() for each in MODELS), (each.no_slope() for each in MODELS)
    found = conjoin(*stay, *level, signs_slope.theorem())
    flows = tuple(each.flows for each in MODELS)
    models = *(each.line.model for each in MODELS), signs_slope.MODEL
    solve = defined_on(*models, theorems=flows, divisors=signs_slope.divisors)
    return Proof(goal(), found, proved(defined(goal()), solve=solve))
