"""The model in NumPy, straight from the definition; it sees laws and `numeric_check`, no derived formula.

`forward` is the reference; `one_pass`, `batch_tensor` and `population` compute the same faster. The names of the blocks
are written down here once more, not taken from the derivation.
"""
