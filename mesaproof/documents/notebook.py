"""What notebooks show of results: HTML with formulas in LaTeX, which a notebook typesets; no package is needed.

Nothing depends on when or where it ran: no durations, no paths. `symbolic.typeset.markup` has the pieces; laws are
shown by `mesaproof.documents.law_markup`, claims and verdicts by `mesaproof.documents.claim_markup`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mesaproof.answers.asking import named
from mesaproof.answers.deciding import Answer
from mesaproof.documents.derivations import Printed
from mesaproof.documents.route_words import compared
from mesaproof.running.verifying import Verdicts
from numeric_check.compare import AGREES, DISAGREES, NO_EVIDENCE
from symbolic.decide.hypotheses import Hypotheses
from symbolic.typeset.markup import (
    Html,
    code,
    coloured,
    display,
    formula,
    heading,
    lines,
    mark,
    number,
    sentence,
    table,
    text,
    together,
    told,
)
from symbolic.views import as_html, as_latex

if TYPE_CHECKING:
    import sympy

    from proofs.zheng2024.answers.check_routes import SecondRoute
    from proofs.zheng2024.answers.flow_report import FlowReport
    from proofs.zheng2024.answers.law_report import LawReport
    from proofs.zheng2024.answers.training_run import TrainingRun
    from symbolic.typeset.layout import PrintedChain
    from symbolic.typeset.sections import Section

Row = tuple[str, ...]

MOMENTS = (
    ("m2", r"m_2 = \mathbb{E}\,x_j^2"),
    ("kappa1", r"\kappa_1 = \mathbb{E}\,x_j^4"),
    ("kappa2", r"\kappa_2 = \mathbb{E}\,x_j^6"),
    ("kappa3", r"\kappa_3 = \sum_{r \ne j} \mathbb{E}\,x_j^2 x_r^4"),
)


@as_html(named("LawReport"))
def law_report_html(report: LawReport) -> Html:
    """The screen of `check`."""
    size = f"d = {report.d},\\ T = {report.T}"
    title = heading(Html(f"<b>{code(report.named)}</b>"), formula(size))
    moments = table(((formula(name), _each(getattr(report, key))) for key, name in MOMENTS), ("moments of the law", ""))
    routes = table(map(_route, report.crosschecks), ("second route", "what", "at", "found"))
    return together(title, moments, _hypotheses(report), _trained(report), *_leftovers(report), routes)


def _each(values: Sequence[sympy.Expr]) -> Html:
    return Html(", ".join(map(number, values)))


def _hypotheses(report: LawReport) -> Html:
    recovery = report.recovery
    rows = [(code(key), mark(finding.holds), told(finding.brief)) for key, finding in report.hypotheses.items()]
    rows += [
        (text("recovers, almost every W"), mark(recovery.almost_every_W), told(recovery.because)),
        (text("recovers, every W"), mark(recovery.every_W), Html()),
    ]
    return table(rows, ("hypotheses", "", "because"))


def _trained(report: LawReport) -> Html:
    line = ("invariant under the flow", "PROVED") if report.line_invariant else ("left by the flow", "REFUTED")
    rows: list[Row] = [("the line is", coloured(*line), "")]
    for name, value in (
        ("limit of ab", report.ab_limit),
        ("best ab on the line", report.ab_line),
        ("relative squared error", report.relative_mse),
        ("best ab as T → ∞", report.ab_long),
        ("relative squared error as T → ∞", report.relative_mse_long),
    ):
        rows.append((name, *_exact(value)))
    rows.append(("mean prediction/target", _each(report.mean_ratio or ()) or "none", ""))
    if report.off_line:
        blocks = [sentence(f"`{block}`") for block in report.off_line.blocks]
        rows.append(("training goes to", lines(blocks), ""))
        rows.append(("relative squared error there", "", f"{report.off_line.relative_mse:.6g}"))
    if report.off_line_bend:
        rows.append(("which is", report.off_line_bend.text, ""))
    return table(rows, (sentence("trained on the line `W_KQ_32 = aI`, `W_PV_12 = bI`"), "exact", "about"))


def _exact(value: sympy.Expr | None) -> tuple[str, str]:
    """An exact value and its decimal; the latter is empty where symbols remain."""
    from mesaproof.documents.json_records import number as record

    found = record(value)
    if value is None or found is None:
        return "none", ""
    return number(value), "" if found["float"] is None else f"{found['float']:.6g}"


def _leftovers(report: LawReport) -> Iterator[Html]:
    rows = [
        (
            sentence(f"`{item.block}[{item.entry}]`"),
            sentence(f"`{item.coefficient}`"),
            number(item.formal(report.T)),
            number(item.value),
        )
        for item in report.leftover
    ]
    if rows:
        more = [(f"… and {len(rows) - MOST_ROWS} more", "", "", "")] if len(rows) > MOST_ROWS else []
        yield table([*rows[:MOST_ROWS], *more], ("what pulls the flow off the line", "times", "moments", "value"))


MOST_ROWS = 12


def _route(route: SecondRoute) -> Row:
    at = formula(rf"d = {route.d},\ T = {route.T}")
    if route.comparison is None:
        return route.kind, told(route.what), at, text(f"not available: {route.because}")
    word, how = compared(route.comparison, route.relative_resolution or 0.0)
    return route.kind, told(route.what), at, Html(f"{coloured(word, COMPARED[word])} {how}")


COMPARED = {AGREES: "PROVED", NO_EVIDENCE: "UNDECIDED", DISAGREES: "REFUTED"}


@as_html(Verdicts)
def verdicts_html(verdicts: Verdicts) -> Html:
    """One row a claim: outcome, what settled it, second routes."""
    from mesaproof.documents.claim_markup import route_lines
    from mesaproof.running.verifying import summary

    rows = [
        (
            code(v.claim.key),
            coloured(v.words, str(v.outcome)),
            told(v.reason or summary(v)),
            lines([*route_lines(v)]),
        )
        for v in verdicts
    ]
    return table(rows, ("claim", "", "because", "second route")) if rows else heading("no verdicts")


@as_html(Answer)
def answer_html(answer: Answer) -> Html:
    """The screen of `decide`."""
    where = "in every dimension d >= 2" if answer.d is None else f"in dimension d = {answer.d}"
    outcome = str(answer.outcome)
    rows = [
        ("if", _conditions(answer.hypotheses)),
        ("then", Html(f"{told(answer.conclusion.name)}, {told(where)}")),
        (coloured(outcome, outcome), told(answer.reason)),
        *((name, lines([told(one) for one in found])) for name, found in _evidence(answer) if found),
    ]
    return together(heading(text(answer.hypotheses.name)), table(rows))


def _conditions(hypotheses: Hypotheses) -> Html:
    return lines([formula(condition.latex) for condition in hypotheses.conditions] or ["no conditions"])


def _evidence(answer: Answer) -> Iterator[tuple[str, Sequence[str]]]:
    yield "certificate", answer.steps
    yield "witness", (answer.witness,) if answer.witness else ()
    yield "witnesses for", (answer.family,) if answer.family else ()
    yield "left over", answer.leftover
    yield "in all dimensions", (answer.dimensions,) if answer.dimensions else ()


@as_html(named("FlowReport"))
def flow_html(report: FlowReport) -> Html:
    """The screen of `flow`."""
    a, b = map(number, report.start)
    title = heading(code(report.named), formula(f"d = {report.law.d},\\ T = {report.T}"), "from", a, "and", b)
    if report.limit is None:
        return together(title, heading(told(report.because)))
    found = (
        ("limit of a", report.limit[0]),
        ("limit of b", report.limit[1]),
        ("limit of ab", report.product),
        (sentence("conserved `a^2 - b^2`"), report.conserved),
        ("rate at which ab approaches its limit", report.rate),
    )
    rows = [(name, *_exact(value)) for name, value in found]
    return together(
        title, table(rows, ("gradient flow of the entries", "exact", "about")), heading(told(report.because))
    )


@as_html(named("TrainingRun"))
def training_html(run: TrainingRun) -> Html:
    """What a run found beside the exact values; quantities that end as rounding errors are left to the record."""
    from mesaproof.documents.training_record import point

    of = f"a sample of {run.plan.samples} sequences" if run.plan.samples else "the exact population loss"
    title = heading(code(run.named), formula(rf"d = {run.d},\ T = {run.T}"), f"trained on {of}")
    first, last, reference = point(run, 0), point(run, -1), run.reference
    rows = [
        (name, _decimal(first[key]), _decimal(last[key]), _exact(value)[0], _exact(value)[1])
        for key, name, value in (
            ("ab", "ab" if all(run.on_line) else "ab of the mean diagonals", reference.ab_line),
            ("mean_ratio", "mean prediction/target", reference.mean_ratio),
            ("relative_mse", "relative squared error", reference.relative_mse),
        )
    ]
    columns = ("full model", "start", "end", "exact, best on the line", "about")
    statement = run.stated("the line `W_KQ_32 = aI`, `W_PV_12 = bI`")
    return together(title, table(rows, columns), heading(sentence(statement)), *map(heading, run.warnings))


def _decimal(value: dict[str, float | None] | None) -> str:
    found = value and value["float"]
    return "" if found is None else f"{found:.6g}"


@as_html(Printed)
def derivation_html(printed: Printed) -> Html:
    """Every section of a derivation: statement, hypotheses, lines with their reasons, what settled it, verdict."""
    from symbolic.typeset.sections import hypotheses_stated

    earlier = hypotheses_stated(printed.sections)
    parts = [part for section in printed.sections for part in _section(section, earlier.get(section.title, ""))]
    return together(*parts, heading(text(printed.stamp)))


def _section(section: Section, earlier: str) -> Iterator[Html]:
    from symbolic.typeset.layout import printed_chains

    yield Html(f"<h4>{text(section.title)}</h4>")
    yield Html(f"<p><b>{sentence(section.headline)}</b> {sentence(section.remainder)}</p>")
    if earlier:
        yield heading("Hypotheses as in", code(earlier))
    elif section.hypotheses.conditions:
        yield table([("hypotheses", _conditions(section.hypotheses))])
    for chain in printed_chains(section):
        yield _chain(chain)
    yield table(_settled(section))


def _chain(chain: PrintedChain) -> Html:
    head = formula(rf"\displaystyle {chain.symbol}")
    rows: list[Row] = [(head, "", "")] if chain.above else []
    for n, line in enumerate(chain.lines):
        first, *more = line.rows
        shown = [formula(rf"\displaystyle = {first}"), *(formula(rf"\displaystyle \quad {row}") for row in more)]
        rows.append((head if n == 0 and not chain.above else Html(), lines(shown), sentence(line.reason)))
    followed = [heading(sentence(chain.sequence))] if chain.sequence else []
    title = [heading(sentence(chain.heading))] if chain.heading else []
    return together(*title, table(rows), *followed)


def _settled(section: Section) -> Iterator[Row]:
    for finding in section.findings:
        formulas = [formula(rf"\displaystyle {one}") for one in finding.formulas]
        yield "", lines([told(finding.because), *formulas])
    outcome = section.outcome
    words = outcome.replace("_", " ")
    yield coloured(words, outcome), told(section.verdict.removeprefix(words).strip(" :."))
    if section.witness:
        yield "witness", code(section.witness)


@as_latex(Printed)
def derivation_latex(printed: Printed) -> str:
    r"""The chains of a derivation with nothing that a notebook does not know: reasons stand in `\text`."""
    from symbolic.typeset.layout import chain_latex
    from symbolic.typeset.markdown_text import in_formula

    chains = (chain for section in printed.sections for chain in section.derivation.chains)
    return "\n\n".join(chain_latex(chain, lambda place, reason: in_formula(reason)) for chain in chains)


@as_latex(Hypotheses)
def hypotheses_latex(hypotheses: Hypotheses) -> str:
    """Every condition, one below another."""
    return display(hypotheses.latex)
