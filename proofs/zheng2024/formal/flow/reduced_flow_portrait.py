"""The portrait of the reduced flow: what alone it conserves, where it rests, and what its derivative is there."""

from __future__ import annotations

from proofs.zheng2024.formal.on_line import without_signal
from proofs.zheng2024.formal.on_line.line_field import FIELD, PLACES, field
from proofs.zheng2024.formal.on_line.line_flow import FACTS, POINT
from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, a, b, d, j, k, kappa2
from proofs.zheng2024.formal.on_line.line_signs import constants, sixth_moment_positive
from proofs.zheng2024.formal.on_line.trained_line import (
    BLOCKS,
    C1,
    C2,
    KEY_BLOCK,
    ONE,
    VALUE_BLOCK,
    at_the_constants,
    for_each_law,
    given_law,
    well_defined,
)
from proofs.zheng2024.formal.on_line.without_signal import VANISHES
from proofs.zheng2024.formal.scalars.scalar_portrait import (
    conserved_alone,
    conserved_polynomials,
    derivatives,
    eigenvalue,
    everywhere,
    speeds_up,
)
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import (
    assume,
    both_ways,
    conjoin,
    contradict,
    deny,
    either,
    excluded_middle,
    part,
    parts,
    rewrite,
)
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    conjunction,
    disjunction,
    equal,
    function,
    iff,
    implies,
    indicator,
    integers_between,
    less,
    negation,
    real,
)
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import at, belonging, modulo, under, whichever

ORIGIN, HYPERBOLA = conjunction(equal(a, 0), equal(b, 0)), equal(a * b, C1 / C2)
RESTS = disjunction(ORIGIN, HYPERBOLA)
SLACK = C1 - C2 * a * b
LENGTH = a**2 + b**2
ACROSS = -(C2 * LENGTH)
"""The eigenvalue across the hyperbola."""


def goal(
    rests: Expression = RESTS,
    across: Number = ACROSS,
    saddle: Number = C1,
    hypotheses: Expression = LINE_CONDITIONS,
) -> Expression:
    """For all sizes and laws: what the field conserves, where it vanishes, its eigenvalues there, and `κ1 = 0`."""
    at_origin = (eigenvalue((0, 0), (1, 1), saddle, C1, C2), eigenvalue((0, 0), (1, -1), -saddle, C1, C2))
    on_hyperbola = conjunction(
        eigenvalue((a, b), (a, -b), 0, C1, C2), eigenvalue((a, b), (b, a), across, C1, C2), less(across, 0)
    )
    formula = conjunction(
        conjunction(less(0, C1), less(0, C2), less(0, kappa2())),
        conserved_alone(C1, C2),
        conjunction(*at_origin),
        everywhere(implies(HYPERBOLA, on_hyperbola)),
        everywhere(iff(VANISHES, rests)),
        FIELD,
    )
    return conjunction(for_each_law(formula, hypotheses), without_signal.goal())


def eigen(point: tuple[Number, Number], by: tuple[Number, Number], value: Number, known: Facts = ()) -> Theorem:
    """An eigenvalue of the derivative at a point, by what is known there."""
    found = at_the_constants(derivatives(), *point, *by)

    def of_component(component: int) -> Theorem:
        wanted = speeds_up(component, point, by, value * written(by[component]), C1, C2)
        reached = part(component, found)
        _, _, limit = parts(reached.conclusion, "tends")
        _, _, stated = parts(wanted, "tends")
        using = tuple((each, multiplier) for each in known for multiplier in (factor(component, by),))
        same = identity(limit, stated, constants(), using)
        hole = real("hole")
        return rewrite(function(hole, body=speeds_up(component, point, by, hole, C1, C2)), same, reached)

    return conjoin(of_component(0), of_component(1))


def factor(component: int, by: tuple[Number, Number]) -> Expression:
    """By which the equation of the hyperbola enters the derivative along a direction."""
    return -C2 * written(by[1 - component])


