"""Losses and gradients of models at numbers: enumerated from the description of the model, by the second route."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

import flint

from mesaproof.selftest.altered_formulas.meant_values import Unknown, number, whole
from numeric_check.described import exact_gradient, exact_loss
from numeric_check.laws.gauss_rules import OutOfReach
from symbolic.core.expressions import Node, Sort
from symbolic.core.signatures import Signature
from symbolic.core.sorts import signature_of
from symbolic.goals.engine import declared
from symbolic.laws.atoms import Atoms
from symbolic.setting import Setting, Values
from symbolic.setting.point import WrongValues

COMBINATIONS = 600
"""More combinations of random points than these are not enumerated."""


def of_model(node: Node, given: tuple[Any, ...]) -> Any:
    """A loss, a gradient, or a block along the flow at its start; raises `Unknown` beyond reach."""
    signature = signature_of(node)
    if node.head == "trajectory":
        if given[-1] == 0 and isinstance(node.value, int):
            return given[len(given) - 1 - len(signature.blocks) + node.value]
        raise Unknown("where a flow is later")
    if any(map(_rounded, given)):
        raise Unknown("a number that is no fraction")
    return _enumerated(node.head, node.value, signature.text, given)


def _rounded(value: Any) -> bool:
    """Whether a value is a ball, or holds one."""
    return any(map(_rounded, value)) if isinstance(value, tuple) else isinstance(value, flint.arb)


@lru_cache(maxsize=2**14)
def _enumerated(head: str, value: Any, text: str, given: tuple[Any, ...]) -> Any:
    try:
        return _found(head, value, text, given)
    except Unknown:
        raise
    except (OutOfReach, WrongValues) as reason:
        raise Unknown(str(reason)) from None


def _found(head: str, value: Any, text: str, given: tuple[Any, ...]) -> Any:
    signature = Signature.read(text)
    setting = declared(signature.key)
    sorts = dict(signature.data)
    named = dict(zip((*signature.sizes, *sorts, *signature.blocks), given, strict=True))
    sizes = {name: whole(named[name]) for name in signature.sizes}
    at = Values(
        sizes,
        {name: _matrix(named[name]) for name in setting.covariances},
        {name: _fraction(named[name]) for name in setting.scalars},
        {name: _matrix(named[name]) for name in setting.given},
        _laws(setting, sizes, {name: named[name] for name, sort in sorts.items() if sort in OF_LAWS}),
        {name: _matrix(named[name]) for name in signature.blocks},
    )
    if head == "loss":
        return number(exact_loss(setting, at, COMBINATIONS))
    gradient = exact_gradient(setting, at, COMBINATIONS)[signature.blocks[value]]
    return tuple(tuple(map(number, row)) for row in gradient)


OF_LAWS = (Sort.LAW, Sort.VECTOR_LAW)


def _laws(setting: Setting, sizes: dict[str, int], laws: dict[str, Any]) -> dict[str, Atoms]:
    """Laws as the second route takes them: of sequences as many entries as the draw has coordinates."""
    axes = {draw.name: draw.axis for draw in setting.drawn}
    found = {}
    for name, law in laws.items():
        iid = not law or not isinstance(law[0][1], tuple)
        d = 1 if iid or not axes[name] else Values(sizes).dimension(axes[name][0])
        points = [(x,) if iid else x[:d] for _, x in law]
        if any(len(point) < d for point in points):
            raise Unknown("how a sequence goes on")
        found[name] = Atoms.of([[*map(_fraction, point)] for point in points], [_fraction(w) for w, _ in law])
    return found


def _matrix(of: Any) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(tuple(map(_fraction, row)) for row in of)


def _fraction(of: Any) -> Fraction:
    if not isinstance(of, flint.fmpq):
        raise Unknown("a number that is no fraction")
    return Fraction(int(of.p), int(of.q))
