"""Theorem 4.3: for `x_1 = 1_d` with gradients masked off the diagonal the flow stays on the line."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.line.theorem_4_1_repaired import PRINTED_OVERLAP, same_sum
from proofs.zheng2024.formal.on_line.line_formulas import OVERLAP, T, a, a0, b, b0, d, j, k
from proofs.zheng2024.formal.on_line.trained_line import point_of
from proofs.zheng2024.formal.ones.ones_gradient import (
    BLOCKS,
    FACTS,
    KEY_BLOCK,
    ONES,
    PLACES,
    POINT,
    SIZES,
    VALUE_BLOCK,
    closed,
    derived,
    diagonal,
    first_beside_second,
    gradient,
    sum_over_others,
)
from proofs.zheng2024.formal.ones.proposition_4_2_repaired import harmonic_positive
from proofs.zheng2024.formal.scalars.scalar_convergence import converge, converging
from proofs.zheng2024.formal.scalars.scalar_flow import reduced_flow_tends
from proofs.zheng2024.formal.scalars.scalar_limits import reduced_flow_goes
from proofs.zheng2024.setting import ZHENG_MASKED
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, opened
from symbolic.core.rules.derivatives import along_field
from symbolic.core.rules.facts import flow_on_family
from symbolic.core.rules.logic import apply, assume, conjoin, part, parts, rewrite
from symbolic.core.rules.membership import belongs
from symbolic.core.sorts import signature_of
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    System,
    at_most,
    cell,
    conjunction,
    equal,
    exists,
    for_all,
    function,
    implies,
    integers_between,
    integers_from,
    less,
    member,
    negation,
    real,
    tends,
    vector_moments,
)
from symbolic.goals.engine import derived_gradient, derived_regularity
from symbolic.goals.stated import Stated
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    indicated,
    modulo,
    proved,
    rewritten,
    swapped,
    under,
    witnessed,
)
from symbolic.tactics.sums.constant_starts import moment_is_one

τ = real("τ")
MASKED = Stated(ZHENG_MASKED, "line")
NAMES = {KEY_BLOCK: "k", VALUE_BLOCK: "v"}
"""The trained diagonals of two blocks of the full model."""

C1, C2 = T - 2, T - 2 + (d - 1) * OVERLAP
FACTOR = C1 - C2 * a * b
SYSTEM = System((a, b), (b * FACTOR, a * FACTOR), (a0, b0))
MOVES = negation(equal(a0 + b0, 0))
PRINTED = 1 / (1 + (d - 1) / (T - 2) * PRINTED_OVERLAP)
START = (d, T, ONES, *MASKED.blocks_at(a0, b0))
FIRST = integers_between(1, 1)


def trained(diagonal_: str) -> Node:
    """Entry j of a trained diagonal at the time τ."""
    return cell(MASKED.model.trajectory(diagonal_, *START, τ), j, k)


def along(diagonal_: str, scalar: Expression) -> Expression:
    """All entries of a trained diagonal are one scalar, at the time τ."""
    return for_all(j, integers_between(1, d), for_all(k, FIRST, equal(trained(diagonal_), scalar)))


CONVERGE = converge(τ, *SYSTEM.at(τ))


def goal(value: Expression = PRINTED, moves: Expression = MOVES) -> Expression:
    """One flow, the line along the reduced flow, which converges; the limit of ab; and what the mask touches."""
    scalars = SYSTEM.at(τ)
    stays = for_all(τ, NONNEGATIVE, conjunction(along("k", scalars[0]), along("v", scalars[1])))
    goes = implies(moves, tends(τ, NONNEGATIVE, scalars[0] * scalars[1], value))
    flow = for_all(a0, REALS, for_all(b0, REALS, conjunction(MASKED.model.flows(*START), stays, CONVERGE, goes)))
    return for_all(d, integers_from(1), for_all(T, integers_from(3), conjunction(flow, mask())))


def on_diagonal(block: str) -> Expression:
    """The masked gradient is the gradient of the full model on the diagonal of a block."""
    masked = cell(MASKED.model.gradient(NAMES[block], d, T, ONES, *MASKED.blocks), j, 1)
    full = diagonal_entry(block)
    return for_all(j, integers_between(1, d), equal(masked, full))


def diagonal_entry(block: str) -> Expression:
    """Entry `j, j` of the gradient of the full model by a block."""
    model, row, _ = parts(gradient(block), "cell")
    return cell(model, row, row)


def mask() -> Expression:
    """What the mask keeps and what it sets to zero."""
    kept = conjunction(*map(on_diagonal, NAMES))
    others = (of_block(block) for block in BLOCKS if block not in NAMES)
    everywhere = for_all(a, REALS, for_all(b, REALS, conjunction(kept, *others)))
    return conjunction(everywhere, implies(at_most(2, d), conjunction(*map(needed, NAMES))))


def of_block(block: str) -> Expression:
    """The gradient of the full model by a block is zero."""
    lengths = integers_between(1, d)
    return for_all(j, lengths, for_all(k, lengths, equal(gradient(block), 0)))


def needed(block: str) -> Expression:
    """The gradient by a block is somewhere on the line not zero beside the diagonal."""
    beside = conjunction(negation(equal(j, k)), negation(equal(gradient(block), 0)))
    formula: Expression = exists(j, integers_between(1, d), exists(k, integers_between(1, d), beside))
    return exists(a, REALS, exists(b, REALS, formula))


def masked_entry(diagonal_: str) -> Theorem:
    """An entry of the gradient by a trained diagonal, as it is derived, with its moments."""
    law = belonging(ONES, vector_moments(6))
    places = assume(PLACES[0]), assume(member(k, FIRST))
    sizes = FACTS[0], FACTS[3], law
    return at(derived_gradient(ZHENG_MASKED.key, "line", diagonal_), *sizes, *map(assume, POINT), *places)


def valued(entry: Theorem, goal: Expression) -> Theorem:
    """An equation for an entry of a gradient, the moments in it being 1."""
    _, right = parts(entry.conclusion, "equal")
    sums = (node for node in closed(right, "total") if node.parts[1] == d)
    counted = (sum_over_others(node, (*FACTS, *assumed(PLACES[0]))) for node in sums)
    return modulo(goal, (entry, *counted, *map(moment_is_one, closed(right, "mean"))))


def slope(diagonal_: str) -> Theorem:
    """The gradient by a trained diagonal is opposite to the velocity of the line."""
    entry = masked_entry(diagonal_)
    velocity = along_field(MASKED.values(diagonal_), (a, b), SYSTEM.velocities)
    found = valued(entry, equal(parts(entry.conclusion, "equal")[0], -velocity))
    return under(found, *POINT, PLACES[0], member(k, FIRST))


@cache
def constants() -> Facts:
    """`0 < c1` and `0 < c2`."""
    length = signed(less(0, C1), FACTS)
    more = signed(at_most(0, d - 1), FACTS)
    return length, signed(less(0, C2), (length, more, harmonic_positive()), products=((more, harmonic_positive()),))


@cache
def scalars() -> Theorem:
    """The reduced flow exists for all times, and ab tends to c1/c2 unless `a0 + b0 = 0`."""
    return at_constants(reduced_flow_tends())


def at_constants(theorem: Theorem) -> Theorem:
    """A theorem about the reduced flow for all `c1, c2 > 0` and starts, at the constants of the masked model."""
    belong = (belongs(member(parts(each.conclusion, "less")[1], POSITIVE), each) for each in constants())
    return at(theorem, *belong, a0, b0)


def trained_flow() -> Theorem:
    """There is one flow, it is the line along the reduced flow and converges, and ab tends to the printed limit."""
    law = belonging(ONES, vector_moments(6))
    regular = at(derived_regularity(ZHENG_MASKED.key, "line"), FACTS[0], FACTS[3], law, a0, b0)
    flows = MASKED.model.flows(*START)
    slopes = tuple(map(slope, ZHENG_MASKED.blocks))
    found = flow_on_family(flows, MASKED.functions, regular, part(0, scalars()), slopes)
    now = conjuncts(at(part(1, found), assume(member(τ, NONNEGATIVE))))
    entries = (
        entry_along(name, scalar, now[n]) for n, (name, scalar) in enumerate(zip("kv", SYSTEM.at(τ), strict=True))
    )
    stays = under(conjoin(*entries), member(τ, NONNEGATIVE))
    starts = member(a0, REALS), member(b0, REALS)
    limits = converging(CONVERGE, a0 + b0, at_constants(reduced_flow_goes()))
    return under(conjoin(part(0, found), stays, limits, tends_to_printed()), *starts)


def entry_along(diagonal_: str, scalar: Expression, followed: Theorem) -> Theorem:
    """All entries of a trained diagonal are one scalar, at the time τ."""
    places = PLACES[0], member(k, FIRST)
    here = at(followed, *map(assume, places))
    return under(modulo(equal(trained(diagonal_), scalar), (here,)), *places)


def tends_to_printed() -> Theorem:
    """ab tends to the printed limit, where `a0 + b0 ≠ 0`."""
    goes = apply(part(1, scalars()), assume(MOVES))
    _, _, value = parts(goes.conclusion, "tends")
    divisors = (*constants(), denominator())
    equation = modulo(equal(value, PRINTED), (same_sum(),), divisors)
    limit = real("l")
    product = Node("multiply", SYSTEM.at(τ))
    return under(rewrite(function(limit, body=tends(τ, NONNEGATIVE, product, limit)), equation, goes), MOVES)


@cache
def denominator() -> Theorem:
    """`0 < 1 + (d − 1)/(T − 2) · H(T − 2)`."""
    length, more = constants()[0], signed(at_most(0, d - 1), FACTS)
    goal_ = less(0, 1 + (d - 1) / (T - 2) * OVERLAP)
    return signed(goal_, (length, more, harmonic_positive()), products=((length,), (more, harmonic_positive())))


def masked() -> Theorem:
    """What the mask keeps and what it sets to zero."""
    others = (block for block in BLOCKS if block not in NAMES)
    return conjoin(under(conjoin(conjoin(*map(kept, NAMES)), *map(zero, others)), *POINT), touched())


def kept(block: str) -> Theorem:
    """The masked gradient is that of the full model on the diagonal."""
    full, entry = at(diagonal(block), a, b, assume(PLACES[0])), masked_entry(NAMES[block])
    left, value = parts(full.conclusion, "equal")
    of_masked = valued(entry, equal(parts(entry.conclusion, "equal")[0], value))
    at_first = at(under(of_masked, PLACES[0], member(k, FIRST)), assume(PLACES[0]), belonging(1, FIRST))
    return under(modulo(equal(parts(at_first.conclusion, "equal")[0], left), (at_first, full)), PLACES[0])


def zero(block: str) -> Theorem:
    """The gradient of the full model by a block is zero."""
    entry = derived(block, tuple(map(assume, POINT)), tuple(map(assume, PLACES)))
    return under(modulo(equal(gradient(block), 0), (entry,)), *PLACES)


def touched() -> Theorem:
    """For `d ≥ 2` both blocks have entries beside the diagonal that are not zero somewhere on the line."""
    wide = assume(at_most(2, d))
    key = beside_key((*FACTS, wide))
    value = at(first_beside_second(), 1, 1)
    found = (
        witnessed_beside(block, equation, point_, (*FACTS, wide))
        for block, equation, point_ in ((KEY_BLOCK, key, (0, 1)), (VALUE_BLOCK, value, (1, 1)))
    )
    return under(conjoin(*found), at_most(2, d))


def beside_key(facts: Facts) -> Theorem:
    """`(∂L/∂W_KQ_32)[1, 2] = −H` at a = 0, b = 1."""
    point_ = (belonging(0, REALS), belonging(1, REALS))
    places = tuple(belonging(n, integers_between(1, d), facts) for n in (1, 2))
    entry = derived(KEY_BLOCK, point_, places)
    left, right = parts(entry.conclusion, "equal")
    different = signed(negation(equal(1, 2)))
    equations = (entry, *indicated(different), *map(moment_is_one, closed(right, "mean")))
    return modulo(equal(left, -OVERLAP), equations)


def witnessed_beside(block: str, equation: Theorem, point_: tuple[int, int], facts: Facts) -> Theorem:
    """Somewhere on the line an entry `1, 2` of the gradient by a block is not zero."""
    different = signed(negation(equal(1, 2)))
    left, _ = parts(equation.conclusion, "equal")
    nonzero = signed(negation(equal(left, 0)), (equation, harmonic_positive()))
    return witnessed(needed(block), conjoin(different, nonzero), *point_, 1, 2, facts=facts)


def proof() -> Proof:
    """The goal and its definedness."""
    found = under(conjoin(trained_flow(), masked()), *SIZES)

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        if isinstance(formula, Node) and formula.head == "regular":
            return regular_there(formula, facts)
        if formula == SYSTEM.is_global:
            return part(0, scalars())
        if formula == negation(equal(parts(PRINTED, "divide")[1], 0)):
            return signed(formula, (rewritten(swapped(same_sum()), denominator()), constants()[0]))
        return None

    return Proof(goal(), found, proved(defined(goal()), solve=solve))


def regular_there(formula: Node, facts: Facts) -> Theorem:
    """The loss of one of the two models is a polynomial at a point of the line."""
    key = signature_of(formula).key
    letters = _of_diagonals(formula) if key == ZHENG_MASKED.key else point_of(formula)
    sizes = belonging(d, integers_from(1), facts), belonging(T, integers_from(3), facts)
    return at(derived_regularity(key, "line"), *sizes, belonging(ONES, vector_moments(6)), *letters)


def _of_diagonals(regular: Node) -> tuple[Expression, ...]:
    """The point of the line at which the loss of the masked model is said to be a polynomial."""
    entries = (opened(parts(block, "matrix")[-1], (j, k)) for block in regular.parts[-len(NAMES) :])
    return tuple(parts(entry, "multiply")[0] for entry in entries)
