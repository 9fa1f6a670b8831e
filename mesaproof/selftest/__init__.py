"""The toolkit's own mutation score: one ingredient is altered in memory, and some side has to notice.

`scoring.score` runs mutants; `every_mutant.every_mutant` lists them. Nothing heavy is imported until it is used.
"""
