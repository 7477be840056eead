"""Values every rule speaks in: amounts, instants, periods, compared texts, errors with their sentence."""
