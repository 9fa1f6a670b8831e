"""Every view of a record: terminal, notebook, HTML, LaTeX, PDF."""
