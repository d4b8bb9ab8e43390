"""French: a narrow no-break space in numbers, as browsers write it."""

THOUSAND_SEPARATOR = "\u202f"

# Days are typed as programs write them, in every language; the admin's calendar reads this too.
DATE_INPUT_FORMATS = ["%Y-%m-%d"]
