"""What a forecast is to the outside: its fields, its public form, its events, its errors."""
