"""French: a narrow no-break space in numbers, as browsers write it; dates as in English."""

THOUSAND_SEPARATOR = "\u202f"

DATE_FORMAT = "j N Y"
DATETIME_FORMAT = "j N Y, H:i"

# Dates are entered in ISO format in every language; the admin's calendar uses this too.
DATE_INPUT_FORMATS = ["%Y-%m-%d"]
