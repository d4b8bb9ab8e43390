"""What every process of the desk tells of itself: its state, and where it has seen an event."""
