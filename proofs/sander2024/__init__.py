"""Papers on in-context autoregressive learning: Sander, Giryes, Suzuki, Blondel and Peyré 2024."""
