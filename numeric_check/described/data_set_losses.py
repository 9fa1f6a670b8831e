"""The loss of each data set, at the times that a description names."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from numeric_check.described.arithmetic.arithmetics import Numbers, entry
from numeric_check.described.evaluated_weights import evaluated
from numeric_check.described.interpreter import Interpreter
from numeric_check.laws.gauss_rules import OutOfReach
from symbolic.setting.setting import Setting


def losses(setting: Setting, interpreter: Interpreter) -> Numbers:
    """The loss `Σ_t factor · |prediction(t) − target(t)|²` of each point and sample, `(…, points, samples)`.

    A factor that depends on the time is taken inside of the sum.
    """
    arithmetic, total = interpreter.world.arithmetic, None
    for labels in times(setting, interpreter.world.sizes):
        rest = residual(setting, interpreter, labels)
        square = arithmetic.matmul(arithmetic.adjoint(rest), rest)
        factor = arithmetic.made(entry(evaluated(setting.factor, labels, interpreter.world.scalars)))[
            ..., None, None, :, :
        ]
        part = arithmetic.times(factor, square)
        total = part if total is None else arithmetic.plus(total, part)
        if setting.times:
            interpreter.forget(setting.times.label)
    if total is None:
        raise OutOfReach(f"the loss of {setting.key} is a sum over no times at these sizes")
    return total[..., 0, 0]


def residual(setting: Setting, interpreter: Interpreter, labels: Mapping[str, int]) -> Numbers:
    """Prediction minus target at one time."""
    arithmetic = interpreter.world.arithmetic
    minus = arithmetic.made(entry(Fraction(-1)))[..., None, None, :, :]
    wanted = arithmetic.times(minus, interpreter.value(setting.wanted, labels))
    return arithmetic.plus(interpreter.value(setting.predicted, labels), wanted)


def times(setting: Setting, sizes: Mapping[str, int]) -> list[dict[str, int]]:
    """Sizes and the label of the loss, at each of its times; sizes alone where the loss is that of one prediction."""
    if setting.times is None:
        return [dict(sizes)]
    low, high = setting.times.low.value(sizes), setting.times.high.value(sizes)
    return [{**sizes, setting.times.label: time} for time in range(low, high + 1)]
