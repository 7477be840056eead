"""Accounts, devices, second factors, throttle and audit log in the database."""
