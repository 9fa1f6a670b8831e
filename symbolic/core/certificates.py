"""Theorems as JSON: a table of expressions, and a list of rule applications each of which names earlier ones."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

from symbolic.core.expressions import Expression, Index, Node, Refused, Sort, Variable
from symbolic.core.rulebook import RULES
from symbolic.core.theorems import Theorem, history

SCHEMA = 1


@dataclass(frozen=True)
class Proof:
    """A goal with the two theorems that prove it: the goal itself, and that it is defined."""

    goal: Expression
    theorem: Theorem
    definedness: Theorem


def certificate(*proofs: Proof) -> str:
    """The trees of proofs as one text.

    Its keys are `schema`, `expressions`, `steps` and `proofs`, of which each has `goal`, `theorem` and `definedness`.
    A rule that was applied to the same arguments several times is one step. Expressions that differ in what their bound
    variables are called are one, called as in a goal where they stand there.
    """
    table = _Table()
    goals = [table.add(proof.goal) for proof in proofs]
    steps: dict[int, int] = {}
    written: dict[str, int] = {}
    for theorem in history(*(each for proof in proofs for each in (proof.theorem, proof.definedness))):
        arguments = [_argument(argument, table, steps) for argument in theorem.arguments]
        step = f'{{"rule": "{theorem.rule}", "arguments": [{", ".join(arguments)}]}}'
        steps[id(theorem)] = written.setdefault(step, len(written))
    claims = [
        {"goal": goal, "theorem": steps[id(proof.theorem)], "definedness": steps[id(proof.definedness)]}
        for goal, proof in zip(goals, proofs, strict=True)
    ]
    rest = json.dumps({"schema": SCHEMA, "expressions": table.rows, "proofs": claims})
    return f'{rest[:-1]}, "steps": [{", ".join(written)}]}}'


class _Table:
    """Expressions, each once and after its parts."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self._places: dict[Hashable, int] = {}
        self._seen: dict[int, tuple[Expression, int]] = {}

    def add(self, expression: Expression) -> int:
        """The place of an expression."""
        if id(expression) not in self._seen:
            self._seen[id(expression)] = expression, self._added(expression)
        return self._seen[id(expression)][1]

    def _added(self, expression: Expression) -> int:
        row = self._row(expression)
        key = _key([*row[:3], row[4]] if row[0] == "node" else row)
        if key not in self._places:
            self._places[key] = len(self.rows)
            self.rows.append(row)
        return self._places[key]

    def _row(self, expression: Expression) -> list[Any]:
        match expression:
            case Variable(name=name, sort=sort):
                return ["variable", name, sort.name]
            case Index(number=number):
                return ["index", number]
            case Node(head=head, value=value, hints=hints, parts=parts):
                return ["node", head, _value(value), list(hints), [self.add(part) for part in parts]]
        raise Refused(f"no expression: {expression!r}")


def _key(row: list[Any]) -> Hashable:
    """A row as what may be looked up: numbers of other kinds are other values."""
    return tuple(
        tuple(each) if isinstance(each, list) else tuple(each.items()) if isinstance(each, dict) else each
        for each in (*row, *map(type, row))
    )


def _value(value: object) -> Any:
    match value:
        case Fraction():
            return {"ratio": str(value)}
        case str():
            return {"name": value}
    return value


def _argument(argument: object, table: _Table, steps: Mapping[int, int]) -> str:
    """What a rule was applied to, as JSON."""
    if isinstance(argument, Theorem):
        return f'{{"theorem": {steps[id(argument)]}}}'
    if isinstance(argument, Expression):
        return f'{{"expression": {table.add(argument)}}}'
    if isinstance(argument, tuple):
        return f"[{', '.join([_argument(each, table, steps) for each in argument])}]"
    return json.dumps(_value(argument))


def read(text: str) -> tuple[Proof, ...]:
    """The proofs of a certificate, every rule applied anew; raises `Refused` where a step does not follow."""
    try:
        content = json.loads(text)
        if content["schema"] != SCHEMA:
            raise Refused(f"schema {SCHEMA} is expected")
        expressions = _expressions(content["expressions"])
        theorems = _theorems(content["steps"], expressions)
        return tuple(
            Proof(_at(expressions, proof["goal"]), _at(theorems, proof["theorem"]), _at(theorems, proof["definedness"]))
            for proof in content["proofs"]
        )
    except Refused:
        raise
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as reason:
        raise Refused(f"not a certificate: {reason!r}") from reason


def _expressions(rows: Iterable[Sequence[Any]]) -> list[Expression]:
    found: list[Expression] = []
    for row in rows:
        if type(row) is list and len(row) == 5 and row[0] == "node":
            found.append(_node(row, found))
            continue
        match row:
            case ["variable", str(name), str(sort)]:
                found.append(Variable(name, Sort[sort]))
            case ["index", int(number)]:
                found.append(Index(number))
            case _:
                raise Refused(f"no expression: {row}")
    return found


def _node(row: list[Any], found: Sequence[Expression]) -> Node:
    _, head, value, hints, parts = row
    if type(head) is not str or type(hints) is not list or type(parts) is not list:
        raise Refused(f"no expression: {row}")
    inside = tuple([_at(found, part) for part in parts])
    return Node(head, inside, None if value is None else _read_value(value), tuple(map(str, hints)))


def _theorems(steps: Iterable[Mapping[str, Any]], expressions: Sequence[Expression]) -> list[Theorem]:
    found: list[Theorem] = []
    for number, step in enumerate(steps):
        try:
            arguments = [_read_argument(argument, expressions, found) for argument in step["arguments"]]
            found.append(RULES[step["rule"]].anew(*arguments))
        except Refused as reason:
            raise Refused(f"step {number}, {step['rule']}: {reason}") from reason
    return found


def _read_argument(argument: Any, expressions: Sequence[Expression], theorems: Sequence[Theorem]) -> Any:
    if type(argument) is list:
        return tuple([_read_argument(each, expressions, theorems) for each in argument])
    if type(argument) is dict:
        if "theorem" in argument:
            return _at(theorems, argument["theorem"])
        if "expression" in argument:
            return _at(expressions, argument["expression"])
    return _read_value(argument)


def _read_value(value: Any) -> Any:
    match value:
        case {"ratio": str(ratio)}:
            return Fraction(ratio)
        case {"name": str(name)}:
            return name
        case None | int():
            return value
    raise Refused(f"no value: {value!r}")


T = TypeVar("T")


def _at(found: Sequence[T], number: Any) -> T:
    if type(number) is not int or not 0 <= number < len(found):
        raise Refused(f"there is nothing yet at {number!r}")
    return found[number]
