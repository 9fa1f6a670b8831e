"""A claim as the section of a document, from its verdict: every line of its derivation is checked first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy

from mesaproof.documents.findings import findings, sentence
from mesaproof.documents.formal_words import stated
from mesaproof.errors import InputError
from proofs.claim import Claim
from proofs.parts import Equality, Settled
from proofs.verdict import Verdict
from symbolic.typeset.derivation import Derivation
from symbolic.typeset.formulas import NotAFormula
from symbolic.typeset.naming import Named
from symbolic.typeset.sections import Section, meanings


def section(verdict: Verdict) -> Section:
    """A claim as it is printed, every line of its derivation checked; raises InputError when a line fails."""
    claim, chains = verdict.claim, checked(verdict.claim)
    try:
        settled = tuple(findings(verdict, {chain.name for chain in chains.chains}))
    except NotAFormula as error:
        raise InputError(f"{claim.key}, with a formula that cannot be read", str(error)) from None
    return Section(
        claim.key,
        claim.statement,
        claim.hypotheses,
        chains,
        sentence(verdict),
        settled,
        verdict.witness,
        str(claim.source),
        _names(verdict, chains),
        stated(verdict),
        (claim.source.bib, claim.source.place),
        tuple((step.formula, step.why) for step in claim.assumed),
        claim.repairs.key if claim.repairs else "",
        sentence(verdict, assumed=False),
    )


def _names(verdict: Verdict, chains: Derivation) -> tuple[Named, ...]:
    """The letters in what is printed of a claim, but for those that a row of a table defines."""
    lines = [line.expression for chain in chains.chains for line in chain.lines]
    if not verdict.outcome.proved:
        return meanings(lines)
    derived = {chain.name for chain in chains.chains}
    stated = [part.right for part in verdict.claim.parts if isinstance(part, Equality) and part.name not in derived]
    tables = [leaf for part in verdict.claim.parts if isinstance(part, Settled) for leaf in _leaves(part.statement)]
    return meanings([*lines, *stated, *tables], [leaf for leaf in tables if isinstance(leaf, Named)])


def _leaves(statement: Any) -> Iterator[sympy.Basic]:
    """The expressions in a statement that is printed as formulas."""
    if isinstance(statement, tuple):
        for item in statement:
            yield from _leaves(item)
    elif isinstance(statement, sympy.Basic):
        yield statement


def checked(claim: Claim) -> Derivation:
    """The derivation of a claim; raises InputError when a line does not follow."""
    found = claim.derivation()
    if faults := found.faults():
        where = f"{faults[0].chain}, line {faults[0].line}"
        raise InputError(f"{claim.key}, whose {where} fails: {faults[0].message}", "a derivation that holds")
    return found
