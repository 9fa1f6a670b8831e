"""Which claims state a formula, in Markdown: `python -m mesaproof.running.formal_table FILE` renews it in a file."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mesaproof.output.file import written
from mesaproof.running.verdict_table import listed_verdicts
from proofs.catalogue import every_claim
from proofs.claim import Claim
from proofs.formal_statements import formal_statement
from proofs.verdict import Outcome

BEGIN, END = "<!-- formulas: begin -->\n", "<!-- formulas: end -->"
FORMULA, WORDS = "formula", "words"


def stated_as(claim: Claim) -> str:
    """Whether a claim states a formula, or is stated in words alone."""
    return FORMULA if claim.formal else WORDS


def counted() -> str:
    """How many verdicts of each kind are on formulas, and which these are; no proof is run."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "| verdict | on a formula | in words alone |"
    yield "| --- | ---: | ---: |"
    verdicts, claims = listed_verdicts(), every_claim()
    found = Counter((verdicts[claim.key].outcome, stated_as(claim)) for claim in claims)
    for outcome in Outcome:
        counts = [found[outcome, how] for how in (FORMULA, WORDS)]
        if any(counts):
            yield f"| {outcome.words} | {counts[0]} | {counts[1]} |"
    yield ""
    yield f"On formulas: {', '.join(_named(claim) for claim in claims if claim.formal)}."


def _named(claim: Claim) -> str:
    """A key, with what a reader has to be told of its formula."""
    statement = formal_statement(claim)
    return f"`{claim.key}`" + (f" ({statement.mark})" if statement and statement.mark else "")


def listed(text: str) -> str:
    """What stands in a text between the marks."""
    return text.partition(BEGIN)[2].partition(END)[0]


def renew(file: Path) -> None:
    """Put the present counts between the marks in a file."""
    text, now = file.read_text(encoding="utf-8"), BEGIN + counted() + END
    marks = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.S)
    written(file, marks.sub(lambda _: now, text).encode())


if __name__ == "__main__":
    renew(Path(sys.argv[1]))
