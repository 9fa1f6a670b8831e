"""Conditions, patterns and laws that several tests of hypotheses share."""

from __future__ import annotations

from fractions import Fraction

import sympy
from hypothesis import strategies as st

from proofs.zheng2024.capability.recovery import Recovers
from proofs.zheng2024.line.start_conditions import OnLine, StartCondition
from proofs.zheng2024.notation import a0, b0
from symbolic.decide.conditions import Condition, Equals, MixedMomentsVanish, SameForAll
from symbolic.decide.conditions.finiteness import Finite
from symbolic.decide.conditions.marginals import MomentsOf
from symbolic.decide.conditions.supports import Support
from symbolic.decide.conditions.symmetries import Independent, Permutations, SignFlips, Values
from symbolic.expectation.moments import Pattern
from symbolic.laws import Atoms
from symbolic.laws.coordinates import Uniform, rademacher

HALF = Fraction(1, 2)

patterns = st.builds(
    Pattern,
    st.lists(st.integers(1, 4), min_size=1, max_size=2).map(tuple),
    st.lists(st.integers(1, 3), max_size=1).map(tuple),
)

ZERO_MEAN_BUT_DEPENDENT = Atoms.of([[1, 1], [-1, -1]], [HALF] * 2)
PAIRWISE_ONLY = Atoms.of([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]], [Fraction(1, 4)] * 4)
"""The parity law: any two coordinates are independent signs, the product of all three is 1."""

CONDITIONS: list[Condition] = [
    MixedMomentsVanish(2),
    MixedMomentsVanish(4),
    Equals(Pattern((1, 3))),
    Equals(Pattern((3, 3))),
    Equals(Pattern((1,), (2,))),
    SameForAll(Pattern((4,))),
    SameForAll(Pattern((2,), (3,))),
]

KINDS: tuple[Condition, ...] = (
    *CONDITIONS,
    SignFlips(),
    Permutations(),
    Independent(),
    Values((-1, 0, HALF)),
    Finite(Pattern((2,), (4,))),
    Support(((Pattern((1, 1)), 1),)),
    Support(((Pattern((), (2,)), 1),), 1),
    Support(((Pattern((3,)), -2), (Pattern((1,)), HALF))),
    MomentsOf(Uniform(HALF), but=(4, 6)),
    MomentsOf(rademacher(), most=6),
    StartCondition(sympy.Ne(a0 + b0, 0)),
    StartCondition(a0 * b0 > HALF),
    OnLine(),
    Recovers(),
    Recovers(every_W=True),
)
