"""Does a claimed number agree with a computed one, or with a sample?"""
