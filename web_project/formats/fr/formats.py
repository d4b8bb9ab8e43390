"""French: a narrow no-break space in numbers, as browsers write it."""

THOUSAND_SEPARATOR = "\u202f"

# Dates are entered in ISO format in every language; the admin's calendar uses this too.
DATE_INPUT_FORMATS = ["%Y-%m-%d"]
