"""Redis: publisher, subscriber, relay, and the channel-layer group."""
