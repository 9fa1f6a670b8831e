"""What is trusted beside the rules: procedures that settle closed formulas of their own kinds, by name.

A process that has not loaded a procedure refuses what rests on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from symbolic.core.expressions import Expression, Refused, free
from symbolic.core.theorems import Formula, Sequent, Theorem, history, rule

Procedure = Callable[[Expression], None]
"""Returns where a closed formula without free variables is true, and raises `Refused` where it cannot say so."""

_procedures: dict[str, Procedure] = {}
PROCEDURES: Mapping[str, Procedure] = MappingProxyType(_procedures)
"""The procedures that this process has loaded."""


def procedure(name: str) -> Callable[[Procedure], Procedure]:
    """Put a procedure into the register; raises `Refused` where another one has its name."""

    def registered(run: Procedure) -> Procedure:
        if _procedures.setdefault(name, run) is not run:
            raise Refused(f"there are two procedures {name}")
        return run

    return registered


@rule
def trusted(name: str, formula: Formula) -> Sequent:
    """`⊢ A`, where A has no free variable and a procedure that is trusted, asked here and now, says that A is true."""
    if name not in PROCEDURES:
        raise Refused(f"the procedure {name!r} is not loaded")
    if free(formula):
        raise Refused("a procedure is asked about formulas without free variables")
    PROCEDURES[name](formula)
    return Sequent(frozenset(), formula)


def trusts(*theorems: Theorem) -> tuple[str, ...]:
    """The procedures that theorems rest on, sorted."""
    return trusted_in(history(*theorems))


def trusted_in(steps: Iterable[Theorem]) -> tuple[str, ...]:
    """The procedures that are trusted in the steps of a proof, sorted."""
    return tuple(sorted({str(each.arguments[0]) for each in steps if each.rule == trusted.name}))
