"""The type of events that are being delivered."""

#: Consecutive events: the journal's position and the sealed text of each.
Events = list[tuple[int, str]]
