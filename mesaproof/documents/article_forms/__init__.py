"""Derivations as articles: what a claim's paper adds to one, and the forms that need what `mesaproof` installs."""
