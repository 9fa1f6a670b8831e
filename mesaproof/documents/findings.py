"""Verdicts in words: the sentence that says one, and what settled each part of a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import sympy

from proofs.parts import Equality, Follows, Part, Positive, Settled
from proofs.verdict import Outcome, Verdict
from symbolic.typeset.formulas import parse, width
from symbolic.typeset.layout import ROOM
from symbolic.typeset.naming import Named, Table, spelled_out
from symbolic.typeset.printing import latex
from symbolic.typeset.prose import mathematics
from symbolic.typeset.sections import Finding


def sentence(verdict: Verdict, *, assumed: bool = True) -> str:
    """The verdict with its reason, what it rests on and, unless they are told elsewhere, the steps that it assumes."""
    satisfied = f" The hypotheses hold of {verdict.satisfied}." if verdict.satisfied else ""
    if verdict.outcome.proved:
        rests = f" Rests on {', '.join(verdict.rests_on)}." if verdict.rests_on else ""
        return f"{verdict.words}.{rests}{_assumed(verdict) if assumed else ''}{satisfied}"
    graded = f" ({verdict.grade})" if verdict.grade else ""
    return f"{verdict.words}{graded}: {unproved(verdict)}"


def _assumed(verdict: Verdict) -> str:
    """The steps that nothing proves."""
    return "".join(f" Assumed: {step.formula} ({step.why})." for step in verdict.assumed)


def unproved(verdict: Verdict) -> str:
    """Why a claim is not proved, and what is left over."""
    leftover = f"left over: {', '.join(verdict.leftover)}" if verdict.leftover else ""
    return f"{'; '.join(part for part in (why(verdict), leftover) if part)}."


def why(verdict: Verdict) -> str:
    """Why a claim is not proved, without the name of the part that is not."""
    name, _, because = verdict.reason.partition(": ")
    return because if because and name in {part.name for part in verdict.claim.parts} else verdict.reason


def findings(verdict: Verdict, chains: set[str]) -> Iterator[Finding]:
    """What settled the parts of a proved claim, once where it is the same; identities that a chain shows are named."""
    found: dict[tuple[str, tuple[str, ...]], Finding] = {}
    for one in _findings(verdict, chains):
        key = (one.because, one.formulas)
        found[key] = replace(found[key], parts=(*found[key].parts, *one.parts)) if key in found else one
    yield from found.values()


def _findings(verdict: Verdict, chains: set[str]) -> Iterator[Finding]:
    if not verdict.outcome.proved:
        return
    parts = {part.name: part for part in verdict.claim.parts}
    shown = tuple(name for name, part in parts.items() if isinstance(part, Equality) and name in chains)
    if shown:
        yield Finding(_BOTH_SIDES, chains=shown, parts=shown)
    yield from _derived(
        [part for name, part in parts.items() if isinstance(part, Equality) and name not in chains], shown
    )
    for line in verdict.own_evidence:
        name, _, because = line.partition(": ")
        if name not in parts:
            yield Finding(line)
        elif not isinstance(parts[name], Equality):
            yield replace(_finding(parts[name], because), parts=(name,))
    for used in verdict.claim.uses:
        modulo = f", up to {len(steps)} assumed" if (steps := used.steps) else ""
        yield Finding(f"Uses {used.key}, which is {Outcome.PROVED}{modulo}", used=used.key)


_BOTH_SIDES = "The first and the last side of each chain of equations are identical"


def _derived(plain: Sequence[Equality], shown: Sequence[str]) -> Iterator[Finding]:
    """How many differences are derived and zero, and the equations that are derived, beside those that chains show."""
    zero = [part for part in plain if part.right == 0 and not _entry_of(part)]
    others = [part for part in plain if part not in zero]
    if zero:
        each = (
            "One difference is derived, and it is"
            if len(zero) == 1
            else f"{len(zero)} differences are derived, and each is"
        )
        yield Finding(f"{each} zero", parts=tuple(part.name for part in zero))
    if others:
        also = "more " if shown or zero else ""
        several = f"{len(others)} {also}equations are derived, and their sides are identical"
        alone = f"One {also}equation is derived, and its sides are identical"
        formulas = tuple(map(_identity, others))
        left_out = _LEFT_OUT if any(formula.startswith(LONG) for formula in formulas) else ""
        yield Finding(
            (alone if len(others) == 1 else several) + left_out, formulas, parts=tuple(part.name for part in others)
        )


LONG = r"\cdots"
_LEFT_OUT = "; `⋯` is a derived side that is long, or written as the other"


def _identity(part: Equality) -> str:
    """The stated side behind the derived one, where that has another form that is no longer than a row."""
    derived, stated = latex(spelled_out(part.left())), latex(part.right)
    if left := _entry_of(part):
        return f"{left} = {stated}"
    short = derived != stated and width(parse(derived)) + width(parse(stated)) < ROOM
    return f"{derived if short else LONG} = {stated}"


def _entry_of(part: Equality) -> str:
    """The derivative by an entry, of a part that is named by one."""
    return rf"\frac{{\partial L}}{{\partial {mathematics(part.name)}}}" if ENTRY.fullmatch(part.name) else ""


ENTRY = re.compile(r"(?:W_)?[A-Z]+_\d\d\[j,[jk]\]")


def _finding(part: Part, because: str) -> Finding:
    match part:
        case Positive(expression=expression):
            return Finding("Positive by the signs of its symbols", (f"{latex(expression())} > 0",))
        case Follows(conclusion=conclusion):
            return Finding(_capital(because), tuple(required.latex for required in conclusion.requirements))
        case Settled(statement=statement):
            return Finding(_capital(because), _formulas(statement))
        case _:
            return Finding(_capital(because))


def _capital(words: str) -> str:
    """A sentence that begins with a word begins with a capital; a letter alone is a name."""
    return words[:1].upper() + words[1:] if words[1:2].isalpha() else words


def _formulas(statement: Any) -> tuple[str, ...]:
    """A statement as formulas, a row of a table each; nothing where it is not made of expressions with symbols."""
    if isinstance(statement, Table):
        return (_table(statement),)
    rows = statement if isinstance(statement, tuple) else (statement,)
    return tuple(map(_formula, rows)) if _made_of_expressions(rows) and _has_symbols(rows) else ()


def _table(statement: Table) -> str:
    rows = [statement.heads, *(tuple(map(latex, row)) for row in statement)]
    body = r" \\ ".join(" & ".join(row) for row in rows)
    return rf"\begin{{matrix}} {body} \end{{matrix}}"


def _formula(row: Any) -> str:
    if isinstance(row, tuple) and len(row) > 1 and isinstance(row[0], sympy.logic.boolalg.Boolean):
        entries = r",\quad ".join(map(_entry, _flat(row[1:])))
        return rf"{latex(row[0])}:\quad {entries}"
    return latex(row)


def _flat(entries: tuple[Any, ...]) -> tuple[Any, ...]:
    """The entries of a row, a tuple of named ones among them taken apart."""
    alone = len(entries) == 1 and isinstance(entries[0], tuple) and any(isinstance(e, Named) for e in entries[0])
    return entries[0] if alone else entries


def _entry(entry: Any) -> str:
    """An entry of a row; under a name, what it stands for."""
    return f"{entry.letter} = {latex(entry.value)}" if isinstance(entry, Named) else latex(entry)


def _made_of_expressions(value: Any) -> bool:
    return all(map(_made_of_expressions, value)) if isinstance(value, tuple) else isinstance(value, sympy.Basic | int)


def _has_symbols(value: Any) -> bool:
    if isinstance(value, tuple):
        return any(map(_has_symbols, value))
    return isinstance(value, sympy.Basic) and bool(value.free_symbols)
