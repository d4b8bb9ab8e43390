"""Tests of weather.journal.followers."""
