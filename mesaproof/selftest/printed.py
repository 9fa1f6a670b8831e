"""The mutation score as a stable record and as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from mesaproof.selftest.mutant import How, Kind
from mesaproof.selftest.scoring import Result, Score, Side

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

MOST_SHOWN = 40
"""So many survivors are listed in a table; the record has all."""


def counts(results: Sequence[Result]) -> dict[str, int]:
    """How many mutants were run, excluded, noticed by either side and how, and left over."""
    counted = [result for result in results if not result.excluded]
    return {
        "total": len(counted),
        "killed": sum(bool(r.exact.killed or r.numeric.killed) for r in counted),
        **{str(how): sum(r.how is how for r in counted) for how in How},
        "exact_applies": sum(r.exact.killed is not None for r in counted),
        "killed_exact": sum(bool(r.exact.killed) for r in counted),
        **{f"{how}_exact": sum(r.exact.how is how for r in counted) for how in How},
        "numeric_applies": sum(r.numeric.killed is not None for r in counted),
        "killed_numeric": sum(bool(r.numeric.killed) for r in counted),
        **{f"{how}_numeric": sum(r.numeric.how is how for r in counted) for how in How},
        "above_resolution": sum(bool(r.numeric.above) for r in counted),
        "below_resolution": sum(r.numeric.above is False for r in counted),
        "survivors": sum(result.survives for result in counted),
        "excluded": len(results) - len(counted),
    }


def score_record(score: Score) -> dict[str, Any]:
    """The record of `selftest --json`."""
    return {
        "seed": score.seed,
        "complete": score.complete,
        **counts(score.results),
        "passed": score.passed,
        "kinds": [{"kind": str(kind), **counts(results)} for kind, results in _by_kind(score).items()],
        "claims": [{"key": key, **counts(results)} for key, results in _by_claim(score).items()],
        "survivors": [result.id for result in score.survivors],
        "faults": [{"id": result.id, "fault": result.fault} for result in score.faults],
        "mutants": [_record(result) for result in score.results],
        "seconds": round(score.seconds, 1),
    }


def _record(result: Result) -> dict[str, Any]:
    return {
        "id": result.id,
        "kind": str(result.kind),
        "change": result.change,
        "excluded": result.excluded or None,
        "how": result.how,
        "exact": _found(result.exact),
        "numeric": {**_found(result.numeric), **_sizes(result.numeric)},
        "seconds": round(result.seconds, 3),
    }


def _found(side: Side) -> dict[str, Any]:
    return {"killed": side.killed, "how": side.how, "because": side.because}


def _sizes(side: Side) -> dict[str, Any]:
    """Shift and resolution as numbers, null where there is none or where the comparison stopped."""
    numbers = {"shift": side.shift, "resolution": side.resolution}
    return {key: x if x is not None and isfinite(x) else None for key, x in numbers.items()} | {"above": side.above}


def score_tables(score: Score) -> RenderableType:
    """Scores by kind, then what is excluded and why, then survivors with the commands that replay them."""
    from rich.console import Group
    from rich.text import Text

    parts: list[RenderableType] = [_kinds(score), Text()]
    if score.complete:
        parts += [_claims(score), Text()]
    if any(result.excluded for result in score.results):
        parts += [_excluded(score), Text()]
    if score.survivors or score.faults:
        parts += [_survivors(score), Text()]
    return Group(*parts, Text(_sentence(score), style="bold green" if score.passed else "bold red"))


def _sentence(score: Score) -> str:
    found = counts(score.results)
    of = "" if score.complete else " of a sample"
    left = f", {found['survivors']} survive" if found["survivors"] else ""
    wrong = f", {len(score.faults)} controls fail" if score.faults else ""
    how = ", ".join(f"{found[how]} {how}" for how in How if found[how])
    killed = f"{found['killed']} of {found['total']} mutants killed{of}" + (f" ({how})" if how else "")
    return f"{killed}{left}{wrong}, in {score.seconds:.0f} s"


def _table(*columns: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right", overflow="fold")
    return table


def _kinds(score: Score) -> RenderableType:
    return _scores("altered", {**{str(kind): found for kind, found in _by_kind(score).items()}, "all": score.results})


def _claims(score: Score) -> RenderableType:
    """Every claim by itself; of a complete run only, since a sample alters a few claims."""
    return _scores("altered claim", _by_claim(score))


def _scores(first: str, rows: Mapping[str, Sequence[Result]]) -> RenderableType:
    table = _table(first, "mutants", "killed", *How, "exact side", "numeric side", "below resolution", "excluded")
    for name, results in rows.items():
        n = counts(results)
        exact, numeric = (f"{n[f'killed_{side}']}/{n[f'{side}_applies']}" for side in ("exact", "numeric"))
        killed = (n["total"], n["killed"], *(n[how] for how in How))
        table.add_row(name, *map(str, (*killed, exact, numeric, n["below_resolution"], n["excluded"])))
    return table


def _excluded(score: Score) -> RenderableType:
    table = _table("excluded because", "mutants")
    reasons = Counter(result.excluded for result in score.results if result.excluded)
    for reason, number in reasons.most_common():
        table.add_row(reason, str(number))
    return table


def _survivors(score: Score) -> RenderableType:
    from rich.console import Group
    from rich.text import Text

    lines = [f"{result.change}\n  replay: mesaproof selftest --only {result.id!r}" for result in score.survivors]
    lines += [
        f"{result.change}: {result.fault}\n  replay: mesaproof selftest --only {result.id!r}" for result in score.faults
    ]
    more = [f"and {len(lines) - MOST_SHOWN} more; --json lists them all"] if len(lines) > MOST_SHOWN else []
    return Group(Text("Survivors and failed controls", style="bold"), *map(Text, [*lines[:MOST_SHOWN], *more]))


def _by_claim(score: Score) -> dict[str, tuple[Result, ...]]:
    """The results of altered claims by the key of the claim, which is part of their ids."""
    keys = {result.id: "/".join(result.id.split("/")[1:3]) for result in score.results if result.kind is Kind.CLAIM}
    return {
        key: tuple(result for result in score.results if keys.get(result.id) == key)
        for key in dict.fromkeys(keys.values())
    }


def _by_kind(score: Score) -> dict[Kind, tuple[Result, ...]]:
    table = {kind: tuple(result for result in score.results if result.kind is kind) for kind in Kind}
    return {kind: results for kind, results in table.items() if results}
