"""The committed table of verdicts: what the claims of the package come out as, and what has changed since.

`python -m mesaproof.running.verdict_table` runs every claim's exact side and writes the table again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import proofs
from proofs.verdict import Outcome, Verdict

FILE = Path(proofs.__file__).with_name("verdicts.json")

UNGRADED = "ungraded"

RANKS = {
    Outcome.UNDECIDED: 0,
    Outcome.VACUOUS: 1,
    Outcome.PROVED_MODULO: 1,
    Outcome.PROVED: 2,
    Outcome.REFUTED: 2,
}
"""How much is known of a claim that comes out so."""


FORMULAS = ("", "part", "whole")
"""How much of the sentence of a claim is settled as a formula: nothing, a part of it, or all of it."""


@dataclass(frozen=True)
class Row:
    """A verdict of the table: the outcome, the grade of a refutation, and how many steps are assumed.

    `formula` says how much of the sentence is settled as a formula.
    """

    outcome: Outcome
    grade: str = ""
    steps: int = 0
    formula: str = ""

    @staticmethod
    def of(verdict: Verdict) -> Row:
        said = verdict.replay
        formula = "" if said is None or said.reason else "part" if said.left_out else "whole"
        return Row(verdict.outcome, verdict.grade, len(verdict.assumed), formula)

    @property
    def words(self) -> str:
        """As it is printed.

        >>> Row(Outcome.REFUTED, "boundary").words, Row(Outcome.PROVED_MODULO, steps=2, formula="part").words
        ('REFUTED (boundary)', 'PROVED MODULO (2 steps, part of it as a formula)')
        """
        details = [self.grade] if self.grade else []
        details += [f"{self.steps} steps"] if self.steps else []
        details += [f"{self.formula} of it as a formula"] if self.formula else []
        return f"{self.outcome.words} ({', '.join(details)})" if details else self.outcome.words

    @property
    def record(self) -> dict[str, Any]:
        grade, steps = ({"grade": self.grade} if self.grade else {}), ({"steps": self.steps} if self.steps else {})
        return {"verdict": str(self.outcome), **grade, **steps, **({"formula": self.formula} if self.formula else {})}

    def improves(self, listed: Row) -> bool:
        """Whether it equals a listed verdict or says more: what is settled never turns into something else."""
        if FORMULAS.index(self.formula) < FORMULAS.index(listed.formula):
            return False
        if self.outcome is listed.outcome:
            return self.steps <= listed.steps and listed.grade in ("", UNGRADED, self.grade)
        further = RANKS[self.outcome] > RANKS[listed.outcome]
        return further and not (listed.outcome is Outcome.PROVED_MODULO and self.outcome is Outcome.REFUTED)


@dataclass(frozen=True)
class Change:
    """A claim that comes out otherwise than the table says; `worse` unless it improves on it."""

    key: str
    listed: Row
    found: Row

    @property
    def worse(self) -> bool:
        return not self.found.improves(self.listed)

    @property
    def contradicts(self) -> bool:
        """Whether what was settled is settled otherwise."""
        both = {self.listed.outcome, self.found.outcome}
        return len(both) == 2 and self.worse and Outcome.REFUTED in both and Outcome.UNDECIDED not in both

    @property
    def text(self) -> str:
        return f"changed: {self.key}: {self.listed.words} in the table of verdicts, {self.found.words} now"

    @property
    def record(self) -> dict[str, Any]:
        return {"key": self.key, "listed": self.listed.record, "found": self.found.record, "worse": self.worse}


def listed_verdicts() -> dict[str, Row]:
    """The table, by key."""
    table = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        key: Row(Outcome(line["verdict"]), line.get("grade", ""), line.get("steps", 0), line.get("formula", ""))
        for key, line in table.items()
    }


def changes(verdicts: Iterable[Verdict], table: Mapping[str, Row] | None = None) -> tuple[Change, ...]:
    """What has changed of the claims that the table lists."""
    known = listed_verdicts() if table is None else table
    found = ((known[v.claim.key], v) for v in verdicts if v.claim.key in known)
    return tuple(Change(v.claim.key, row, Row.of(v)) for row, v in found if Row.of(v) != row)


def written(verdicts: Iterable[Verdict]) -> str:
    """The table as JSON, a line a claim."""
    lines = (f"{json.dumps(v.claim.key)}: {json.dumps(Row.of(v).record)}" for v in verdicts)
    return "{\n" + ",\n".join(sorted(lines)) + "\n}\n"


if __name__ == "__main__":
    from mesaproof.running.verifying import verify

    FILE.write_text(written(verify(exact_only=True)), encoding="utf-8")
