"""What became of altered formulas, as a stable record, as a table and as sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from mesaproof.selftest.altered_formulas.formula_places import Kind
from mesaproof.selftest.altered_formulas.formula_score import Altered, How, OfFormula

COLUMNS = ("mutants", *(str(how) for how in How))
"""Of each kind of place: how many mutants, and what became of them."""


def passed(found: Sequence[OfFormula]) -> bool:
    """Something was altered, no formula is false at an instance, and nothing that is proved is."""
    return any(each.found for each in found) and not faults(found)


def faults(found: Iterable[OfFormula]) -> list[str]:
    """What cannot be, each in a line."""
    of_formulas = [f"{each.claim}: {each.fault}" for each in found if each.fault]
    return of_formulas + [f"{one.id}: {one.fault}" for each in found for one in each.found if one.fault]


def counts(altered: Iterable[Altered]) -> dict[str, int]:
    """How many mutants, and how many of them came to which end."""
    ends = Counter(one.how for one in altered)
    return {"mutants": ends.total(), **{str(how): ends[how] for how in How}}


def formula_record(found: Sequence[OfFormula], complete: bool, seed: int) -> dict[str, Any]:
    """The record of `selftest --formulas --json`."""
    return {
        "seed": seed,
        "complete": complete,
        "passed": passed(found),
        "formulas": len(found),
        "places": sum(sum(each.places.values()) for each in found),
        "weaker": sum(each.weaker for each in found),
        **counts(one for each in found for one in each.found),
        "claims": [_record(each) for each in found],
        "faults": faults(found),
        "seconds": round(sum(each.seconds for each in found), 1),
    }


def _record(of: OfFormula) -> dict[str, Any]:
    return {
        "key": of.claim,
        "refuted": of.refuted,
        "places": {kind.value: number for kind, number in of.places.items()},
        "weaker": of.weaker,
        **counts(of.found),
        "mutants": [
            {
                "id": one.id,
                "kind": one.mutant.place.kind.value,
                "how": str(one.how),
                "instance": one.instance,
                "rule": one.rule,
                "reason": one.reason,
            }
            for one in of.found
        ],
    }


def rows(found: Sequence[OfFormula]) -> dict[str, dict[str, int]]:
    """The counts of each kind of place, and of all."""
    every = [one for each in found for one in each.found]
    kinds = {kind.value: [one for one in every if one.mutant.place.kind is kind] for kind in Kind}
    return {name: counts(some) for name, some in {**kinds, "all": every}.items()}


def formula_lines(found: Sequence[OfFormula]) -> str:
    """What became of the mutants of each kind, what is proved as well, what cannot be, and a sentence."""
    kinds = [_line(name, row) for name, row in rows(found).items() if row["mutants"]]
    proved = [f"proved as well: {one.id}" for each in found for one in each.found if one.how is How.PROVED]
    listed = [*kinds, *proved, *(f"fault: {fault}" for fault in faults(found))]
    seconds = sum(each.seconds for each in found)
    return "\n".join([*listed, f"{len(found)} formula{'s' * (len(found) > 1)}, in {seconds:.0f} s"])


def _line(name: str, row: dict[str, int]) -> str:
    """One kind in words.

    >>> _line("limit", {"mutants": 3, "its proof stops": 1, "proved as well": 0, "false at an instance": 2})
    'limit: 3 mutants, of which 1 its proof stops, 2 false at an instance'
    """
    ends = ", ".join(f"{number} {what}" for what, number in row.items() if number and what != "mutants")
    return f"{name}: {row['mutants']} mutants, of which {ends}"
