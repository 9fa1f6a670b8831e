"""What proofs need of sizes: sums over places and lengths, and signs of polynomials in them."""
