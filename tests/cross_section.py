"""Claims that stand for all of them where a test is long: second routes, alterations and compiled documents.

Each folder of a paper with a page of its own, a few of the others, each kind of part and both outcomes are among them,
each refuted claim with the one that repairs it, and what the README shows. The others are marked slow: `-m slow` runs
the same tests on them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from proofs.catalogue import every_claim, find
from proofs.claim import Claim

KEYS = (
    "zheng2024/gradient",
    "zheng2024/reduced-flow",
    "zheng2024/theorem-4.1-limit",
    "zheng2024/context-length",
    "zheng2024/example-4.1",
    "zheng2024/example-4.1-repaired",
    "zheng2024/global-minimum-repaired",
    "zheng2024/landscape-saddles",
    "zheng2024/ones-flow",
    "zheng2024/proposition-4.1",
    "zheng2024/proposition-4.1-repaired",
    "zheng2024/proposition-4.2",
    "zheng2024/proposition-4.2-repaired",
    "zheng2024/remark-iid",
    "zheng2024/remark-iid-repaired",
    "zheng2024/remark-initialisation",
    "zheng2024/remark-initialisation-repaired",
    "zheng2024/robustness",
    "zheng2024/step-size",
    "zheng2024/theorem-4.1",
    "zheng2024/theorem-4.1-repaired",
    "ahn2023/lemma-1",
    "ahn2023/theorem-1",
    "zhang2024/reduced-loss",
    "zhang2024/initialisation",
    "zhang2024/initialisation-repaired",
    "zhang2024/prediction",
    "zhang2024/theorem-4.5",
    "zhang2024/local-minima",
    "zhang2024/other-weights",
    "sander2024/gradient-step",
    "sander2024/gradient-step-repaired",
    "sander2024/program-loss",
    "sander2024/unitary-loss",
    "newton/schulz",
    "variants/circular-start",
    "vonoswald2023/proposition-1",
    "vonoswald2023b/woodbury",
    "garg2022/covariate-shift-repaired",
    "garg2022/subspace-repaired",
    "garg2022/scaled-weights",
    "garg2022/orthogonal-query-repaired",
    "wu2023/optimum",
    "bordelon2025/eigenvalue-flow",
    "bordelon2025/eigenvalue-flow-repaired",
    "balasubramanian2026/ellipse",
)
DOCS = Path(__file__).parents[1] / "docs"
CROSS_SECTION = tuple(find(key) for key in KEYS)

SHORT = (
    "ahn2023/theorem-1",
    "garg2022/subspace-repaired",
    "newton/schulz",
    "sander2024/unitary-loss",
    "vonoswald2023b/woodbury",
    "zhang2024/reduced-loss",
    "zhang2024/theorem-4.5",
    "zheng2024/gradient",
    "zheng2024/ones-flow",
    "zheng2024/proposition-4.1",
    "zheng2024/robustness",
    "zheng2024/theorem-4.1",
    "zheng2024/theorem-4.1-limit",
    "zheng2024/theorem-4.1-repaired",
)
"""Where even the cross-section is long: both outcomes, tables, boxes, witnesses, words and long formulas."""


def each_claim(quick: tuple[str, ...] = KEYS) -> list[Any]:
    """Every claim as a parameter of a test, those outside the cross-section, or a shorter list, marked slow."""
    return [
        pytest.param(claim, id=claim.key, marks=[] if claim.key in quick else pytest.mark.slow)
        for claim in every_claim()
    ]


def all_claims() -> list[Any]:
    """The short list as one parameter of a test, and all claims together as another, marked slow."""
    return [
        pytest.param(tuple(find(key) for key in SHORT), id="cross-section"),
        pytest.param(tuple(every_claim()), id="every claim", marks=pytest.mark.slow),
    ]


def folder_of(claim: Claim) -> str:
    """The folder of a paper that declares a claim; papers without a page of their own stand for one another."""
    folder = claim.derive.__module__.rpartition(".")[0]
    return folder if (DOCS / f"{claim.key.partition('/')[0]}.md").exists() else "a few claims"
