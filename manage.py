#!/usr/bin/env python
"""Django's command line, on the web process's settings unless told otherwise."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web_project.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # It names the setting to mend; where it was noticed helps nobody who starts the desk.
        sys.exit(str(error))
