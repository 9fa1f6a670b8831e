"""Claims on the screen: their verdicts, what they are, and what one of them says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mesaproof.documents.formal_words import LEAVES_OUT, ROOM, counted, left_out, rows_of
from mesaproof.documents.route_words import CameOut, outcomes, route_lines, together
from proofs.claim import Claim
from proofs.verdict import Outcome, Verdict
from symbolic.typeset.screen_text import by_hand, statement, with_letters

COLOURS = {
    Outcome.PROVED: "bold green",
    Outcome.PROVED_MODULO: "bold cyan",
    Outcome.REFUTED: "bold red",
    Outcome.VACUOUS: "bold yellow",
    Outcome.UNDECIDED: "bold yellow",
}
ROUTE_STYLES = {
    CameOut.NOT_RUN: "dim",
    CameOut.DISAGREES: "bold red",
    CameOut.STOPPED: "bold red",
    CameOut.AGREES: "",
    CameOut.MISSING: "",
}

WIDE = 130
"""Columns from which on what is said of a claim stands beside it, and not below."""

WITNESS_SHOWN = 400
"""A longer witness ends on the screen before a part of it; `--json` has it whole."""

INDENT = (0, 0, 0, 2)


def verdict_table(verdicts: Iterable[Verdict], changed: Iterable[str] = (), width: int = WIDE) -> RenderableType:
    """What `verify` prints, and below it what has changed; a claim is a row where so many columns have room for it."""
    listed = tuple(verdicts)
    repaired_by = {v.claim.repairs.key: v.claim.key for v in listed if v.claim.repairs}
    entries: Iterable[RenderableType] = (_entry(v, repaired_by) for v in listed)
    found = (_rows(listed, repaired_by),) if width >= WIDE else tuple(entries)
    return Group(*found, totals(listed, changed))


def verdict_entry(verdict: Verdict, repaired_by: dict[str, str], number: int, total: int) -> RenderableType:
    """A claim when its verdict is found: which of how many it is, and what `verify` prints of it."""
    return _entry(verdict, repaired_by, f"{number} of {total}")


def totals(verdicts: Iterable[Verdict], changed: Iterable[str] = ()) -> RenderableType:
    """What stands below the claims: how many came out how, and what has changed."""
    return Group(Text(), _totals(tuple(verdicts)), *(Text(line, style="bold yellow") for line in changed))


def _rows(listed: Iterable[Verdict], repaired_by: dict[str, str]) -> Table:
    table = table_of("claim", "verdict", "second route", "statement, and what settles it")
    table.add_column("s", justify="right")
    for v in listed:
        said = Text("\n").join([_title(v.claim), *_settled_by(v, repaired_by)])
        table.add_row(v.claim.key, _outcome(v), Text("\n").join(_route_words(v)), said, f"{v.seconds:.1f}")
    return table


def _entry(verdict: Verdict, repaired_by: dict[str, str], place: str = "") -> RenderableType:
    """A claim in a narrow terminal: its key is never broken, and all else stands below it."""
    seconds = Text(f"{verdict.seconds:.1f} s", style="dim")
    parts = [_outcome(verdict), Text(verdict.claim.key), seconds, *([Text(place, style="dim")] if place else [])]
    head = Text("  ").join(parts)
    routes = Text("second route: ", style="dim") + Text("; ").join(_route_words(verdict))
    said = _title(verdict.claim), *_settled_by(verdict, repaired_by), routes
    return Group(head, *(Padding(line, INDENT, expand=False) for line in said))


def _outcome(verdict: Verdict) -> Text:
    return Text(verdict.words, style=COLOURS[verdict.outcome])


def _title(claim: Claim) -> Text:
    return Text(statement(claim.title))


def _route_words(verdict: Verdict) -> list[Text]:
    """How the second routes came out, e.g. `48 exact to 1e-10, 24 sampled to 9%`."""
    return [Text(line.words, style=ROUTE_STYLES[line.came_out]) for line in route_lines(verdict)]


def _settled_by(verdict: Verdict, repaired_by: dict[str, str]) -> list[Text]:
    return [Text(by_hand(line), style="dim") for line in dict.fromkeys(_reasons(verdict, repaired_by)) if line]


def _reasons(verdict: Verdict, repaired_by: dict[str, str]) -> Iterator[str]:
    from mesaproof.running.verifying import summary

    by_rules = [verdict.replay.words] if verdict.replay else []
    if verdict.outcome.proved:
        yield from by_rules
        yield summary(verdict)
        yield from (f"assumed: {step.formula} ({step.why})" for step in verdict.assumed)
        return
    yield begun(verdict.witness, WITNESS_SHOWN) or verdict.reason
    yield from (line for line in by_rules if line != verdict.reason)
    yield from [f"grade: {verdict.grade}"] if verdict.grade else []
    yield from [f"left over: {'; '.join(verdict.leftover)}"] if verdict.leftover else []
    yield from [f"repaired by {repaired_by[verdict.claim.key]}"] if verdict.claim.key in repaired_by else []


def begun(text: str, length: int) -> str:
    """The parts of a text, between semicolons, that so many characters hold, the first of them whole.

    >>> begun("at x = 1; f(x) = 2; g(x) = 3", 20)
    'at x = 1; f(x) = 2; … (whole with --json)'
    """
    first, *others = text.split("; ")
    found = first
    for part in others:
        if len(found) + 2 + len(part) > length:
            return f"{found}; … (whole with --json)"
        found += f"; {part}"
    return found


def _totals(listed: tuple[Verdict, ...]) -> Text:
    by_rules = [counted(listed)] if listed else []
    return Text("\n".join([outcomes(listed) + together(listed), *by_rules]), style="dim")


def table_of(*columns: str) -> Table:
    """A table without lines whose cells are folded where they are too long."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def claim_table(claims: Iterable[Claim], width: int = WIDE) -> RenderableType:
    """What `list` prints."""
    from mesaproof.running.formal_table import stated_as

    if width < WIDE:
        return Group(*(line for claim in claims for line in _listed(claim)))
    table = table_of("claim", "stated as", "statement")
    for claim in claims:
        table.add_row(claim.key, stated_as(claim), _title(claim))
    return table


def _listed(claim: Claim) -> Iterator[RenderableType]:
    from mesaproof.running.formal_table import stated_as

    yield Text("  ").join([Text(claim.key, style="bold"), Text(stated_as(claim), style="dim")])
    yield Padding(_title(claim), INDENT, expand=False)


def claim_screen(claim: Claim) -> RenderableType:
    """The screen of `show`."""
    rows = [
        Text(claim.key, style="bold"),
        Text(statement(str(claim.source)), style="dim"),
        Text(),
        Text(statement(claim.statement)),
    ]
    rows += [Text(), Text("as a formula", style="bold"), *(Text(f"  {row}") for row in rows_of(claim, ROOM))]
    if unsaid := left_out(claim):
        rows += [Text(), Text(f"{LEAVES_OUT}: {statement(unsaid)}")]
    if claim.hypotheses.conditions:
        rows += [Text(), Text(f"hypotheses: {claim.hypotheses.name}", style="bold")]
        rows += [Text(f"  {with_letters(condition.text)}") for condition in claim.hypotheses.conditions]
    if claim.assumed:
        rows += [Text(), Text("assumed, and not proved", style="bold")]
        rows += [Text(f"  {statement(step.formula)}: {statement(step.why)}") for step in claim.assumed]
    for title, others in (("uses", claim.uses), ("repairs", (claim.repairs,) if claim.repairs else ())):
        if others:
            rows += [Text(), Text(f"{title}: " + ", ".join(other.key for other in others))]
    return Group(*rows)
