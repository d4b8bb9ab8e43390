"""English: dates as the pages' own texts have them, and short enough for the admin's tables."""

DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H:i"
