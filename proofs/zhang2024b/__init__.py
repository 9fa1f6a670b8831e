"""Zhang, Wu and Bartlett 2024, In-Context Learning of a Linear Transformer Block, arXiv 2402.14951."""

from proofs.paper import ALL, Paper

PAPER = Paper(
    key="zhang2024b",
    folder=__name__,
    claims={"approximation-error": "approximation_error", "learnable-start": "learnable_start"},
    answers={"matrices": "matrices_at_cases:matrices"},
    models={
        "approximation-error": (("zhang2024b", ALL),),
        "learnable-start": (("zhang2024b", ALL),),
    },
    settings={
        "zhang2024b": "setting:STARTED",
        "zhang2024b-plain": "setting:PLAIN",
        "zhang2024b-block": "setting:BLOCK",
    },
)
