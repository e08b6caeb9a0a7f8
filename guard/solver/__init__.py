"""Whether any request at all gives conditions certain answers: a request that does, or none.

:mod:`guard.solver.search` is where to ask; the other files are how it is answered.
"""
