"""Tests of the REST API, under the settings of the api process.

    pytest --ds=api_project.settings tests/api

Django is set up once per process, so these tests need a pytest run of their own (`make test`).
"""
