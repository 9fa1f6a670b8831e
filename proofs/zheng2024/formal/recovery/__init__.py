"""The prediction along one sequence: W by the angles of its eigenvalues, and what long contexts leave."""
