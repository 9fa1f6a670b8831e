"""Laws, gradients and answers on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mesaproof.documents.json_records import number
from mesaproof.documents.route_words import compared
from mesaproof.documents.tables.claim_tables import COLOURS, table_of
from mesaproof.documents.tables.screen_formulas import shown
from numeric_check.compare import AGREES, DISAGREES, NO_EVIDENCE
from symbolic.algebra import notation
from symbolic.typeset.printing import text
from symbolic.typeset.screen_text import by_hand

if TYPE_CHECKING:
    from mesaproof.answers.deciding import Answer
    from proofs.zheng2024.answers.block_gradients import Gradient
    from proofs.zheng2024.answers.check_routes import SecondRoute
    from proofs.zheng2024.answers.law_report import LawReport


def law_tables(report: LawReport) -> RenderableType:
    """The screen of `check`."""
    title = Text(f"{report.named}, {sizes(report.d, report.T)}", style="bold")
    tables = [_moments(report), _hypotheses(report), _trained(report)]
    tables += [_leftovers(report)] if report.leftover else []
    tables += [_routes(report.crosschecks)]
    return Group(title, *(Padding(table, (1, 0, 0, 0), expand=False) for table in tables))


def sizes(d: object, T: object) -> str:
    """Both sizes, and which of them are symbols.

    >>> sizes(3, 6), sizes(3, notation.T), sizes(notation.d, notation.T)
    ('d = 3, T = 6', 'd = 3, T symbolic', 'd and T symbolic')
    """
    if not isinstance(d, int) and not isinstance(T, int):
        return "d and T symbolic"
    named = (("d", d), ("T", T))
    return ", ".join(f"{name} = {size}" if isinstance(size, int) else f"{name} symbolic" for name, size in named)


def _moments(report: LawReport) -> Table:
    table = table_of("moments of x_1", "", "")
    for name, meaning, values in (
        ("m2", "E x_j²", report.m2),
        ("κ1", "E x_j⁴", report.kappa1),
        ("κ2", "E x_j⁶", report.kappa2),
        ("κ3", "Σ_{r≠j} E x_j² x_r⁴", report.kappa3),
    ):
        table.add_row(name, meaning, ", ".join(map(shown, values)))
    return table


def _hypotheses(report: LawReport) -> Table:
    table = table_of("hypotheses", "", "because")
    for key, finding in report.hypotheses.items():
        table.add_row(key, _mark(finding.holds), by_hand(finding.brief))
    recovery = report.recovery
    table.add_row("recovers, almost every W", _mark(recovery.almost_every_W), by_hand(recovery.because))
    table.add_row("recovers, every W", _mark(recovery.every_W), "")
    return table


def _mark(holds: bool | None) -> Text:
    if holds is None:
        return Text("unknown", style="yellow")
    return Text("holds", style="green") if holds else Text("fails", style="red")


def _trained(report: LawReport) -> Table:
    table = table_of("on W_KQ_32 = aI, W_PV_12 = bI", "", "")
    invariant = "invariant under the flow" if report.line_invariant else "not invariant: the flow leaves it"
    table.add_row("the line is", Text(invariant, style="green" if report.line_invariant else "red"), "")
    for name, values in (
        ("limit of ab", _single(report.ab_limit)),
        ("best ab on the line", _single(report.ab_line)),
        ("mean prediction/target", report.mean_ratio or ()),
        ("relative squared error", _single(report.relative_mse)),
        ("best ab as T → ∞", _single(report.ab_long)),
        ("relative squared error as T → ∞", _single(report.relative_mse_long)),
    ):
        table.add_row(name, ", ".join(map(_short, values)) or "none", ", ".join(map(_decimal, values)))
    start = f"training from a = b = {report.followed_from}"
    if report.off_line:
        table.add_row(start, report.off_line.text, "")
        if bend := report.off_line_bend:
            table.add_row("which is", Text(bend.text, style="yellow" if bend.saddle else "default"), "")
        table.add_row("relative squared error there", "", f"{report.off_line.relative_mse:.6g}")
        table.add_row("imbalance there, 0 at the start", BALANCE, _rounded(report.off_line.imbalance))
    elif report.off_line_because:
        table.add_row(start, Text(report.off_line_because, style="yellow"), "")
    return table


def _rounded(value: float) -> str:
    return "0 within rounding" if abs(value) < ROUNDING else f"{value:.0e}"


ROUNDING = 1e-14

BALANCE = "(|W_PV|² - |W_KQ|²) / (|W_PV|² + |W_KQ|²)"
"""What the flow keeps at 0."""


def _single(value: sympy.Expr | None) -> tuple[sympy.Expr, ...]:
    return () if value is None else (value,)


def _short(value: sympy.Expr) -> str:
    """A number with many digits by the ends of its numerator and denominator; a formula is never cut."""
    if not value.is_Rational or len(text(value)) <= NUMBER_SHOWN:
        return shown(value)
    return "/".join(_ends(str(n)) for n in (value.p, value.q) if n != 1)


def _ends(digits: str) -> str:
    return digits if len(digits) <= DIGITS_SHOWN else f"{digits[:ENDS]}…{digits[-ENDS:]}"


NUMBER_SHOWN, DIGITS_SHOWN, ENDS = 36, 18, 8
"""A longer number is shortened on the screen, and so is a longer numerator or denominator in it, to its first and last
digits: the fraction then stands on one line of 80 columns. `--json` has all."""


def _decimal(value: sympy.Expr) -> str:
    record = number(value)
    return "" if record is None or record["float"] is None else f"{record['float']:.6g}"


def _leftovers(report: LawReport) -> Table:
    table = table_of("what pulls the flow off the line", "times", "moments", "value")
    for item in report.leftover[:LEFTOVERS_SHOWN]:
        exact, moments = shown(item.value), shown(item.formal(report.T))
        value = exact if len(exact) <= VALUE_SHOWN else _decimal(item.value) or exact
        formal = moments if len(moments) <= MOMENTS_SHOWN else shown(item.formal(notation.T))
        table.add_row(f"{item.block}[{item.entry}]", by_hand(item.coefficient), formal, value)
    if len(report.leftover) > LEFTOVERS_SHOWN:
        table.add_row(f"… and {len(report.leftover) - LEFTOVERS_SHOWN} more", "", "", "")
    return table


LEFTOVERS_SHOWN = 12
VALUE_SHOWN, MOMENTS_SHOWN = 30, 90
"""A longer value is shown as a decimal, longer moments with T as a symbol; `--json` has both exact."""


def _routes(routes: tuple[SecondRoute, ...]) -> Table:
    table = table_of("second route", "what", "at", "found")
    for route in routes:
        table.add_row(route.kind, route.what, f"d={route.d}, T={route.T}", _found(route))
    return table


def _found(route: SecondRoute) -> Text:
    if route.comparison is None:
        return Text(f"not available: {route.because}", style="yellow")
    word, how = compared(route.comparison, route.relative_resolution or 0.0)
    rate = f", false alarms {route.comparison.false_alarm:.0e}" if route.kind == "sampled" else ""
    return Text(word, style=COMPARED[word]) + Text(f" {how}{rate}", style="default")


COMPARED = {AGREES: "green", NO_EVIDENCE: "yellow", DISAGREES: "bold red"}


def gradient_tables(found: Gradient) -> RenderableType:
    """The blocks of `gradient`."""
    tables: list[RenderableType] = []
    for name, block in found.blocks.items():
        if all(entry == 0 for row in block for entry in row):
            tables.append(Text(f"{name} = 0"))
            continue
        table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
        for row in block:
            table.add_row(*(_short(entry) for entry in row))
        tables.extend([Text(name, style="bold"), table])
    return Group(*tables)


def answer_screen(answer: Answer) -> RenderableType:
    """The screen of `decide`."""
    rows = [Text(f"if  {by_hand(condition.text)}") for condition in answer.hypotheses.conditions]
    where = "in every dimension d >= 2" if answer.d is None else f"in dimension d = {answer.d}"
    rows += [Text(f"then  {by_hand(answer.conclusion.name)}, {where}"), Text()]
    rows += [
        Text(answer.outcome.words, style=COLOURS[answer.outcome]) + Text(f"  {by_hand(answer.reason)}", style="default")
    ]
    rows += [Text(f"  {by_hand(step)}") for step in answer.steps]
    rows += [Text(f"  witness: {by_hand(answer.witness)}")] if answer.witness else []
    rows += [Text(f"  witnesses for {by_hand(answer.family)}")] if answer.family else []
    rows += [Text(f"  left over: {by_hand(requirement)}") for requirement in answer.leftover]
    rows += [Text(f"  in all dimensions: {by_hand(answer.dimensions)}")] if answer.dimensions else []
    return Group(*rows)
