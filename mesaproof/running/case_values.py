"""What the expressions of a claim say at a case: a law, sizes and parameters. Where nothing is drawn it has no law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import sympy

from mesaproof.reading.law_spec import law_at
from proofs.catalogue import paper_of
from proofs.claim import Claim
from proofs.crosschecks import Case
from proofs.parts import Equality, Invariant, Part
from symbolic.algebra.operators import resolve
from symbolic.algebra.traces import Rows, at_matrices
from symbolic.expectation.moments import MomentSymbol, at_law
from symbolic.laws import Law


def law_of(case: Case) -> Law | None:
    """The law of a case in its dimension d, if it has one."""
    return None if case.law is None else law_at(case.law, case.size("d"))


def claimed_numbers(claim: Claim, law: Law | None, case: Case) -> dict[str, float]:
    """What the claim's right sides say at one case, by name of the part (for an invariant set: by entry)."""
    numbers = (
        (name, number(claim, expression, law, case, free))
        for part in claim.parts
        for name, expression, free in stated(part)
    )
    return {name: float(value) for name, value in numbers if value is not None}


def number(
    claim: Claim, expression: sympy.Expr, law: Law | None, case: Case, free: tuple[int, ...] = ()
) -> sympy.Expr | None:
    """The exact value of an expression of a claim at a case; None where it has letters without a value there."""
    paper = paper_of(claim)
    letters = {rule.right: rule.left for rule in paper.answer("definitions") or ()}
    formal = at_matrices(resolve(expression).xreplace(letters), matrices_of(claim, law, case))
    if values := paper.answer("values"):
        formal = values(formal, law, case)
    return at_case(formal, law, case, free) if is_number(formal, case) else None


def matrices_of(claim: Claim, law: Law | None, case: Case) -> Mapping[str, Rows]:
    """What the letters of words stand for at a case, by name, where the claim's paper has such letters."""
    matrices = paper_of(claim).answer("matrices")
    found: Mapping[str, Rows] = matrices(law, case) if matrices else {}
    return found


def stated(part: Part) -> Iterator[tuple[str, sympy.Expr, tuple[int, ...]]]:
    """The expressions of a part that a second route may be compared with."""
    if isinstance(part, Equality):
        yield part.name, part.right, part.free
    elif isinstance(part, Invariant):
        yield from part.set.entries()


def is_number(formal: sympy.Expr, case: Case) -> bool:
    """Whether an expression in moments has a value at a case: it has no other symbols than the case gives values."""
    drawn = case.law is not None
    names = {symbol.name for symbol in formal.free_symbols if not (drawn and isinstance(symbol, MomentSymbol))}
    return names <= {name for name, _ in (*case.sizes, *case.parameters)}


def at_case(formal: sympy.Expr, law: Law | None, case: Case, free: tuple[int, ...]) -> sympy.Expr:
    """Exact value of an expression in moments at a law, sizes and parameters; without a law it has no moments."""
    given = {name: sympy.Rational(value) for name, value in (*case.parameters, *case.sizes)}
    values = {symbol: given[symbol.name] for symbol in formal.free_symbols if symbol.name in given}
    there = formal if law is None else at_law(formal, law, free)
    return there.xreplace(values).doit()
