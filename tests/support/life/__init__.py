"""The whole life of a case, lived by everybody at once: the law, the people, the clock, and what breaks the law.

`law` says what must hold and asks nothing of the code under test; `hands` has the words, `tries` what people try,
`road` the straight ways, `clock_jumps` what time does, `machine` puts them together, `mutants` takes things away.
"""
