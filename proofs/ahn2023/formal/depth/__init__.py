"""What any number of layers leaves of the error, and how its mean square depends on one of them."""
