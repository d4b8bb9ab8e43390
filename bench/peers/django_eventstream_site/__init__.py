"""django-eventstream as its README sets it up: daphne, and Redis between processes.

Source: https://pypi.org/project/django-eventstream/
"""
