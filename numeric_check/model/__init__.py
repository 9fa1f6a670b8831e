"""What is computed of any model whose loss and gradient can be evaluated."""
