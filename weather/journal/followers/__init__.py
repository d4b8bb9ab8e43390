"""Followers: functions that get every event, in order, from a position that the database keeps."""
