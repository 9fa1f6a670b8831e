"""Derivations as documents: which statements they print, what settled each, and the forms they take."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import sympy

from mesaproof import __version__
from mesaproof.errors import PATH_LENGTH, InputError, quoted
from proofs.claim import Claim, Equality, Follows, Outcome, Part, Positive, Settled, Verdict
from symbolic import latex_document
from symbolic.derivation import Derivation
from symbolic.formulas import NotAFormula, parse, width
from symbolic.naming import Named, Table, spelled_out
from symbolic.printing import ROOM, Finding, Section, heading, latex, meanings
from symbolic.prose import escape, mathematics

Engine = Literal["tex", "typst"]


@dataclass(frozen=True)
class Printed:
    """A checked derivation, ready to be written."""

    claim: Claim
    sections: tuple[Section, ...]

    @property
    def stamp(self) -> str:
        return f"{self.claim.key}, {self.claim.source}; every line checked by mesaproof {__version__}"

    def latex(self) -> str:
        """A LaTeX document."""
        return latex_document.document(self.sections, self.stamp)

    def markdown(self) -> str:
        """Markdown with display mathematics."""
        return latex_document.markdown(self.sections, self.stamp)

    def html(self) -> str:
        """One self-contained HTML page; raises InputError without the extra `report`."""
        from mesaproof import html_page

        return html_page.derivation_page(self.sections, self.stamp)

    def typst(self) -> str:
        """A Typst document; raises InputError for LaTeX of a claim's own that has no counterpart."""
        from mesaproof import typst_document

        return typst_document.document(self.sections, self.stamp)

    def pdf(self, engine: Engine | None = None) -> bytes:
        """A PDF made by TeX where a TeX program is installed, else by Typst; raises InputError where neither can."""
        from mesaproof.typst_document import DoesNotCompile

        try:
            return self._compiled(engine)
        except DoesNotCompile as refused:
            raise InputError(_refused(refused), "one that compiles") from None

    def _compiled(self, engine: Engine | None) -> bytes:
        from mesaproof import tex_engine, typst_document

        if (engine or chosen_engine()) == "tex":
            return tex_engine.compiled(self.latex())
        return typst_document.compiled(self.typst())

    def write_pdf(self, path: Path, engine: Engine | None = None) -> None:
        """Write the PDF to a file; a document that does not compile is kept beside it, and the InputError names it."""
        from mesaproof.typst_document import DoesNotCompile

        try:
            written(path, self._compiled(engine))
        except DoesNotCompile as refused:
            kept = path.with_suffix(f".failed{refused.suffix}")
            written(kept, refused.source.encode())
            raise InputError(_refused(refused), "one that compiles", f"it is kept in {kept}") from None

    def _repr_latex_(self) -> str:
        from mesaproof.notebook import derivation_latex

        return derivation_latex(self)

    def _repr_html_(self) -> str:
        from mesaproof.notebook import derivation_html

        return derivation_html(self)


def _refused(refused: Any) -> str:
    return f"a document that {refused.engine} refuses ({' '.join(refused.message.split())})"


def chosen_engine() -> Engine:
    """TeX where a TeX program is installed, else Typst."""
    from mesaproof import tex_engine

    return "tex" if tex_engine.program() else "typst"


def require(form: str, engine: str | None = None) -> None:
    """Raise InputError where what a form (`html`, `pdf`) needs is not installed."""
    from mesaproof import html_page, tex_engine, typst_document

    if form == "html":
        html_page.require_report()
    if form == "pdf" and engine == "tex":
        tex_engine.required_program()
    if form == "pdf" and (engine or chosen_engine()) == "typst":
        typst_document.require_typst()


def derivation(key: str) -> Printed:
    """The derivation of a claim after those of the claims it uses, every line checked first.

    Each section ends with what settled its parts and the verdict. Raises InputError for an unknown key, or when a line
    fails.

    >>> "H_{T - 2}" in derivation("zheng2024/theorem-4.1-limit").latex()
    True
    """
    from mesaproof.runner import prove
    from mesaproof.verifying import named

    (claim, *others) = named(key)
    if others:
        raise InputError(f"{key}, which declares {len(others) + 1} claims", "a file with one claim")
    verdicts: dict[Claim, Verdict] = {}
    for premise in with_premises(claim):
        verdicts[premise] = prove(premise, {known: verdict.outcome for known, verdict in verdicts.items()})
    return derivations(verdicts.values())[claim.key]


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


def section(verdict: Verdict) -> Section:
    """A claim as it is printed, every line of its derivation checked; raises InputError when a line fails."""
    claim, chains = verdict.claim, checked(verdict.claim)
    try:
        settled = tuple(findings(verdict, {chain.name for chain in chains.chains}))
    except NotAFormula as error:
        raise InputError(f"{claim.key}, with a formula that cannot be read", str(error)) from None
    return Section(
        claim.key,
        claim.statement,
        claim.hypotheses,
        chains,
        sentence(verdict),
        settled,
        verdict.witness,
        str(claim.source),
        _names(verdict, chains),
    )


def _names(verdict: Verdict, chains: Derivation) -> tuple[Named, ...]:
    """The letters in what is printed of a claim, but for those that a row of a table defines."""
    lines = [line.expression for chain in chains.chains for line in chain.lines]
    if verdict.outcome is not Outcome.PROVED:
        return meanings(lines)
    derived = {chain.name for chain in chains.chains}
    stated = [part.right for part in verdict.claim.parts if isinstance(part, Equality) and part.name not in derived]
    tables = [leaf for part in verdict.claim.parts if isinstance(part, Settled) for leaf in _leaves(part.statement)]
    return meanings([*lines, *stated, *tables], [leaf for leaf in tables if isinstance(leaf, Named)])


