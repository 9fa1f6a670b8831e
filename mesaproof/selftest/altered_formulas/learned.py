"""What a formula that is proved says at an instance: values, limits and truths of what cannot be evaluated there."""

from __future__ import annotations

from typing import Any

from mesaproof.selftest.altered_formulas.meant_values import Unknown
from mesaproof.selftest.altered_formulas.one_instance import Bound, Instance, Known, limit_of
from symbolic.core.expressions import Expression, Node


def learned(formula: Expression, seed: int) -> Known:
    """What follows from a formula at an instance, twice over: what is found first may show premises."""
    known: Known = {}
    for _ in range(2):
        here = Instance(seed, known)
        _learn(formula, (), here, found := dict(known))
        known = found
    return known


def _learn(formula: Expression, bound: Bound, here: Instance, found: Known) -> None:
    assert isinstance(formula, Node)
    parts = formula.parts
    match formula.head:
        case "and":
            for part in parts:
                _learn(part, bound, here, found)
        case "for_all":
            for element in here.elements(formula, bound)[0]:
                _learn(parts[1], (element, *bound), here, found)
        case "almost_every":
            for draw in _draws(parts[0], bound, here):
                _learn(parts[1], (draw, *bound), here, found)
        case "implies" if here.shown(parts[0], bound):
            _learn(parts[1], bound, here, found)
        case "iff":
            for one, other in (parts, parts[::-1]):
                if here.shown(one, bound):
                    _learn(other, bound, here, found)
        case "not":
            found[parts[0], _inside(parts[0], bound)] = False
        case "implies" | "or" | "exists" | "iff":
            pass
        case _:
            found[formula, _inside(formula, bound)] = True
            _learn_value(formula, bound, here, found)


def _draws(law: Expression, bound: Bound, here: Instance) -> list[Any]:
    try:
        return list(here.draws(law, bound))
    except Unknown:
        return []


def _inside(part: Expression, bound: Bound) -> Bound:
    return bound[: part.loose] if isinstance(part, Node) else bound


def _learn_value(atom: Node, bound: Bound, here: Instance, found: Known) -> None:
    """The side of an equation that is not known, and a limit."""
    if atom.head == "tends" and (limit := _value(atom.parts[2], bound, here)) is not None:
        found[limit_of(atom), bound[: atom.loose]] = limit
    if atom.head not in ("equal", "equal_matrices"):
        return
    values = [_value(part, bound, here) for part in atom.parts]
    for one, value in ((atom.parts[0], values[1]), (atom.parts[1], values[0])):
        if value is not None and isinstance(one, Node) and None in values:
            found[one, bound[: one.loose]] = value


def _value(term: Expression, bound: Bound, here: Instance) -> Any:
    try:
        return here.value(term, bound)
    except Unknown:
        return None
