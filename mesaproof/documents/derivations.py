"""Derivations as documents: which statements they print, and the forms they take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any, Literal

from mesaproof import __version__
from mesaproof.documents.claim_section import section
from mesaproof.errors import InputError
from mesaproof.output.file import encoded, written
from mesaproof.output.marks import is_own
from proofs.claim import Claim, Verdict
from symbolic.typeset import latex_document
from symbolic.typeset.sections import Section
from symbolic.views import Shown

Engine = Literal["tex", "typst"]


@dataclass(frozen=True)
class Printed(Shown):
    """A checked derivation, ready to be written."""

    claim: Claim
    sections: tuple[Section, ...]
    others: tuple[Claim, ...] = ()

    @property
    def stamp(self) -> str:
        shown = "; ".join(f"{one.key}, {one.source}" for one in (self.claim, *self.others))
        return f"{shown}; every line checked by mesaproof {__version__}"

    def latex(self) -> str:
        """A LaTeX document."""
        return latex_document.document(self.sections, self.stamp)

    def markdown(self) -> str:
        """Markdown with display mathematics."""
        return latex_document.markdown(self.sections, self.stamp)

    def html(self) -> str:
        """One self-contained HTML page; raises InputError without the extra `report`."""
        from mesaproof.documents import html_page

        return html_page.derivation_page(self.sections, self.stamp)

    def typst(self) -> str:
        """A Typst document; raises InputError for LaTeX of a claim's own that has no counterpart."""
        from mesaproof.documents import typst_document

        return typst_document.document(self.sections, self.stamp)

    def pdf(self, engine: Engine | None = None) -> bytes:
        """A PDF made by TeX where a TeX program is installed, else by Typst; raises InputError where neither can."""
        from mesaproof.documents.typst_document import DoesNotCompile

        try:
            return self._compiled(engine)
        except DoesNotCompile as refused:
            raise InputError(_refused(refused), "one that compiles") from None

    def _compiled(self, engine: Engine | None) -> bytes:
        from mesaproof.documents import tex_engine, typst_document

        if (engine or chosen_engine()) == "tex":
            return tex_engine.compiled(self.latex())
        return typst_document.compiled(self.typst())

    def write_pdf(self, path: Path, engine: Engine | None = None) -> None:
        """Write the PDF to a file; a document that does not compile is kept beside it, and the InputError names it."""
        from mesaproof.documents.typst_document import DoesNotCompile

        try:
            written(path, self._compiled(engine))
        except DoesNotCompile as refused:
            kept = _beside(path, refused.suffix)
            written(kept, encoded(refused.source))
            raise InputError(_refused(refused), "one that compiles", f"it is kept in {kept}") from None


def _beside(path: Path, suffix: str) -> Path:
    """Where a document that does not compile is kept: over an earlier one, never over a file of somebody else."""
    numbers = chain([""], (f"-{n}" for n in count(2)))
    places = (path.with_suffix(f".failed{number}{suffix}") for number in numbers)
    return next(place for place in places if not place.exists() or is_own(place))


def _refused(refused: Any) -> str:
    return f"a document that {refused.engine} refuses ({' '.join(refused.message.split())})"


def chosen_engine() -> Engine:
    """TeX where a TeX program is installed, else Typst."""
    from mesaproof.documents import tex_engine

    return "tex" if tex_engine.program() else "typst"


def require(form: str, engine: str | None = None) -> None:
    """Raise InputError where what a form (`html`, `pdf`) needs is not installed."""
    from mesaproof.documents import html_page, tex_engine, typst_document

    if form == "html":
        html_page.require_report()
    if form == "pdf" and engine == "tex":
        tex_engine.required_program()
    if form == "pdf" and (engine or chosen_engine()) == "typst":
        typst_document.require_typst()


def derivation(key: str) -> Printed:
    """The derivation of a claim, or of those of a file, after those of the claims it uses, every line checked first.

    Each section ends with what settled its parts and the verdict. Raises InputError for an unknown key, or when a line
    fails.

    >>> "W = 0" in derivation("zheng2024/corollary-4.1").latex()
    True
    """
    from mesaproof.reading.claim_files import named
    from mesaproof.running.runner import prove

    claims = named(key)
    verdicts: dict[Claim, Verdict] = {}
    for premise in dict.fromkeys(one for claim in claims for one in with_premises(claim)):
        verdicts[premise] = prove(premise, {known: verdict.outcome for known, verdict in verdicts.items()})
    sections = tuple(section(verdict) for verdict in verdicts.values())
    return Printed(claims[0], sections, claims[1:])


def derivations(verdicts: Iterable[Verdict]) -> dict[str, Printed]:
    """The derivations of claims whose premises are all among them, from their verdicts, by key."""
    sections = {verdict.claim.key: (verdict.claim, section(verdict)) for verdict in verdicts}
    return {
        key: Printed(claim, tuple(sections[premise.key][1] for premise in with_premises(claim)))
        for key, (claim, _) in sections.items()
    }


def with_premises(claim: Claim) -> tuple[Claim, ...]:
    """A claim after everything it uses, each once."""
    earlier = [premise for used in claim.uses for premise in with_premises(used)]
    return tuple({c.key: c for c in (*earlier, claim)}.values())
