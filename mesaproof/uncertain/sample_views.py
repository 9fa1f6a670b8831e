"""What is shown of a sample: the screen, the JSON record, and what notebooks show; each says "uncertified" first."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING, Any

from mesaproof.reading.adapters.density_law import NumericMoment
from mesaproof.reading.adapters.sampler_law import Estimate, Sampled
from mesaproof.uncertain.hypothesis_answers import ConditionAnswer, HypothesisAnswer, Range, shown
from mesaproof.uncertain.moment_interval import MomentInterval
from mesaproof.uncertain.sample import SampleReport
from symbolic.typeset.markup import Html, code, coloured, heading, lines, table, text, together
from symbolic.views import as_html

if TYPE_CHECKING:
    from rich.console import RenderableType


UNCERTIFIED = "UNCERTIFIED"
RESOLUTION = 0.1
"""The report says how many rows would show a departure of so many units."""

MOMENTS = (
    ("m2", "m2", "E x_j^2"),
    ("kappa1", "κ1", "E x_j^4"),
    ("kappa2", "κ2", "E x_j^6"),
    ("kappa3", "κ3", "Σ_r E x_j^2 x_r^4"),
)
TRAINED = (("ab_line", "best ab on the line"), ("relative_mse", "relative squared error there"))

Row = tuple[str, ...]


def _title(report: SampleReport) -> str:
    rows = f", {report.rows} rows" if report.rows is not None else ""
    length = "" if report.T is None else f", T = {report.T}"
    return f"{report.source}{rows}, d = {report.d}{length}"


def _moments(report: SampleReport) -> Iterator[Row]:
    for key, name, meaning in MOMENTS:
        each = getattr(report, key)
        found = ", ".join(map(_marked, each[:MOST_SHOWN]))
        yield name, meaning, found + (f", … and {len(each) - MOST_SHOWN} more" if len(each) > MOST_SHOWN else "")


MOST_SHOWN = 5


def _marked(one: MomentInterval | Range) -> str:
    return shown(one) + (" heavy tail" if one.heavy_tailed else "")


def _conditions(report: SampleReport) -> Iterator[tuple[str, ConditionAnswer]]:
    """Each condition once, under the first hypothesis that has it."""
    seen: set[str] = set()
    for key, answer in report.hypotheses.items():
        for one in answer.conditions:
            if one.text not in seen:
                seen.add(one.text)
                yield key, one


def _needed(one: ConditionAnswer) -> str:
    rows = one.rows_for(RESOLUTION)
    return "not known" if rows is None else f"{rows:.1e}"


def _trained(report: SampleReport) -> Iterator[Row]:
    for key, name in TRAINED:
        found: Range | None = getattr(report, key)
        yield name, "give T" if found is None else _marked(found)
    yield "where training goes", "not known: no sample shows that the line is kept"


def uncertain_tables(report: SampleReport) -> RenderableType:
    """The screen of `check` for a sample."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    def grid(columns: Row, rows: list[tuple[str | Text, ...]]) -> Padding:
        made = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        for column in columns:
            made.add_column(column, overflow="fold")
        for row in rows:
            made.add_row(*row)
        return Padding(made, (1, 0, 0, 0))

    def outcome(violated: bool, word: str) -> Text:
        return Text(word, style="red" if violated else "yellow")

    title = Text(f"{UNCERTIFIED}: ", style="bold yellow") + Text(_title(report), style="bold")
    return Group(
        title,
        grid(("moments of x_1", "", "lie in"), [*_moments(report)]),
        grid(
            ("hypotheses", "", ""),
            [(key, outcome(one.violated, one.outcome), one.because) for key, one in report.hypotheses.items()],
        ),
        grid(
            ("conditions", "", "because", f"rows for {RESOLUTION:g}"),
            [
                (one.text, outcome(one.violated, one.outcome), one.because, _needed(one))
                for _, one in _conditions(report)
            ],
        ),
        grid(("on the line W_KQ_32 = aI, W_PV_12 = bI", "lies in"), [*_trained(report)]),
        Padding(Text("\n".join(report.notes), style="dim"), (1, 0, 0, 0)),
    )


