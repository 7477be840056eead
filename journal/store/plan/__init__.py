"""The steps of the regimen in the database, and what Today asks of the doses beside them."""
