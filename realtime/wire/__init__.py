"""What travels: cursors, events, frames."""
