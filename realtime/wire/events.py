"""Events on their way to the readers."""

#: Consecutive events: the journal's position and the sealed text of each.
Events = list[tuple[int, str]]
