"""Tests of realtime.processes."""
