"""What opens a derivation: the settings that it is about, and the tables of their expectations."""

from __future__ import annotations

from collections import Counter

import pytest

from mesaproof.documents.article_forms.front_matter import front
from mesaproof.documents.derivations import with_premises
from proofs.catalogue import find, papers, settings
from proofs.paper import ALL, NO_TABLE, Paper
from symbolic.typeset.article.composed import PAGE
from symbolic.typeset.article.elements import Grid, Heading, Paragraph

MODELS = [(p, name, model) for p in papers().values() for name, models in p.models.items() for model in models]


@pytest.mark.parametrize("paper", papers().values(), ids=lambda paper: paper.key)
def test_models_of_claims_exist(paper: Paper) -> None:
    for name, models in paper.models.items():
        assert name in paper.claims
        for key, family in models:
            assert family in (ALL, NO_TABLE) or family in settings()[key].setting(key).families


@pytest.mark.parametrize(
    ("key", "headings", "tables"),
    [
        ("wu2023/optimum", 0, 1),
        ("mahankali2023/theorem-2", 0, 1),
        ("sander2024/normalisation", 3, 4),
        ("variants/unequal-variances", 0, 2),
        ("garg2022/query-shift", 4, 3),
        ("variants/noise", 2, 4),
    ],
)
def test_a_derivation_opens_with_the_settings_of_its_claim(key: str, headings: int, tables: int | None) -> None:
    claims = with_premises(find(key))
    found = front(claims, (), PAGE)
    assert sum(isinstance(element, Heading) for element in found.setting) == headings
    assert any("The sizes are" in str(e.words) for e in found.setting if isinstance(e, Paragraph)) or headings == 0
    grids = [element for each in found.tables.values() for element in each if isinstance(element, Grid)]
    assert tables is None or len(grids) == tables
    assert max(Counter(grid.label for grid in grids).values(), default=1) == 1


def test_a_claim_on_another_setting_opens_with_that_one() -> None:
    one, other = (str(front((find(f"mahankali2023/theorem-{n}"),), (), PAGE).setting) for n in (1, 2))
    assert r"\Lambda" in other
    assert r"\Lambda" not in one
