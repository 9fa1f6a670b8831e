"""What `check --setting` shows: Γ, where training ends, what that needs of the laws, and the errors of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from mesaproof.documents.json_records import number as expression_record
from mesaproof.documents.models.setting_views import exact, number
from numeric_check.compare import AGREES, DISAGREES, EVIDENCE, NO_EVIDENCE
from symbolic.algebra.harmonics import to_float
from symbolic.algebra.rationals import to_fraction

if TYPE_CHECKING:
    import sympy
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

    from numeric_check.compare.agreement import Comparison
    from proofs.zhang2024.answers.trained_check import Found, TrainedCheck

MOST_IN_A_CELL, MOST_ROWS = 9, 6
"""A longer number is shown as a decimal in a matrix; a larger matrix has its diagonal and its size alone."""


def trained_check_record(found: TrainedCheck) -> dict[str, Any]:
    """The record of `check --setting --json`."""
    trained, law = found.trained, found.trained.covariates.law
    return {
        "setting": found.key,
        "sizes": {"d": trained.covariates.d, "N": trained.N, "M": found.M},
        "laws": {"x": law.description if law else None, "w": found.weights.description if found.weights else None},
        "covariance": _matrix(trained.covariates.second),
        "gamma": _matrix(trained.gamma),
        "conditions": [
            {"condition": one.text, "needed_for": one.needed_for, "holds": one.holds, "because": one.because}
            for one in found.conditions
        ],
        "left_over": _matrix(trained.covariates.excess),
        "invariant": found.invariant,
        "as_printed": found.as_printed,
        "limit": _limit(found),
        "errors": [_error(one) for one in found.found],
        "at_rest": [{"name": name, **_compared(one)} for name, one in found.rest.items()],
        "samples": found.samples,
        "seed": found.seed,
        "assumes": found.assumes or None,
        "agrees": found.agrees,
    }


def _limit(found: TrainedCheck) -> dict[str, Any] | None:
    if not found.invariant:
        return None
    trained = found.trained
    return {
        "product": _matrix(trained.product),
        "W_PV_22": {"fourth_power": number(trained.fourth_power), "float": trained.scalar},
        "W_KQ_11": trained.blocks["W_KQ_11"].tolist(),
        "rank": trained.rank,
    }


def _matrix(given: Any) -> list[list[str]]:
    return [[exact(to_fraction(entry)) for entry in row] for row in given.tolist()]


def _error(one: Found) -> dict[str, Any]:
    row = one.row
    return {
        "test": row.name,
        "claim": row.claim,
        "error": expression_record(row.error),
        "relative": _relative(row.error, row.size),
        "relative_long_prompts": _relative(row.long, row.size),
        "note": row.note or None,
        "sampled": one.mean,
        **_compared(one.comparison),
    }


def _relative(error: sympy.Expr | None, size: sympy.Expr) -> dict[str, Any] | None:
    return None if error is None or size == 0 else expression_record(error / size)


def _compared(one: Comparison | None) -> dict[str, Any]:
    keys = ("kind", "agrees", "false_alarm", "resolution")
    return {key: getattr(one, key) if one else None for key in keys}


def trained_check_screen(found: TrainedCheck) -> RenderableType:
    """The screen of `check --setting`."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    trained, law = found.trained, found.trained.covariates.law
    covariates = f"x ~ {law.description}" if law else "x ~ N(0, Λ)"
    sizes = f"d = {trained.covariates.d}, N = {trained.N} in training, M = {found.M} in tests"
    title = Text(f"{found.key}: {covariates}; {sizes}", style="bold")
    return Group(title, *(Padding(part, (1, 0, 0, 0), expand=False) for part in _parts(found)))


def _parts(found: TrainedCheck) -> Iterator[RenderableType]:
    trained = found.trained
    yield _conditions(found)
    yield _written("Γ = (1 + 1/N) Λ + tr(Λ)/N I", trained.gamma)
    if not found.as_printed:
        yield _written("left over: E‖x‖² x xᵀ − 2Λ² − tr Λ Λ", trained.covariates.excess)
    if found.invariant:
        yield from _trained(found)
        yield _errors(found)
        yield _told(found)


