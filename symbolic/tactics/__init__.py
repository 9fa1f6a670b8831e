"""How proofs are written: searches that end in applications of the rules of the core; nothing here is trusted."""
