"""Comparisons of the derived loss and gradient with a second exact route and with the second route in floats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from mesaproof.selftest.mutant import Check, Reading, compared, identical
from mesaproof.selftest.toolkit.places import Setting, exact_gradient, exact_loss, population
from proofs.zheng2024.line import line
from proofs.zheng2024.model import evaluation
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.model.evaluation import Matrix
from symbolic.algebra.rationals import to_sympy


@dataclass(frozen=True)
class Together:
    """Several checks as one."""

    checks: tuple[Check, ...]

    def __call__(self) -> tuple[Reading, ...]:
        return tuple(reading for check in self.checks for reading in check())


@dataclass(frozen=True)
class ExactLoss:
    """The derived loss against the loss multiplied out."""

    setting: Setting

    def __call__(self) -> tuple[Reading, ...]:
        derived = evaluation.loss(self.setting.made(), self.setting.T, self.setting.parameters)
        return (identical(f"loss, {self.setting}", to_sympy(derived), to_sympy(exact_loss(self.setting))),)


@dataclass(frozen=True)
class NumericLoss:
    """The derived loss against the numeric polynomial, whose coefficients are listed, not derived."""

    setting: Setting

    def __call__(self) -> tuple[Reading, ...]:
        from numeric_check.compare.agreement import close

        s = self.setting
        derived = float(evaluation.loss(s.made(), s.T, s.parameters))
        computed = population(s.law, s.d, s.T).loss(s.numeric)
        return (compared(f"loss, {s}", close(derived, computed, computed)),)


@dataclass(frozen=True)
class ExactGradient:
    """The derived gradient against the derivative multiplied out, entry by entry."""

    setting: Setting

    def __call__(self) -> tuple[Reading, ...]:
        s = self.setting
        derived = evaluation.gradient(s.made(), s.T, s.parameters)
        return tuple(exact_readings(derived, exact_gradient(s)))


@dataclass(frozen=True)
class NumericGradient:
    """The derived gradient against the full model at all nodes of a quadrature, entry by entry."""

    setting: Setting

    def __call__(self) -> tuple[Reading, ...]:
        from proofs.zheng2024.second_route import quadrature

        s = self.setting
        derived = evaluation.gradient(s.made(), s.T, s.parameters)
        return tuple(numeric_readings(derived, quadrature.gradient(s.made(), s.T, s.numeric)))


@dataclass(frozen=True)
class ListedGradient:
    """The derived gradient against that of the numeric polynomial, made anew."""

    setting: Setting

    def __call__(self) -> tuple[Reading, ...]:
        from proofs.zheng2024.second_route.population import Population

        s = self.setting
        derived = evaluation.gradient(s.made(), s.T, s.parameters)
        return tuple(numeric_readings(derived, Population(s.made(), s.T).gradient(s.numeric)))


@dataclass(frozen=True)
class ExactLine:
    """The gradient on the line, as monomials and moments, against the derivative multiplied out."""

    setting: Setting

    def __call__(self) -> tuple[Reading, ...]:
        return tuple(exact_readings(_on_the_line(self.setting), exact_gradient(self.setting)))


@dataclass(frozen=True)
class NumericLine:
    """The gradient on the line against the full model at all nodes of a quadrature."""

    setting: Setting

    def __call__(self) -> tuple[Reading, ...]:
        from proofs.zheng2024.second_route import quadrature

        s = self.setting
        return tuple(numeric_readings(_on_the_line(s), quadrature.gradient(s.made(), s.T, s.numeric)))


def _on_the_line(setting: Setting) -> dict[str, Matrix]:
    law, at = setting.made(), {block: value for block, _, _, value in setting.entries}
    arithmetic = line.in_rationals(setting.T)

    def entry(block: str, p: int, q: int) -> Fraction:
        kind = line.entry(block, line.Place.DIAGONAL if p == q else line.Place.OFF_DIAGONAL)
        return kind.value(arithmetic, law, at["W_KQ_32"], at["W_PV_12"], (p,) if p == q else (p, q))

    d = range(setting.d)
    return {block: tuple(tuple(entry(block, p, q) for q in d) for p in d) for block in BLOCKS}


def exact_readings(derived: Mapping[str, Matrix], second: Mapping[str, Matrix]) -> Iterator[Reading]:
    """One reading an entry, both sides exact."""
    for block, p, q in _places(second):
        yield identical(f"{block}[{p + 1},{q + 1}]", to_sympy(derived[block][p][q]), to_sympy(second[block][p][q]))


def numeric_readings(derived: Mapping[str, Matrix], computed: Mapping[str, Any]) -> Iterator[Reading]:
    """One reading an entry, relative to the largest computed one."""
    from numeric_check.compare.agreement import close

    scale = max(float(abs(block).max()) for block in computed.values())
    for block, p, q in _places(derived):
        found = close(float(derived[block][p][q]), float(computed[block][p, q]), scale)
        yield compared(f"{block}[{p + 1},{q + 1}]", found)


def _places(blocks: Mapping[str, Matrix]) -> Iterator[tuple[str, int, int]]:
    for block in BLOCKS:
        size = range(len(blocks[block]))
        yield from ((block, p, q) for p, q in product(size, size))
