"""Reading forecasts from files: each row of a file is taken or refused with its reason."""
