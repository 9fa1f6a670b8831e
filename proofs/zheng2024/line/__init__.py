"""The line `W_KQ_32 = aI, W_PV_12 = bI`: gradient, invariance, limit."""
