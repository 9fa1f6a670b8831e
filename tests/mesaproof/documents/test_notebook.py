"""The notebook of the documents runs and shows what it has stored; what notebooks show never fails or leaks markup.

`python tests/mesaproof/documents/test_notebook.py docs/tour.ipynb` runs a notebook and stores its outputs.
"""

from __future__ import annotations

import ast
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import sympy

import mesaproof as mp
from mesaproof.documents.derivations import Printed
from mesaproof.documents.law_markup import law_html
from mesaproof.documents.notebook import derivation_html
from proofs.claim import Claim
from proofs.crosschecks import Case
from proofs.verdict import CheckedNumber, Outcome, Unavailable, Verdict
from symbolic.algebra.notation import d
from symbolic.expectation.orbit_families import OrbitFamily
from symbolic.expectation.orbits import Orbit
from symbolic.laws import IID, Atoms, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, Student
from symbolic.laws.empirical import Empirical
from symbolic.typeset import markup
from symbolic.typeset.layout import printed_chains

ROOT = Path(__file__).parents[3]
TOUR = ROOT / "docs" / "tour.ipynb"
SHOWN_BY = (("text/html", "_repr_html_"), ("text/latex", "_repr_latex_"))
"""What a notebook prefers to show, first the richest."""

LARGEST = 150_000
WITHIN_LINES = {"b", "code", "span"}
ELEMENTS = {"p", "b", "h4", "code", "span", "div", "pre", "table", "thead", "tbody", "tr", "th", "td"}
"""What a notebook that is not trusted leaves in."""

NASTY = "<script>alert('x')</script> $x$ & \\(y\\) \x1b \ud800"


