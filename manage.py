#!/usr/bin/env python
"""Django's command line, on the settings of the process that it starts: the web process's, or the
api's for runapi."""

import gc
import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

from weather.postgresql.errors import Unreachable
from weather.standard_output import ends_with_its_reader

if __name__ == "__main__":
    project = "api_project" if sys.argv[1:2] == ["runapi"] else "web_project"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"{project}.settings")
    # What imports make stays: to look for garbage in it takes a seventh of the start, and in the
    # import of a large file it would be looked through again and again.
    gc.disable()
    try:
        if sys.argv[1:2] != ["runserver"]:  # which waits for an error in a module to be mended
            django.setup()
        gc.freeze()
        gc.enable()
        with ends_with_its_reader():
            execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # It names the setting to mend; where it was noticed helps nobody who starts the desk.
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)  # as of a program that SIGINT ended: 128 + 2
    except OperationalError as error:
        if not isinstance(error.__cause__, Unreachable):
            raise
        sys.exit(f"The database of DATABASE_URL cannot be used: {error}")
