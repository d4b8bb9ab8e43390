"""French, as browsers write it too: the space in a number is a narrow one that does not break."""

THOUSAND_SEPARATOR = "\u202f"
