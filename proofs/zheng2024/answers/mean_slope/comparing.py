"""How the mean slope is compared with 0: by nodes of the start where that is affordable, else by drawn starts."""

from __future__ import annotations

from numeric_check.compare.agreement import Comparison
from proofs.zheng2024.answers.mean_slope.averaged_slope import averaged, points_for
from proofs.zheng2024.answers.mean_slope.controlled_slope import controlled
from proofs.zheng2024.answers.mean_slope.slope import Slope


def compared(slope: Slope, false_alarm: float, resolution: float | None) -> tuple[Comparison, Comparison | None]:
    """Whether the mean slope is 0, and, where controls of drawn starts are used, whether they have their means.

    Both together refuse what is true with probability at most `false_alarm`. Raises `MomentDoesNotExist` where no
    number bounds the variance, `Refused` for a resolution that would take more than minutes.
    """
    starts = points_for(slope, resolution)
    if starts is None:
        return controlled(slope, false_alarm, resolution)
    return averaged(slope, starts, false_alarm, resolution), None
