"""How identities of whole matrices are proved: letters and their shapes, certificates of words, iterations."""