def _conditions(found: TrainedCheck) -> Table:
    from rich.text import Text

    table = _table("what the theory needs", "needed for", "", "because")
    for one in found.conditions:
        mark = Text("holds", style="green") if one.holds else Text("fails", style="red")
        table.add_row(one.text, one.needed_for, mark, one.because)
    return table


def _table(*columns: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _written(name: str, given: Any) -> RenderableType:
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    rows = [[to_fraction(entry) for entry in row] for row in given.tolist()]
    if len(rows) == 1:
        return Text(f"{name} = {_short(rows[0][0])}")
    diagonal = all(entry == 0 for j, row in enumerate(rows) for k, entry in enumerate(row) if j != k)
    if diagonal and len({row[j] for j, row in enumerate(rows)}) == 1:
        factor = rows[0][0]
        return Text(f"{name} = {f'{_short(factor)} I' if factor else 0}")
    if len(rows) > MOST_ROWS:
        return Text(f"{name}: {len(rows)} x {len(rows)} numbers, see --json")
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 2))
    for row in rows:
        table.add_row(*map(_short, row))
    return Group(Text(name, style="bold"), table)


def _short(entry: Fraction) -> str:
    digits = exact(entry)
    return digits if len(digits) <= MOST_IN_A_CELL else f"{float(entry):.6g}"


def _trained(found: TrainedCheck) -> Iterator[RenderableType]:
    from rich.text import Text

    trained = found.trained
    symbol = "Γ⁻¹" if found.as_printed else "S⁻¹Λ, S = E X²"
    singular = trained.rank < trained.covariates.d
    where = f", on the range of Λ, which has dimension {trained.rank}" if singular else ""
    yield _written(f"trained: W_PV_22 W_KQ_11 = {symbol}{where}", trained.product)
    power = exact(trained.fourth_power)
    of = f"({power})^(1/4) = " if len(power) <= 2 * MOST_IN_A_CELL else ""
    yield Text(f"W_PV_22 = {of}{trained.scalar:.6g}, W_KQ_11 is the product over it")


def _errors(found: TrainedCheck) -> Table:
    """Errors over the mean square of the target."""
    table = _table("error over that of 0", "exact", "long prompts", "sampled", "notices", "")
    for one in found.found:
        row, compared = one.row, one.comparison
        size = float(row.size) or 1.0
        table.add_row(
            row.name,
            _decimal(row.error, row.size),
            _decimal(row.long, row.size),
            "" if one.mean is None else f"{one.mean / size:.4g}",
            f"{compared.resolution / size:.2g}" if compared else "",
            _verdict(compared, size),
        )
    return table


def _verdict(compared: Comparison | None, size: float) -> str:
    """What a comparison says; one that would not have noticed a shift by half says nothing."""
    if compared is None:
        return ""
    if not compared.agrees:
        return DISAGREES
    return AGREES if compared.resolution <= EVIDENCE * (abs(compared.claimed) or size) else NO_EVIDENCE


def _decimal(value: sympy.Expr | None, size: sympy.Expr | int = 1) -> str:
    if value is None or size == 0:
        return "—"
    found = to_float(value / size)
    return f"{found:.5g}" if found is not None else "—"


def _told(found: TrainedCheck) -> Text:
    from rich.text import Text

    notes = [f"{one.row.name}: {one.row.note}." for one in found.found if one.row.note]
    way = "over all prompts" if all(one.kind == "enumerated" for one in found.rest.values()) else "on random prompts"
    worst = max(one.resolution for one in found.rest.values())
    word = "vanish" if all(one.agrees for one in found.rest.values()) else "DO NOT VANISH"
    rest = f"Derivatives of the loss at the limit {word} {way} (notices {worst:.2g})."
    rate = sum(one.false_alarm for one in found.comparisons)
    told = f"{found.samples} prompts a test, seed {found.seed}; false alarms {rate:.0e}; assumed: {found.assumes}."
    return Text("\n".join([*notes, rest, told]), style="dim")
