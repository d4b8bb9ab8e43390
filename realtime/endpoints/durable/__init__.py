"""The journal as a Durable Stream: the read side of the open protocol, version 1.0.

Source: https://github.com/durable-streams/durable-streams, PROTOCOL.md; "section" in this room is
one of that document.
"""