def uncertain_record(report: SampleReport) -> dict[str, Any]:
    """The record of `check --json` for a sample: intervals where the record of a law has numbers; ends may be null."""
    return {
        "law": report.source,
        "certified": report.certified,
        "d": report.d,
        "T": report.T,
        "rows": report.rows,
        "false_alarm": report.false_alarm,
        "intervals": len(report.intervals),
        **{key: [_interval(one) for one in getattr(report, key)] for key, _, _ in MOMENTS},
        "hypotheses": {key: _hypothesis(one) for key, one in report.hypotheses.items()},
        **{key: _ends(getattr(report, key)) for key, _ in TRAINED},
        "ab_limit": None,
        "rests_on": [*report.rests_on],
        "notes": [*report.notes],
    }


def _hypothesis(answer: HypothesisAnswer) -> dict[str, Any]:
    """`holds` is false or null, never true."""
    return {
        "holds": False if answer.violated else None,
        "outcome": answer.outcome,
        "because": answer.because,
        "conditions": [_condition(one) for one in answer.conditions],
    }


def _condition(one: ConditionAnswer) -> dict[str, Any]:
    return {
        "condition": one.text,
        "holds": False if one.violated else None,
        "because": one.because,
        "off": _finite(one.off),
        "unit": one.unit,
        "looked_at_whole": one.whole,
        "rows_needed": one.rows_for(RESOLUTION),
    }


def _interval(one: MomentInterval) -> dict[str, Any]:
    return {"name": one.name, "low": _finite(one.low), "high": _finite(one.high), "rests_on": one.why} | {
        "heavy_tailed": one.heavy_tailed
    }


def _ends(found: Range | None) -> dict[str, Any] | None:
    return (
        None
        if found is None
        else {
            "low": _finite(found.low),
            "high": _finite(found.high),
            "heavy_tailed": found.heavy_tailed,
        }
    )


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None


@as_html(SampleReport)
def report_html(report: SampleReport) -> Html:
    """The screen of a sample, for notebooks."""
    hypotheses = [(code(key), _outcome(one), text(one.because)) for key, one in report.hypotheses.items()]
    conditions = [(text(one.text), _outcome(one), text(one.because), _needed(one)) for _, one in _conditions(report)]
    return together(
        heading(coloured(UNCERTIFIED, "UNDECIDED"), code(_title(report))),
        table(_moments(report), ("moments of the law", "", "lie in")),
        table(hypotheses, ("hypotheses", "", "")),
        table(conditions, ("conditions", "", "because", f"rows for {RESOLUTION:g}")),
        table(_trained(report), ("on the line", "lies in")),
        lines([text(note) for note in report.notes]),
    )


def _outcome(one: HypothesisAnswer | ConditionAnswer) -> Html:
    return coloured(one.outcome, "REFUTED" if one.violated else "UNDECIDED")


@as_html(MomentInterval)
def interval_html(one: MomentInterval) -> Html:
    """One interval."""
    return table(
        [
            (coloured(UNCERTIFIED, "UNDECIDED"), text(one.name)),
            ("lies in", shown(one)),
            ("rests on", text(one.why)),
            *([("fails with probability at most", f"{one.false_alarm:.2g}")] if one.false_alarm is not None else []),
        ]
    )


@as_html(Estimate)
def estimate_html(estimate: Estimate) -> Html:
    """One moment of a sample."""
    return table(
        [
            (coloured(UNCERTIFIED, "UNDECIDED"), f"moment with exponents {estimate.exponents}"),
            ("lies in", shown(Range(estimate.low, estimate.high))),
            ("fails with probability at most", f"{estimate.false_alarm:.2g}"),
            ("rests on", text(f"{estimate.samples} independent rows; {estimate.rests_on}")),
        ]
    )


@as_html(NumericMoment)
def numeric_moment_html(moment: NumericMoment) -> Html:
    """One moment by quadrature."""
    found = "none" if moment.value is None else f"{moment.value:.6g}"
    return table(
        [
            (coloured(UNCERTIFIED, "UNDECIDED"), f"moment of order {moment.order}"),
            ("about", found),
            ("because", text(moment.because)),
        ]
    )


@as_html(Sampled)
def sampled_html(sample: Sampled) -> Html:
    """What a sample is, and what may be asked of it."""
    title = heading(coloured(UNCERTIFIED, "UNDECIDED"), code(sample.source))
    size = f"{sample.samples} rows, d = {sample.d}: a sample of an unknown law, which has no exact moments"
    return together(title, heading(size))
