"""The curve of points of rest of the flow from 1_d, from T = 4 on."""
