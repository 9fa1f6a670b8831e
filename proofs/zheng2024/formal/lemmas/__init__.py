"""What several proofs of claims need: the loss on the line, trained products, laws of starts."""
