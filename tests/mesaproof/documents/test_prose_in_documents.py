"""Prose in every form of document: each character of a page of all of them is there, and nothing is read as markup."""

from __future__ import annotations

import html
import re
import string
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree

import pytest
import typst

from mesaproof.documents import tex_engine, typst_document
from mesaproof.documents.article_forms import html_article
from mesaproof.documents.typst_math import IN_FONTS, in_fonts
from mesaproof.documents.typst_math import string as typst_string
from proofs.zheng2024.notation import a
from symbolic.decide.hypotheses import Hypotheses
from symbolic.typeset.article import in_latex, in_markdown
from symbolic.typeset.article.composed import composed
from symbolic.typeset.derivation import Chain, Derivation, Line
from symbolic.typeset.markdown_text import markdown_code, markdown_prose, markdown_text
from symbolic.typeset.prose import prose, spans, worded
from symbolic.typeset.sections import Finding, Section, Stated
from symbolic.typography import LOWERED, RAISED, SIGNS, escape, unescape, visible

ASCII = "".join(map(chr, range(0x21, 0x7F)))
PLAIN = " ".join(c for c in ASCII if c not in "`$")
"""All but the two signs that begin something in prose."""

SIGNS_ALONE = " ".join([*(key for key in SIGNS if len(key) == 1), *RAISED, *LOWERED])
UNSEEN = "\u202e \u200b \x07 \x1b \ud800 \u00ad"
FOREIGN = "Жук 日本 😀"
SENTENCE = (
    f"50% of a_b #1 ~28 {{brace \\& ^x {PLAIN} {SIGNS_ALONE} $5 and $6, a ` tick -- << >> ,, '' <= {FOREIGN} {UNSEEN}"
)
MARKED = "by `my_50%_law.json`, `κ1/κ2` and $x_{1} \\le κ₂$"


def section(reason: str = SENTENCE) -> Section:
    """A section whose every text is the sentence."""
    lines = (Line(a, reason), Line(a, f"short 50% {MARKED}"))
    longer = Chain("long_50%", r"y_{1}+y_{2}+y_{3}+y_{4}+y_{5}+y_{6}+y_{7}+y_{8}+y_{9}", (Line(a, reason),))
    return Section(
        "key_50%",
        f"{SENTENCE}\n{SENTENCE} {MARKED}",
        Hypotheses("none", ()),
        Derivation((Chain("part_50%", "y", lines), longer)),
        f"UNDECIDED: {SENTENCE}",
        (Finding(SENTENCE),),
        f"atoms({SENTENCE})",
        SENTENCE,
    )


@cache
def forms() -> dict[str, str]:
    article = composed([section()], SENTENCE)
    return {
        "latex": in_latex.document(article),
        "markdown": in_markdown.document(article),
        "html": html_article.page(article),
        "typst": typst_document.document(article),
    }


@pytest.mark.parametrize("form", ["latex", "markdown", "html", "typst"])
def test_no_control_mark_of_direction_or_surrogate_is_left(form: str) -> None:
    document = forms()[form]
    assert [c for c in document if not c.isprintable() and not c.isspace()] == []
    assert document.encode()
    assert "U+202E" in document


STATED = Stated(
    "what is proved", ((0, r"{}\forall{}x: x = 1"), (4, r"{}\wedge{} y_{2} < x")), "Settled by rules, from sign_kept."
)
IN_WORDS = Stated("what is stated", (), "There is no formula.")


def test_what_is_proved_stands_in_every_form_with_what_settles_it() -> None:
    both = [replace(section("because"), stated=each) for each in (STATED, IN_WORDS)]
    article = composed([both[0], replace(both[1], title="other")], "")
    latex, markdown = in_latex.document(article), in_markdown.document(article)
    rows = r"&{}\forall{}x: x = 1 \\" + "\n" + r"&\quad \quad {}\wedge{} y_{2} < x" + "\n"
    for document in (latex, markdown):
        assert rows in document
        assert document.count("What is proved") == document.count("There is no formula.") == 1
    assert r"Settled by rules, from sign\_kept." in latex
    page = html_article.page(article)
    assert "<em>What is proved:</em>" in page
    assert "style='padding-left: 3.3em'" in page
    ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>"))
    written = typst_document.document(article)
    assert '& quad quad "" and y_(2) lt x' in written
    assert typst.compile(written.encode(), format="svg")


# spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50% of a_b", [("text", "50% of a_b")]),
        ("`my_50%_law.json`", [("code", "my_50%_law.json")]),
        ("`laws/a_b.csv`", [("code", "laws/a_b.csv")]),
        ("`two words here`", [("code", "two words here")]),
        ("`a_b_c`", [("code", "a_b_c")]),
        ("`f{`", [("code", "f{")]),
        ("`$x$`", [("code", "$x$")]),
        ("``a`b``", [("code", "a`b")]),
        ("`κ1 >= 0`", [("math", r"\kappa_{1} \ge 0")]),
        ("$x_{1}$", [("math", "x_{1}")]),
        ("$κ₁ ≥ 10⁻¹$", [("math", r"\kappa_1 \ge 10^{-1}")]),
        ("$50%$", [("math", r"50\%")]),
        ("$5 and $6", [("text", "$5 and $6")]),
        ("costs 5$", [("text", "costs 5$")]),
        ("a lone ` tick", [("text", "a lone ` tick")]),
        ("$\\frac{1$", [("text", "$\\frac{1$")]),
    ],
)
def test_what_is_text_formula_and_code(text: str, expected: list[tuple[str, str]]) -> None:
    assert spans(text) == expected


# LaTeX


def test_each_character_is_one_group_of_latex() -> None:
    for character in [*ASCII, *SIGNS_ALONE.split()]:
        is_one_group(character)


def is_one_group(character: str) -> None:
    written = escape(f"x {character} y")
    assert written.isascii()
    assert written.startswith("x ")
    assert written.endswith(" y")
    assert len(re.findall(r"(?<!\\)[{]", written)) == len(re.findall(r"(?<!\\)[}]", written))
    assert not re.search(r"(?<!\\)[%#&~]", written)
    if character.isascii():
        assert unescape(written) == f"x {character} y"


def test_latex_holds_nothing_that_ends_a_group_or_a_line() -> None:
    document = forms()["latex"]
    bare = re.sub(r"\\[{}\\%#&_$]", "", document.partition(r"\begin{document}")[2])
    assert not re.search(r"[%#~]", bare)
    depth = 0
    for character in bare:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert bare.count("$") % 2 == 0
    if path := tex_engine.program():
        pdf, said = tex_engine.run(path, document)
        assert pdf.startswith(b"%PDF")
        assert [line for line in said.splitlines() if line.startswith("!")] == []


@pytest.mark.parametrize("pair", ["--", "---", "<<", ">>", ",,", "''"])
def test_characters_are_not_joined(pair: str) -> None:
    assert pair not in escape(f"a{pair}b")
    assert unescape(escape(f"a{pair}b")) == f"a{pair}b"


# Markdown


