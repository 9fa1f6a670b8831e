"""Documents: which program makes a PDF, what happens when it refuses, what a report holds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import sympy
import typst
from click.testing import CliRunner, Result

from mesaproof.cli import main
from mesaproof.documents import html_page, tex_engine, typst_document, typst_math
from mesaproof.documents.derivations import Printed, chosen_engine, derivation
from mesaproof.errors import InputError
from mesaproof.output.file import written
from proofs.claim import Source, claim
from proofs.parts import Equality
from proofs.zheng2024.notation import a, b
from symbolic.typeset.derivation import Chain, Line
from symbolic.typeset.formulas import nodes, parse

KEY = "zheng2024/gradient"
FALSE, MENDED = "zheng2024/theorem-4.1", "zheng2024/theorem-4.1-repaired"


def run(*arguments: str, code: int = 0) -> Result:
    done = CliRunner().invoke(main, list(arguments))
    assert done.exit_code == code, done.output
    return done


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str = "", name: str = "pdflatex") -> None:
    """A PATH with one program on it, which runs this Python; with no body, an empty PATH."""
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    if body:
        (folder / name).write_text(f"#!{sys.executable}\nimport sys\nfrom pathlib import Path\n{body}\n")
        (folder / name).chmod(0o755)


@pytest.fixture(scope="module")
def printed() -> Printed:
    return derivation(KEY)


# which program


def test_typst_is_chosen_without_a_tex_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, printed: Printed
) -> None:
    program(tmp_path / "bin", monkeypatch)
    assert chosen_engine() == "typst"
    assert printed.pdf().startswith(b"%PDF")
    with pytest.raises(InputError, match=r"pdflatex, lualatex, tectonic.*--engine typst"):
        printed.pdf("tex")


@pytest.mark.parametrize("name", tex_engine.PROGRAMS)
def test_tex_is_chosen_where_there_is_a_program(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, printed: Printed
) -> None:
    body = "Path('derivation.pdf').write_bytes(b'%PDF of ' + Path('derivation.tex').read_bytes()[:14])"
    program(tmp_path / "bin", monkeypatch, body, name)
    assert chosen_engine() == "tex"
    assert printed.pdf() == rb"%PDF of \documentclass"
    assert printed.pdf("typst").startswith(b"%PDF-1.")


def test_installed_tex_program_makes_a_pdf(printed: Printed) -> None:
    assert printed.pdf().startswith(b"%PDF-1.")
    assert (tex_engine.program() is None) == (chosen_engine() == "typst")


# what is left when it refuses


def test_document_that_tex_refuses_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, printed: Printed) -> None:
    body = "print('This is a program\\n! Undefined control sequence.\\nl.7 \\\\foo'); sys.exit(1)"
    program(tmp_path / "bin", monkeypatch, body)
    with pytest.raises(InputError, match=r"pdflatex refuses \(! Undefined control sequence\. \| l\.7") as caught:
        printed.write_pdf(tmp_path / "out.pdf")
    kept = tmp_path / "out.failed.tex"
    assert str(kept) in str(caught.value)
    assert kept.read_text(encoding="utf-8") == printed.latex()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bin", "out.failed.tex"]


@pytest.mark.parametrize(("asking", "runs"), [(0, 1), (1, 2), (9, tex_engine.MOST_RUNS)])
def test_tex_runs_until_references_have_their_numbers(
    asking: int, runs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = (
        "log = Path('runs'); n = log.read_text().count('x') if log.exists() else 0; log.write_text('x' * (n + 1)); "
        f"print('Rerun to get cross-references right' if n < {asking} else 'done'); "
        "Path('derivation.pdf').write_bytes(b'%PDF of run ' + str(n + 1).encode())"
    )
    program(tmp_path / "bin", monkeypatch, body)
    assert tex_engine.compiled("") == f"%PDF of run {runs}".encode()


def test_tex_program_that_writes_nothing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, printed: Printed
) -> None:
    program(tmp_path / "bin", monkeypatch, "pass")
    with pytest.raises(InputError, match="it wrote no PDF"):
        printed.pdf()


def test_tex_program_that_does_not_end_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, printed: Printed
) -> None:
    program(tmp_path / "bin", monkeypatch, "import time\ntime.sleep(600)")
    monkeypatch.setattr(tex_engine, "SECONDS", 0.2)
    with pytest.raises(InputError, match=r"no end after 0\.2 s"):
        printed.pdf()


def test_document_that_typst_refuses_is_kept(tmp_path: Path, printed: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typst_document, "_PREAMBLE", "#unknown")
    with pytest.raises(InputError, match=r"typst refuses .unknown variable"):
        printed.write_pdf(tmp_path / "out.pdf", "typst")
    assert [path.name for path in tmp_path.iterdir()] == ["out.failed.typ"]


def test_latex_of_a_claim_without_a_counterpart_is_named() -> None:
    @claim("mine/square", source=Source("mine", "1", "0000.00000"), parts=(Equality("s", lambda: a * b, a * b),))
    def square() -> Any:
        """A square."""
        yield Chain("s", r"\unheardof{s}", (Line(a * b, "given"),))

    from mesaproof.documents.derivations import derivations
    from mesaproof.running.runner import prove

    document = derivations([prove(square)])["mine/square"]
    assert r"\unheardof" in document.latex()
    with pytest.raises(InputError, match=r"unheardof.*--engine tex"):
        document.typst()


def test_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    target = tmp_path / "out"
    for content in (b"first", b"second"):
        written(target, content)
        assert target.read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    with pytest.raises(InputError, match="a file that can be written"):
        written(tmp_path / "nowhere" / "out", b"")
    link = tmp_path / "link"
    link.symlink_to(target)
    written(link, b"third")
    assert (link.is_symlink(), target.read_bytes()) == (True, b"third")


# the command derive


def test_derive_writes_pdf_and_html(tmp_path: Path) -> None:
    run("derive", KEY, "--to", "pdf", "--engine", "typst", "-o", str(tmp_path / "g.pdf"))
    assert (tmp_path / "g.pdf").read_bytes().startswith(b"%PDF")
    page = run("derive", KEY, "--to", "html").stdout
    run("derive", KEY, "--to", "html", "-o", str(tmp_path / "g.html"))
    assert (tmp_path / "g.html").read_text(encoding="utf-8") == page


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("--to", "pdf"), "-o FILE"),
        (("--to", "pdf", "--engine", "typst", "-o", "nowhere/g.pdf"), "nowhere/g.pdf"),
        (("--to", "html", "-o", "nowhere/g.html"), "nowhere/g.html"),
        (("--to", "html", "--engine", "tex"), "--engine tex"),
    ],
    ids=str,
)
def test_derive_refuses_in_one_sentence(
    arguments: tuple[str, ...], hint: str, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("derive", KEY, *arguments, code=2)
    assert hint in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("module", "form"), [(html_page, "html"), (typst_document, "pdf")], ids=["html", "pdf"])
def test_missing_extra_is_named(module: Any, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "bin", monkeypatch)
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    assert "mesaproof[report]" in run("derive", KEY, "--to", form, "-o", str(tmp_path / "out"), code=2).stderr
    assert not (tmp_path / "out").exists()


# Typst's notation


@pytest.mark.parametrize("table", [typst_math.SYMBOLS, typst_math.CHARACTERS], ids=["commands", "characters"])
def test_every_sign_compiles(table: dict[str, str]) -> None:
    signs = " \\\n".join(f"a {sign} b" for sign in table.values())
    assert typst.compile(f"$ {signs} $".encode()).startswith(b"%PDF")


@pytest.mark.parametrize(
    "tex",
    [
        r"\bigl( a + b \biggr)^{2}",
        r"\frac{da}{d\tau}\Big|_{b=-a,\ c}",
        r"\operatorname{sign}{\left(x \right)}",
        r"\begin{cases} a & \text{for}\: b \\ c & \text{otherwise} \end{cases}",
        r"\left[\begin{matrix}x & y\\z & w\end{matrix}\right]",
        r"\sqrt[3]{x} + \sqrt{y} + {\binom{x}{y}}",
        r"{a b}^{2} {}^{3} x''",
        r"\left. a \right|_{x}",
        r"\text{a $\kappa_1$ of \"b\_c\"} 5.2 x",
        r"\left(x;y,z\right] \left\{j\right\}",
    ],
)
def test_constructions_compile_and_are_read_whole(tex: str) -> None:
    written_in_typst = typst_math.math(tex)
    assert typst.compile(f"$ {written_in_typst} $".encode()).startswith(b"%PDF")
    assert list(nodes(parse(tex)))


@pytest.mark.parametrize("tex", [r"\unheardof", r"\begin{tikzpicture}a\end{tikzpicture}", r"\left(a", r"\@"])
def test_unknown_constructions_are_refused(tex: str) -> None:
    with pytest.raises(InputError):
        typst_math.math(tex)


def test_text_cannot_leave_its_string() -> None:
    for text in ('"#panic("x")', "\\", 'a\\"', "#", "]$", "\n\n= x"):
        assert typst.compile(f"#{typst_math.string(text)}; $ {typst_math.string(text)} $".encode()).startswith(b"%PDF")


@pytest.mark.slow
def test_settled_statements_are_printed_as_formulas() -> None:
    (section,) = [s for s in derivation("zheng2024/reduced-flow-basins").sections if s.title.endswith("basins")]
    shown = {name: finding.formulas for finding in section.findings for name in finding.parts}
    assert len(shown["partition"]) == 3
    assert sympy.latex(a + b > 0) in shown["partition"][0]
    assert [formula.count(r"\\") for formula in shown["sign_cases"]] == [13]
