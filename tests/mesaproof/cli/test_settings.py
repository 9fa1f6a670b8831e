"""`settings`, `loss` and `gradient --setting`: formulas, exact values and files of one's own."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

import mesaproof as mp
from mesaproof.settings import Setting, gradient
from proofs.catalogue import papers, settings
from symbolic.model.contraction import Numbers
from symbolic.typeset.formulas import parse
from tests.mesaproof.cli.runs import number, record, run

MODEL = """
from mesaproof.settings import Family, Gaussian, Setting, covariance, eye, parameter, scalar, size, time, total

d, N, i = size("d"), size("N"), time("i")
x, q, w = Gaussian("x", covariance("Λ", d)).each(i), Gaussian("q", covariance("Λ", d)), Gaussian("w", eye(d))
U = parameter("U", [d])


def prediction():
    context = total(x[i] @ (w.H @ x[i]), i, 1, N) / N
    return context.H @ U @ q


mine = Setting(
    "mine", sizes=(d, N), draws=(x, q, w), parameters=(U,), prediction=prediction, target=lambda: w.H @ q,
    families={"multiples": Family(U=scalar("u") * eye(d))},
)
"""
SIZES = {"d": 2, "N": 3}
COVARIANCE = [["2", "1/2"], ["1/2", 1]]
POINT = {
    "sizes": SIZES,
    "covariances": {"Λ": COVARIANCE},
    "parameters": {"W_PV_22": 0.5, "W_KQ_11": [[1, 0.5], ["1/7", 2]]},
}
HELD = {
    "sizes": SIZES,
    "covariances": {"Lambda": COVARIANCE},
    "scalars": {"u": 0.5},
    "matrices": {"U": [[1, 0.5], ["1/7", 2]]},
}


def values(entries: object) -> str:
    Path("values.json").write_text(json.dumps(entries), encoding="utf-8")
    return "values.json"


def test_settings_are_listed_as_papers_declare_them() -> None:
    listed = record("settings")
    assert [one["key"] for one in listed["settings"]] == list(settings())
    assert {"sander2024", "zhang2024", "zhang2024-noisy", "zheng2024"} <= set(settings())
    (zhang,) = (one for one in listed["settings"] if one["key"] == "zhang2024")
    assert (zhang["sizes"], zhang["families"]) == (["d", "N"], ["reduced", "reaching"])
    assert zhang["parameters"]["W_PV_21"] == ["1", "d"]
    assert all(isinstance(paper.setting(key), Setting) for key, paper in settings().items())
    assert set(settings()) == {key for paper in papers().values() for key in paper.settings}
    assert "2306.09927" in run("settings").stdout


def test_gradient_of_zhang_on_its_family_is_the_papers() -> None:
    found = record("gradient", "--setting", "zhang2024", "--family", "reduced")
    assert found["gradient"]["W_KQ_11"]["text"] == (
        "∂L/∂W_KQ_11 = u^2 (1 + 1/N) Λ^2 U Λ + (1/N) u^2 tr(Λ) Λ U Λ - u Λ^2"
    )
    assert {block for block, one in found["gradient"].items() if one["terms"]} == {"W_PV_22", "W_KQ_11"}


def test_exact_loss_at_a_point_is_that_on_the_family_through_it() -> None:
    at_point = record("loss", "zhang2024", "--at", values(POINT))
    on_family = record("loss", "zhang2024", "--family", "reduced", "--at", values(HELD))
    assert at_point["value"] == on_family["value"] == number(expected_loss())
    assert (at_point["terms"], on_family["terms"]) == (20, 4)


def expected_loss() -> Fraction:
    """Theorem 4.1's loss by hand: `u²/2 tr(Γ Λ U Λ Uᵀ) − u tr(Λ² U) + tr(Λ)/2` with `Γ = (1 + 1/N) Λ + tr(Λ)/N`."""
    half, u, n = Fraction(1, 2), Fraction(1, 2), 3
    L = [[Fraction(2), half], [half, Fraction(1)]]
    U = [[Fraction(1), half], [Fraction(1, 7), Fraction(2)]]

    def times(a: list[list[Fraction]], b: list[list[Fraction]]) -> list[list[Fraction]]:
        return [[sum((a[i][k] * b[k][j] for k in range(2)), Fraction(0)) for j in range(2)] for i in range(2)]

    def trace(a: list[list[Fraction]]) -> Fraction:
        return a[0][0] + a[1][1]

    gamma = [[(1 + Fraction(1, n)) * L[i][j] + (trace(L) / n if i == j else 0) for j in range(2)] for i in range(2)]
    transposed = [[U[j][i] for j in range(2)] for i in range(2)]
    quadratic = trace(times(times(gamma, L), times(U, times(L, transposed))))
    return half * u**2 * quadratic - u * trace(times(times(L, L), U)) + half * trace(L)


