"""A training run as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mesaproof.documents.json_records import number
from mesaproof.documents.training_record import point
from mesaproof.errors import shortened

if TYPE_CHECKING:
    import sympy

    from proofs.zheng2024.answers.training_run import TrainingRun

LONGEST = 30
"""A longer exact value is shortened on the screen; `--json` has it whole."""


def training_tables(run: TrainingRun) -> RenderableType:
    """The screen of `train`."""
    of = f"a sample of {run.plan.samples} sequences" if run.plan.samples else "the exact population loss"
    mask = ", off-diagonal entries masked" if run.plan.mask else ""
    title = Text(f"{run.named}, d = {run.d}, T = {run.T}", style="bold")
    how = Text(f"{_method(run)} on {of}{mask}; {_ended(run)}", style="dim")
    line = Text(run.line_statement, style="green" if all(run.on_line) else "yellow" if run.on_line[-1] else "red")
    return Group(title, how, *(Padding(part, (1, 0, 0, 0)) for part in (_values(run), line)))


def _method(run: TrainingRun) -> str:
    if run.step is None:
        return f"gradient flow for time {run.trajectory.times[-1]:.6g}"
    return f"gradient descent, {run.steps} steps of size {run.step:.6g}"


def _ended(run: TrainingRun) -> str:
    if run.end is None:
        return "interrupted"
    if run.settled and run.begin.gradient_norm == 0:
        return "settled where it started: the start is at rest and never moved"
    return {True: "settled", False: "not settled", None: "ended as asked"}[run.settled]


def _values(run: TrainingRun) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    exact = "exact, best on the line" + ("" if run.on_line[-1] else " (not this run)")
    for column in ("", "start", "end", exact):
        table.add_column(column, overflow="fold")
    first, last, reference = point(run, 0), point(run, -1), run.reference
    style = "green" if run.on_line[-1] else "dim"
    for key, name, value in (
        ("ab", "ab" if all(run.on_line) else "ab of the mean diagonals", reference.ab_line),
        ("mean_ratio", "mean prediction/target", reference.mean_ratio),
        ("relative_mse", "relative squared error", reference.relative_mse),
    ):
        table.add_row(name, _float(first[key]), _float(last[key]), Text(_exact(value), style=style))
    for key, name in (
        ("off_line", "largest off-line entry"),
        ("loss", "loss"),
        ("gradient_norm", "gradient norm"),
        ("largest_stable_step", "largest stable step"),
    ):
        starts, ends = (_float(one[key], 4) for one in (first, last))
        table.add_row(name, starts, ends if key != "off_line" else _beside(run, ends), "")
    return table


def _beside(run: TrainingRun, ends: str) -> str:
    """The largest entry off the line at the end, in words where it is nothing but rounding beside the others."""
    off, largest = float(run.columns["off_line"][-1]), max(float(abs(b).max()) for b in run.trajectory.last.values())
    return "0 within rounding" if 0 < off < ROUNDING * largest else ends


ROUNDING = 1e-13


def _float(value: dict[str, Any] | None, digits: int = 8) -> str:
    if value is None:
        return ""
    return "none: no upward curvature" if value["float"] is None else f"{value['float']:.{digits}g}"


def _exact(value: sympy.Expr | None) -> str:
    """Exact value, its middle left out where it is long, and the float."""
    found = number(value)
    if found is None:
        return "undefined"
    exact, short = shortened(found["exact"], LONGEST), f"{found['float']:.8g}"
    return short if exact == short else f"{exact} = {short}"