def _leaves(statement: Any) -> Iterator[sympy.Basic]:
    """The expressions in a statement that is printed as formulas."""
    if isinstance(statement, tuple):
        for item in statement:
            yield from _leaves(item)
    elif isinstance(statement, sympy.Basic):
        yield statement


def checked(claim: Claim) -> Derivation:
    """The derivation of a claim; raises InputError when a line does not follow."""
    found = claim.derivation()
    if faults := found.faults():
        where = f"{faults[0].chain}, line {faults[0].line}"
        raise InputError(f"{claim.key}, whose {where} fails: {faults[0].message}", "a derivation that holds")
    return found


def sentence(verdict: Verdict) -> str:
    """The verdict with its reason and what it rests on."""
    if verdict.outcome is Outcome.PROVED:
        return f"PROVED. Rests on {', '.join(verdict.rests_on)}."
    leftover = f"left over: {', '.join(verdict.leftover)}" if verdict.leftover else ""
    return f"{verdict.outcome}: {'; '.join(part for part in (verdict.reason, leftover) if part)}."


def findings(verdict: Verdict, chains: set[str]) -> Iterator[Finding]:
    """What settled the parts of a proved claim; identities that a chain shows are only named."""
    if verdict.outcome is not Outcome.PROVED:
        return
    parts = {part.name: part for part in verdict.claim.parts}
    shown = [heading(name) for name, part in parts.items() if isinstance(part, Equality) and name in chains]
    if shown:
        yield Finding("", f"Both sides are identical in {', '.join(shown)}")
    plain = [part for name, part in parts.items() if isinstance(part, Equality) and name not in chains]
    if plain:
        listed = ", ".join(heading(part.name) for part in plain)
        yield Finding("", f"Derived, and identical to what is stated, are {listed}", tuple(map(_identity, plain)))
    for line in verdict.evidence:
        name, _, because = line.partition(": ")
        if line.startswith("uses "):
            yield Finding("", f"Uses {line.removeprefix('uses ').replace(': ', ', which is ')}")
        elif name not in parts:
            yield Finding("", line)
        elif not isinstance(parts[name], Equality):
            yield _finding(parts[name], because)


def _identity(part: Equality) -> str:
    """A part under its name, with the derived side where it has another form that is no longer than a row."""
    name = heading(part.name)
    left = mathematics(name.strip("`")) if name[0] == "`" else rf"\text{{{escape(name)}}}"
    derived, stated = latex(spelled_out(part.left())), latex(part.right)
    short = derived != stated and width(parse(derived)) + width(parse(stated)) + width(parse(left)) < ROOM
    return f"{left} = {derived} = {stated}" if short else f"{left} = {stated}"


def _finding(part: Part, because: str) -> Finding:
    name = heading(part.name)
    match part:
        case Positive(expression=expression):
            return Finding(name, "positive by the signs of its symbols", (f"{latex(expression())} > 0",))
        case Follows(conclusion=conclusion):
            return Finding(name, because, tuple(required.latex for required in conclusion.requirements))
        case Settled(statement=statement):
            return Finding(name, because, _formulas(statement))
        case _:
            return Finding(name, because)


def _formulas(statement: Any) -> tuple[str, ...]:
    """A statement as formulas, a row of a table each; nothing where it is not made of expressions with symbols."""
    if isinstance(statement, Table):
        return (_table(statement),)
    rows = statement if isinstance(statement, tuple) else (statement,)
    return tuple(map(_formula, rows)) if _made_of_expressions(rows) and _has_symbols(rows) else ()


def _table(statement: Table) -> str:
    rows = [statement.heads, *(tuple(map(latex, row)) for row in statement)]
    body = r" \\ ".join(" & ".join(row) for row in rows)
    return rf"\begin{{matrix}} {body} \end{{matrix}}"


def _formula(row: Any) -> str:
    if isinstance(row, tuple) and len(row) > 1 and isinstance(row[0], sympy.logic.boolalg.Boolean):
        entries = r",\quad ".join(map(_entry, _flat(row[1:])))
        return rf"{latex(row[0])}:\quad {entries}"
    return latex(row)


def _flat(entries: tuple[Any, ...]) -> tuple[Any, ...]:
    """The entries of a row, a tuple of named ones among them taken apart."""
    alone = len(entries) == 1 and isinstance(entries[0], tuple) and any(isinstance(e, Named) for e in entries[0])
    return entries[0] if alone else entries


def _entry(entry: Any) -> str:
    """An entry of a row; under a name, what it stands for."""
    return f"{entry.letter} = {latex(entry.value)}" if isinstance(entry, Named) else latex(entry)


def _made_of_expressions(value: Any) -> bool:
    return all(map(_made_of_expressions, value)) if isinstance(value, tuple) else isinstance(value, sympy.Basic | int)


def _has_symbols(value: Any) -> bool:
    if isinstance(value, tuple):
        return any(map(_has_symbols, value))
    return isinstance(value, sympy.Basic) and bool(value.free_symbols)


def written(path: Path, content: bytes) -> None:
    """Write a file in one step, so that it is never there in part; raises InputError where that is not possible."""
    try:
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            path.write_bytes(content)
        else:
            _replaced(path.resolve(), content)
    except OSError as error:
        raise InputError(
            f"-o {quoted(str(path), PATH_LENGTH)}: {error.strerror}", "a file that can be written"
        ) from None


def _replaced(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
