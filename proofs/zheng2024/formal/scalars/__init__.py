"""The reduced flow for all constants `c1, c2 > 0` and all starts: what the kernel proves of two scalars."""
