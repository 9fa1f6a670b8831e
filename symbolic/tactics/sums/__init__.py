"""Sums over places, times and powers, evaluated and turned by rules, and signs of polynomials in sizes."""
