"""Bad input: exit code 2, one sentence on stderr, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from mesaproof.cli import main
from tests.mesaproof.cli.runs import LEMMA, OPEN, run

GAUSSIAN = ("check", "gaussian", "-d", "2", "-T", "4")
LONG = "a" * 300
FILES = {
    "sum.json": '{"atoms": [["1"], ["2"]], "weights": ["1/2", "1/3"]}',
    "negative.json": '{"atoms": [["1"], ["2"]], "weights": ["3/2", "-1/2"]}',
    "ragged.json": '{"atoms": [["1", "0"], ["2"]], "weights": ["1/2", "1/2"]}',
    "count.json": '{"atoms": [["1"], ["2"]], "weights": ["1"]}',
    "nan.json": '{"atoms": [[NaN]], "weights": ["1"]}',
    "infinite.json": '{"atoms": [["1"]], "weights": [Infinity]}',
    "text.json": "x_1 = 1",
    "empty.json": "",
    "list.json": "[1, 2]",
    "nothing.json": '{"atoms": [], "weights": []}',
    "deep.json": "[" * 100_000,
    "key.json": '{"atom": [["1"]], "weights": ["1"]}',
    "code.json": '{"atoms": [["__import__(\'os\').system(\'touch x\')"]], "weights": ["1"]}',
    "power.json": '{"atoms": [["10**10**10"]], "weights": ["1"]}',
    "huge.json": '{"atoms": [[1e999999999]], "weights": ["1"]}',
    "shape.json": '{"W_PV_12": [[1]]}',
    "none.py": "import sympy\n",
    "imported.py": "from proofs.zheng2024.line.gradient import gradient\n",
    "stops.py": "raise RuntimeError('two\\nlines')\n",
    "syntax.py": "def (:\n",
    "exits.py": "import sys\nsys.exit(0)\n",
    "case.py": LEMMA.replace('Case("gaussian", d=2, T=5)', 'Case("gaus", d=2, T=5)'),
    "two.py": LEMMA + "\n" + OPEN,
}

BAD = {
    "unknown law": (("check", "gauss"), "did you mean gaussian?"),
    "unknown law inside iid": (("check", "iid(laplac)"), "did you mean laplace?"),
    "unknown claim": (("verify", "zheng2024/theorem-4.1-limits"), "did you mean zheng2024/theorem-4.1-limit?"),
    "unknown claim to show": (("show", "zheng2024/gradent"), "did you mean zheng2024/gradient?"),
    "unknown claim to derive": (("derive", "zheng2024/proposition-4.3"), "did you mean zheng2024/proposition-4."),
    "one unknown claim of two": (("verify", "zheng2024/gradient", "x/y"), "'x/y'"),
    "claim that climbs": (("show", "../cli"), "'../cli'"),
    "unknown command": (("chek", "gaussian"), "did you mean check?"),
    "unknown hypothesis": (
        (*GAUSSIAN, "--require", "zheng2024/assumption-4.3"),
        "did you mean zheng2024/assumption-4.",
    ),
    "T too small": (("check", "gaussian", "-d", "2", "-T", "2"), "T >= 3"),
    "T negative": (("gradient", "gaussian", "-d", "2", "-T", "-5"), "T >= 3"),
    "T not whole": (("check", "gaussian", "-T", "4.5"), "whole number"),
    "T not a number": (("check", "gaussian", "-T", "nan"), "whole number"),
    "T with too many digits": (("check", "gaussian", "-T", "9" * 5000), "whole number"),
    "T missing": (("gradient", "gaussian", "-d", "2"), "-T"),
    "d too small": (("check", "gaussian", "-d", "0", "-T", "4"), "d >= 1"),
    "d negative": (("gradient", "gaussian", "-d", "-1", "-T", "4"), "d >= 1"),
    "d missing": (("gradient", "gaussian", "-T", "4"), "d >= 1"),
    "d too large to write out": (("gradient", "gaussian", "-d", "201", "-T", "4"), "d <= 200"),
    "d against the file": (("check", "atoms(law.json)", "-d", "2", "-T", "4"), "d = 3"),
    "d against the file, gradient": (("gradient", "atoms(law.json)", "-d", "4", "-T", "4"), "d = 3"),
    "seed": ((*GAUSSIAN, "--seed", "one"), "whole number"),
    "weights do not sum to 1": (("check", "twopoint(2:1/3, -1:1/3)"), "sum to 2/3"),
    "weight negative": (("check", "twopoint(2:4/3, -1:-1/3)"), "positive weights"),
    "weight zero": (("check", "finite(1:1, 2:0)"), "positive weights"),
    "three points": (("check", "twopoint(1:1/3, 2:1/3, 3:1/3)"), "finite"),
    "value twice": (("check", "twopoint(1:1/2, 1:1/2)"), "distinct"),
    "sigma zero": (("check", "gaussian(sigma=0)"), "positive"),
    "sigma negative": (("check", "gaussian(sigma=-1/2)"), "positive"),
    "moment that does not exist": (("check", "student(df=6)", "-d", "2", "-T", "4"), "E x_j^6"),
    "moment that does not exist, gradient": (("gradient", "student(df=5)", "-d", "2", "-T", "4"), "E x_j^6"),
    "degrees of freedom missing": (("check", "student"), "student(df=8)"),
    "sigma nan": (("check", "gaussian(sigma=nan)"), "a number such as"),
    "sigma with denominator zero": (("check", "gaussian(sigma=1/0)"), "denominator"),
    "sigma by another name": (("check", "gaussian(scale=1)"), "sigma"),
    "sigma too long": (("check", f"gaussian(sigma=0.{'1' * 3000})"), "digits"),
    "exponent too large": (("check", "gaussian(sigma=1e999999999)"), "exponent"),
    "power": (("check", "10**10**10"), "one of the laws"),
    "power as sigma": (("check", "gaussian(sigma=10**10**10)"), "expected"),
    "code": (("check", "__import__('os').system('touch x')"), "one of the laws"),
    "code as sigma": (("check", "gaussian(sigma=__import__('os').system('touch x'))"), "a number such as"),
    "code as a": (
        ("gradient", "gaussian", "-d", "1", "-T", "4", "--a", "__import__('os').system('touch x')"),
        "number",
    ),
    "code as a claim": (("show", "os;__import__('os').system('touch x')"), "a claim or a paper"),
    "python law": (("check", "python:os:system"), "python: laws are not available"),
    "nothing": (("check", ""), "nothing"),
    "deep": (("check", "iid(" * 1000), "one coordinate"),
    "deeper than the limit": (("check", "iid(" * 100_000), "4096"),
    "long": (("check", "gaussian" * 100_000), "4096"),
    "not ASCII": (("check", "gaußian"), "expected"),
    "line break": (("check", "gauss\nian"), "expected"),
    "escape sequence": (("check", "\x1b[31mgaussian"), "expected"),
    "file missing": (("check", "atoms(nowhere.json)"), "nowhere.json"),
    "file without a name": (("check", "atoms()"), "atoms(FILE)"),
    "file is a folder": (("check", "atoms(.)"), "folder"),
    "file is a device": (("check", "atoms(/dev/zero)"), "neither a file nor a folder"),
    "file with a null character": (("check", "atoms(a\0b)"), "JSON file"),
    "file: sum": (("check", "atoms(sum.json)"), "sum to 5/6"),
    "file: negative": (("check", "atoms(negative.json)"), "positive weights"),
    "file: ragged": (("check", "atoms(ragged.json)"), "atoms[1]"),
    "file: count": (("check", "atoms(count.json)"), "2 atoms but 1 weights"),
    "file: NaN": (("check", "atoms(nan.json)"), "NaN"),
    "file: Infinity": (("check", "atoms(infinite.json)"), "Infinity"),
    "file: not JSON": (("check", "atoms(text.json)"), "valid JSON"),
    "file: empty": (("check", "atoms(empty.json)"), "valid JSON"),
    "file: list": (("check", "atoms(list.json)"), "an object"),
    "file: nothing": (("check", "atoms(nothing.json)"), "at least one atom"),
    "file: deep": (("check", "atoms(deep.json)"), "nested too deeply"),
    "file: key": (("check", "atoms(key.json)"), "did you mean atoms?"),
    "file: code": (("check", "atoms(code.json)"), "a number such as"),
    "file: power": (("check", "atoms(power.json)"), "a number such as"),
    "file: huge": (("check", "atoms(huge.json)"), "exponent"),
    "a not a number": (("gradient", "gaussian", "-d", "1", "-T", "4", "--a", "nan"), "--a"),
    "b not a number": (("gradient", "gaussian", "-d", "1", "-T", "4", "--b", "1/0"), "--b"),
    "params missing": (("gradient", "gaussian", "-d", "1", "-T", "4", "--params", "nowhere.json"), "nowhere.json"),
    "params of another kind": (("gradient", "gaussian", "-d", "1", "-T", "4", "--params", "law.json"), "W_PV_12"),
    "params of another size": (("gradient", "gaussian", "-d", "2", "-T", "4", "--params", "shape.json"), "since d = 2"),
    "params and a": (("gradient", "gaussian", "-d", "1", "-T", "4", "--params", "shape.json", "--a", "1"), "either"),
    "params with a long sequence": (
        ("gradient", "gaussian", "-d", "1", "-T", "1001", "--params", "shape.json"),
        "T <= 1000",
    ),
    "claims: missing": (("verify", "nowhere.py"), "does not exist"),
    "claims: a folder": (("verify", "folder.py"), "Python file"),
    "claims: none": (("verify", "none.py"), "declares no claim"),
    "claims: only imported": (("verify", "imported.py"), "declares no claim"),
    "claims: stops": (("verify", "stops.py"), "RuntimeError"),
    "claims: syntax": (("verify", "syntax.py"), "SyntaxError"),
    "claims: exits": (("verify", "exits.py"), "exits.py"),
    "claims: long name": (("verify", f"{LONG}.py"), "File name too long"),
    "claims: long name to decide": (("decide", f"{LONG}.py"), "File name too long"),
    "claims: long name to derive": (("derive", f"{LONG}.py"), "File name too long"),
    "claims: null character": (("verify", "a\0b.py"), "a Python file"),
    "file: long name": (("check", f"atoms({LONG}.json)"), "File name too long"),
    "rows: long name": (("check", f"dataset({LONG}.npy)"), "CSV file that can be read"),
    "sample: long name": (("check", f"sample({LONG}.csv)", "-T", "5"), "CSV file that can be read"),
    "params: long name": (("gradient", "gaussian", "-d", "1", "-T", "4", "--params", LONG), "File name too long"),
    "derive to a long name": (("derive", "zheng2024/gradient", "-o", LONG), "File name too long"),
    "report to a long name": (("report", "zheng2024/gradient", "-o", LONG), "File name too long"),
    "figures to a long name": (("figures", "zheng2024", "-o", LONG), "File name too long"),
    "train to a long name": (("train", "rademacher", "-d", "1", "-T", "4", "-o", LONG), "File name too long"),
    "sweep to a long name": (("sweep", "rademacher", "-d", "1", "-T", "4", "-o", LONG), "File name too long"),
    "plot to a long name": ((*GAUSSIAN, "--plot", f"{LONG}.png"), "File name too long"),
    "long command": ((LONG * 100,), "one of the commands"),
    "long law": (("check", LONG), "one of the laws"),
    "long claim": (("show", LONG * 100), "a claim or a paper"),
    "claim that is no text": (("show", "\udcff"), "a claim or a paper"),
    "law that is no text": (("check", "\udcff"), "one of the laws"),
    "file that is no text": (("verify", "\udcff.py"), "does not exist"),
    "derive an unknown claim to a file": (("derive", "zheng2024/x", "-o", "out.tex"), "'zheng2024/x'"),
    "derive to nowhere": (("derive", "zheng2024/gradient", "-o", "nowhere/out.tex"), "nowhere/out.tex"),
    "derive to a folder": (("derive", "zheng2024/gradient", "-o", "folder.py"), "folder.py"),
    "derive to another form": (("derive", "zheng2024/gradient", "--to", "word"), "latex"),
    "law missing": (("check",), "LAW"),
    "key missing": (("show",), "KEY"),
    "value missing": (("check", "gaussian", "-d"), "-d"),
    "unknown option": (("check", "gaussian", "--dimension", "3"), "--dimension"),
    "unknown option of the program": (("--jsn",), "--jsn"),
    "one argument too many": (("check", "gaussian", "laplace"), "laplace"),
}


@pytest.fixture
def bad_files(folder: Path) -> Path:
    for name, content in FILES.items():
        (folder / name).write_text(content)
    (folder / "folder.py").mkdir()
    return folder


@pytest.mark.parametrize(("arguments", "part"), BAD.values(), ids=BAD)
def test_bad_input_is_one_sentence(arguments: tuple[str, ...], part: str, bad_files: Path) -> None:
    before = sorted(bad_files.iterdir())
    result = CliRunner().invoke(main, list(arguments), catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("mesaproof: ")
    assert result.stderr.endswith("\n")
    assert len(result.stderr.splitlines()) == 1
    assert part in result.stderr
    assert [path for path in sorted(bad_files.iterdir()) if path.name != "__pycache__"] == before


@pytest.mark.parametrize(
    "arguments", [("check", "gauss"), ("gradient", "gauss", "-T", "4"), ("verify", "x"), ("show", "x")]
)
def test_bad_input_is_no_json_either(arguments: tuple[str, ...]) -> None:
    result = run(*arguments, "--json", code=2)
    assert result.stdout == ""
    assert result.stderr.startswith("mesaproof: ")


def test_nothing_is_written_when_the_key_is_wrong(folder: Path) -> None:
    kept = folder / "kept.tex"
    kept.write_text("as it was")
    run("derive", "zheng2024/theorem-9.9", "--to", "latex", "-o", "kept.tex", code=2)
    run("derive", "zheng2024/theorem-9.9", "--to", "latex", "-o", "new.tex", code=2)
    assert kept.read_text() == "as it was"
    assert not (folder / "new.tex").exists()
