"""The processes under test."""
