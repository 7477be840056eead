"""The side-effect journal: a patient logs doses and side effects and sees how they change over time."""

import gc

# Python looks for cycles at every 700 new objects. Here hundreds of thousands are made at the start, and a thousand by a
# page for every cycle: looking so often took a seventh of the start and a fifth of a large answer.
gc.set_threshold(10_000, 20, 50)
