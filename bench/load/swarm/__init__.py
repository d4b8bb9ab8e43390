"""The load generator: many clients on one thread, far cheaper than any server that it measures.

Plain non-blocking sockets under one epoll, one receive per wake-up, events counted by a search
for their marker in the bytes; frames are walked by their headers and never copied.
"""
