"""Samplers and quadrature rules of laws, found from densities, never from moments."""
