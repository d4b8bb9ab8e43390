"""The REST API, as its own process has it.

    pytest --ds=api_project.settings tests/api

Django is set up once in a process, so these tests have a run of their own; `make test` makes it.
"""
