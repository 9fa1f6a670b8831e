"""Newton's iteration for inverses, as it is held against layers of attention: Fu et al. 2023, arXiv 2310.17086."""

from proofs.paper import Paper

PAPER = Paper(
    key="newton",
    folder=__name__,
    claims={
        "degrees": "degrees_of_layers",
        "pseudoinverse": "pseudoinverse",
        "schulz": "schulz",
        "steps": "newton_steps",
    },
    answers={"matrices": "matrices_at_cases:matrices"},
)
