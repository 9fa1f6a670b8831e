"""Starts `x_1 = 1_d`, and the four-dimensional family of exchangeable laws."""
