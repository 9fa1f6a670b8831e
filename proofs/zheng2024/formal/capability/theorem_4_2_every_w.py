"""Which laws are recovered for every W and almost every start, by the step `κ1/κ2` and by a model that is trained."""

from __future__ import annotations

from proofs.zheng2024.formal.capability.error_in_the_mean import CONDITION, ERROR, STEP, signs
from proofs.zheng2024.formal.capability.recovered_for_almost_every_w import ANGLES, goes_to, paths
from proofs.zheng2024.formal.capability.recovered_for_every_w import (
    ANY_STEP,
    AT_IDENTITY,
    NO_PAIRS,
    RECOVERED_BY,
    RECOVERED_FOR_EVERY_W,
    SINGLE,
    only_by_the_step,
    only_one,
    recovered,
    single_by_moments,
)
from proofs.zheng2024.formal.capability.theorem_4_2 import definedness as all_defined
from proofs.zheng2024.formal.descent.descent_kept import parts_of
from proofs.zheng2024.formal.lemmas.trained_product import LIMIT, tends_to_limit
from proofs.zheng2024.formal.line.gradient import overlap_positive
from proofs.zheng2024.formal.line.theorem_4_1_repaired import denominator
from proofs.zheng2024.formal.on_line.line_flow import FACTS, PLACES, SIZES, given
from proofs.zheng2024.formal.on_line.line_formulas import (
    LINE_CONDITIONS,
    OVERLAP,
    T,
    d,
    j,
    kappa1,
    kappa2,
    kappa3,
    moment,
    of_each,
)
from proofs.zheng2024.formal.on_line.line_signs import IN_SEQUENCES, SIGNAL, body, constants
from proofs.zheng2024.formal.on_line.trained_line import C2, FLOWS, MOVES, PRODUCT, STARTS, flows, τ
from proofs.zheng2024.formal.recovery.exact_recovery import ALONE, IDENTITY, alone, at_identity
from proofs.zheng2024.formal.recovery.long_context import DISTINCT, x
from proofs.zheng2024.formal.recovery.mixed_powers import COUNTED
from proofs.zheng2024.formal.recovery.predicted import MISSED, at_step, w
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression, Node, opened
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import (
    apply,
    assume,
    both_ways,
    conjoin,
    discharge,
    excluded_middle,
    one_way,
    parts,
)
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    at_most,
    conjunction,
    entry,
    equal,
    iff,
    implies,
    integers_between,
    integers_from,
    less,
    member,
    tends,
)
from symbolic.goals.written_blocks import SUMMED
from symbolic.tactics.finite_sums import constant_sum
from symbolic.tactics.probability.almost_sure import vanishes_with
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    indicated,
    modulo,
    quantified,
    swapped,
    turned_round,
    under,
    whichever,
)

SHORTFALL = kappa1() * kappa3() * OVERLAP / (kappa2() * ((T - 2) * kappa2() + kappa3() * OVERLAP))


def goal(
    at_one: Expression = AT_IDENTITY,
    alone_is: Expression = ERROR,
    pairs: Expression = NO_PAIRS,
    single: Expression = SINGLE,
    shortfall: Expression = SHORTFALL,
    hypotheses: Expression = LINE_CONDITIONS,
) -> Expression:
    """For all d and laws: what is missed at every length, for which starts it is 0, which laws are recovered, at T."""
    missed = at_step(MISSED, STEP)
    along = conjunction(
        implies(IDENTITY, of_each(quantified(equal(missed, at_one), COUNTED), j)),
        of_each(implies(ALONE, quantified(equal(missed, alone_is), COUNTED)), j),
        implies(DISTINCT, of_each(goes_to(ERROR), j)),
    )
    starts = of_each(implies(conjunction(equal(ERROR, 0), equal(at_one, 0)), ALONE), j)
    by_a_step = iff(RECOVERED_BY, conjunction(equal(w, STEP), CONDITION, pairs))
    found = conjunction(
        quantified(along, ANGLES, IN_SEQUENCES),
        quantified(starts, IN_SEQUENCES),
        iff(RECOVERED_FOR_EVERY_W, conjunction(CONDITION, single)),
        iff(single, pairs),
        quantified(by_a_step, ANY_STEP),
        implies(pairs, equal(kappa3(), 0)),
        quantified(trained(shortfall, pairs), SIZES[1]),
    )
    return quantified(implies(hypotheses, implies(SIGNAL, found)), SIZES[0], SIZES[2])


def trained(shortfall: Expression, pairs: Expression) -> Expression:
    """Trained at a length the step falls short of `κ1/κ2`, by nothing iff `κ3 = 0`; it recovers the same laws."""
    goes = implies(MOVES, tends(τ, NONNEGATIVE, PRODUCT, LIMIT))
    falls = conjunction(equal(STEP - LIMIT, shortfall), iff(equal(STEP, LIMIT), equal(kappa3(), 0)))
    same = iff(at_step(RECOVERED_BY, LIMIT), conjunction(CONDITION, pairs))
    return conjunction(quantified(conjunction(FLOWS, goes), *STARTS), falls, same)


