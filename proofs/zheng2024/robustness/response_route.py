"""How the trained point of the full model answers to a change of the law: slopes, Hessian, training; no formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from proofs.zheng2024.line.gradient_route import product_by_quadrature
from symbolic.laws import Atoms, Law

if TYPE_CHECKING:
    from numeric_check.arrays import Real
    from proofs.zheng2024.second_route.population import Population

Weights = Mapping[Fraction, Fraction]
"""Values of a coordinate with their weights, or with changes of them."""

SIZE = Fraction(1, 64)
"""The size of a change, relative to the largest at which no weight is negative."""


def weights(law: Law) -> dict[Fraction, Fraction]:
    """Of the first coordinate of a law given by a table."""
    found: dict[Fraction, Fraction] = {}
    for point, weight in law.atoms or ():
        found[point[0]] = found.get(point[0], Fraction(0)) + weight
    return found


def change(base: Weights, moments: Mapping[int, Fraction]) -> dict[Fraction, Fraction]:
    """The change of weights that has these moments; as many values as moments are used, in the order of their size.

    Every other weight stays as it is.
    """
    import sympy

    used = sorted(base, key=lambda value: (abs(value), value))[: len(moments)]
    powers = sympy.Matrix([[sympy.Rational(x) ** n for x in used] for n in moments])
    solved = powers.LUsolve(sympy.Matrix([sympy.Rational(m) for m in moments.values()]))
    return {x: Fraction(int(w.p), int(w.q)) for x, w in zip(used, solved, strict=True)}


def independent(base: Weights, changes: Sequence[Weights]) -> Atoms:
    """Independent coordinates, one for each change of the base's weights."""
    rows = [{x: w + one.get(x, Fraction(0)) for x, w in base.items()} for one in changes]
    points = list(product(base, repeat=len(rows)))
    masses = [prod((row[x] for row, x in zip(rows, point, strict=True)), start=Fraction(1)) for point in points]
    return Atoms.of(points, masses)


def times(factor: Fraction | int, one: Weights) -> dict[Fraction, Fraction]:
    """A multiple of a change."""
    return {x: factor * w for x, w in one.items()}


@dataclass(frozen=True)
class Trained:
    """The trained point of a law on the line, with a = 1 and b the best product."""

    source: Population
    b: float

    @staticmethod
    def of(law: Law, T: int) -> Trained:
        from proofs.zheng2024.second_route.population import Population

        return Trained(Population(law, T), product_by_quadrature(law, law.d, T)["product"])

    @property
    def point(self) -> dict[str, Real]:
        from proofs.zheng2024.second_route.forward import on_line

        return on_line(self.source.d, 1.0, self.b)

    def slopes(self, law: Law) -> Any:
        """The gradient of another law at the trained point, `(6d²,)`."""
        from numeric_check.model.points import flat
        from proofs.zheng2024.second_route.population import Population

        return flat(Population(law, self.source.T).gradient(self.point), self.source.blocks)

    def answer(self, slope: Any) -> dict[str, Real]:
        """The least solution δ of `H δ = −slope` over all `6d²` entries: H is singular along the hyperbola."""
        import numpy as np

        from numeric_check.model.curvature import hessian_times
        from numeric_check.model.points import flat, named

        blocks = self.source.blocks
        units = (named(unit, blocks) for unit in np.eye(len(slope)))
        columns = [flat(hessian_times(self.source, self.point, unit), blocks) for unit in units]
        return named(-np.linalg.lstsq(np.stack(columns), slope, rcond=1e-9)[0], blocks)
