"""Mahankali, Hashimoto and Ma 2023, One Step of Gradient Descent is Provably the Optimal In-Context Learner with One
Layer of Linear Self-Attention, arXiv 2307.03576."""

from proofs.paper import Paper

PAPER = Paper(
    key="mahankali2023",
    folder=__name__,
    claims={"step": "ratio_of_means", "theorem-1": "isotropic", "theorem-2": "correlated"},
    answers={"matrices": "matrices_at_cases:matrices"},
    models={
        "theorem-1": (("mahankali2023", "sparse"),),
        "theorem-2": (("mahankali2023-correlated", "sparse"),),
    },
    settings={
        "mahankali2023": "setting:ISOTROPIC",
        "mahankali2023-even": "setting:ISOTROPIC_EVEN",
        "mahankali2023-correlation": "ratio_of_means:CORRELATION",
        "mahankali2023-at-design": "ratio_of_means:AT_DESIGN",
        "mahankali2023-apart": "setting:ISOTROPIC_APART",
        "mahankali2023-correlated": "setting:CORRELATED",
        "mahankali2023-correlated-apart": "setting:CORRELATED_APART",
        "mahankali2023-correlated-even": "setting:CORRELATED_EVEN",
    },
)
