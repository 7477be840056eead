"""The side-effect journal: a patient logs doses and side effects and sees how they change over time."""

import gc

# Python looks for cycles at every 700 new objects. The start makes hundreds of thousands that stay, and a page a
# thousand for every cycle: looking so often took a twentieth of the start and a fifth of a large answer.
gc.set_threshold(10_000, 20, 50)