def outputs(source: str, names: dict[str, Any], count: int) -> list[dict[str, Any]]:
    """Run a cell in the given names; what it prints, and the richest form of its last expression."""
    *body, last = ast.parse(source).body
    printed, value = io.StringIO(), None
    with redirect_stdout(printed):
        exec(compile(ast.Module([*body], []), "<cell>", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
        else:
            exec(compile(ast.Module([last], []), "<cell>", "exec"), names)
    stream = [{"name": "stdout", "output_type": "stream", "text": listed(printed.getvalue())}]
    result = {"data": shown(value), "execution_count": count, "metadata": {}, "output_type": "execute_result"}
    return [*(stream if printed.getvalue() else []), *([result] if value is not None else [])]


def shown(value: Any) -> dict[str, list[str]]:
    for kind, method in SHOWN_BY:
        if found := getattr(value, method, lambda: None)():
            return {kind: listed(found)}
    return {"text/plain": listed(repr(value))}


def listed(text: str) -> list[str]:
    """Lines with their ends, as notebooks store text."""
    return text.split("\n") if "\n" not in text else text.splitlines(keepends=True)


def executed(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook with the outputs of its code cells, run in order in one namespace."""
    names: dict[str, Any] = {"__name__": "__main__"}
    cells: list[dict[str, Any]] = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            count = 1 + sum(one["cell_type"] == "code" for one in cells)
            found = outputs("".join(cell["source"]), names, count)
            cell = cell | {"execution_count": count, "outputs": found}
        cells.append(cell)
    return notebook | {"cells": cells}


def store(path: Path) -> None:
    """Run a notebook and write it with its outputs."""
    notebook = executed(json.loads(path.read_text("utf-8")))
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")


def code_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


@pytest.fixture(scope="module")
def tour() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(TOUR.read_text("utf-8"))
    return found


@pytest.mark.slow
@pytest.mark.heavy
def test_tour_shows_what_it_has_stored(tour: dict[str, Any]) -> None:
    again = f"python -m tests.mesaproof.documents.test_notebook {TOUR.relative_to(ROOT)}"
    for stored, found in zip(code_cells(tour), code_cells(executed(tour)), strict=True):
        assert stored["outputs"] == found["outputs"], f"cell {stored['id']} shows something else; to store it: {again}"


def test_a_cell_that_finds_something_else_shows_it() -> None:
    source = 'import mesaproof as mp\nprint("x")\nmp.flow("gaussian", 2, {T}, (1, 1))'
    one, other = (outputs(source.format(T=T), {}, 1) for T in (5, 6))
    assert one[0] == other[0] == {"name": "stdout", "output_type": "stream", "text": ["x\n"]}
    assert one[1] != other[1]
    assert list(one[1]["data"]) == ["text/html"]


def test_a_cell_prefers_the_richest_form() -> None:
    assert shown(mp.Hypotheses("H", (mp.vanishes(1),))).keys() == {"text/latex"}
    assert shown(1) == {"text/plain": ["1"]}
    assert outputs("x = 1", {}, 1) == []


def test_tour_is_a_notebook(tour: dict[str, Any]) -> None:
    assert (tour["nbformat"], tour["nbformat_minor"]) == (4, 5)
    names = [cell["id"] for cell in tour["cells"]]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name) for name in names)
    assert [cell["execution_count"] for cell in code_cells(tour)] == list(range(1, len(code_cells(tour)) + 1))
    for cell in code_cells(tour):
        (output,) = cell["outputs"]
        assert output["execution_count"] == cell["execution_count"]
        assert set(cell) == {"cell_type", "execution_count", "id", "metadata", "outputs", "source"}


def test_tour_is_small_and_names_no_machine(tour: dict[str, Any]) -> None:
    text = TOUR.read_text("utf-8")
    assert len(text.encode()) < LARGEST
    assert not re.search(r"(?<![\w<.])/[a-z]+/|[A-Z]:\\\\|\bseconds\b", text)
    for cell in code_cells(tour):
        html = "".join(cell["outputs"][0]["data"].get("text/html", []))
        assert elements(html) <= ELEMENTS


class Reader(HTMLParser):
    """Collects elements and text; a closing tag must close what is open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.text.append("" if tag in WITHIN_LINES else " ")

    def handle_data(self, data: str) -> None:
        assert data.count("$") % 2 == 0 or data == "$", f"a formula that does not end: {data!r}"
        self.text.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open
    html.encode()
    return reader


def elements(html: str) -> set[str]:
    return read(html).seen


def visible(html: str) -> str:
    """What a reader sees, formulas as their source."""
    return " ".join("".join(read(html).text).split())


def html_of(shown: Any) -> str:
    """The markup of a result, well formed, of plain elements only."""
    found: str = shown._repr_html_()
    reader = read(found)
    assert reader.seen <= ELEMENTS
    assert reader.attributes <= {"style"}
    return found


TABLE = Atoms.of([[1, 0], [0, 2]], [Fraction(1, 4), Fraction(3, 4)], name=NASTY)


@pytest.mark.parametrize(
    ("law", "words"),
    [
        (IID(Gaussian()), ["in every dimension", "3 d - 3"]),
        (IID(Gaussian()).at(3), ["$d = 3$", "15"]),
        (Sparse(Fraction(1, 2)), [r"\frac{1}{4 d}"]),
        (Ones().at(2), ["ones"]),
        (IID(Student(Fraction(5))), ["does not exist"]),
        (Atoms.of([[1, 0], [0, 2]], [Fraction(1, 4), Fraction(3, 4)]), ["(0, 2)", "$j = 1$: $\\frac{1}{4}$"]),
    ],
)
def test_laws_show_their_moments(law: Any, words: list[str]) -> None:
    found = visible(html_of(law))
    assert all(word in found for word in words), found


def test_large_tables_are_described_only() -> None:
    wide = Atoms.of([[1] * 20], [1])
    long = Atoms.of([[n, 0] for n in range(20)], [Fraction(1, 20)] * 20)
    assert "E" not in visible(html_of(wide))
    assert "point" not in visible(html_of(long))


def test_datasets_show_their_moments_unless_these_are_many() -> None:
    small, large = Empirical(((1, 3), (2, 4)), 2), Empirical(((1, 3) * 200_000, (2, 4) * 200_000), 2)
    assert "$j = 1$: $\\frac{5}{4}$" in visible(law_html(small))
    assert visible(law_html(large)) == "dataset in dimension $d = 2$"


def test_numbers_of_any_size_are_shown() -> None:
    huge = visible(markup.number(Fraction(10**6000, 7)))
    assert huge.startswith("about 1.42857")
    assert "…" in visible(markup.number(Fraction(10**1000 + 1, 3)))
    law = Atoms.of([[Fraction(10**6000 + 1, 7)]], [1])
    assert "about" in visible(html_of(law))


def test_text_of_a_person_is_neither_markup_nor_mathematics() -> None:
    name = mp.Hypotheses(NASTY, (mp.vanishes(1),))
    answer = mp.decide(name, mp.Conclusion(NASTY, mp.moment_is(mp.Pattern((2,)), 1).requirements))
    (claim,) = (replace(verdict.claim, key=NASTY, statement=f"{NASTY} `{NASTY}`\n{NASTY}") for verdict in refuted())
    report = replace(mp.check(Atoms.of([[1, 0], [0, 2]], [Fraction(1, 4), Fraction(3, 4)]), T=4), law=TABLE)
    verdict = Verdict(claim, Outcome.UNDECIDED, (NASTY,), NASTY, NASTY, (NASTY,))
    for result in (TABLE, answer, claim, verdict, mp.flow(TABLE, T=4, start=(1, 1)), report):
        found = visible(html_of(result))
        assert "<script>alert" in found
        assert "\x1b" not in found


def refuted() -> tuple[Verdict, ...]:
    found: tuple[Verdict, ...] = mp.verify(["zheng2024/theorem-4.1"], exact_only=True)
    return found


def of_every_outcome() -> Iterator[tuple[Verdict, str]]:
    (found,) = refuted()
    yield found, "left over"
    yield replace(found, outcome=Outcome.UNDECIDED), "UNDECIDED"
    yield replace(found, crosschecks=(compared(True), compared(True))), "2 sampled agree, to 0.05 at worst"
    yield replace(found, crosschecks=(compared(False),)), "DISAGREES: ab at gaussian, d=2, T=4"
    yield replace(found, unavailable=(Unavailable("quadrature", CASE, "too large"),)), "not available at gaussian"
    yield replace(found, leftover=("E[x_j] = 0",) * 20), "… and 8 more"


CASE = Case("gaussian", d=2, T=4)


def compared(agrees: bool) -> CheckedNumber:
    from numeric_check.compare.agreement import Comparison

    return CheckedNumber("ab", CASE, Comparison("sampled", 1.0, 1.0, agrees, 1e-9, 0.05, 0.1, 100, 0), 0.05)


def test_verdicts_of_every_outcome_are_shown() -> None:
    for verdict, words in of_every_outcome():
        assert words in visible(html_of(verdict))
        assert html_of(replace(verdict, seconds=99.0, kept=True)) == html_of(verdict)


def test_disagreement_is_not_counted_among_those_that_agree() -> None:
    (found,) = refuted()
    shown = visible(html_of(replace(found, crosschecks=(compared(True), compared(False)))))
    assert "1 sampled agree" in shown
    assert "2 sampled" not in shown


def test_claims_are_shown() -> None:
    claim: Claim = refuted()[0].claim
    assert claim.source.arxiv in visible(html_of(claim))
    assert "hypotheses" in visible(html_of(claim))


def test_verdicts_are_a_tuple_that_shows_one_row_a_claim() -> None:
    found = mp.verify(["zheng2024/theorem-4.1", "zheng2024/gradient"], exact_only=True)
    (first, second) = found
    assert found == (first, second)
    assert isinstance(found, tuple)
    assert found[1:] == (second,)
    assert repr(found).splitlines() == ["REFUTED   zheng2024/theorem-4.1", "PROVED    zheng2024/gradient"]
    shown = visible(html_of(found))
    assert shown.index("REFUTED") < shown.index("zheng2024/gradient") < shown.index("PROVED")
    assert "does not follow" in shown
    assert html_of(found).count("not run") == 2


def test_no_verdicts_and_nasty_ones_are_shown() -> None:
    (one,) = refuted()
    nasty = replace(
        one, claim=replace(one.claim, key=NASTY), reason=NASTY, crosschecks=(compared(True), compared(False))
    )
    assert "no verdicts" in visible(html_of(mp.Verdicts()))
    assert repr(mp.Verdicts()) == "no verdicts"
    assert "DISAGREES" in visible(html_of(mp.Verdicts([nasty])))
    line = repr(mp.Verdicts([nasty]))
    assert line.endswith(": 1 second routes DISAGREE")
    assert line.isprintable()
    assert repr(mp.Verdicts([replace(one, crosschecks=(compared(True),))])).endswith(": 1 second routes agree")


@pytest.mark.parametrize(
    ("law", "d", "T", "words"),
    [
        ("gaussian", 3, 5, "$47$ on the diagonal, $0$ off it"),
        ("rademacher", 1, 4, "$0$"),
        ("sparse", 2, 2000, "$0$"),
        ("ones", 2, 2000, "H_{1998}"),
        (Atoms.of([[1, 0], [0, 2]], [Fraction(1, 2), Fraction(1, 2)]), None, 100, r"0 & 0 \\ 0 & 2352"),
        (Atoms.of([[1, 3], [Fraction(1, 7), 2]], [Fraction(1, 3), Fraction(2, 3)]), None, 300, "."),
        (Atoms.of([list(range(8))], [1]), None, 3, "and 2 more rows and columns"),
    ],
)
def test_gradients_are_shown(law: Any, d: int | None, T: int, words: str) -> None:
    found = visible(html_of(mp.gradient(law, d, T)))
    assert words in found
    assert all(name in found for name in mp.gradient(law, d, T).blocks)


@pytest.mark.parametrize(
    ("law", "words"),
    [
        ("sphere", ["in every dimension $d$", r"$\frac{1}{d}$"]),
        ("mixture(1/2: gaussian, 1/2: laplace)", ["mixture", "in every dimension"]),
        ("multivariate_student(df=6)", ["does not exist"]),
        ("shift(sparse, 1)", ["shift(sparse(c=1), 1)"]),
        ("gaussian_vector([2, 1], [1, 3])", ["$d = 2$", "$j = 1$: $2$ $j = 2$: $3$"]),
    ],
)
def test_composite_and_elliptical_laws_show_their_moments(law: str, words: list[str]) -> None:
    found = visible(html_of(mp.law(law)))
    assert all(word in found for word in words), found


def test_laws_on_orbits_tell_the_coordinates_that_stand_out() -> None:
    orbits = (Orbit((Fraction(2),), (Fraction(1),)), Orbit((Fraction(0),), ()))
    family = OrbitFamily(orbits, (sympy.Rational(1, 3), sympy.Rational(2, 3)), 2)
    for found in (visible(html_of(family)), visible(html_of(family.at(d)))):
        assert "in every dimension" in found
        assert r"$j = 1$: $\frac{4}{3}$ $j > 1$: $\frac{1}{3 d - 3}$" in found
    assert r"d \ge 2" in visible(html_of(family))
    assert "$d = 3$" in visible(html_of(family.at(3)))


@pytest.mark.parametrize(
    ("law", "d", "T", "words"),
    [
        ("gaussian", None, None, "H_{T - 2}"),
        ("ones", 2, 5, "relative squared error there"),
        ("student(df=8)", 30, 100, "not available"),
        ("finite(0:1)", 2, 4, "none"),
    ],
)
def test_law_reports_are_shown(law: str, d: int | None, T: int | None, words: str) -> None:
    assert words in visible(html_of(mp.check(law, d=d, T=T)))


@pytest.mark.parametrize(
    ("law", "start", "words"),
    [
        ("gaussian", (1, 2), "first quadrant"),
        ("gaussian", (0, 0), "none"),
        ("gaussian", (1, -1), "saddle"),
        ("ones", (1, 1), "leaves the line"),
    ],
)
def test_flows_are_shown(law: str, start: tuple[int, int], words: str) -> None:
    assert words in visible(html_of(mp.flow(law, 2, 5, start)))


def test_answers_are_shown() -> None:
    nothing = mp.Hypotheses("nothing", ())
    assert "REFUTED" in visible(html_of(mp.decide(nothing, mp.line_invariant(), d=2)))
    against = mp.Hypotheses("contradictory", (mp.Equals(mp.Pattern((2,)), -1),))
    assert "contradict each other" in visible(html_of(mp.decide(against, mp.line_invariant())))


def test_training_runs_are_shown() -> None:
    run = mp.train("ones", 2, 4, steps=3)
    assert "of the mean diagonals" in visible(html_of(run))
    assert "exact population loss" in visible(html_of(replace(run, end=None)))
    assert "sample of 20 sequences" in visible(html_of(mp.train("gaussian", 1, 4, samples=20, steps=2)))
    assert "beyond" in visible(html_of(replace(run, step=1e6)))


def test_hypotheses_are_a_display() -> None:
    two = mp.Hypotheses("H", (mp.vanishes(1), mp.vanishes(3)))
    assert two._repr_latex_().count(r"\\") == 1
    assert two._repr_latex_().startswith(r"$$\begin{array}{l} \mathbb{E}")
    assert "no conditions" in mp.Hypotheses("H", ())._repr_latex_()


@pytest.fixture(scope="module")
def printed() -> Printed:
    found: Printed = mp.derivation("zheng2024/theorem-4.1-limit")
    return found


def test_derivations_show_every_section_and_line(printed: Printed) -> None:
    found = visible(html_of(printed))
    for section in printed.sections:
        assert section.title in found
        assert section.outcome in found
    count = sum(len(chain.lines) for section in printed.sections for chain in printed_chains(section))
    assert found.count(r"\displaystyle =") == count > 0


def test_derivations_in_latex_use_no_macro_of_the_documents(printed: Printed) -> None:
    found = printed._repr_latex_() or ""
    assert r"\text{" in found
    assert not re.search(r"\\(reason|note)\b", found)


WITHOUT = """
import sys
sys.modules |= dict.fromkeys(("jinja2", "latex2mathml", "markupsafe", "typst", "matplotlib", "IPython"))
import mesaproof as mp
print(mp.derivation("zheng2024/spread-of-ratio")._repr_html_())
"""


@pytest.mark.slow
def test_nothing_but_the_package_is_needed() -> None:
    run = subprocess.run([sys.executable, "-c", WITHOUT], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == derivation_html(mp.derivation("zheng2024/spread-of-ratio")).strip()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        store(Path(name))
