"""What every request passes, in both processes."""
