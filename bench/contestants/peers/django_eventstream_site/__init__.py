"""django-eventstream as its README sets it up: daphne, and Redis between processes.

Source: https://github.com/fanout/django-eventstream
"""
