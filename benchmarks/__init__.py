"""What the journal costs, beside a bare program of the same parts. Run: python -m benchmarks (or: make benchmark)

The times of one machine on one day say little: on a busy machine they double. So nothing here is held to a time.
Each measurement of the journal stands beside a baseline measured in the same rounds, ours, theirs, ours, theirs, and
what is held to a goal is the median of the rounds' ratios. Pages are measured in this process, through Flask's test
client and in CPU time, with the clock standing still and seeded data; the server's start and memory in processes of
their own. docs/performance.md says what each row means and keeps the last table.

    baseline.py   the bare program: Flask, Flask-Login, one indexed SQLAlchemy query, a template of 50 rows
    seed.py       records of 1,000 and 100,000 entries, written with bulk inserts
    rounds.py     interleaved measuring, and the rows of the table
    pages.py      History, Today, saving a dose, a chart from the cache
    charts.py     drawing the severity chart, its sizes, all charts as one PDF
    servers.py    start to first answer, the first chart, memory
"""
