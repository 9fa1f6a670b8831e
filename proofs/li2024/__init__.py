"""Li, Rawat and Oymak 2024, Fine-grained Analysis of In-context Linear Estimation, arXiv 2407.10005."""

from proofs.paper import Paper

PAPER = Paper(
    key="li2024",
    folder=__name__,
    claims={"one-step": "preconditioned_step", "retrieval": "retrieval"},
    answers={"matrices": "matrices_at_cases:matrices"},
    models={
        "one-step": (("li2024", "reaching"),),
        "retrieval": (("li2024-retrieval", "reaching"),),
    },
    settings={
        "li2024": "setting:INDEPENDENT",
        "li2024-even": "setting:INDEPENDENT_EVEN",
        "li2024-step": "setting:INDEPENDENT_STEP",
        "li2024-retrieval": "setting:RETRIEVED",
        "li2024-retrieval-even": "setting:RETRIEVED_EVEN",
        "li2024-retrieval-step": "setting:RETRIEVED_STEP",
    },
)
