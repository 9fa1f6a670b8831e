"""Independent coordinates whose first and third moments vanish: the line is invariant, by the rules."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from proofs.zheng2024.formal.on_line.independent_line import (
    DIAGONAL,
    DOMAINS,
    FACTS,
    UNSKEWED,
    copies,
    for_all_laws,
    gradient_entries,
    means,
    power,
    sums,
)
from proofs.zheng2024.formal.on_line.line_flow import IN_PLACE, PLACES, POINT
from proofs.zheng2024.formal.on_line.line_formulas import d, j, k
from proofs.zheng2024.formal.on_line.line_statements import BLOCKS, along_line, gradient, regular
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, conjoin, excluded_middle, parts, reflexive
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import conjunction, equal, integers_between
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import (
    at,
    belonging,
    conjuncts,
    indicated,
    modulo,
    proved,
    quantified,
    turned_round,
    under,
    whichever,
)


def on_diagonal(block: str, value: Expression) -> Expression:
    """That all entries `j, j` of the gradient by a block are a value."""
    return quantified(equal(copies(gradient(block, j, j)), value), PLACES[0])


def goal(hypotheses: Expression = UNSKEWED, diagonal: Mapping[str, Expression] = DIAGONAL) -> Expression:
    """For all sizes and such laws of a coordinate the line is invariant, and the entries `j, j` are the same."""
    entries = conjunction(*(on_diagonal(*each) for each in diagonal.items()))
    return for_all_laws(hypotheses, quantified(entries, *POINT))


def zeros() -> Facts:
    """`E y¹ = 0` and `E y³ = 0`."""
    first, third = conjuncts(assume(UNSKEWED))
    return identity(power(1), 0, FACTS, ((first, 1),)), third


def diagonal(block: str) -> Theorem:
    """The entries `j, j` of the gradient by a block."""
    here = at(gradient_entries()[block][0], assume(PLACES[0]))
    goal, value = equal(copies(gradient(block, j, j)), DIAGONAL[block]), parts(here.conclusion, "equal")[1]
    known = (*FACTS, *IN_PLACE)
    using = (*means(value, known), *sums(value, known, power(2) * power(4)))
    return under(modulo(goal, (here, *using)), PLACES[0])


def along(block: str) -> Theorem:
    """The gradient by a block points along the line."""
    on, off = gradient_entries()[block]
    if block in DIAGONAL:
        on = diagonal(block)
    goal = copies(along_line(block))
    first = at(on, belonging(1, integers_between(1, d), FACTS))

    def on_line(facts: Facts) -> Theorem:
        here = at(on, assume(PLACES[0]))
        return modulo(goal, (turned_round(facts[0]), *indicated(reflexive(j)), here, first))

    def off_line(facts: Facts) -> Theorem:
        here = apply(at(off, *map(assume, PLACES)), facts[0])
        value = parts(here.conclusion, "equal")[1]
        known = (*FACTS, *IN_PLACE, *facts)
        using = (*means(value, known), *sums(value, known, written(0), zeros()), *zeros())
        return modulo(goal, (*indicated(facts[0]), here, *using))

    return under(whichever(goal, excluded_middle(equal(j, k)), on_line, off_line), *PLACES)


@cache
def theorem() -> Theorem:
    """The goal."""
    invariant = under(conjoin(*map(along, BLOCKS)), *POINT)
    same = under(conjoin(*map(diagonal, DIAGONAL)), *POINT)
    return under(conjoin(invariant, same), *DOMAINS, UNSKEWED)


def proof() -> Proof:
    """The goal and its definedness."""
    return Proof(goal(), theorem(), proved(defined(goal()), solve=regular))
