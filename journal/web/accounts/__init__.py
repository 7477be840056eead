"""Pages of the account: sign-up, log-in, devices, second step, settings, erasing."""
