"""`python -m bench`: see bench.run.command."""

import os
import sys
import tempfile

# The event is sealed by the project's own code, which wants settings and a folder of its own.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "api_project.settings")

if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="weather-bench-") as folder:
        os.environ["WEATHER_DATA_DIR"] = folder
        os.environ.setdefault("SECRET_KEY", "only for the bench")
        # All sockets of a measurement come from this machine.
        os.environ.setdefault("SOCKETS_PER_ADDRESS", "1000000")
        from bench.run.command import main

        sys.exit(main(sys.argv[1:]))
