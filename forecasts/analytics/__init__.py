"""Numbers about the changes of forecasts, counted by a follower of the journal."""
