"""Numbers that somebody typed into a narrative: found, explained by the data where they can be, and rewritten on request.

sources      narrative files → every typed quantity with its place and sentence
proposals    a typed quantity + results → the expressions that would print it
rewriting    expressions written into the files where the printed report stays the same
"""
