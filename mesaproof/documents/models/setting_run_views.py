"""What `train --setting` shows: how a run ended, its losses, its parameters, its distance from a family."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mesaproof.answers.setting_runs import SettingRun
from mesaproof.documents.models.setting_run_record import end_point
from symbolic.typeset.markup import Html, code, heading, table, text, together
from symbolic.views import as_html

if TYPE_CHECKING:
    from rich.console import RenderableType

    from numeric_check.arrays import Real


def run_screen(found: SettingRun) -> RenderableType:
    """The screen of `train --setting`."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    values = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("", "start", "end", "exact at the end"):
        values.add_column(column, overflow="fold")
    for row in _rows(found):
        values.add_row(*row)
    title = Text(_title(found), style="bold")
    told = [Text(line, style="dim") for line in _told(found)]
    blocks = [part for name, block in _shown(found).items() for part in _block(name, block)]
    return Group(title, *told, Text(), values, Text(), *blocks, *_statement(found))


def _statement(found: SettingRun) -> list[RenderableType]:
    from rich.text import Text

    on = found.on_family or (False,)
    style = "green" if all(on) else "yellow" if on[-1] else "red"
    return [Text(), Text(found.family_statement, style=style)] if found.family else []


def _title(found: SettingRun) -> str:
    sizes = ", ".join(f"{name} = {n}" for name, n in found.values.sizes.items())
    return f"{found.setting.key}, {sizes}" if sizes else found.setting.key


def _told(found: SettingRun) -> list[str]:
    """How it was trained and how it ended, and what the exact loss says."""
    of = f"{found.plan.samples} data sets, seed {found.plan.seed}" if found.plan.samples else "the population loss"
    ended = "diverged after this last record" if found.ended == "diverged" else found.ended
    told = [f"{_method(found)} on {of}; {ended}"]
    if isinstance(found.exact, str):
        return [*told, f"no exact loss: {found.exact}"]
    if (agreement := found.exact.agreement) is None:
        return [*told, "the exact loss is that of the population, the others are those of the data sets"]
    word = "agrees" if agreement.agrees else "DISAGREES"
    return [*told, f"exact loss at the end: {word}, a difference of {agreement.resolution:.2g} would be noticed"]


def _method(found: SettingRun) -> str:
    run = found.run
    if run.step is None:
        return f"gradient flow for time {run.path.times[-1]:.6g}"
    return f"gradient descent, {run.steps} {'step' if run.steps == 1 else 'steps'} of size {run.step:.6g}"


def _rows(found: SettingRun) -> list[tuple[str, str, str, str]]:
    first, last, exact = end_point(found, 0), end_point(found, -1), found.exact
    loss, norm = ("", "") if isinstance(exact, str) else (f"{float(exact.loss):.8g}", _decimal(exact.gradient_norm))
    rows = [
        ("loss", _float(first["loss"], 8), _float(last["loss"], 8), loss),
        ("gradient norm", _float(first["gradient_norm"]), _float(last["gradient_norm"]), norm),
        ("largest stable step", _float(first["largest_stable_step"]), _float(last["largest_stable_step"]), ""),
    ]
    if found.departures is not None:
        start, end = (f"{found.departures[n]:.4g}" for n in (0, -1))
        rows.append((f"largest entry off {found.family}", start, end, ""))
    return rows


def _decimal(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"


def _float(value: dict[str, Any] | None, digits: int = 4) -> str:
    if value is None:
        return ""
    return "none: no upward curvature" if value["float"] is None else f"{value['float']:.{digits}g}"


def _shown(found: SettingRun) -> Mapping[str, Real]:
    """The letters where the run ends on a family, else all blocks."""
    on = found.on_family
    return found.letters or {} if on and on[-1] else found.parameters


def _block(name: str, block: Real) -> list[RenderableType]:
    from rich.table import Table
    from rich.text import Text

    if not block.any():
        return [Text(f"{name} = 0")]
    if block.size == 1:
        return [Text(f"{name} = {block.item():.8g}")]
    cells = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for row in block.tolist():
        cells.add_row(*(f"{entry:.8g}" for entry in row))
    return [Text(name, style="bold"), cells]


@as_html(SettingRun)
def run_html(found: SettingRun) -> Html:
    """The tables of `train --setting`."""
    rows = [tuple(map(text, row)) for row in _rows(found)]
    blocks = [(code(name), text(", ".join(str([float(f"{x:.6g}") for x in row]) for row in block.tolist())))
              for name, block in _shown(found).items()]  # fmt: skip
    told = [text(line) for line in (*_told(found), *filter(None, [found.family_statement]), *found.warnings)]
    return together(
        heading(code(found.setting.key), text(_title(found).removeprefix(found.setting.key + ", "))),
        *told,
        table(rows, ("", "start", "end", "exact at the end")),
        table(blocks, ("at the end", "")),
    )
