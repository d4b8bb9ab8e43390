"""The journal as lines for other machines: a follower that writes a file or to syslog."""
