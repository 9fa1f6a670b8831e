"""The error under six shifts by the number of examples: exact, on random prompts, and of least squares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import sympy

from numeric_check.arrays import Real
from numeric_check.compare.agreement import Budget, sampled
from numeric_check.laws.sampling import generator
from proofs.figure import Contents, Finding
from proofs.garg2022.answers.eight_rows import Row, rows
from proofs.garg2022.figures.shifts_studio import ShiftsStudio
from proofs.garg2022.second_route.baselines import least_squares
from proofs.garg2022.second_route.eight_prompts import Drawing, normal_points
from proofs.zhang2024.second_route import forward
from symbolic.algebra.harmonics import to_float

PANELS = (
    "skewed covariance",
    "subspace",
    "noisy output",
    "different orthants",
    "orthogonal query",
    "query matches a sample",
)
MOST_PLACES = 10
"""Lengths at which prompts are drawn."""

SOLVED, PILOTS = 500, 4
"""Prompts on which least squares are solved, and the part of all that is drawn again for their variance."""

PILOT = 4.0
HEADER = ("test", "examples", "exact", "sampled", "standard_error", "least_squares", "least_squares_error")


@dataclass(frozen=True, eq=False)
class Panel:
    """One shift: exact errors at all lengths, and means with standard errors at some; all over the error of 0.

    `long` is what the exact error tends to, None where there are no long prompts of the kind.
    """

    name: str
    lengths: Real
    exact: Real
    long: float | None
    places: Real
    model: Real
    model_error: Real
    squares: Real
    squares_error: Real


@dataclass(frozen=True, eq=False)
class ShiftCurves(Contents):
    """The six panels."""

    panels: tuple[Panel, ...]
    d: int
    N: int
    sequences: int


def contents(studio: ShiftsStudio) -> ShiftCurves:
    """All panels, and for each the sampled errors beside the exact ones."""
    sizes = studio.sizes
    lengths = range(1, 2 * sizes.d + 1)
    by_length = {M: {row.name: row for row in rows(studio.trained, studio.shifts, M)} for M in lengths}
    places = sorted({*np.linspace(1, lengths[-1], MOST_PLACES).round().astype(int).tolist()})
    panels, findings = [], []
    for name in PANELS:
        studio.told(f"{name}: prompts")
        panel, found = _panel(studio, {M: found[name] for M, found in by_length.items()}, places)
        panels.append(panel)
        findings.append(found)
    caption = (
        f"Error over that of predicting 0 by the number of examples, d = {sizes.d}. Black: the trained linear "
        f"attention, exact, after training with Λ = I at N = {sizes.T}; dots: {sizes.sequences} prompts, ± 2 s.e. "
        f"Blue: least squares with the shortest weights on {SOLVED} of them, below the axis where it is exact. Dashed: "
        "what the exact error tends to. The paper's own curves are of deep softmax transformers, of which nothing is "
        "said here."
    )
    values = {f"{panel.name}, long prompts": panel.long for panel in panels if panel.long is not None}
    arrays = {panel.name: np.array([panel.lengths, panel.exact]) for panel in panels}
    told = tuple(row for panel in panels for row in _table(panel))
    return ShiftCurves(
        caption, values, HEADER, told, arrays, tuple(findings), tuple(panels), sizes.d, sizes.T, sizes.sequences
    )


def _panel(studio: ShiftsStudio, by_length: dict[int, Row], places: list[int]) -> tuple[Panel, Finding]:
    known = {M: row for M, row in by_length.items() if row.error is not None}
    drawn = {M: _Drawn.of(studio, known[M], M) for M in places if M in known}
    longs = [to_float(row.long / row.size) for row in known.values() if row.long is not None]
    exact = [to_float(row.error / row.size) for row in known.values() if row.error is not None]
    model = np.array([_mean(one.model) for one in drawn.values()])
    squares = np.array([_mean(one.squares) for one in drawn.values()])
    panel = Panel(
        next(iter(by_length.values())).name,
        np.array([*known]),
        np.array(exact),
        longs[-1] if longs else None,
        np.array([*drawn]),
        *model.T,
        *squares.T,
    )
    return panel, _finding(studio, panel, drawn)


@dataclass(frozen=True, eq=False)
class _Drawn:
    """Squared errors on the prompts of one length over the mean square of the target, and others of the model."""

    model: Real
    squares: Real
    pilot: Real

    @staticmethod
    def of(studio: ShiftsStudio, row: Row, M: int) -> _Drawn:
        d, count, blocks = studio.sizes.d, studio.sizes.sequences, studio.trained.blocks
        tests, size, drawn = Drawing(normal_points(np.eye(d)), d, M), to_float(row.size), row.drawn
        assert drawn is not None
        first, others = (
            drawn(tests, generator(f"figures garg2022 {what} {row.name} {M}", studio.seed), m)
            for what, m in (("prompts", count), ("pilot", max(count // PILOTS, 100)))
        )
        model, pilot = (
            (forward.last_entries(blocks, x, y, q) - target) ** 2 / size for x, y, q, target in (first, others)
        )
        x, y, q, target = (part[:SOLVED] for part in first)
        return _Drawn(model, (least_squares(x, y, q) - target) ** 2 / size, pilot)


def _mean(values: Real) -> tuple[float, float]:
    """With its standard error."""
    return float(values.mean()), float(values.std() / len(values) ** 0.5)


def _finding(studio: ShiftsStudio, panel: Panel, drawn: dict[int, _Drawn]) -> Finding:
    """All sampled errors over their exact values, which are 1 in the mean."""
    exact = dict(zip(panel.lengths.tolist(), panel.exact.tolist(), strict=True))
    ratios, pilot = (
        np.concatenate([values / exact[M] for M, values in parts])
        for parts in ([(M, d.model) for M, d in drawn.items()], [(M, d.pilot) for M, d in drawn.items()])
    )
    variance = PILOT * float(pilot.var() + (pilot.mean() - 1) ** 2)
    one = sampled(1.0, variance, ratios, Budget().share(len(PANELS)), studio.seed)
    how = {
        "kind": "sampled",
        "false_alarm": one.false_alarm,
        "resolution": one.resolution,
        "samples": one.samples,
        "standard_errors_from_exact": float((ratios.mean() - 1) / (ratios.std() / len(ratios) ** 0.5)),
        "assumes": f"a variance of at most {PILOT:g} times that of other prompts",
    }
    return Finding(panel.name, "sampled error over the exact one", sympy.Integer(1), 1.0, one.estimate, one.agrees, how)


def _table(panel: Panel) -> Iterator[tuple[object, ...]]:
    sampled_at = {int(M): n for n, M in enumerate(panel.places)}
    for M, exact in zip(panel.lengths.tolist(), panel.exact.tolist(), strict=True):
        n = sampled_at.get(M)
        columns = (panel.model, panel.model_error, panel.squares, panel.squares_error)
        yield panel.name, M, exact, *("" if n is None else float(column[n]) for column in columns)
