"""Zhang, Singh, Latham and Saxe 2025, Training Dynamics of In-Context Learning in Linear Attention.

Preprint arXiv 2501.16265.
"""

from proofs.paper import Paper

PAPER = Paper(
    key="zhang2025",
    folder=__name__,
    claims={
        "critical-manifolds": "critical_manifolds",
        "plateaus": "plateaus",
        "scalar-flow": "scalar_flow",
        "stationary-functions": "stationary_functions",
        "time-course": "time_course",
    },
    answers={"matrices": "matrices_at_cases:matrices"},
    models={
        "critical-manifolds": (("zhang2025", "heads"),),
        "time-course": (("zhang2025", "multiples"),),
        "plateaus": (("zhang2025-separate", "heads"),),
        "scalar-flow": (("zhang2025-separate", "heads"),),
        "stationary-functions": (("zhang2025-separate", "heads"),),
    },
    settings={
        "zhang2025": "setting:MERGED",
        "zhang2025-many": "setting:MANY",
        "zhang2025-matrix": "setting:ALONE",
        "zhang2025-separate": "setting:SEPARATE",
        "zhang2025-white": "setting:WHITE",
    },
)
