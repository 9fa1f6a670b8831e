"""How the full loss bends where training ends that leaves the line: a minimum, or a saddle that the flow does not see.

The flow from the line keeps to the four scalars of `proofs.zheng2024.answers.off_line`, and its limit is where the loss
is least among these. Second derivatives by all entries of all six blocks say whether the loss falls elsewhere. They are
computed in floating point, so that the answer is numerical.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numeric_check.laws.node_moments import TooManyTerms
from numeric_check.model.curvature import second_derivatives
from proofs.zheng2024.answers.off_line import OffLineLimit
from proofs.zheng2024.model.charges import LINE_BLOCKS
from proofs.zheng2024.second_route.population import Population
from symbolic.laws import Law

LARGEST_D, LARGEST_T = 5, 100
"""Sizes up to which all second derivatives are computed, 150 by 150; the loss is expanded in a second."""

SURE = 10
"""A second derivative counts as negative where it is so many times the uncertainty below zero."""


@dataclass(frozen=True)
class Bend:
    """Least and largest second derivative of the loss at a limit, along unit directions, and how far they may be off.

    One direction is always flat: `W_PV` multiplied and `W_KQ` divided by the same number.
    """

    least: float
    largest: float
    uncertainty: float

    @property
    def saddle(self) -> bool:
        """Whether the loss falls in some direction, by far more than the uncertainty."""
        return self.least < -SURE * self.uncertainty

    @property
    def text(self) -> str:
        """One sentence, which says that it is numerical, and its margin."""
        if self.saddle:
            return (
                f"a saddle of the full loss (numerical: the least second derivative is {self.least:.3g}, known to "
                f"{self.uncertainty:.0e}), so that training from a start near the line need not end there"
            )
        return f"no direction in which the full loss bends down (numerical, to {self.uncertainty:.0e})"


def off_line_bend(law: Law, T: int, limit: OffLineLimit) -> Bend | None:
    """The second derivatives at a limit; None beyond d = 5 or T = 100 and where the law's moments are out of reach.

    >>> from proofs.zheng2024.answers.off_line import off_line_limit
    >>> from symbolic.laws import Ones
    >>> law = Ones().at(3)
    >>> off_line_bend(law, 3, off_line_limit(law, 3)).saddle
    True
    """
    if law.d > LARGEST_D or T > LARGEST_T:
        return None
    try:
        source = Population(law, T)
    except (TooManyTerms, TypeError, ValueError):
        return None
    eye, ones = np.eye(law.d), np.ones((law.d, law.d))
    pairs = zip(LINE_BLOCKS, ((limit.b, limit.beta), (limit.a, limit.alpha)), strict=True)
    point = {name: diagonal * eye + other * (ones - eye) for name, (diagonal, other) in pairs}
    found = np.linalg.eigvalsh(second_derivatives(source, point))
    largest = float(np.max(np.abs(found)))
    return Bend(float(found[0]), float(found[-1]), largest * (4 * limit.accuracy + ROUNDING))


ROUNDING = 1e-10
"""Of second derivatives that are differences of gradients, relative to the largest."""
