"""Settings in words: each of the package's in formulas that can be read, and what is said of two of them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from proofs.catalogue import papers
from symbolic.setting import Array, Gaussian, Setting, covariance, parameter, scalar, size, stack, time
from symbolic.setting.nodes import Stack
from symbolic.typeset.array_formulas import ArrayWriter, form_of, weight_latex
from symbolic.typeset.article.composed import COLUMN_OF_TWO, PAGE
from symbolic.typeset.article.described_setting import described
from symbolic.typeset.article.elements import Element, Lines, Paragraph
from symbolic.typeset.formulas import parse, width
from symbolic.typeset.prose import spans

SETTINGS = [(paper, key) for paper in papers().values() for key in paper.settings]


def told(elements: tuple[Element, ...]) -> str:
    return " ".join(str(part) for element in elements if isinstance(element, Paragraph) for part in element.words)


def displayed(elements: tuple[Element, ...]) -> list[str]:
    (lines,) = (element for element in elements if isinstance(element, Lines))
    return [f"{row.left} {'=' if row.equals else ''} {row.right}".strip() for row in lines.rows]


def model(key: str) -> Setting:
    return papers()[key].setting(key)


def test_the_model_of_sequences_is_told_in_full() -> None:
    elements = described(model("zheng2024"), PAGE)
    assert displayed(elements) == [
        r"e_{i} = \begin{pmatrix} 0 \\ x_{i} \\ x_{i - 1} \end{pmatrix}",
        r"\hat y_{t} = \left[\frac{1}{t - 1} W^{PV} "
        r"\left(\sum_{i=1}^{t} e_{i} e_{i}^{*}\right) W^{KQ} e_{t}\right]_{1}",
        r"L = \sum_{t=2}^{T - 1} \frac{1}{2} \mathbb{E} \|\hat y_{t} - x_{t + 1}\|^2",
    ]
    words = told(elements)
    for said in (
        r"$d \ge 1$, $T \ge 3$",
        "$x_s = W^{s-1} x_{1}$",
        "$W^{KQ}_{32} = a I$, $W^{PV}_{12} = b I$",
        "uniform",
    ):
        assert said in words


def test_a_loss_at_one_time_says_which() -> None:
    (*_, loss) = displayed(described(papers()["zheng2024"].setting("zheng2024-few-shot"), PAGE))
    assert loss.endswith(r"x_{t + 1}\|^2,\quad t = T - 1")


def test_the_model_of_prompts_is_told_in_full() -> None:
    elements = described(model("zhang2024"), PAGE)
    assert displayed(elements)[0] == r"e_{i} = \begin{pmatrix} x_{i} \\ w^{\top} x_{i} \end{pmatrix}"
    assert displayed(elements)[1] == r"f = \begin{pmatrix} q \\ 0 \end{pmatrix}"
    assert r"\sum_{i=1}^{N} e_{i} e_{i}^{\top} + f f^{\top}" in displayed(elements)[2]
    assert displayed(elements)[3] == r"L = \frac{1}{2} \mathbb{E} |\hat y - w^{\top} q|^2"
    assert r"normal law $N(0, \Lambda)$" in told(elements)


def variant(key: str) -> tuple[Element, ...]:
    return described(papers()[key.partition("-")[0]].setting(key), PAGE)


def test_sequences_with_noise_are_told_step_by_step() -> None:
    assert r"$x_{1}$, $x_{s+1} = W x_{s} + \sigma \xi_{s}$ for $s \ge 1$" in told(variant("variants-noisy"))
    assert "e_{i}^{*}" in displayed(variant("variants-noisy"))[1]


def test_roots_of_unity_are_no_circle() -> None:
    assert "the roots of unity of order $3$" in told(variant("variants-cube-roots"))


def test_a_target_that_is_a_sum_is_taken_off_as_a_whole() -> None:
    assert displayed(variant("xie2025"))[-1] == r"L = \mathbb{E} |\hat y - \left(w^{\top} q + \sigma \eta\right)|^2"
    assert "each a number" in told(variant("zhang2025-separate"))


@pytest.mark.parametrize(("paper", "key"), SETTINGS, ids=[key for _, key in SETTINGS])
def test_every_setting_is_told_in_formulas_that_fit(paper: object, key: str) -> None:
    setting = next(one for one, name in SETTINGS if name == key).setting(key)
    for room in (PAGE, COLUMN_OF_TWO):
        elements = described(setting, room)
        assert all(name in told(elements) for name in setting.families)
        assert "$" not in "".join(body for kind, body in spans(told(elements)) if kind == "text")
        for element in elements:
            for row in element.rows if isinstance(element, Lines) else ():
                parse(row.left)
                assert width(parse(row.right)) <= max(room.row, 22)


def test_tokens_at_different_labels_are_one() -> None:
    d, i, t = size("d"), time("i"), time("t")
    A, x = parameter("A", [d]), Gaussian("x", covariance("S", d)).each(i)
    assert form_of(column(x[i], x[i - 1])) == form_of(column(x[t], x[t - 1])) != form_of(column(x[t], x[t]))
    assert ArrayWriter("*", {form_of(column(x[i])): "e"}).formula(A.H @ stack(x[t])) == "A^{*} e_{t}"


def column(*parts: Array) -> Stack:
    made = stack(*parts)
    assert isinstance(made, Stack)
    return made


@pytest.mark.parametrize(
    ("weight", "formula"),
    [
        (1 / size("N"), r"\frac{1}{N}"),
        (scalar("sigma") * Fraction(-1, 2), r"-\frac{\sigma}{2}"),
        (size("N") * (size("N") + 1), "N (N + 1)"),
        (scalar("a") - 1, "a - 1"),
    ],
)
def test_weights(weight: object, formula: str) -> None:
    assert weight_latex(weight) == formula  # type: ignore[arg-type]
