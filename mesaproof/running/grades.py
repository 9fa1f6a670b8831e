"""Of what kind a refutation is: at a boundary, substantive, ill-posed, or not graded; computed, never stated.

Boundary: under the conditions of `symbolic.decide.nondegenerate` the claim is what its repair states, and the repair is
PROVED. Substantive: the witness satisfies these conditions. Ill-posed: the claim is undefined there rather than false.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence

import sympy

from mesaproof.running.found import Found
from proofs.catalogue import declared, of_paper
from proofs.claim import Claim
from proofs.parts import Equality, Part, Positive, Settled
from proofs.verdict import Outcome
from symbolic.decide.consistency import Satisfied, consistency
from symbolic.decide.nondegenerate import nondegenerate, off_the_ends
from symbolic.laws import Law

BOUNDARY, SUBSTANTIVE, UNGRADED = "boundary", "substantive", "ungraded"

Known = Mapping[Claim, Outcome]


def grade(
    claim: Claim, witness: Found, parts: Sequence[tuple[Part, Found]], outcome_of: Callable[[Claim, Known], Outcome]
) -> str:
    """The grade of a refuted claim, from its witness and from what its parts came out as.

    `outcome_of` proves a claim, where some others are known; it is asked for a repair only where that matters.
    """
    if witness.undefined:
        return f"ill-posed at {witness.undefined}"
    if witness.exhibited and off_the_ends(dict(witness.point)) and _of_a_usual_law(claim, witness):
        return SUBSTANTIVE
    failing = [part for part, found in parts if not found.outcome.proved]
    for twin in _repairs(claim):
        alike = _adds_conditions_alone(claim, twin, failing)
        if alike and outcome_of(twin, {claim: Outcome.REFUTED}) is Outcome.PROVED:
            return BOUNDARY
    return UNGRADED


def _of_a_usual_law(claim: Claim, witness: Found) -> bool:
    """Whether the law is not degenerate; a witness without one breaks the claim at every law of its hypotheses."""
    law = witness.law or _law_of(claim)
    nothing_said = claim.family is None and not claim.hypotheses.conditions
    return nothing_said and witness.law is None if law is None else nondegenerate(law)


def _law_of(claim: Claim) -> Law | None:
    found = consistency(claim.hypotheses) if claim.hypotheses.conditions and claim.family is None else None
    return found.model if isinstance(found, Satisfied) else None


def _repairs(claim: Claim) -> Iterable[Claim]:
    """The claims that mend it: a repair stands in the same paper, or in the same file of a person's."""
    module = claim.derive.__module__
    listed = of_paper(claim) if module.startswith("proofs.") else declared(sys.modules[module])
    return (one for one in listed if one.repairs is claim)


def _adds_conditions_alone(claim: Claim, twin: Claim, failing: Sequence[Part]) -> bool:
    """Whether every part that fails is, under the conditions, a part of the repair, which is about the same laws."""
    same_laws = set(claim.hypotheses.conditions) == set(twin.hypotheses.conditions)
    family = _plain(claim.family) == _plain(twin.family)
    return bool(failing) and same_laws and family and all(any(_restricted(p, q) for q in twin.parts) for p in failing)


def _restricted(part: Part, repaired: Part) -> bool:
    match part, repaired:
        case Settled(settle=settle, within=within), Settled(settle=other):
            if within is None or settle != other:
                return False
            return bool(within(part.statement) == within(repaired.statement))
        case Equality(), Equality():
            sides = sympy.Tuple(part.left(), part.right)
            others = sympy.Tuple(repaired.left(), repaired.right)
        case Positive(), Positive():
            sides, others = sympy.Tuple(part.expression()), sympy.Tuple(repaired.expression())
        case _:
            return False
    return part.name == repaired.name and _off_the_ends_alone(sides, others)


def _off_the_ends_alone(stated: sympy.Tuple, repaired: sympy.Tuple) -> bool:
    """Whether expressions differ in nothing but symbols whose domains have lost their end at 0."""
    if _plain(stated) != _plain(repaired):
        return False
    others = {symbol.name: symbol for symbol in repaired.free_symbols}
    pairs = [(symbol, others[symbol.name]) for symbol in stated.free_symbols if symbol.name in others]
    return all(other == one or other.assumptions0 == _without_end(one).assumptions0 for one, other in pairs)


def _without_end(symbol: sympy.Symbol) -> sympy.Symbol:
    """The symbol with a domain that does not end at 0."""
    without = {"nonzero": True} if symbol.is_nonnegative or symbol.is_nonpositive else {}
    return sympy.Symbol(symbol.name, **{**symbol.assumptions0, **without})


def _plain(value: object) -> object:
    """An expression, or the description of a family, in symbols without assumptions."""
    if isinstance(value, sympy.Basic):
        return value.xreplace({symbol: sympy.Symbol(symbol.name) for symbol in value.free_symbols})
    return getattr(value, "description", value)
