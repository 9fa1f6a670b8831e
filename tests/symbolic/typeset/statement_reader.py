"""Formulas by truth, twice: from the expression, and from its text read again, with what stands together in print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from symbolic.core.expressions import Expression, Node, Sort, Variable, opened, written
from symbolic.core.sorts import signature_of
from tests.symbolic.typeset.kernel_reader import World, evaluated, read

Slopes = Mapping[str, Mapping[tuple[int, int], Fraction]]
"""The entries of the gradient by each block of the one model."""


@dataclass(frozen=True)
class Meaning:
    """What free variables and slopes are."""

    world: World
    slopes: Slopes


def true(formula: Expression, meaning: Meaning) -> bool:
    """Whether a formula about integers between bounds, and about slopes, is true."""
    assert isinstance(formula, Node)
    match formula.head, formula.parts:
        case ("for_all" | "exists") as quantifier, (Node(head="integers_between", parts=(low, high)), _):
            variable = Variable(f"bound {len(meaning.world.numbers)}", Sort.REAL)
            body = opened(formula.parts[1], (variable,))
            first, last = (int(evaluated(end, meaning.world)) for end in (low, high))
            found = [true(body, _with(meaning, variable.name, n)) for n in _up_to(first, last)]
            return all(found) if quantifier == "for_all" else any(found)
        case "and", parts:
            return all(true(part, meaning) for part in parts)
        case "or", parts:
            return any(true(part, meaning) for part in parts)
        case "not", (part,):
            return not true(part, meaning)
        case "implies", (left, right):
            return not true(left, meaning) or true(right, meaning)
        case ("equal" | "less") as relation, (left, right):
            one, other = (evaluated(_numbers(side, meaning), meaning.world) for side in (left, right))
            return one == other if relation == "equal" else one < other
    raise AssertionError(f"no truth value: {formula.head}")


def _numbers(term: Expression, meaning: Meaning) -> Expression:
    """A term in which slopes are numbers."""
    match term:
        case Node(head="cell", parts=(Node(head="gradient", value=int(number)) as slope, row, column)):
            place = int(evaluated(row, meaning.world)), int(evaluated(column, meaning.world))
            return written(meaning.slopes[signature_of(slope).blocks[number]][place])
        case Node(head=head, parts=parts):
            return Node(head, tuple(_numbers(part, meaning) for part in parts), term.value, term.hints)
    return term


def _with(meaning: Meaning, name: str, value: int) -> Meaning:
    return Meaning(meaning.world.with_number(name, Fraction(value)), meaning.slopes)


def _up_to(low: int, high: int) -> range:
    return range(low, high + 1)


def read_statement(text: str, meaning: Meaning) -> bool:
    """Whether what a text says is true: the letters in it are read first."""
    body, world = _with_letters(text, meaning)
    return _said(body, world)


def read_left(text: str, world: World) -> Fraction:
    """The left side of an equation, from its text."""
    body, meaning = _with_letters(text, Meaning(world, {}))
    return _value(_cut(body, " = ")[0], meaning)


def _with_letters(text: str, meaning: Meaning) -> tuple[str, Meaning]:
    """What is said, and what the letters in it stand for: each is read by those before it."""
    body, _, told = text.partition(", where c = ")
    if not told:
        return _cut(body, ", where ")[0], meaning
    for told_of in re.split(r", (?=c_\d+ = )", f"c = {_cut(told, ', where ')[0]}"):
        letter, _, term = re.split(r", (?=L is |H\()", told_of)[0].partition(" = ")
        meaning = Meaning(meaning.world.with_number(letter, _value(term, meaning)), meaning.slopes)
    return body, meaning


def _said(text: str, meaning: Meaning) -> bool:
    """A statement: `… for W = A, B` holds for each block, before all else."""
    if len(found := _cut(text, " for ")) > 1:
        assert len(found) == 2, f"{text} says twice for which blocks"
        return all(_said(found[0], _called(meaning, name, block)) for name, block in _blocks(found[1], meaning))
    if quantified := re.match(r"([∀∃])([^∈]*) ∈ \{(.*?), …, (.*?)\}: (.*)", text):
        sign, names, low, high, body = quantified.groups()
        values = _up_to(*(int(_value(end, meaning)) for end in (low, high)))
        drawn = product(values, repeat=len(names.split(", ")))
        truths = [_said(body, _all(meaning, names.split(", "), each)) for each in drawn]
        return all(truths) if sign == "∀" else any(truths)
    for sign in (" ⇒ ", " ∨ ", " ∧ "):
        if len(parts := _cut(text, sign)) > 1:
            truths = [_said(part, meaning) for part in parts]
            if sign == " ⇒ ":
                assert len(parts) == 2
                return not truths[0] or truths[1]
            return any(truths) if sign == " ∨ " else all(truths)
    if text.startswith("¬(") or text.startswith("("):
        inner = text[text.index("(") + 1 : -1]
        if _cut(f"({inner})", " ") == [f"({inner})"]:
            return _said(inner, meaning) is not text.startswith("¬")
    return _related(text, meaning)


def _related(text: str, meaning: Meaning) -> bool:
    for sign in (" = ", " ≠ ", " < "):
        if len(sides := _cut(text, sign)) == 2:
            left, right = (_value(side, meaning) for side in sides)
            return {" = ": left == right, " ≠ ": left != right, " < ": left < right}[sign]
    raise AssertionError(f"no statement: {text}")


def _value(text: str, meaning: Meaning) -> Fraction:
    """The value of a term, the slopes in it read as numbers in brackets."""

    def number(found: re.Match[str]) -> str:
        row, column = (int(read(place, meaning.world)) for place in found[2].split(", "))
        slope = meaning.slopes[found[1]][row, column]
        return f"(({'−' if slope < 0 else ''}{abs(slope.numerator)})/{slope.denominator})"

    return read(re.sub(r"∂L/∂(\w+)\[([^]]*)\]", number, text), meaning.world)


def _all(meaning: Meaning, names: list[str], values: tuple[int, ...]) -> Meaning:
    for name, value in zip(names, values, strict=True):
        meaning = _with(meaning, name, value)
    return meaning


def _called(meaning: Meaning, name: str, block: str) -> Meaning:
    return Meaning(meaning.world, {**meaning.slopes, name: meaning.slopes[block]})


def _blocks(text: str, meaning: Meaning) -> Iterator[tuple[str, str]]:
    """The name of a block that varies, and the blocks."""
    if text.startswith("all blocks "):
        name, _, but = text.removeprefix("all blocks ").partition(" but ")
        listed = [block for block in meaning.slopes if block not in but.split(", ")]
    else:
        name, _, these = text.partition(" = ")
        listed = these.split(", ")
    yield from ((name, block) for block in listed)


def _cut(text: str, sign: str) -> list[str]:
    """A text cut at a sign outside brackets."""
    found, depth, start = [], 0, 0
    for n, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if depth == 0 and text.startswith(sign, n) and n >= start:
            found.append(text[start:n])
            start = n + len(sign)
    return [*found, text[start:]]
