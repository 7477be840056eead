"""The plan: the steps a prescriber ordered, their planned times, and what was taken of them."""
