"""Derivations as documents: which statements they print, and the forms they take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, count
from pathlib import Path
from typing import Any, Literal

from mesaproof import __version__
from mesaproof.documents.claim_section import section
from mesaproof.documents.formal_words import formula_rows
from mesaproof.errors import InputError
from mesaproof.output.file import encoded, written
from mesaproof.output.marks import is_own
from proofs.claim import Claim
from proofs.verdict import Verdict
from symbolic.typeset.article import in_latex, in_markdown
from symbolic.typeset.article.composed import COLUMN_OF_ONE, COLUMN_OF_TWO, PAGE, composed
from symbolic.typeset.article.elements import Article
from symbolic.typeset.layout import ROOM, Room
from symbolic.typeset.sections import Section
from symbolic.views import Shown

Engine = Literal["tex", "typst"]
MARK = "every line checked by mesaproof"


@dataclass(frozen=True)
class Fragment:
    """A derivation for the inside of another LaTeX document, with its macros and the entries that it cites."""

    text: str
    macros: str
    bibtex: str

    def files(self, path: Path) -> dict[Path, str]:
        """What is written for a file `NAME.tex`: beside it `NAME-macros.tex` for the preamble, and `NAME.bib`."""
        macros, entries = path.with_name(f"{path.stem}-macros.tex"), path.with_suffix(".bib")
        return {path: self.text, macros: self.macros, entries: self.bibtex}


@dataclass(frozen=True)
class Printed(Shown):
    """A checked derivation, ready to be written; without `full` it has the ends of each chain and no formulas.

    With a `title` it is the document of a paper: it has contents, a table of verdicts and the witnesses too.
    """

    claim: Claim
    sections: tuple[Section, ...]
    others: tuple[Claim, ...] = ()
    full: bool = True
    title: str = ""

    @property
    def stamp(self) -> str:
        keys = [self.title] if self.title else [f"{one.key}, {one.source}" for one in (self.claim, *self.others)]
        return f"{'; '.join(keys)}; every line checked by mesaproof {__version__}"

    def article(self, room: Room = PAGE) -> Article:
        """What the document says, in no format yet; rows have the room given."""
        return self._on_pages if room == PAGE else self._composed(room)

    @cached_property
    def _on_pages(self) -> Article:
        """The article of all forms but the fragment."""
        return self._composed(PAGE)

    def _composed(self, room: Room) -> Article:
        from mesaproof.documents.article_forms.front_matter import front

        claims = tuple({one.key: one for claim in (self.claim, *self.others) for one in with_premises(claim)}.values())
        whole = bool(self.title)
        sections = tuple(_within(room, section, claims) for section in self.sections)
        stands_before = front(claims, sections, room)
        return composed(
            sections, self.stamp, title=self.title, front=stands_before, full=self.full, room=room, whole=whole
        )

    def latex(self) -> str:
        """A LaTeX document."""
        return in_latex.document(self.article())

    def fragment(self, prefix: str = "", columns: int = 1) -> Fragment:
        """LaTeX for the inside of a document of one column or two; labels begin with the prefix."""
        article = self.article(COLUMN_OF_TWO if columns == 2 else COLUMN_OF_ONE)
        return Fragment(
            in_latex.fragment(article, prefix, columns),
            f"% environments and macros of derivations, {MARK}\n{in_latex.macros()}",
            f"% sources of a derivation, {MARK}\n\n{in_latex.bibtex(article)}",
        )

    def markdown(self) -> str:
        """Markdown with display mathematics."""
        return in_markdown.document(self.article())

    def html(self) -> str:
        """One self-contained HTML page; raises InputError without the extra `report`."""
        from mesaproof.documents.article_forms import html_article

        return html_article.page(self.article())

    def typst(self) -> str:
        """A Typst document; raises InputError for LaTeX of a claim's own that has no counterpart."""
        from mesaproof.documents import typst_document

        return typst_document.document(self.article())

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


def _within(room: Room, section: Section, claims: Iterable[Claim]) -> Section:
    """A section with the formula that it states in rows of another room."""
    if section.stated is None or not section.stated.rows or room.row >= ROOM:
        return section
    claim = next(claim for claim in claims if claim.key == section.title)
    return replace(section, stated=replace(section.stated, rows=formula_rows(claim, room.row)))


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


def derivation(key: str, *, full: bool = True) -> Printed:
    """The derivation of a claim, or of those of a paper or a file, after what they use, every line checked first.

    Each section ends with what settled its parts and the verdict. Raises InputError for an unknown key, or when a line
    fails.

    >>> "W = 0" in derivation("zheng2024/corollary-4.1").latex()
    True
    """
    from mesaproof.reading.claim_files import named
    from mesaproof.running.runner import prove
    from proofs.catalogue import papers

    claims = named(key)
    verdicts: dict[Claim, Verdict] = {}
    for premise in dict.fromkeys(one for claim in claims for one in with_premises(claim)):
        verdicts[premise] = prove(premise, {known: verdict.outcome for known, verdict in verdicts.items()})
    sections = tuple(section(verdict) for verdict in verdicts.values())
    title = f"Statements of {key}, with their derivations" if key in papers() else ""
    return Printed(claims[0], sections, claims[1:], full, title)


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