def on_the_hyperbola() -> Theorem:
    """The eigenvalues at a point of the hyperbola: 0 along it, and a negative one across."""
    there = assume(HYPERBOLA)
    along = eigen((a, b), (a, -b), 0, (there,))
    across = eigen((a, b), (b, a), ACROSS, (there,))
    ratio = positive(C1 / C2, constants())
    apart = signed(less(0, a * b), (there, ratio, *constants()))
    size = signed(less(0, LENGTH), (apart,), squares=(a - b,))
    negative = signed(less(ACROSS, 0), (size, constants()[1]), products=((size, constants()[1]),))
    return under(conjoin(along, across, negative), *POINT, HYPERBOLA)


def entry_vanishes(number: int, equation: Theorem, multiplier: Expression) -> Theorem:
    """The gradient by a block is 0, by an equation of the point."""
    here = at(part(number, at(field(), *map(assume, POINT))), *map(assume, PLACES))
    entry, value = parts(here.conclusion, "equal")
    using = ((here, 1), (equation, multiplier)) if value != written(0) else ((here, 1),)
    return under(identity(entry, 0, constants(), using), *PLACES)


def vanishes_at_rest() -> Theorem:
    """At the origin and on the hyperbola the gradient is 0."""
    scale = indicator(equal(j, k))
    at_0, on = assume(ORIGIN), assume(HYPERBOLA)
    scalars = {KEY_BLOCK: b, VALUE_BLOCK: a}

    def origin(facts: Facts) -> Theorem:
        equations = {KEY_BLOCK: part(1, at_0), VALUE_BLOCK: part(0, at_0)}
        return conjoin(
            *(entry_vanishes(i, equations.get(block, part(0, at_0)), -scale * SLACK) for i, block in enumerate(BLOCKS))
        )

    def hyperbola(facts: Facts) -> Theorem:
        return conjoin(*(entry_vanishes(i, on, scale * scalars.get(block, a) * C2) for i, block in enumerate(BLOCKS)))

    return under(whichever(VANISHES, assume(RESTS), origin, hyperbola), RESTS)


def rests_only_there() -> Theorem:
    """Where the gradient is 0, the point is the origin or on the hyperbola."""
    first = belonging(1, integers_between(1, d), FACTS)
    here = at(field(), *map(assume, POINT))

    def speed(block: str, scalar: Expression) -> Theorem:
        number = BLOCKS.index(block)
        zero = at(part(number, assume(VANISHES)), first, first)
        now = at(part(number, here), first, first)
        _, value = parts(now.conclusion, "equal")
        moved = modulo(equal(value, -(scalar * SLACK)), (ONE,))
        return identity(scalar * SLACK, 0, using=((now, 1), (moved, 1), (zero, -1)))

    def off(facts: Facts) -> Theorem:
        no_slack = equal(SLACK, 0)
        on = identity(a * b, C1 / C2, constants(), ((assume(no_slack), -1 / C2),))
        apart = deny(no_slack, contradict(on, assume(negation(HYPERBOLA))))
        zero = (
            identity(x, 0, (apart,), ((speed(block, x), 1 / SLACK),)) for x, block in ((a, VALUE_BLOCK), (b, KEY_BLOCK))
        )
        return either(RESTS, conjoin(*zero))

    found = whichever(RESTS, excluded_middle(HYPERBOLA), lambda facts: either(RESTS, facts[0]), off)
    return under(found, VANISHES)


def proof() -> Proof:
    """The goal and its definedness."""
    signs = conjoin(*constants(), sixth_moment_positive())
    origin = conjoin(eigen((0, 0), (1, 1), C1), eigen((0, 0), (1, -1), -C1))
    rests = under(both_ways(rests_only_there(), vanishes_at_rest()), *POINT)
    conserved = at_the_constants(conserved_polynomials())
    found = conjoin(signs, conserved, origin, on_the_hyperbola(), rests, field())
    every = conjoin(given_law(found), without_signal.proof())
    return Proof(goal(), every, well_defined(goal(), divisor))


def divisor(formula: Expression, facts: Facts) -> Theorem | None:
    """`c2 ≠ 0`."""
    return signed(formula, constants()) if formula == negation(equal(C2, 0)) else None