HELD_TO = '    families={"multiples": Family(U=scalar("u") * eye(d))},\n'
COMPLEX = MODEL.replace('parameter("U", [d])', 'parameter("U", [d], field="complex")').replace(HELD_TO, "")


def test_the_gradient_by_a_complex_parameter_is_twice_that_by_its_conjugate() -> None:
    Path("complex.py").write_text(COMPLEX, encoding="utf-8")
    found = record("gradient", "--setting", "complex.py")["gradient"]["U"]["text"]
    assert found == "2 ∂L/∂conj(U) = (1 + 1/N) Λ^2 U Λ + (1/N) tr(Λ) Λ U Λ - Λ^2"
    assert "∂L/∂Re B + i ∂L/∂Im B" in run("gradient", "--setting", "complex.py").stdout


def test_a_complex_point_has_a_gradient_by_real_and_by_imaginary_parts() -> None:
    """Data and target are real, so the parts move by themselves, the imaginary one as towards a target of zero."""
    models = {"complex.py": COMPLEX, "real.py": MODEL, "zero.py": MODEL.replace("w.H @ q,", "0 * (w.H @ q),")}
    for name, text in models.items():
        Path(name).write_text(text, encoding="utf-8")
    given, real, turned = (
        {"sizes": SIZES, "covariances": {"Λ": COVARIANCE}},
        [[1, "1/2"], ["1/7", 2]],
        [[3, 0], [-1, 1]],
    )

    def gradient(name: str, **parts: object) -> dict[str, object]:
        found: dict[str, object] = record("gradient", "--setting", name, "--at", values(given | parts))
        return found

    found = gradient("complex.py", parameters={"U": real}, imaginary={"U": turned})
    assert found["U"] == gradient("real.py", parameters={"U": real})["U"]
    assert found["U.imag"] == gradient("zero.py", parameters={"U": turned})["U"]
    at = values(given | {"parameters": {"U": real}, "imaginary": {"U": turned}})
    compared = record("simulate", "complex.py", "--at", at, "--samples", "200")["comparisons"]
    assert [one["name"] for one in compared][4:6] == ["∂L/∂U[2,2]", "∂L/∂U.imag[1,1]"]
    assert all(one["agrees"] for one in compared)


def test_exact_gradient_of_zheng_is_that_of_the_command_for_laws() -> None:
    entries = {
        "sizes": {"d": 2, "T": 5},
        "scalars": {"a": "2/3", "b": "-3/5"},
        "laws": {"x": "twopoint(2:1/3, -1:2/3)"},
    }
    found = record("gradient", "--setting", "zheng2024", "--family", "line", "--at", values(entries))
    law = record("gradient", "twopoint(2:1/3, -1:2/3)", "-d", "2", "-T", "5", "--a", "2/3", "--b", "-3/5")
    assert {block: found[block] for block in law} == law
    assert all(entry == "0" for block in set(found) - set(law) for row in found[block] for entry in row)


def test_a_parameter_is_given_whole_or_by_block() -> None:
    whole = {"W_PV": [[0, 0, 0], [0, 0, 0], [1, 2, 3]], "W_KQ": [[1, 2, 0], [3, 4, 0], ["1/2", 5, 0]]}
    blocks = {"W_PV_21": [1, 2], "W_PV_22": 3, "W_KQ_11": [[1, 2], [3, 4]], "W_KQ_21": [["1/2", 5]]}
    first = record("loss", "zhang2024", "--at", values(POINT | {"parameters": whole}))
    assert first == record("loss", "zhang2024", "--at", values(POINT | {"parameters": blocks}))


