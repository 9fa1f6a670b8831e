"""One member of a family of laws whose parameters are symbols."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

import sympy

from symbolic.algebra.rationals import to_fraction
from symbolic.laws.law import LawFamily


def parameters_of(family: LawFamily) -> frozenset[sympy.Symbol]:
    """The symbols that stand in a family.

    >>> from symbolic.laws import Sparse
    >>> parameters_of(Sparse(sympy.Symbol("c")))
    frozenset({c})
    """
    return frozenset(_symbols(family))


def _symbols(value: Any) -> set[sympy.Symbol]:
    if isinstance(value, sympy.Basic):
        return set(value.free_symbols)
    if isinstance(value, tuple):
        return set().union(*map(_symbols, value))
    return set().union(*map(_symbols, _parts(value).values())) if _is_record(value) else set()


def member(family: LawFamily, values: Mapping[sympy.Symbol, sympy.Expr]) -> LawFamily:
    """The family with numbers in the place of its symbols.

    >>> from symbolic.laws import Sparse
    >>> c = sympy.Symbol("c")
    >>> member(Sparse(c), {c: sympy.Rational(1, 2)}).description
    'sparse(c=1/2)'
    """
    found: LawFamily = _at(family, values)
    return found


def _at(value: Any, values: Mapping[sympy.Symbol, sympy.Expr]) -> Any:
    if isinstance(value, sympy.Basic):
        number = value.xreplace(dict(values))
        return to_fraction(number) if number.is_Rational else number
    if isinstance(value, tuple):
        return tuple(_at(part, values) for part in value)
    if not _is_record(value):
        return value
    changed = {name: _at(part, values) for name, part in _parts(value).items()}
    return replace(value, **changed) if changed else value


def _is_record(value: Any) -> bool:
    return is_dataclass(value) and not isinstance(value, type)


def _parts(record: Any) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record) if field.init}
