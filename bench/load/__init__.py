"""The load of a server: publishers and clients."""
