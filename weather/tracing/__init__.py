"""OpenTelemetry spans of a change: request, commit, publish, relay, frame."""
