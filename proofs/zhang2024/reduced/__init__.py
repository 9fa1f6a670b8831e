"""The loss and the flow on the family of a scalar u and a matrix U, and where the flow ends."""
