"""Ahn, Cheng, Daneshmand and Sra 2023, Transformers learn to implement preconditioned gradient descent, 2306.00297."""

from proofs.paper import Paper

PAPER = Paper(
    key="ahn2023",
    folder=__name__,
    claims={
        "any-preconditioner-repaired": "many_layers.any_preconditioner_repaired",
        "any-preconditioner": "many_layers.any_preconditioner",
        "lemma-1": "many_layers.lemma_1",
        "relu": "one_layer.relu",
        "theorem-1": "one_layer.theorem_1",
        "uniqueness-repaired": "one_layer.uniqueness_repaired",
        "uniqueness": "one_layer.uniqueness",
    },
    answers={"values": "trace_numbers:values"},
    settings={"ahn2023": "setting:AHN", "ahn2023-coin": "setting:COIN"},
)