def read_back(text: str) -> str:
    """Markdown text without its escapes."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def test_markdown_text_is_what_was_given() -> None:
    assert read_back(markdown_text(SENTENCE)) == visible(SENTENCE)
    assert all(f"\\{c}" in markdown_text(ASCII) for c in "\\`*_{}[]<>#|~$&")
    assert markdown_text("- not a list").startswith("\\-")
    assert markdown_text("1. not a list") == "1\\. not a list"
    assert markdown_prose("50% `a_b.json` $x$") == "50% `a_b.json` $x$"


@pytest.mark.parametrize("code", [ASCII, "`", "a`b``c", "ends with `"])
def test_code_in_markdown_ends_where_it_does(code: str) -> None:
    found = re.fullmatch(r"(`+) ?(.+?) ?\1", markdown_code(code), re.S)
    assert found
    assert found[2] == code
    assert found[1] not in re.findall("`+", code)


def test_reasons_in_markdown_leave_the_formula_whole() -> None:
    blocks = re.findall(r"\$\$\n(.*?)\n\$\$", forms()["markdown"], re.S)
    assert len(blocks) == 2
    for block in blocks:
        assert not re.search(r"(?<!\\)[%#~$]", block)
        assert len(re.findall(r"(?<!\\)\{", block)) == len(re.findall(r"(?<!\\)\}", block))


# HTML


def test_page_shows_every_text_as_it_was_given() -> None:
    page = forms()["html"]
    tree = ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>"))
    shown = " ".join(tree.itertext())
    assert shown.count(visible(SENTENCE)) >= 6
    assert visible(f"atoms({SENTENCE})") in shown
    assert "<code>my_50%_law.json</code>" in page


def test_text_inside_a_formula_is_read_before_it_becomes_mathml() -> None:
    formula = rf"\text{{{escape(PLAIN)}}} = 1"
    page = html_article.page(composed([section(f"${formula}$")], ""))
    shown = html.unescape(re.sub(r"<[^>]*>", "", page)).replace("\u00a0", " ")
    assert PLAIN in shown


# Typst


def glyphs(text: str, font: str = "New Computer Modern") -> list[str]:
    """The shapes that Typst draws, in order."""
    source = f'#set text(font: ("{font}", "DejaVu Sans Mono"))\n#{typst_string(text)};'
    drawn = typst.compile(source.encode(), format="svg", ignore_system_fonts=True)
    first = drawn[0] if isinstance(drawn, list) else drawn
    assert first is not None
    return re.findall(r'<use xlink:href="#(g[^"]+)"', first.decode())


def test_typst_draws_every_character_that_it_is_given() -> None:
    """A character without a shape is drawn as a box; none is here, and each character has its own."""
    boxes = set(re.findall(r"#(g[^\"]+)", _box()))
    assert len(boxes) == 1
    for text in (ASCII, SIGNS_ALONE, "κ₁ ≥ 0 x̂ Жук ñ ß ĸ — “q”"):
        assert not boxes & set(glyphs(text))
    assert len({*glyphs(" ".join(ASCII))}) == len(ASCII)
    edges = [chr(c) for first, last in IN_FONTS for c in (first, last) if chr(c).isprintable() and chr(c) != " "]
    assert not boxes & set(glyphs(" ".join(edges)))


def _box() -> str:
    source = '#set text(font: ("New Computer Modern", "DejaVu Sans Mono"))\n#"日本";'
    drawn = typst.compile(source.encode(), format="svg", ignore_system_fonts=True)
    first = drawn[0] if isinstance(drawn, list) else drawn
    assert first is not None
    return first.decode().replace("xlink:href=", "")


def test_typst_holds_every_text_and_compiles() -> None:
    document = forms()["typst"]
    shown = "".join(c if in_fonts(c) else f"[U+{ord(c):04X}]" for c in visible(SENTENCE))
    literal = shown.replace("\\", "\\\\").replace('"', '\\"')
    assert document.count(literal) >= 6
    assert "[U+65E5]" in document
    assert typst_document.compiled(document).startswith(b"%PDF")


# one rule


def test_the_rule_is_the_same_in_reasons_statements_and_verdicts() -> None:
    assert prose(MARKED) == r"by \texttt{my\_50\%\_law.json}, $\kappa_{1}/\kappa_{2}$ and $x_{1} \le \kappa_2$"
    document = forms()["latex"]
    assert document.count(prose(f"short 50% {MARKED}")) == 1
    assert document.count(prose(SENTENCE)) >= 3
    assert prose(worded(f"UNDECIDED: {SENTENCE}")) in document
    assert set(string.ascii_letters) <= set(document)
