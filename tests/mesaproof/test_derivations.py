"""Printed derivations: well-formed LaTeX with known commands only, and a real compilation where TeX is present."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from mesaproof.verifying import Printed, derivation
from proofs.catalogue import every_claim
from symbolic.printing import escape, mathematics, prose

KEYS = [claim.key for claim in every_claim()]

KNOWN_TEXT = r"""
\textasciicircum
\Big \allowdisplaybreaks \begin \big \cdot \cdots \documentclass \dots \end \footnotesize \frac \ge \hat
\infty \kappa \lambda \ldots \le \left \lim \log \mathbb \mathindent \ne \neq \newcommand \notin \paragraph
\parbox \parindent \partial \phantom \raggedright \reason \right \section \setlength \sigma \sum \tau \text
\textbackslash \textbf \textsuperscript \tilde \to \usepackage
"""
KNOWN = set(re.findall(r"\\([A-Za-z]+)", KNOWN_TEXT))
"""Commands of LaTeX and amsmath that the documents use."""


@pytest.fixture(params=KEYS)
def printed(request: pytest.FixtureRequest) -> Printed:
    return derivation(request.param)


def test_commands_are_known(printed: Printed) -> None:
    assert set(re.findall(r"\\([A-Za-z]+)", printed.latex())) <= KNOWN


def test_characters_are_ascii(printed: Printed) -> None:
    assert [c for c in printed.latex() if not c.isascii()] == []


def test_groups_and_environments_close(printed: Printed) -> None:
    document = re.sub(r"\\[{}\\]", "", printed.latex())
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
    assert document.count(r"\left") == document.count(r"\right")


def test_every_line_is_printed_with_its_reason(printed: Printed) -> None:
    document = printed.latex()
    for section in printed.sections:
        for chain in section.derivation.chains:
            assert chain.symbol in document
            assert all(line.reason in document for line in chain.lines)


def test_stamp_names_key_and_version(printed: Printed) -> None:
    assert re.search(r"every line checked by mesaproof \d+\.\d+\.\d+", printed.latex())
    assert escape(printed.claim.key) in printed.latex()
    assert printed.claim.key in printed.markdown()


def test_a_tex_engine_compiles_it_where_there_is_one(printed: Printed, tmp_path: Path) -> None:
    (tmp_path / "d.tex").write_text(printed.latex(), encoding="utf-8")
    assert (tmp_path / "d.tex").stat().st_size > 500
    if engine := shutil.which("pdflatex"):
        command = [engine, "-interaction=nonstopmode", "-halt-on-error", "d.tex"]
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, check=False)
        assert run.returncode == 0, run.stdout[-2000:].decode(errors="replace")
        assert b"Overfull" not in run.stdout


@pytest.mark.parametrize(
    ("code", "formula"),
    [
        ("κ1 / κ2", r"\kappa_{1} / \kappa_{2}"),
        ("W_KQ_32 = aI", "W^{KQ}_{32} = aI"),
        ("T_te", "T_{te}"),
        ("a² − b²", "a^2 - b^2"),
    ],
)
def test_code_spans_become_formulas(code: str, formula: str) -> None:
    assert mathematics(code) == formula
    assert prose(f"so `{code}`") == f"so ${formula}$"
