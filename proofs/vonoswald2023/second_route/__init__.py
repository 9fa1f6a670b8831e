"""The layer token by token, and Gram matrices, in fractions."""