def test_a_setting_of_ones_own_in_a_file() -> None:
    Path("mine.py").write_text(MODEL, encoding="utf-8")
    found = record("loss", "mine.py", "--family", "multiples")
    assert found["text"] == "L = 1/2 u^2 (1 + 1/N) tr(Λ^3) + (1/(2 N)) u^2 tr(Λ) tr(Λ^2) - u tr(Λ^2) + 1/2 tr(Λ)"
    assert record("gradient", "--setting", "mine.py:mine")["gradient"]["U"]["terms"] == 3


def test_latex_is_one_display_that_is_a_formula() -> None:
    for line in (("loss", "zhang2024"), ("gradient", "--setting", "zheng2024", "--family", "line")):
        printed = run(*line, "--to", "latex").stdout
        assert printed.startswith("\\begin{align*}\n")
        assert printed.endswith("\n\\end{align*}\n")
        assert all(row.count("&") == 1 and parse(row.replace("&", "")) for row in body(printed))


def body(display: str) -> list[str]:
    return [row.removesuffix(r" \\") for row in display.splitlines()[1:-1]]


@pytest.mark.slow
def test_formulas_fit_eighty_columns() -> None:
    for line in (("loss", "zhang2024"), ("loss", "zheng2024"), ("gradient", "--setting", "zheng2024")):
        assert max(map(len, run(*line).stdout.splitlines())) <= 80


def test_an_exact_value_with_many_digits_is_whole_in_json_and_a_decimal_on_the_screen() -> None:
    long = "1" * 599
    at = values(POINT | {"parameters": {"W_PV_22": 1, "W_KQ_11": [[f"1/{long}", 0], [0, f"1/{long[1:]}"]]}})
    found = record("loss", "zhang2024", "--at", at)["value"]
    assert len(found["exact"]) > 4300
    assert found["float"] == pytest.approx(1.5)
    assert run("loss", "zhang2024", "--at", at).stdout == "L = 1.5 (all digits: --json)\n"


def test_simulation_agrees_with_the_exact_values_and_a_slip_would_be_noticed() -> None:
    found = record("simulate", "zhang2024", "--family", "reduced", "--at", values(HELD), "--samples", "400")
    named = {one["name"]: one for one in found["comparisons"]}
    assert found["agrees"]
    assert found["checks"] == "checks the derivation, not the description"
    assert named["L"]["value"] == number(expected_loss())
    assert all(one["resolution"] > 0 for one in found["comparisons"] if one["value"]["float"])
    assert "sampled" in run("simulate", "zhang2024", "--at", values(POINT), "--samples", "200").stdout


def test_a_simulation_of_a_wrong_claim_disagrees(monkeypatch: pytest.MonkeyPatch) -> None:
    """The exact loss is moved by several resolutions: exit code 1."""
    asked = ("simulate", "zhang2024", "--family", "reduced", "--at", values(HELD), "--samples", "400")
    found = record(*asked)
    slip = Fraction(5 * found["comparisons"][0]["resolution"] + 1)
    monkeypatch.setattr(Numbers, "loss", lambda self, terms, own=Numbers.loss: own(self, terms) + slip)
    printed = run(*asked, code=1).stdout
    assert "DISAGREES" in printed


def test_records_show_in_a_notebook_what_their_commands_print() -> None:
    formulas = mp.loss("zhang2024", family="reduced")
    assert repr(formulas) + "\n" == run("loss", "zhang2024", "--family", "reduced").stdout
    assert r"\operatorname{tr}" in (formulas._repr_html_() or "")
    numbers = gradient("zhang2024", family="reduced", at=HELD)
    assert str(numbers.blocks["W_PV_22"][0][0] if numbers.blocks else None) in (numbers._repr_html_() or "")
    simulation = mp.simulate("zhang2024", HELD, family="reduced", samples=200)
    assert repr(simulation).endswith(": no evidence")
    assert "<code>L</code>" in (simulation._repr_html_() or "")
