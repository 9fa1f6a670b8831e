"""Where the two scalars of the reduced flow go, from every start: `a² − b²` and the sign of `a + b` tell."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.scalar_flow import (
    AT,
    ESTIMATE,
    FACTS,
    GIVEN,
    MOVES,
    NEAR,
    START,
    K,
    a0,
    b0,
    c1,
    c2,
    existence,
    keeps_sign,
    moving,
    nears,
    slack,
    t,
)
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.convergence import comparison, continuity, eventually
from symbolic.core.rules.flows import conserved, decreasing, flow_start
from symbolic.core.rules.logic import apply, assume, choose, conjoin, deny, discharge, part, parts, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    Number,
    at_most,
    conjunction,
    equal,
    exists,
    for_all,
    function,
    implies,
    less,
    member,
    real,
    root,
    tends,
)
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, rewritten, under

TIME = member(t, NONNEGATIVE)
BELONGS, LATER = assumed(TIME)
SPREAD = a0**2 - b0**2
"""C, what the flow conserves."""


def size(c1: Number, c2: Number, spread: Expression = SPREAD) -> Expression:
    """`k = √(4 c1² + c2² C²)`."""
    return root(4 * written(c1) ** 2 + written(c2) ** 2 * spread**2)


def far(c1: Number, c2: Number, sign: int, spread: Expression = SPREAD) -> Expression:
    """`√((k + c2 C)/(2 c2))`, or with the sign −1 `√((k − c2 C)/(2 c2))`."""
    change = written(c2) * spread
    above = size(c1, c2, spread)
    return root((above + change if sign > 0 else above - change) / (2 * written(c2)))
