"""Which starts on the line share their limit, and which go to a given point."""

from __future__ import annotations

from proofs.zheng2024.formal.flow.reduced_flow_basins import limit_is_defined
from proofs.zheng2024.formal.on_line.fibres import FIBRES, fibres
from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, a0, b0
from proofs.zheng2024.formal.on_line.shared_limits import (
    CONDITION,
    PAIR,
    SHARED,
    a1,
    b1,
    limits_shared,
    only_then,
)
from proofs.zheng2024.formal.on_line.trained_line import FLOWS, flows, for_each_law, given_law, well_defined
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import both_ways, conjoin
from symbolic.core.vocabulary import REALS, conjunction, for_all, iff
from symbolic.tactics.steps import under


def goal(
    condition: Expression = CONDITION, fibres: Expression = FIBRES, hypotheses: Expression = LINE_CONDITIONS
) -> Expression:
    """For all sizes, laws and starts: which other starts share the limit, and which limits belong to which starts."""
    pairs = for_all(a1, REALS, for_all(b1, REALS, iff(SHARED, condition)))
    of_start = for_all(a0, REALS, for_all(b0, REALS, conjunction(FLOWS, fibres, pairs)))
    return for_each_law(of_start, hypotheses)


def proof() -> Proof:
    """The goal and its definedness."""
    pairs = under(both_ways(only_then(), limits_shared()), *PAIR[2:])
    found = under(conjoin(flows(), fibres(), pairs), *PAIR[:2])
    return Proof(goal(), given_law(found), well_defined(goal(), limit_is_defined))
