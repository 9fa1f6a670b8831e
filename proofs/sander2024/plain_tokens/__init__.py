"""Tokens that are not augmented: the loss with positional encoding, as derived and as the published program has it."""
