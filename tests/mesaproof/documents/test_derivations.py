"""Every claim in every form: known LaTeX only, no overfull line, Typst that compiles, HTML that stands alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree

import pytest

from mesaproof.documents import tex_engine, typst_document
from mesaproof.documents.claim_section import section
from mesaproof.documents.derivations import Printed, with_premises
from mesaproof.documents.typst_math import SYMBOLS
from proofs.catalogue import find
from proofs.claim import Claim
from proofs.parts import Equality
from proofs.verdict import Verdict
from symbolic.typeset.article import in_latex
from symbolic.typeset.article.composed import COLUMN_OF_ONE, COLUMN_OF_TWO, PAGE, composed
from symbolic.typeset.article.elements import Box, Lines, Paragraph, Statement, every
from symbolic.typeset.layout import laid_out
from symbolic.typeset.markdown_text import markdown_text
from symbolic.typeset.printing import latex
from symbolic.typeset.prose import mathematics, prose, worded
from symbolic.typeset.sections import Section
from symbolic.typography import escape
from tests.cross_section import SHORT, all_claims, each_claim

KNOWN_TEXT = r"""
\Large \arraybackslash \bibitem \caption \centering \cite \dimexpr \fbox \fboxrule \fboxsep \hfill \hline \intertext
\label \linewidth \makeatletter \makeatother \medskip \mpbox \mpnote \mpreason
\arraystretch \renewcommand \newenvironment \newtheorem \noindent
\notag \providecommand \ref \relax \smallskip \square \subsection \varphi
\Big \IfFileExists \allowbreak \allowdisplaybreaks \bar \begin \big \bigg \biggl \biggr \bigl \bigr \bigskip
\documentclass \emergencystretch \emph \end \footnotesize \frac \hat \left \mathbb \mathindent \newcommand \note
\mathbf \mathrm \operatorname \overline \par
\paragraph \parbox \parindent \parskip \raggedright \reason \right \section \setlength
\small \sqrt \text \textasciicircum \textasciigrave \textasciitilde \textbackslash \textbf \textquotesingle
\textsuperscript \texttt \tilde \ttfamily \usepackage
"""
KNOWN = {*re.findall(r"\\([A-Za-z]+)", KNOWN_TEXT), *SYMBOLS}
"""Commands of LaTeX and amsmath that the documents may use: those of the layout, and signs."""


SectionOf = Callable[[Claim], Section]


@pytest.fixture(scope="module")
def section_of(verdicts: Mapping[str, Verdict]) -> SectionOf:
    """What is printed of one claim, each made once."""
    return cache(lambda claim: section(verdicts[claim.key]))


@pytest.fixture(scope="module")
def whole(section_of: SectionOf) -> Callable[[Claim], Printed]:
    """The document of one claim, after those of the claims it uses, each made once."""
    return cache(lambda claim: Printed(claim, tuple(map(section_of, with_premises(claim)))))


@pytest.fixture(scope="module")
def alone(section_of: SectionOf) -> Callable[[Claim], Printed]:
    """The last section of the document alone, each made once."""
    return cache(lambda claim: Printed(claim, (section_of(claim),)))


@pytest.fixture(params=each_claim(SHORT))
def printed(request: pytest.FixtureRequest, whole: Callable[[Claim], Printed]) -> Printed:
    return whole(request.param)


@pytest.fixture
def own(printed: Printed, alone: Callable[[Claim], Printed]) -> Printed:
    return alone(printed.claim)


def test_latex_has_known_commands_and_ascii_only(own: Printed) -> None:
    document = own.latex()
    assert set(re.findall(r"\\([A-Za-z]+)", document)) - KNOWN == set()
    assert [c for c in document if not c.isascii()] == []


def test_groups_and_environments_close(own: Printed) -> None:
    document = re.sub(r"\\[{}\\]", "", own.latex())
    depth = 0
    for character in document:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0
    opened: list[str] = []
    for kind, name in re.findall(r"\\(begin|end)\{([a-z*]+)\}", document):
        if kind == "begin":
            opened.append(name)
        else:
            assert opened.pop() == name
    assert opened == []
    assert len(re.findall(r"\\left\b", document)) == len(re.findall(r"\\right\b", document))


def test_every_line_is_printed_with_its_reason(own: Printed) -> None:
    document = own.latex()
    for chain in own.sections[0].derivation.chains:
        assert chain.symbol in document or (chain.last == 0 and len(chain.lines) == 1)
        for line, shown in zip(chain.lines, laid_out(chain, within=PAGE).lines, strict=True):
            assert all(row in document for row in shown.rows)
            begun = line.reason[:1].upper() + line.reason[1:]
            assert prose(line.reason) in document or prose(begun) in document
            assert len(shown.rows) > 1 or shown.rows[0] == latex(line.expression)


def test_every_display_with_a_number_is_a_checked_chain(own: Printed) -> None:
    """Numbers are those of chains and of nothing else; what a display has beside its rows and reasons is nothing."""
    chains = [c for c in own.sections[0].derivation.chains if len(c.lines) > 1 or c.last != 0]
    numbered = [e for e in every(own.article().body) if isinstance(e, Lines) and e.label]
    assert [e.label.rpartition(":")[2] for e in numbered] == [
        re.sub(r"[^A-Za-z0-9.]+", "-", c.name).strip("-") for c in chains
    ]
    for display, chain in zip(numbered, chains, strict=True):
        shown = laid_out(chain, within=PAGE)
        rights = [row.right for row in display.rows]
        assert rights == [*([shown.symbol] if shown.above else []), *(row for line in shown.lines for row in line.rows)]


def test_references_have_labels_and_labels_are_different(printed: Printed) -> None:
    article = printed.article()
    labels = [label for element in every(article.body) if (label := getattr(element, "label", ""))]
    assert len(set(labels)) == len(labels)
    assert set(labels) == set(article.numbers)
    source = in_latex.document(article)
    assert set(re.findall(r"\\ref\{([^}]*)\}", source)) <= set(labels)


def test_steps_that_nothing_proves_stand_in_a_box(own: Printed) -> None:
    boxes = [element for element in every(own.article().body) if isinstance(element, Box)]
    assert len(boxes) == bool(own.claim.assumed)
    assert all(worded(step.formula) in str(boxes) and step.why in str(boxes) for step in own.claim.assumed)


def test_short_has_the_ends_of_each_chain(own: Printed) -> None:
    short = replace(own, full=False).article()
    numbered = {e.label: e for e in every(short.body) if isinstance(e, Lines) and e.label}
    for display in (e for e in every(own.article().body) if isinstance(e, Lines) and e.label):
        rows = numbered[display.label].rows
        assert len(rows) <= len(display.rows)
        assert (rows[0], rows[-1].right) == (replace(display.rows[0], beside=rows[0].beside), display.rows[-1].right)
    assert "formulas" not in short.numbers


def test_each_form_has_the_verdict_and_what_decided_it(own: Printed, verdicts: Mapping[str, Verdict]) -> None:
    verdict, shown = verdicts[own.claim.key], own.sections[0]
    html, markdown = own.html(), own.markdown()
    assert shown.outcome in (str(verdict.outcome), verdict.words)
    assert f"<strong>Verdict.</strong> {verdict.outcome.words}" in html
    assert f"**Verdict.** {verdict.outcome.words}" in markdown
    if verdict.outcome.proved:
        settled = [name for finding in shown.findings for name in finding.parts]
        equal = {part.name for part in own.claim.parts if isinstance(part, Equality)}
        formulas = [finding for finding in shown.findings if finding.formulas and len(finding.parts) > 1]
        assert shown.findings
        assert equal <= set(settled) <= {part.name for part in own.claim.parts}
        assert len(set(settled)) == len(settled)
        assert all(len(finding.formulas) == len(finding.parts) for finding in formulas)
        told = [finding for finding in shown.findings if not (finding.chains or finding.used or "`" in finding.because)]
        assert all(prose(worded(finding.because)) in own.latex() for finding in told)
    else:
        assert shown.witness == verdict.witness
        assert markdown_text(verdict.witness) in markdown


def test_no_part_is_called_as_the_source_calls_it(own: Printed) -> None:
    """Neither with underscores nor with spaces in their places, where formulas are listed."""
    markdown, latex = own.markdown(), own.latex()
    for name in (part.name for part in own.claim.parts if "_" in part.name and "[" not in part.name):
        assert name not in markdown
        assert rf"\text{{{name.replace('_', ' ')}}}" not in latex


def test_stamp_names_key_and_version(own: Printed) -> None:
    assert re.search(r"every line checked by mesaproof \d+\.\d+\.\d+", own.latex())
    assert escape(own.claim.key) in own.latex()
    assert all(own.claim.key in document for document in (own.markdown(), own.html(), own.typst()))


def test_typst_compiles_and_holds_no_latex(printed: Printed) -> None:
    source = printed.typst()
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', "", source)
    assert re.findall(r"\\[A-Za-z]", outside) == []
    assert typst_document.compiled(source).startswith(b"%PDF")


def test_page_is_well_formed_and_stands_alone(printed: Printed) -> None:
    page = printed.html()
    tree = ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>"))
    assert "http" not in page
    assert not re.search(r"url\(|@import", page)
    assert not {element.tag for element in tree.iter()} & {"script", "link", "img", "iframe", "object"}
    known = {element.get("id") for element in tree.iter()}
    links = [element.get("href", "") for element in tree.iter("a")]
    assert all(link.removeprefix("#") in known for link in links)
    rows = [row for e in every(printed.article().body) if isinstance(e, Lines) for row in e.rows]
    assert len(list(tree.iter("math"))) >= len(rows)


@pytest.mark.heavy
@pytest.mark.parametrize("claims", all_claims())
def test_a_tex_program_compiles_every_section_without_an_overfull_line(
    claims: tuple[Claim, ...], section_of: SectionOf
) -> None:
    """All sections in one run; where no TeX program is installed, the same source still has every section."""
    article = composed([*map(section_of, claims)], "every claim")
    source = in_latex.document(article)
    stated = [e for e in every(article.body) if isinstance(e, Statement) and e.kind != "assumption"]
    assert len(stated) == len(claims)
    if path := tex_engine.program():
        pdf, said = tex_engine.run(path, source)
        assert pdf.startswith(b"%PDF")
        assert [line for line in said.splitlines() if line.startswith("Overfull")] == []


def test_zeros_of_one_reason_stand_in_one_sentence(section_of: SectionOf) -> None:
    claim = find("zheng2024/gradient")
    article = Printed(claim, (section_of(claim),)).article()
    told = [str(e.words) for e in every(article.body) if isinstance(e, Paragraph) and "is zero: " in str(e.words)]
    assert len(told) == 1
    assert told[0].count(r"e^{i\\varphi}") == 4
    assert all(
        block in told[0].partition("is zero")[0] for block in ("{PV}_{13}", "{KQ}_{22}", "{KQ}_{23}", "{KQ}_{33}")
    )
    assert sum(isinstance(e, Lines) and bool(e.label) for e in every(article.body)) == 4


FRAGMENTS = ("zheng2024/gradient", "zhang2024/theorem-4.5")


@pytest.mark.heavy
@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("key", FRAGMENTS)
def test_fragment_stands_in_documents_of_one_column_and_two(key: str, columns: int, section_of: SectionOf) -> None:
    """Where no TeX program is installed, all is there but the run."""
    claim = find(key)
    printed = Printed(claim, tuple(map(section_of, with_premises(claim))))
    fragment = printed.fragment("mine:", columns)
    assert "documentclass" not in fragment.text + fragment.macros
    labels = re.findall(r"\\(?:label|ref)\{([^}]*)\}", fragment.text)
    assert labels
    assert all(label.startswith("mine:") for label in labels)
    assert set(re.findall(r"\\begin\{(\w+)", fragment.text)) <= {
        *IN_AMSMATH,
        *re.findall(r"\{(\w+)\}", fragment.macros),
    }
    assert set(re.findall(r"\\cite(?:\[[^\]]*\])?\{(\w+)", fragment.text)) == set(
        re.findall(r"@\w+\{(\w+)", fragment.bibtex)
    )
    if path := tex_engine.program():
        pdf, said = tex_engine.run(path, HOST.format(*PAGES[columns], fragment.macros, fragment.text))
        assert pdf.startswith(b"%PDF")
        assert [line for line in said.splitlines() if line.startswith("Overfull")] == []


IN_AMSMATH = ("align", "alignat", "pmatrix", "matrix", "cases", "tabular", "table", "center")
"""Environments of LaTeX and `amsmath` that a fragment uses."""

HOST = r"""\documentclass[10pt,{}]{{article}}
\IfFileExists{{lmodern.sty}}{{\usepackage[T1]{{fontenc}}\usepackage{{lmodern}}}}{{}}
\usepackage{{amsmath,amssymb,array}}
\setlength{{\textwidth}}{{{}}}
\setlength{{\columnsep}}{{0.25in}}
\newtheorem{{thm}}{{Theorem}}
\newtheorem{{lemma}}[thm]{{Lemma}}
{}
\begin{{document}}
\section{{Appendix}}
{}
\end{{document}}
"""
"""A document with environments of its own, as an author has them."""

PAGES = {1: ("", "5.5in"), 2: ("twocolumn", "6.75in")}
"""The pages of conferences: options of the class, and the width of the text."""


def test_rooms_are_those_of_the_pages() -> None:
    """In em of 10 pt: a page of 17 cm, a column of 5.5 in, and one of 3.25 in."""
    assert PAGE.row + 3 < 17 / 2.54 * 7.227 < PAGE.row + 7
    assert COLUMN_OF_ONE.row + 3 < 5.5 * 7.227 < COLUMN_OF_ONE.row + 7
    assert COLUMN_OF_TWO.row + 3 < 3.25 * 7.227 < COLUMN_OF_TWO.row + 7


@pytest.mark.parametrize(
    ("code", "formula"),
    [
        ("κ1 / κ2", r"\kappa_{1} / \kappa_{2}"),
        ("W_KQ_32 = aI", "W^{KQ}_{32} = aI"),
        ("T_te", "T_{te}"),
        ("a² − b²", "a^2 - b^2"),
        ("k² = 4 c1² + c2² C²", "k^2 = 4 c_{1}^2 + c_{2}^2 C^2"),
        ("E x_j² = E[x]", r"\mathbb{E} x_j^2 = \mathbb{E}[x]"),
        ("c1 E / (c1 + 1 − E)", "c_{1} E / (c_{1} + 1 - E)"),
    ],
)
def test_code_spans_become_formulas(code: str, formula: str) -> None:
    assert mathematics(code) == formula
    assert prose(f"so `{code}`") == f"so ${formula}$"
