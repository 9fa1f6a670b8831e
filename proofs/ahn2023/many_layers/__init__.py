"""Several layers: what they compute, layer after layer."""
