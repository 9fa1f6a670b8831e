"""The gradient flow on the family from any start where Λ is definite: what it keeps, a bound, and where it tends."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.flow import family_flow
from proofs.zhang2024.formal.flow.any_pair import START, A, a
from proofs.zhang2024.formal.flow.definite_flow import BEGINS, LEVEL, LONG, always_positive, some_bound
from proofs.zhang2024.formal.flow.definite_limits import limits
from proofs.zhang2024.formal.flow.family_flow import FLOW, NOW, PAIR, definite
from proofs.zhang2024.formal.flow.from_family import TIME, Followed, t
from proofs.zhang2024.formal.flow.heights import SECOND
from proofs.zhang2024.formal.loss_in_traces import Λ
from proofs.zhang2024.formal.trained_point import (
    DATA,
    SQUARE,
    R,
    by_letters,
    definite_product,
    facts,
    folded,
    sizes,
    spread,
    square,
)
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume, choose, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    Number,
    at_most,
    equal,
    for_all,
    member,
    real,
)
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import at
from symbolic.tactics.whole_matrices.matrix_letters import shaped

c, r, ρ = map(real, "crρ")
ABOVE = for_all(t, NONNEGATIVE, at_most(c, NOW[0]))
"""u stays above c."""

SUPPOSED = member(c, POSITIVE), ABOVE, member(r, POSITIVE), equal(r**4 - LEVEL * r**2, SECOND)
"""That u stays above c; which number r it then tends to."""


BOUNDED = for_all(t, NONNEGATIVE, at_most(NOW[0] ** 2 + square(NOW[1]), ρ))
"""ρ is a bound of `u² + ‖U‖²`."""


def shapes() -> Facts:
    """Those of all matrices in the field and in what is followed along it."""
    return (spread(), assume(START[1]), *(fact for fact in facts() if fact.conclusion in (member(R, SQUARE),)))


@cache
def existence() -> Theorem:
    """There is one solution on [0, ∞)."""
    return definite(family_flow.existence())


MOVING = Followed(PAIR, existence)
now, first, shape_at, followed = MOVING.now, MOVING.first, MOVING.shape_at, MOVING.here


@cache
def kept() -> Theorem:
    """`u² − ‖U‖²` at time t is what it is at the start."""
    return at(definite(family_flow.kept()), assume(TIME))


def of_model(theorem: Theorem) -> Theorem:
    """What is proved of all definite S and Q and all starts, for `S = ΓΛ`, `Q = C = Λ` and `M = Γ⁻¹`."""
    data = assume(DATA[0]), definite_product(), assume(DATA[2]), shaped(Λ, sizes()), shaped(R, folded()[1])
    return at(theorem, *data, folded()[0][1], *map(assume, START))


@cache
def keeps_sign() -> Theorem:
    """`0 < u` at time t."""
    return at(of_model(always_positive()), assume(BEGINS), assume(LONG), assume(TIME))


def bounded() -> Theorem:
    """`u² + ‖U‖² ≤ ρ` at time t, supposed of ρ."""
    return at(assume(BOUNDED), assume(TIME))


def without_bound(theorem: Theorem) -> Theorem:
    """What is proved with such a number ρ, without supposing that there is one."""
    return choose(ρ, of_model(some_bound()), theorem)


def arrives() -> Theorem:
    """The flow from a start tends to where u tends to r, if u stays above a positive number."""
    *_, limit = SUPPOSED
    length = by_letters(equal(square(R), SECOND))
    fourth = identity(parts(limit, "equal")[0], square(R), using=((assume(limit), 1), (length, -1)))
    found = at(of_model(limits()), assume(SUPPOSED[0]), assume(ABOVE), assume(SUPPOSED[2]), fourth)
    return FLOW.arrives(flow(), part(0, found), part(1, found))


@cache
def flow() -> Theorem:
    """There is one gradient flow from a start, and it follows the system."""
    return definite(family_flow.flow())


def ends(scalar: Expression = a, matrix: Expression = A, limit: Number = r, best: Expression = R) -> Expression:
    """There is one gradient flow from a start, it tends to a point of the family, and other blocks stay 0."""
    return FLOW.ends(scalar, matrix, limit, best)
