"""What `simulate` shows: exact numbers, sampled ones, and what difference would have been noticed."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING, Any

from mesaproof.answers.simulating import Simulation
from mesaproof.documents.models.setting_views import MOST_IN_A_CELL, exact, number
from numeric_check.compare import AGREES, DISAGREES, NO_EVIDENCE
from symbolic.typeset.markup import Html, code, heading, table, text, together
from symbolic.views import as_html

if TYPE_CHECKING:
    from rich.console import RenderableType

    from numeric_check.compare.agreement import Comparison

Row = tuple[str, Any, "Comparison"]
"""What is compared, its exact value, and the comparison."""

STYLES = {AGREES: "green", NO_EVIDENCE: "yellow", DISAGREES: "bold red"}

CHECKS = "checks the derivation, not the description"


def _rows(found: Simulation) -> Iterator[Row]:
    yield "L", found.loss, found.found.loss
    for (block, r, c), comparison in found.found.gradient.items():
        rows = found.gradient[block]
        place = f"[{r},{c}]" if len(rows) * len(rows[0]) > 1 else ""
        yield f"∂L/∂{block}{place}", rows[r - 1][c - 1], comparison


def _noticed(one: Comparison) -> str:
    return f"a shift of {one.resolution:.2g}" if isfinite(one.resolution) else "no shift for sure"


def simulation_record(found: Simulation) -> dict[str, Any]:
    """The record of `simulate --json`."""
    return {
        "setting": found.setting.key,
        "sizes": dict(found.values.sizes),
        "samples": found.samples,
        "seed": found.seed,
        "agrees": found.agrees,
        "checks": CHECKS,
        "assumes": found.found.assumes or None,
        "comparisons": [
            {
                "name": name,
                "value": number(value),
                "sampled": one.estimate,
                "agrees": one.agrees,
                "evidence": found.word(one) != NO_EVIDENCE,
                "false_alarm": one.false_alarm,
                "resolution": one.resolution,
            }
            for name, value, one in _rows(found)
        ],
    }


def simulation_screen(found: Simulation) -> RenderableType:
    """The screen of `simulate`; entries that are zero exactly and in every data set are counted only."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("", "exact", "sampled", "would be noticed", ""):
        table.add_column(column, overflow="fold")
    shown = [row for row in _rows(found) if row[1] or row[2].estimate or not row[2].agrees]
    for name, value, one in shown:
        word = Text(told := found.word(one), style=STYLES[told])
        digits = exact(value)
        table.add_row(
            name,
            digits if len(digits) <= MOST_IN_A_CELL else f"{float(value):.6g}",
            f"{one.estimate:.6g}",
            _noticed(one),
            word,
        )
    zero = len(found.found.comparisons) - len(shown)
    rate = sum(one.false_alarm for one in found.found.comparisons)
    line = f"{found.samples} data sets, seed {found.seed}; false alarms {rate:.0e}; {CHECKS}"
    return Group(
        table,
        *([Text(f"{zero} entries are 0 in every data set", style="dim")] if zero else []),
        Text(),
        Text(line, style="dim"),
        *([Text(f"assumed: {found.found.assumes}", style="dim")] if found.found.assumes else []),
    )


@as_html(Simulation)
def simulation_html(found: Simulation) -> Html:
    """The table of `simulate`."""
    rows = [
        (code(name), text(exact(value)), text(f"{one.estimate:.6g}"), text(_noticed(one)), text(found.word(one)))
        for name, value, one in _rows(found)
    ]  # fmt: skip
    title = heading(code(found.setting.key), text(f"{found.samples} data sets, seed {found.seed}; {CHECKS}"))
    return together(title, table(rows, ("", "exact", "sampled", "would be noticed", "")))
