"""What `flow` shows: its record as JSON, and its screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mesaproof.documents.json_records import number
from mesaproof.documents.tables.screen_formulas import shown
from symbolic.typeset.printing import text
from symbolic.typeset.screen_text import by_hand

if TYPE_CHECKING:
    import sympy
    from rich.console import RenderableType

    from proofs.zheng2024.answers.flow_report import FlowReport


def flow_record(report: FlowReport) -> dict[str, Any]:
    """The record of `flow --json`."""
    one, other = report.limit or (None, None)
    return {
        "law": report.law.description,
        "d": report.law.d,
        "T": report.T,
        "start": [number(value) for value in report.start],
        "line_invariant": report.line_invariant,
        "a_limit": number(one),
        "b_limit": number(other),
        "ab_limit": number(report.product),
        "reaches_theorem_point": report.reaches_theorem_point,
        "conserved": number(report.conserved),
        "rate": number(report.rate),
        "because": report.because,
    }


def flow_screen(report: FlowReport) -> RenderableType:
    """The screen of `flow`."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    title = f"{report.named}, d = {report.law.d}, T = {report.T}, start ({', '.join(map(text, report.start))})"
    if report.limit is None:
        return Group(Text(title, style="bold"), Text(), Text(by_hand(report.because), style="red"))
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("gradient flow of the entries", "", ""):
        table.add_column(column, overflow="fold")
    for name, value in _lines(report, report.limit):
        table.add_row(name, "none: at rest" if value is None else _shown(value), _decimal(value))
    return Group(Text(title, style="bold"), Text(), table, Text(), Text(by_hand(report.because)))


def _lines(report: FlowReport, limit: tuple[sympy.Expr, sympy.Expr]) -> tuple[tuple[str, sympy.Expr | None], ...]:
    return (
        ("limit of a", limit[0]),
        ("limit of b", limit[1]),
        ("limit of ab", report.product),
        ("conserved a² - b²", report.conserved),
        ("rate of |ab - its limit|", report.rate),
    )


MOST_SHOWN = 60


def _shown(value: sympy.Expr) -> str:
    exact = shown(value)
    return exact if len(exact) <= MOST_SHOWN else f"{exact[:28]}…{exact[-28:]}"


def _decimal(value: sympy.Expr | None) -> str:
    record = number(value)
    return "" if record is None or record["float"] is None else f"{record['float']:.6g}"
