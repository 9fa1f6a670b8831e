"""Altered claims that must be refused: a changed coefficient, index range or sign, or a dropped hypothesis."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import sympy

from proofs.claim import Claim, Equality, LineInvariant, Part, Positive, Settled
from symbolic.notation import T, kappa1, kappa2, kappa3, t


@dataclass(frozen=True)
class Mutant:
    """A claim altered in one place, and what was altered: the number of a part, or None for a hypothesis."""

    claim: Claim
    change: str
    part: int | None = None


def mutants(claim: Claim) -> tuple[Mutant, ...]:
    """Every alteration of a claim's own data that changes what it says.

    An alteration that leaves an expression identical (the same after expansion) is not a mutant and is not returned.
    """
    return (*_of_parts(claim), *_of_hypotheses(claim))


def _of_parts(claim: Claim) -> Iterator[Mutant]:
    for n, part in enumerate(claim.parts):
        for altered, change in _altered(part):
            parts = (*claim.parts[:n], altered, *claim.parts[n + 1 :])
            yield Mutant(replace(claim, parts=parts), f"{part.name}: {change}", n)


def _altered(part: Part) -> Iterator[tuple[Part, str]]:
    match part:
        case Equality():
            for right, change in _other_sides(part.right):
                yield replace(part, right=right), change
        case Positive():
            yield replace(part, expression=_negated(part)), "sign"
        case Settled():
            for statement, change in _other_statements(part.statement):
                yield replace(part, statement=statement), change
        case LineInvariant():
            return


def _other_sides(right: sympy.Expr) -> Iterator[tuple[sympy.Expr, str]]:
    """Every alteration that differs from the side itself and from the alterations before it."""
    known = {_expanded(right)}
    for change, rewrite in REWRITES.items():
        for n, altered in enumerate(rewrite(right)):
            if (expanded := _expanded(altered)) not in known:
                known.add(expanded)
                yield altered, f"{change} ({n + 1})"


def _other_statements(statement: Any) -> Iterator[tuple[Any, str]]:
    """Data of which one number or one expression is altered; tuples are entered, everything else is left alone."""
    if isinstance(statement, tuple):
        for n, item in enumerate(statement):
            for altered, change in _other_statements(item):
                yield (*statement[:n], altered, *statement[n + 1 :]), f"{n + 1}.{change}"
    elif isinstance(statement, int) and not isinstance(statement, bool):
        yield statement + 1, "one larger"
        if statement:
            yield -statement, "sign"
    elif isinstance(statement, sympy.Expr):
        yield statement + 1, "one larger"
        if statement != 0:
            yield -statement, "sign"
            yield 2 * statement, "doubled"


def _of_hypotheses(claim: Claim) -> Iterator[Mutant]:
    """Hypotheses are needed one by one only where the claim decides from them."""
    if any(isinstance(part, LineInvariant) for part in claim.parts):
        for n, condition in enumerate(claim.hypotheses.conditions):
            yield Mutant(replace(claim, hypotheses=claim.hypotheses.without(n)), f"dropped: {condition.text}")


def _negated(part: Positive) -> Callable[[], sympy.Expr]:
    return lambda: -part.expression()


def _expanded(expression: sympy.Expr) -> sympy.Expr:
    return sympy.expand(expression.doit())


def _coefficients(expression: sympy.Expr) -> Iterator[sympy.Expr]:
    """Each numeric factor, raised by one; at a term without one, the term doubled."""
    yield 2 * expression + (1 if expression == 0 else 0)
    numbers = sorted((n for n in expression.atoms(sympy.Integer) if n not in (-1, 0)), key=int)
    for n in numbers:
        yield expression.xreplace({n: n + 1})
    for term in sympy.Add.make_args(sympy.expand(expression)):
        if term != 0 and term != expression:
            yield expression + term


def _index_ranges(expression: sympy.Expr) -> Iterator[sympy.Expr]:
    """T−2 becomes T−1 everywhere, in harmonic numbers only, and the weight 1/(t−1) becomes 1/t."""
    yield expression.subs(T, T + 1)
    yield expression.replace(sympy.harmonic, lambda n, *order: sympy.harmonic(n + 1, *order))
    yield expression.replace(lambda e: isinstance(e, sympy.Sum), _wider)
    yield expression.replace(lambda e: isinstance(e, sympy.Sum), _later)


def _wider(total: sympy.Sum) -> sympy.Expr:
    index, low, high = total.limits[0]
    return sympy.Sum(total.function, (index, low, high + 1))


def _later(total: sympy.Sum) -> sympy.Expr:
    """`Σ_{t=2}^{T-1} 1/t` is `H_{T-1} − 1`."""
    return sympy.harmonic(T - 1) - 1 if total.function == 1 / (t - 1) else total


def _signs(expression: sympy.Expr) -> Iterator[sympy.Expr]:
    yield -expression
    for term in sympy.Add.make_args(sympy.expand(expression)):
        if term != expression:
            yield expression - 2 * term


def _exchanges(expression: sympy.Expr) -> Iterator[sympy.Expr]:
    """Symbols of one kind in each other's place."""
    for one, other in ((kappa1, kappa2), (kappa2, kappa3), (kappa1, kappa3), *(_scalars(expression))):
        yield expression.xreplace({one: other, other: one})


def _powers(expression: sympy.Expr) -> Iterator[sympy.Expr]:
    """Each power of a symbol raised by one, each symbol squared, and harmonic numbers of the next order."""
    powers = sorted((p for p in expression.atoms(sympy.Pow) if p.base.is_Symbol and p.exp.is_Integer), key=str)
    for power in powers:
        yield expression.xreplace({power: power * power.base})
    for symbol in sorted(expression.free_symbols - {T, t}, key=str):
        yield expression.xreplace({symbol: symbol**2})
    yield expression.replace(sympy.harmonic, lambda n, *order: sympy.harmonic(n, 1 + (order[0] if order else 1)))


def _scalars(expression: sympy.Expr) -> list[tuple[sympy.Symbol, sympy.Symbol]]:
    free = sorted(expression.free_symbols - {T, t}, key=str)
    return list(pairwise(free))


REWRITES: dict[str, Callable[[sympy.Expr], Iterator[sympy.Expr]]] = {
    "coefficient": _coefficients,
    "index range": _index_ranges,
    "sign": _signs,
    "exchanged symbols": _exchanges,
    "power": _powers,
}
"""What is altered, and how."""
