"""French, as browsers write it too: the space in a number is a narrow one that does not break."""

THOUSAND_SEPARATOR = "\u202f"

# Days are typed as programs write them, in every language; the admin's calendar reads this too.
DATE_INPUT_FORMATS = ["%Y-%m-%d"]
