"""The gate of all laws: the chances of every table in a law are positive and sum to 1 exactly, whoever made it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from mesaproof.errors import InputError, quoted
from symbolic.laws import Atoms
from symbolic.laws.coordinates import Finite
from symbolic.laws.empirical import Empirical


def require_probabilities(law: Any) -> None:
    """Raise InputError where a table, alone or inside a law, has chances that are not positive or do not sum to 1.

    Chances that are no numbers, of laws with a symbol, are not looked at.
    """
    for table in _tables(law):
        weights = [w for _, w in table.atoms]
        if not all(isinstance(w, (Fraction, int)) for w in weights):
            continue
        if bad := [w for w in weights if w <= 0]:
            raise InputError(f"the probability {bad[0]} in {quoted(table.description)}", "positive probabilities")
        if (total := sum(weights)) != 1:
            raise InputError(
                f"probabilities of {quoted(table.description)} that sum to {total}",
                "probabilities that sum to 1 exactly",
            )


def _tables(law: Any) -> Iterator[Finite | Atoms]:
    """Every table that a law is made of."""
    if isinstance(law, (Finite, Atoms)):
        yield law
    elif isinstance(law, tuple):
        for part in law:
            yield from _tables(part)
    elif is_dataclass(law) and not isinstance(law, (type, Empirical)):
        for field in fields(law):
            if field.init:
                yield from _tables(getattr(law, field.name))
