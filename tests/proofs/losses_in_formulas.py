"""Formulas about losses at numbers: each loss is enumerated from the definition of its model, the rest is evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from numeric_check.described import exact_loss
from symbolic.core.expressions import Expression, Node, loose, nodes, written
from symbolic.core.sorts import signature_of
from symbolic.core.vocabulary import REALS
from symbolic.goals.engine import declared
from symbolic.setting import Values
from symbolic.tactics.steps import replaced
from tests.symbolic.formula_values import value

Known = Mapping[str, Any]
"""Numbers and matrices by name."""


def enumerated(loss: Node, known: Known) -> Any:
    """The loss of a model, what it is applied to being evaluated."""
    signature = signature_of(loss)
    setting = declared(signature.key)
    names = (*signature.sizes, *(name for name, _ in signature.data), *signature.blocks)
    found = {name: value(part, known) for name, part in zip(names, loss.parts[1:], strict=True)}

    def chosen(wanted: Any) -> dict[str, Any]:
        return {name: found[name] for name in wanted}

    sizes = {name: int(found[name]) for name in signature.sizes}
    data = chosen(setting.covariances), chosen(setting.scalars), chosen(setting.given)
    return exact_loss(setting, Values(sizes, *data, {}, chosen(signature.blocks)))


def at_numbers(formula: Expression, known: Known) -> Any:
    """What a formula without quantifiers is there."""
    losses = dict.fromkeys(node for node in nodes(formula) if node.head == "loss" and not loose(node))
    for loss in losses:
        formula = replaced(formula, loss, written(enumerated(loss, known)))
    assert REALS not in tuple(nodes(formula))
    return value(formula, known)
