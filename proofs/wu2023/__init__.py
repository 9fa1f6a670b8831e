"""Wu, Zou, Chen, Braverman, Gu and Bartlett 2023, How Many Pretraining Tasks Are Needed for In-Context Learning of
Linear Regression?, arXiv 2310.08391."""

from proofs.paper import ALL, Paper

PAPER = Paper(
    key="wu2023",
    folder=__name__,
    claims={"length": "prompt_length", "optimum": "best_step"},
    answers={"matrices": "matrices_at_cases:matrices"},
    models={
        "length": (("wu2023", ALL),),
        "optimum": (("wu2023", ALL),),
    },
    settings={"wu2023": "setting:WU"},
)
