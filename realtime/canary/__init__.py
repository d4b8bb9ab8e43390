"""The canary: a test event that is sent through the whole path every CANARY_SECONDS, and timed."""
