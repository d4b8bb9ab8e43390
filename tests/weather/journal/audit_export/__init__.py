"""Tests of weather.journal.audit_export."""
