"""What a person or a program sees: tables, and JSON records with stable keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mesaproof.checking import LawReport
from mesaproof.gradients import Gradient
from mesaproof.routes import SecondRoute
from mesaproof.verifying import summary
from proofs.claim import CheckedNumber, Claim, Outcome, Verdict
from symbolic.harmonics import to_float
from symbolic.hypotheses import Finding
from symbolic.invariance import Leftover, leftover_expression
from symbolic.printing import text

COLOURS = {Outcome.PROVED: "bold green", Outcome.REFUTED: "bold red", Outcome.UNDECIDED: "bold yellow"}


def number(value: sympy.Expr | None) -> dict[str, Any] | None:
    """`{"exact", "float"}` of an exact number or expression; float null where symbols remain."""
    if value is None:
        return None
    return {"exact": text(value), "float": to_float(value) if value.is_number or _only_harmonics(value) else None}


def _only_harmonics(value: sympy.Expr) -> bool:
    return all(hasattr(symbol, "n") for symbol in value.free_symbols)


def numbers(values: tuple[sympy.Expr, ...] | None) -> Any:
    """One record where all coordinates agree, else a list."""
    if values is None:
        return None
    return number(values[0]) if len(values) == 1 else [number(value) for value in values]


def verdict_record(verdict: Verdict) -> dict[str, Any]:
    """One claim of `verify --json`."""
    claim = verdict.claim
    record: dict[str, Any] = {"key": claim.key, "verdict": str(verdict.outcome)}
    record |= {"witness": verdict.witness} if verdict.witness else {}
    record |= {"reason": verdict.reason} if verdict.reason else {}
    record |= {"leftover": list(verdict.leftover)} if verdict.leftover else {}
    record |= {"uses": [used.key for used in claim.uses]}
    record |= {"repairs": claim.repairs.key} if claim.repairs else {}
    record |= {"rests_on": list(verdict.rests_on), "crosschecks": [_checked(n) for n in verdict.crosschecks]}
    return record | {"seconds": round(verdict.seconds, 3)}


def _checked(checked: CheckedNumber) -> dict[str, Any]:
    found = checked.comparison
    return {
        "kind": found.kind,
        "name": checked.name,
        "case": str(checked.case),
        "agrees": found.agrees,
        "false_alarm": found.false_alarm,
        "resolution": checked.relative_resolution,
        "samples": found.samples,
        "seed": found.seed,
    }


def law_record(report: LawReport) -> dict[str, Any]:
    """The record of `check --json`."""
    return {
        "law": report.law.description,
        "d": report.d if isinstance(report.d, int) else None,
        "T": report.T if isinstance(report.T, int) else None,
        "m2": numbers(report.m2),
        "kappa1": numbers(report.kappa1),
        "kappa2": numbers(report.kappa2),
        "kappa3": numbers(report.kappa3),
        "hypotheses": {key: {"holds": f.holds, "because": f.because} for key, f in report.hypotheses.items()},
        "line_invariant": {
            "holds": report.line_invariant,
            "leftover": [_leftover(item, report.T) for item in report.leftover],
        },
        "ab_limit": number(report.ab_limit),
        "ab_line": number(report.ab_line),
        "mean_ratio": numbers(report.mean_ratio),
        "relative_mse": number(report.relative_mse),
        "recovers": {"almost_every_W": report.recovery.almost_every_W, "every_W": report.recovery.every_W},
        "crosschecks": [_second_route(route) for route in report.crosschecks],
    }


def _leftover(item: Leftover, T: Any) -> dict[str, Any]:
    return {
        "block": item.block,
        "entry": item.entry,
        "coefficient": item.coefficient,
        "moments": text(leftover_expression(item, T)),
        "value": number(item.value),
    }


def _second_route(route: SecondRoute) -> dict[str, Any]:
    found = route.comparison
    return {
        "kind": route.kind,
        "what": route.what,
        "d": route.d,
        "T": route.T,
        "agrees": found.agrees if found else None,
        "false_alarm": found.false_alarm if found else None,
        "resolution": route.relative_resolution,
        "samples": found.samples if found else None,
        "seed": found.seed if found else None,
        "because": route.because,
    }


def gradient_record(found: Gradient) -> dict[str, list[list[str]]]:
    """The record of `gradient --json`: exact strings."""
    return {name: [[text(entry) for entry in row] for row in block] for name, block in found.blocks.items()}


def verdict_table(verdicts: Iterable[Verdict]) -> RenderableType:
    """The table of `verify`."""
    listed = tuple(verdicts)
    repaired_by = {v.claim.repairs.key: v.claim.key for v in listed if v.claim.repairs}
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("claim", "verdict", "second route", "evidence"):
        table.add_column(column, overflow="fold")
    table.add_column("s", justify="right")
    for v in listed:
        verdict = Text(str(v.outcome), style=COLOURS[v.outcome])
        table.add_row(v.claim.key, verdict, _summary(v.crosschecks), _evidence(v, repaired_by), f"{v.seconds:.1f}")
    return Group(table, Text(), _totals(listed))


def _evidence(verdict: Verdict, repaired_by: dict[str, str]) -> str:
    if verdict.outcome is Outcome.PROVED:
        return summary(verdict)
    parts = [verdict.witness or verdict.reason]
    parts += [f"left over: {'; '.join(verdict.leftover)}"] if verdict.leftover else []
    parts += [f"repaired by {repaired_by[verdict.claim.key]}"] if verdict.claim.key in repaired_by else []
    return "\n".join(parts)


def _summary(checked: tuple[CheckedNumber, ...]) -> Text:
    """How the second routes came out, e.g. `48 exact to 1e-10, 24 sampled to 9%`."""
    if not checked:
        return Text("not run", style="dim")
    wrong = [n for n in checked if not n.comparison.agrees]
    if wrong:
        return Text(f"DISAGREES: {wrong[0].name} at {wrong[0].case}", style="bold red")
    sampled = [n for n in checked if n.comparison.kind == "sampled"]
    lines = [f"{len(checked) - len(sampled)} exact to 1e-10"]
    if sampled:
        lines.append(f"{len(sampled)} sampled to {_percent(max(n.relative_resolution for n in sampled))}")
    return Text("\n".join(lines))


def _percent(fraction: float) -> str:
    return f"{fraction:.0%}" if fraction >= 0.1 else f"{100 * fraction:.2g}%"


def _totals(listed: tuple[Verdict, ...]) -> Text:
    count = {outcome: sum(v.outcome is outcome for v in listed) for outcome in Outcome}
    alarms = sum(n.comparison.false_alarm for v in listed for n in v.crosschecks)
    rate = f"; false-alarm rate of the sampled comparisons together {alarms:.1g}" if alarms else ""
    return Text(", ".join(f"{count[outcome]} {outcome}" for outcome in Outcome if count[outcome]) + rate, style="dim")


def law_tables(report: LawReport) -> RenderableType:
    """The screen of `check`."""
    title = Text(f"{report.law.description}, d = {report.d}, T = {report.T}", style="bold")
    tables = [_moments(report), _hypotheses(report), _trained(report)]
    tables += [_leftovers(report)] if report.leftover else []
    tables += [_routes(report.crosschecks)]
    return Group(title, *(Padding(table, (1, 0, 0, 0)) for table in tables))


def _grid(title: str, *columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in (title, *columns):
        table.add_column(column, overflow="fold")
    return table


def _moments(report: LawReport) -> Table:
    table = _grid("moments of x_1", "", "")
    for name, meaning, values in (
        ("m2", "E x_j^2", report.m2),
        ("κ1", "E x_j^4", report.kappa1),
        ("κ2", "E x_j^6", report.kappa2),
        ("κ3", "Σ_r E x_j^2 x_r^4", report.kappa3),
    ):
        table.add_row(name, meaning, ", ".join(text(value) for value in values))
    return table


def _hypotheses(report: LawReport) -> Table:
    table = _grid("hypotheses", "", "because")
    for key, finding in report.hypotheses.items():
        table.add_row(key, _mark(finding.holds), _because(finding))
    recovery = report.recovery
    table.add_row("recovers, almost every W", _mark(recovery.almost_every_W), recovery.because)
    table.add_row("recovers, every W", _mark(recovery.every_W), "")
    return table


def _because(finding: Finding) -> str:
    return finding.because if not finding.holds else finding.because.split(";")[0]


def _mark(holds: bool | None) -> Text:
    if holds is None:
        return Text("unknown", style="yellow")
    return Text("holds", style="green") if holds else Text("fails", style="red")


def _trained(report: LawReport) -> Table:
    table = _grid("trained on the line W_KQ_32 = aI, W_PV_12 = bI", "", "")
    invariant = "invariant under the flow" if report.line_invariant else "not invariant: the flow leaves it"
    table.add_row("the line is", Text(invariant, style="green" if report.line_invariant else "red"), "")
    for name, value in (
        ("limit of ab", report.ab_limit),
        ("best ab on the line", report.ab_line),
        ("mean prediction/target", report.mean_ratio[0] if report.mean_ratio else None),
        ("relative squared error", report.relative_mse),
    ):
        table.add_row(name, _short(value), _decimal(value))
    return table


def _short(value: sympy.Expr | None) -> str:
    exact = "none" if value is None else text(value)
    return exact if len(exact) <= 60 else f"{exact[:28]}…{exact[-28:]}"


def _decimal(value: sympy.Expr | None) -> str:
    record = number(value)
    return "" if record is None or record["float"] is None else f"{record['float']:.6g}"


def _leftovers(report: LawReport) -> Table:
    table = _grid("what pulls the flow off the line", "times", "moments", "value")
    for item in report.leftover[:LEFTOVERS_SHOWN]:
        moments = text(leftover_expression(item, report.T))
        table.add_row(f"{item.block}[{item.entry}]", item.coefficient, moments, text(item.value))
    if len(report.leftover) > LEFTOVERS_SHOWN:
        table.add_row(f"… and {len(report.leftover) - LEFTOVERS_SHOWN} more", "", "", "")
    return table


LEFTOVERS_SHOWN = 12


def _routes(routes: tuple[SecondRoute, ...]) -> Table:
    table = _grid("second route", "what", "at", "found")
    for route in routes:
        table.add_row(route.kind, route.what, f"d={route.d}, T={route.T}", _found(route))
    return table


def _found(route: SecondRoute) -> Text:
    if route.comparison is None:
        return Text(f"not available: {route.because}", style="yellow")
    word = Text("agrees", style="green") if route.comparison.agrees else Text("DISAGREES", style="bold red")
    if route.kind == "quadrature":
        return word + Text(" to 1e-10 of the largest entry")
    detail = (
        f" on {route.comparison.samples} sequences; a shift of {_percent(route.relative_resolution or 0)} would show"
    )
    return word + Text(f"{detail}, false alarms {route.comparison.false_alarm:.0e}")


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


def claim_table(claims: Iterable[Claim]) -> Table:
    """The table of `list`."""
    table = _grid("claim", "statement")
    for claim in claims:
        table.add_row(claim.key, claim.title)
    return table


def claim_record(claim: Claim) -> dict[str, Any]:
    """The record of `show --json`."""
    return {
        "key": claim.key,
        "statement": claim.statement,
        "source": str(claim.source),
        "hypotheses": [condition.text for condition in claim.hypotheses.conditions],
        "uses": [used.key for used in claim.uses],
        "repairs": claim.repairs.key if claim.repairs else None,
    }


def claim_screen(claim: Claim) -> RenderableType:
    """The screen of `show`."""
    rows = [Text(claim.key, style="bold"), Text(str(claim.source), style="dim"), Text(), Text(claim.statement)]
    if claim.hypotheses.conditions:
        rows += [Text(), Text(f"hypotheses: {claim.hypotheses.name}", style="bold")]
        rows += [Text(f"  {condition.text}") for condition in claim.hypotheses.conditions]
    for title, others in (("uses", claim.uses), ("repairs", (claim.repairs,) if claim.repairs else ())):
        if others:
            rows += [Text(), Text(f"{title}: " + ", ".join(other.key for other in others))]
    return Group(*rows)
