"""Fields, public JSON form, events and errors of a forecast."""
