"""The canary: an event of no forecast that goes the whole way each CANARY_SECONDS, and is timed."""
