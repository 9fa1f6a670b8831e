"""`simulate`: loss and gradient of a setting on random data sets, beside the exact ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mesaproof.answers.deriving import gradient, loss
from mesaproof.errors import ModelError
from mesaproof.reading.setting_files import read_family, read_setting
from mesaproof.reading.sizes import whole
from mesaproof.reading.values_file import read_values
from numeric_check.compare import AGREES, DISAGREES, EVIDENCE, NO_EVIDENCE
from symbolic.algebra.rationals import to_flint
from symbolic.setting import Setting, Values
from symbolic.setting.point import Matrix
from symbolic.views import Shown

if TYPE_CHECKING:
    from numeric_check.compare.agreement import Comparison
    from numeric_check.described import Simulated

SAMPLES, FEWEST, MOST = 10_000, 100, 10_000_000


@dataclass(frozen=True, eq=False, repr=False)
class Simulation(Shown):
    """The exact loss and gradient at a point, and how random data sets compare with them.

    The data sets run the same description, which the derivation has read: they check the derivation, not the
    description.
    """

    setting: Setting
    values: Values
    samples: int
    seed: int
    loss: Fraction
    gradient: Mapping[str, Matrix]
    found: Simulated

    @property
    def agrees(self) -> bool:
        """Whether no comparison refuses its claim."""
        return self.found.agrees

    @property
    def scale(self) -> float:
        """The largest entry of the exact gradient."""
        every = (entry for block in self.gradient.values() for row in block for entry in row)
        return float(max(map(abs, every), default=Fraction(0)))

    def word(self, one: Comparison) -> str:
        """How a comparison came out: of what would not have noticed a shift by half there is no evidence.

        Half of the loss, and for entries of the gradient half of its largest entry; where that is zero, any shift.
        """
        if not one.agrees:
            return DISAGREES
        largest = abs(float(self.loss)) if one is self.found.loss else self.scale
        noticed = one.resolution <= EVIDENCE * largest if largest else isfinite(one.resolution)
        return AGREES if noticed else NO_EVIDENCE

    def __repr__(self) -> str:
        one = self.found.loss
        word = DISAGREES if not self.agrees else self.word(one)
        return f"L = {to_flint(self.loss)}, sampled {one.estimate:.6g} (notices {one.resolution:.2g}): {word}"


def simulate(
    setting: Setting | str,
    at: str | Path | Mapping[str, Any] | Values,
    family: str | None = None,
    samples: int = SAMPLES,
    seed: int = 0,
) -> Simulation:
    """Compare the exact loss and gradient with the means over random data sets, all with one false-alarm rate.

    Raises InputError for what is unknown or does not fit.

    >>> point = {"sizes": {"d": 1, "N": 2}, "covariances": {"Λ": [[1]]}, "parameters": {"W_PV_22": 1, "W_KQ_11": [[1]]}}
    >>> simulate("zhang2024", point, samples=200).agrees
    True
    """
    from numeric_check.described import on_family, simulated
    from numeric_check.laws.gauss_rules import OutOfReach

    model = read_setting(setting)
    count = whole(samples, "samples", FEWEST, f"from {FEWEST} to {MOST} data sets")
    if count > MOST:
        raise ModelError(f"samples = {count}", f"at most {MOST} data sets are drawn")
    values = read_values(at, model, read_family(model, family))
    values = on_family(model, family, values) if family else values
    exact, blocks = loss(model, at=values).value, gradient(model, at=values).blocks
    assert exact is not None
    assert blocks is not None
    try:
        found = simulated(model, values, exact, blocks, count, whole(seed, "seed"))
    except OutOfReach as error:
        raise ModelError(model.key, str(error)) from error
    return Simulation(model, values, count, seed, exact, blocks, found)
