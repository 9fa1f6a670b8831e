"""Every claim in every form: known LaTeX only, no overfull line, Typst that compiles, HTML that stands alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from xml.etree import ElementTree

import pytest

from mesaproof.documents import tex_engine, typst_document
from mesaproof.documents.claim_section import section
from mesaproof.documents.derivations import Printed, with_premises
from mesaproof.documents.typst_math import SYMBOLS
from proofs.claim import Claim, Invariant, Verdict
from symbolic.typeset import latex_document
from symbolic.typeset.layout import laid_out, printed_chains
from symbolic.typeset.printing import latex
from symbolic.typeset.prose import mathematics, prose, worded
from symbolic.typeset.sections import Section, heading
from symbolic.typography import escape
from tests.cross_section import all_claims, each_claim

KNOWN_TEXT = r"""
\Big \IfFileExists \allowbreak \allowdisplaybreaks \bar \begin \big \bigg \biggl \biggr \bigl \bigr \bigskip
\documentclass \emergencystretch \emph \end \footnotesize \frac \hat \left \mathbb \mathindent \newcommand \note
\mathbf \operatorname \overline \par
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


@pytest.fixture(params=each_claim())
def printed(request: pytest.FixtureRequest, section_of: SectionOf) -> Printed:
    """The document of one claim, after those of the claims it uses."""
    return Printed(request.param, tuple(map(section_of, with_premises(request.param))))


@pytest.fixture
def own(printed: Printed) -> Printed:
    """The last section of the document alone."""
    return Printed(printed.claim, printed.sections[-1:])


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
        assert chain.symbol in document
        for line, shown in zip(chain.lines, laid_out(chain).lines, strict=True):
            assert all(text in document for text in (*shown.rows, prose(line.reason)))
            assert len(shown.rows) > 1 or shown.rows[0] == latex(line.expression)


def test_each_form_has_the_verdict_and_what_decided_it(own: Printed, verdicts: Mapping[str, Verdict]) -> None:
    verdict, shown = verdicts[own.claim.key], own.sections[0]
    html, markdown = own.html(), own.markdown()
    assert shown.outcome in (str(verdict.outcome), verdict.words)
    assert f'class="verdict {verdict.outcome}"' in html
    assert f"**Verdict.** {verdict.outcome.words}" in markdown
    if verdict.outcome.proved:
        found = " ".join(f"{finding.name} {finding.because}" for finding in shown.findings)
        named = [part for part in own.claim.parts if not isinstance(part, Invariant)]
        assert shown.findings
        assert all(heading(part.name) in found for part in named)
        assert all(prose(worded(finding.because)) in own.latex() for finding in shown.findings)
    else:
        assert shown.witness == verdict.witness
        assert verdict.witness in markdown


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
    chains = [chain for section in printed.sections for chain in printed_chains(section)]
    assert len(list(tree.iter("math"))) >= sum(len(line.rows) for chain in chains for line in chain.lines)


@pytest.mark.heavy
@pytest.mark.parametrize("claims", all_claims())
def test_a_tex_program_compiles_every_section_without_an_overfull_line(
    claims: tuple[Claim, ...], section_of: SectionOf
) -> None:
    """All sections in one run; where no TeX program is installed, the same source still has every section."""
    source = latex_document.document([*map(section_of, claims)], "every claim")
    assert source.count(r"\section*") == len(claims)
    if path := tex_engine.program():
        pdf, said = tex_engine.run(path, source)
        assert pdf.startswith(b"%PDF")
        assert [line for line in said.splitlines() if line.startswith("Overfull")] == []


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
