"""von Oswald et al. 2023, Transformers Learn In-Context by Gradient Descent, arXiv 2212.07677."""

from proofs.paper import Paper

PAPER = Paper(
    key="vonoswald2023",
    folder=__name__,
    claims={
        "gd-plus-plus": "gd_plus_plus",
        "proposition-1": "proposition_1",
        "query-among-keys": "query_among_keys",
        "query-among-keys-repaired": "query_among_keys_repaired",
    },
    answers={"matrices": "matrices_at_cases:matrices"},
)
