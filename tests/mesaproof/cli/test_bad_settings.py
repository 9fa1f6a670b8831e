"""Models and values that are at fault: exit code 2, one sentence with the line of the file, nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.mesaproof.cli.runs import run
from tests.mesaproof.cli.test_settings import COVARIANCE, MODEL, SIZES

CONTEXT, RETURNED = "    context = total", "    return context.H @ U @ q"

BAD_MODELS = {
    "a comparison of a size": (CONTEXT, "    if N > 3:\n        pass\n    context = total", 10, "a comparison of N"),
    "a size as a truth value": (CONTEXT, "    assert d\n    context = total", 10, "`if` or `while` on d"),
    "a loop over a size": (CONTEXT, "    list(range(N))\n    context = total", 10, "write a sum over times as total"),
    "an index that is not affine": ("x[i]), i", "x[i * i]), i", 10, "affine"),
    "division by data": (RETURNED, f"{RETURNED} / (q.H @ q)", 11, "softmax"),
    "softmax": (RETURNED, f"    import numpy\n{RETURNED[:0]}    return numpy.exp(context)", 12, "numpy.exp"),
    "a function of mathematics": (RETURNED, "    import math\n    return math.exp(q)", 12, "only"),
    "an entry": (RETURNED, f"{RETURNED[:11]}q[0]", 11, "a part of it is block"),
    "a shape": (RETURNED, "    return context @ U @ q", 11, "the columns on the left are not the rows"),
    "shapes of prediction and target": (RETURNED, "    return U @ q", 14, "they need one shape"),
    "a float": ("/ N", "* 0.5", 10, "Fraction('0.5')"),
    "a size that is never used": ("sizes=(d, N)", 'sizes=(d, N, size("M"))', 14, "the size M is listed"),
    "a draw that is not listed": ("draws=(x, q, w)", "draws=(x, q)", 14, "the draw w is used"),
    "a size that is a number": ("sizes=(d, N)", "sizes=(d, 5)", 14, "made by size(…); given int"),
    "one size": ("sizes=(d, N)", "sizes=d", 14, "sizes=(one,)"),
    "a family of another block": ("Family(U=", "Family(V=", 14, "the blocks are U"),
    "a name that is undefined": (RETURNED, "    return softmax(q)", 11, "NameError"),
    "an equality of sizes": (
        CONTEXT,
        "    if N == d:\n        pass\n    context = total",
        10,
        "a comparison of N with d",
    ),
    "an equality of N - 1": (CONTEXT, "    if N - 1 == 0:\n        pass\n    context = total", 10, "N - 1 with 0"),
    "an equality of N/2": (CONTEXT, "    if N / 2 == 1:\n        pass\n    context = total", 10, "1/2*N with 1"),
    "a weight as a truth value": (
        CONTEXT,
        "    if N / 2:\n        pass\n    context = total",
        10,
        "`if` or `while` on",
    ),
    "an equality of data": (RETURNED, f"    if q == 0:\n        pass\n{RETURNED}", 11, "as if it had a value"),
    "a power that is not whole": ("/ N", "/ N**0.5", 10, "whole number"),
    "a power that is a fraction": ("/ N", '/ (N * d) ** __import__("fractions").Fraction(1, 2)', 10, "whole number"),
    "an integer part": ("i, 1, N)", "i, 1, N // 2)", 10, "N has no parts"),
    "a remainder of a weight": ("/ N", "* ((N / 2) % 2)", 10, "1/2*N has no parts"),
    "a square root": ("/ N", '/ __import__("numpy").sqrt(N)', 10, "N has no parts, roots"),
    "a maximum": (RETURNED, "    return max(context.H @ U @ q, 0)", 11, "as if it had a value"),
    "one minus data": (RETURNED, "    return 1 - context.H @ U @ q", 11, "int - a scalar"),
    "a transpose of NumPy": (RETURNED, "    return context.T @ U @ q", 11, "its conjugate transpose is .H"),
    "copies without a label": ("x[i] @", "x @", 10, "x[i] is one of them"),
    "a block that is no number": (
        RETURNED,
        "    from mesaproof.settings import block\n    return block(q, 1.0)",
        12,
        "numbered from 1",
    ),
    "a least size below zero": ('size("N")', 'size("N", at_least=-1)', 4, "0 or a whole number above; given -1"),
    "a least size in quotes": ('size("N")', 'size("N", at_least="3")', 4, "0 or a whole number above; given 3"),
    "a covariance below zero": ('Gaussian("w", eye(d))', 'Gaussian("w", -2 * eye(d))', 5, "multiplied by -2"),
    "a factor that is a float": ("target=", "factor=0.1, target=", 14, "Fraction('0.1')"),
    "a factor of data": ("target=", "factor=q.H @ q, target=", 14, "given a scalar"),
    "times that are one number": ("target=", "over=3, target=", 14, "the first and the last time"),
    "a prediction of Python's own": ("prediction=prediction", "prediction=max", 14, "a function of your own"),
    "a key that is a number": ('Setting(\n    "mine"', "Setting(\n    3", 14, "given 3"),
    "families without names": (
        'families={"multiples": Family(U=scalar("u") * eye(d))}',
        "families=[]",
        14,
        "families by name",
    ),
    "a file that stops": ("d, N, i =", "raise RuntimeError('two\\nlines')\nd, N, i =", 4, "RuntimeError: two lines"),
}


@pytest.mark.parametrize("name", BAD_MODELS)
def test_a_bad_model_is_one_sentence_with_its_line(name: str) -> None:
    old, new, line, part = BAD_MODELS[name]
    assert MODEL.count(old) >= 1
    Path("bad.py").write_text(MODEL.replace(old, new, 1), encoding="utf-8")
    said = refused("loss", "bad.py")
    assert part in said
    assert f"line {line}" in said


def refused(*arguments: str) -> str:
    result = run(*arguments, code=2)
    assert result.stdout == ""
    assert result.stderr.startswith("mesaproof: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


BAD_NAMES = {
    "missing file": (("loss", "nowhere.py"), "does not exist"),
    "folder": (("loss", "folder.py"), "no file"),
    "no setting": (("loss", "none.py"), "has no setting"),
    "two settings": (("loss", "two.py"), "one of two.py:mine, two.py:other"),
    "another name": (("loss", "two.py:oter"), "did you mean other?"),
    "syntax": (("gradient", "--setting", "syntax.py"), "SyntaxError"),
    "unknown setting": (("loss", "zheng2042"), "did you mean zheng2024?"),
    "unknown family": (("loss", "zhang2024", "--family", "reducd"), "did you mean reduced?"),
    "family of a setting without": (("loss", "two.py:other", "--family", "line"), "no --family"),
    "beyond reach": (("loss", "deep.py"), "products, more than"),
    "law and setting": (("gradient", "gaussian", "--setting", "zhang2024"), "either of them"),
    "neither": (("gradient",), "LAW, or --setting"),
    "values without a setting": (("gradient", "gaussian", "-d", "2", "-T", "4", "--at", "x.json"), "--setting with it"),
    "length of a setting": (("gradient", "--setting", "zhang2024", "-T", "4"), "in --at"),
    "missing values": (("loss", "zhang2024", "--at", "nowhere.json"), "nowhere.json"),
    "complex letter of a real block": (("gradient", "--setting", "complex.py"), "held to the complex letter M"),
    "flow of a family without letters": (("flow", "--setting", "fixed.py", "--family", "m"), "letters times numbers"),
    "simulation without values": (("simulate", "zhang2024"), "--at VALUES.json"),
    "few data sets": (("simulate", "zhang2024", "--at", "x.json", "--samples", "1"), "from 100 to"),
    "many data sets": (("simulate", "zhang2024", "--at", "x.json", "--samples", "9" * 12), "at most"),
}


@pytest.fixture
def models() -> None:
    Path("folder.py").mkdir()
    Path("none.py").write_text("import sympy\n")
    Path("syntax.py").write_text("def (:\n")
    other = MODEL.replace("mine = Setting(", "other = Setting(").replace('"mine"', '"second"')
    other = other.replace('    families={"multiples": Family(U=scalar("u") * eye(d))},\n', "")
    Path("two.py").write_text(MODEL + other, encoding="utf-8")
    Path("deep.py").write_text(MODEL.replace(RETURNED, "    y = context.H @ U @ q\n    return y * y * y * y * y"))
    held = (
        "from mesaproof.settings import Family, Gaussian, Setting, eye, given, parameter, size\n"
        'd = size("d")\nx, W = Gaussian("x", eye(d)), parameter("W", [d])\n'
        'C = Setting("c", sizes=(d,), draws=(x,), parameters=(W,), prediction=lambda: W @ x, target=lambda: x, '
        'families={"m": Family(W=eye(d))})\n'
    )
    Path("fixed.py").write_text(held)
    Path("complex.py").write_text(held.replace("W=eye(d)", 'W=given("M", [d], field="complex")'))


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize("name", BAD_NAMES)
def test_what_cannot_be_asked_is_one_sentence(name: str) -> None:
    arguments, part = BAD_NAMES[name]
    assert part in refused(*arguments)


GOOD = {"sizes": SIZES, "covariances": {"Λ": COVARIANCE}}
BAD_VALUES: dict[str, tuple[object, str]] = {
    "a list": ([1], "an object with the keys"),
    "unknown key": (GOOD | {"sigma": 1}, "one of the keys"),
    "missing size": ({"sizes": {"d": 2}}, "missing for the size N"),
    "unknown size": (GOOD | {"sizes": SIZES | {"M": 2}}, "there is no size M"),
    "size too small": (GOOD | {"sizes": {"d": 2, "N": 0}}, "at least 1; given 0"),
    "size that is not whole": (GOOD | {"sizes": {"d": 2, "N": 1.5}}, "a whole number"),
    "size that is a list": (GOOD | {"sizes": {"d": 2, "N": [3]}}, "a number"),
    "missing covariance": ({"sizes": SIZES}, "missing for the covariance Λ"),
    "covariance given twice": (GOOD | {"covariances": {"Λ": COVARIANCE, "Lambda": COVARIANCE}}, "given twice"),
    "not symmetric": (GOOD | {"covariances": {"Λ": [[1, 2], [3, 4]]}}, "not symmetric"),
    "not positive": (GOOD | {"covariances": {"Λ": [[1, 2], [2, 1]]}}, "not positive semidefinite"),
    "another shape": (GOOD | {"covariances": {"Λ": [[1]]}}, "2 x 2 here"),
    "ragged": (GOOD | {"covariances": {"Λ": [[1, 0], [0]]}}, "2 x 2 here"),
    "unknown parameter": (GOOD | {"parameters": {"W_XX": [[1]]}}, "there is no parameter block W_XX"),
    "shape of a block": (GOOD | {"parameters": {"W_KQ_11": [[1]]}}, "2 x 2 here"),
    "shape of a parameter": (GOOD | {"parameters": {"W_KQ": [[1]]}}, "3 rows of 3"),
    "twice": (GOOD | {"parameters": {"W_PV": [[0] * 3] * 3, "W_PV_22": 1}}, "either of them"),
    "parameters that are a list": (GOOD | {"parameters": [1]}, "values by name"),
    "a word": (GOOD | {"parameters": {"W_PV_22": "one"}}, "a number such as"),
    "a law of a setting without": (GOOD | {"laws": {"x": "gaussian"}}, "there is no law x"),
    "imaginary parts of a real block": (GOOD | {"imaginary": {"W_PV_22": [[1]]}}, "no complex parameter block W_PV_22"),
    "letter of no family": (GOOD | {"scalars": {"u": 1}}, "there is no scalar u"),
    "too large": (GOOD | {"sizes": {"d": 10**9, "N": 1}}, "10"),
}


@pytest.mark.parametrize("name", ["missing size", "not symmetric", "not positive", "unknown parameter", "unknown key"])
@pytest.mark.parametrize("command", [("gradient", "--setting"), ("simulate",), ("train", "--setting")], ids=" ".join)
def test_bad_values_are_the_same_sentence_everywhere(name: str, command: tuple[str, ...]) -> None:
    Path("values.json").write_text(json.dumps(BAD_VALUES[name][0]), encoding="utf-8")
    said = refused(*command, "zhang2024", "--at", "values.json")
    assert BAD_VALUES[name][1] in said
    assert said == refused("loss", "zhang2024", "--at", "values.json")


@pytest.mark.parametrize("name", BAD_VALUES)
def test_bad_values_are_one_sentence(name: str) -> None:
    entries, part = BAD_VALUES[name]
    Path("values.json").write_text(json.dumps(entries), encoding="utf-8")
    assert part in refused("loss", "zhang2024", "--at", "values.json")


BAD_LETTERS: dict[str, tuple[str, str, object, str]] = {
    "missing": ("zhang2024", "reduced", GOOD | {"scalars": {"u": 1}}, "missing for U, a letter of the family"),
    "shape": ("zhang2024", "reduced", GOOD | {"scalars": {"u": 1}, "matrices": {"U": [[1]]}}, "2 x 2 here"),
    "parameters": (
        "zhang2024",
        "reduced",
        GOOD | {"scalars": {"u": 1}, "matrices": {"U": COVARIANCE}, "parameters": {"W_PV_22": 1}},
        "leave out either",
    ),
    "law": ("zheng2024", "line", {"sizes": {"d": 2, "T": 4}, "laws": {"x": "gaus"}}, "did you mean gaussian?"),
    "no law": (
        "zheng2024",
        "line",
        {"sizes": {"d": 2, "T": 4}, "scalars": {"a": 1, "b": 1}},
        "missing for the law x_1",
    ),
    "law that is a number": ("zheng2024", "line", {"sizes": {"d": 2, "T": 4}, "laws": {"x": [1]}}, "a law in quotes"),
    "infinite": (
        "zheng2024",
        "line",
        {"sizes": {"d": 2, "T": 4}, "scalars": {"a": 1, "b": 1}, "laws": {"x": "student(df=5)"}},
        "infinite",
    ),
    "long": (
        "zheng2024",
        "line",
        {"sizes": {"d": 2, "T": 10**9}, "scalars": {"a": 1, "b": 1}, "laws": {"x": "gaussian"}},
        "up to 5000",
    ),
    "large": (
        "zheng2024",
        "line",
        {"sizes": {"d": 10**6, "T": 4}, "scalars": {"a": 1, "b": 1}, "laws": {"x": "gaussian"}},
        "products, more than",
    ),
}


@pytest.mark.parametrize("name", BAD_LETTERS)
def test_bad_letters_and_laws_are_one_sentence(name: str) -> None:
    setting, family, entries, part = BAD_LETTERS[name]
    Path("values.json").write_text(json.dumps(entries), encoding="utf-8")
    for command in (("loss", setting), ("gradient", "--setting", setting)):
        assert part in refused(*command, "--family", family, "--at", "values.json")
