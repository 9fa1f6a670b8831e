"""With at most three coordinates a trained point is a global minimum of the full loss, by the rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from proofs.zheng2024.formal.landscape.above_diagonals import TRIPLES, lower_everywhere
from proofs.zheng2024.formal.landscape.diagonal_sums import LOSS, S1, loss_of_diagonals, loss_of_trained
from proofs.zheng2024.formal.landscape.global_minimum_repaired import LEAST, least_value
from proofs.zheng2024.formal.landscape.three_coordinates import (
    ENERGY,
    energy_at_one,
    energy_at_three,
    energy_at_two,
    in_full,
    in_general,
    of_size,
)
from proofs.zheng2024.formal.lemmas.all_blocks import (
    AT_REST,
    NOWHERE_LOWER,
    TRAINED,
    all_defined,
    for_each_trained_point,
)
from proofs.zheng2024.formal.lemmas.line_loss import POINT
from proofs.zheng2024.formal.on_line.line_flow import FACTS
from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, a, b, d, moment, stated, μ
from proofs.zheng2024.formal.on_line.line_signs import IN_SEQUENCES, constants
from proofs.zheng2024.formal.on_line.trained_line import C2, given_law
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.logic import apply, assume, cases, conjoin, contradict, part, parts, reflexive
from symbolic.core.rules.means import equal_means
from symbolic.core.rules.membership import integral, next_integer, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    INTEGERS,
    at_most,
    conjunction,
    entry,
    equal,
    implies,
    integers_between,
    less,
    member,
    negation,
)
from symbolic.goals.usual_terms import SEQUENCE
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.small_ranges import for_each
from symbolic.tactics.steps import at, belonging, conjuncts, modulo, under, whichever

FEW = at_most(d, 3)


def goal(
    hypotheses: Expression = LINE_CONDITIONS,
    few: Expression = FEW,
    lower: Expression = NOWHERE_LOWER,
    least: Expression = LEAST,
) -> Expression:
    """For `d ≤ 3`, all T, laws, trained points and blocks: no smaller loss than at that point, and which it is."""
    found = conjunction(stated().for_all_blocks(lower), equal(TRAINED, least))
    return for_each_trained_point(implies(few, found), hypotheses)


@cache
def odd_triple(j: int, k: int, r: int) -> Theorem:
    """`E x_j x_k² x_r³ = 0` for three different coordinates of three."""
    odd = part(0, assume(of_size(LINE_CONDITIONS, 3)))
    places = (belonging(n, integers_between(1, 3)) for n in (j, r))
    mixed = conjuncts(apply(at(odd, *places), signed(negation(equal(j, r)))))[3]
    powers = tuple(entry(SEQUENCE, n) ** order for n, order in ((j, 1), (k, 2), (r, 3)))
    turned = identity(Node("multiply", powers), Node("multiply", (powers[0], powers[2], powers[1])))
    same = equal_means(μ, under(turned, IN_SEQUENCES))
    total = parts(mixed.conclusion, "equal")[0]
    single = modulo(equal(total, moment((j, 1), (r, 3), (k, 2))), in_full(total))
    return identity(moment((j, 1), (k, 2), (r, 3)), 0, using=((same, 1), (single, -1), (mixed, 1)))


def triples_at(size: int) -> Theorem:
    """That the triples vanish in so many dimensions: with two at most there are none."""
    return _all(of_size(TRIPLES, size), ())


def _all(formula: Expression, places: tuple[int, ...]) -> Theorem:
    """A formula for all explicit coordinates that are different, from `odd_triple`."""
    match formula:
        case Node(head="for_all", parts=(domain, body)):
            last = parts(domain, "integers_between")[1]
            count = int(last.value) if isinstance(last, Node) and last.value else 0
            return for_each(formula, *(_all(opened(body, (written(n),)), (*places, n)) for n in range(1, count + 1)))
        case Node(head="implies", parts=(premise, conclusion)):
            if len({*places}) == len(places):
                return under(_all(conclusion, places), premise)
            return under(cases(conclusion, _same_twice(premise)), premise)
    return odd_triple(*places)


def _same_twice(premise: Expression) -> Theorem:
    """That explicit coordinates are not different, as one stands twice."""
    for each in conjuncts(assume(premise)):
        left, right = parts(parts(each.conclusion, "not")[0], "equal")
        if left == right:
            return contradict(reflexive(left), each)
    raise AssertionError("two coordinates are the same")


@cache
def from_energy() -> Theorem:
    """`L(trained) ≤ L(diagonals)`, if the energy is at least that of equal coordinates."""
    curvature, length = constants()[1], signed(less(0, d), FACTS)
    energy, product = assume(ENERGY), a * b
    low, high = parts(ENERGY, "at_most")
    value = (high - low) / (2 * d) + C2 * (S1 - d * product) ** 2 / (2 * d)
    using = (
        (loss_of_diagonals(), 1),
        (loss_of_trained(), -1),
        (assume(AT_REST), C2 * S1 - d * C2 * product),
    )
    same = identity(LOSS - TRAINED, value, (curvature, length), using)
    rest = signed(
        at_most(0, value),
        (energy, curvature, length),
        products=((energy,), (curvature,), (length,)),
        squares=(S1 - d * product,),
    )
    return signed(at_most(TRAINED, LOSS), (same, rest, length))


@cache
def below_diagonals() -> Theorem:
    """`L(trained) ≤ L(diagonals)` in at most three dimensions, and that the triples vanish there."""
    return by_dimension(
        conjunction(at_most(TRAINED, LOSS), TRIPLES),
        lambda size, energy: conjoin(
            apply(under(from_energy(), ENERGY), in_general(energy, size, ENERGY)),
            in_general(triples_at(size), size, TRIPLES),
        ),
    )


def by_dimension(goal_: Expression, prove: Callable[[int, Theorem], Theorem]) -> Theorem:
    """A goal where `d ≤ 3`, from a proof for each d that is given the energy there."""
    integer = next(fact for fact in FACTS if fact.conclusion == member(d, INTEGERS))

    def from_(size: int, known: Facts) -> Theorem:
        energies = {1: energy_at_one, 2: energy_at_two, 3: energy_at_three}

        def impossible(case: Facts) -> Theorem:
            return cases(goal_, signed(FALSE, (*known, *case, *FACTS, assume(FEW))))

        def here(_: Facts) -> Theorem:
            return prove(size, energies[size]())

        def more(case: Facts) -> Theorem:
            if size == 3:
                return impossible(case)
            return from_(size + 1, (next_integer(integral(written(size)), integer, case[0]),))

        return whichever(goal_, trichotomy(d, written(size)), impossible, here, more)

    return from_(1, ())


@cache
def theorem() -> Theorem:
    """The goal."""
    both = below_diagonals()
    minimum = lower_everywhere(part(1, both), part(0, both))
    return given_law(under(conjoin(minimum, least_value()), *POINT, AT_REST, FEW))


def proof() -> Proof:
    """The goal and its definedness."""
    return Proof(goal(), theorem(), all_defined(goal()))