def along_sequences() -> Theorem:
    """What is missed for W = I, where a coordinate is alone, and where the eigenvalues are distinct."""

    def at_the_step(theorem: Theorem, *memberships: Expression) -> Theorem:
        return under(at(under(theorem, member(w, REALS)), STEP), *memberships)

    same = at_the_step(at_identity(), IDENTITY, PLACES[0], COUNTED)
    single = at_the_step(alone(), PLACES[0], ALONE, COUNTED)
    distinct = at(paths(), assume(ANGLES), assume(IN_SEQUENCES))
    return under(conjoin(same, single, distinct), ANGLES, IN_SEQUENCES)


def no_overlap() -> Theorem:
    """`κ3 = 0`, where no two coordinates are both not 0."""
    r = SUMMED[1]
    place = member(r, integers_between(1, d))
    _, _, summand = parts(kappa3(), "total")
    term = opened(summand, (r,))
    _, mixed = parts(term, "multiply")
    first = belonging(1, integers_between(1, d), assumed(SIZES[0]))
    pairs = at(assume(NO_PAIRS), first, assume(place))
    one, other = entry(x, 1), entry(x, r)
    f, g = body(moment((1, 2), (r, 2))), body(mixed)
    signs_of = under(signed(at_most(0, f), squares=(one * other,)), IN_SEQUENCES)
    vanish = identity(g, 0, using=((assume(equal(f, 0)), other**2),))

    def case(facts: Facts) -> Theorem:
        if not isinstance(facts[0].conclusion, Node) or facts[0].conclusion.head == "equal":
            return modulo(equal(term, 0), indicated(facts[0]))
        different = turned_round(facts[0])
        vanishes = apply(pairs, different)
        zero = vanishes_with(x, vanishes, signs_of, vanish, given(SIZES[2]))
        return modulo(equal(term, 0), (zero, *indicated(facts[0])))

    each = equal_sums(under(whichever(equal(term, 0), excluded_middle(equal(r, 1)), case, case), place))
    nothing = at(constant_sum(), 0, belonging(d, integers_from(0), assumed(SIZES[0])))
    return discharge(NO_PAIRS, identity(kappa3(), 0, using=((each, 1), (nothing, 1))))


def of_training() -> Theorem:
    """What is claimed of the trained step."""
    length, overlap = signed(less(0, T - 2), FACTS), overlap_positive()
    bottom = constants()[1]
    known = (*signs(), length, overlap, bottom, denominator())
    short = identity(STEP - LIMIT, SHORTFALL, known)
    same, none = equal(STEP, LIMIT), equal(kappa3(), 0)
    factor = kappa2() * ((T - 2) * kappa2() + kappa3() * OVERLAP) / (kappa1() * OVERLAP)
    forward = identity(kappa3(), 0, known, ((short, -factor), (assume(same), factor)))
    backward = identity(STEP, LIMIT, known, ((short, 1), (assume(none), SHORTFALL_OVER)))
    iff_none = both_ways(discharge(same, forward), discharge(none, backward))
    goes = under(conjoin(flows(), under(tends_to_limit(), MOVES)), *STARTS)
    return under(conjoin(goes, conjoin(short, iff_none), recovered_at_length(backward)), SIZES[1])


def recovered_at_length(as_far: Theorem) -> Theorem:
    """The trained step recovers the laws that `κ1/κ2` does, as it is that where `κ3 = 0`."""
    forward, backward = conjuncts(one_way(at(only_by_the_step(), LIMIT)))
    recovered_ = at_step(RECOVERED_BY, LIMIT)
    both = conjunction(CONDITION, NO_PAIRS)
    condition, pairs = parts_of(assume(both))
    _, *laws = parts_of(apply(forward, assume(recovered_)))
    same = swapped(apply(discharge(equal(kappa3(), 0), as_far), apply(no_overlap(), pairs)))
    back = apply(backward, conjoin(same, condition, pairs))
    return both_ways(discharge(recovered_, conjoin(*laws)), discharge(both, back))


SHORTFALL_OVER = kappa1() * OVERLAP / (kappa2() * ((T - 2) * kappa2() + kappa3() * OVERLAP))


def proof() -> Proof:
    """The goal and its definedness."""
    starts = under(only_one(), IN_SEQUENCES)
    laws = recovered(), single_by_moments(), only_by_the_step()
    found = conjoin(along_sequences(), starts, *laws, no_overlap(), of_training())
    return Proof(goal(), under(found, SIZES[0], SIZES[2], LINE_CONDITIONS, SIGNAL), definedness())


def definedness() -> Theorem:
    """The goal is defined."""
    length, second = signed(less(0, T - 2), FACTS), constants()[1]
    return all_defined(goal(), length, denominator(), second, positive(kappa2() * C2, (*signs()[1:], second)))
