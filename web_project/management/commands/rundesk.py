"""manage.py rundesk: runs all processes, as `make run` does."""

import datetime as dt
import os
import signal
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from forecasts.demo import ACCOUNT
from weather.configuration.service_urls import without_password
from weather.http.local_tls import local_certificate
from weather.parent_death import die_with_parent
from web_project.runner import programs
from web_project.runner.banner import banner
from web_project.runner.broker import answers, failure
from web_project.runner.lock import FolderUnavailableError, sole_runner
from web_project.runner.output import Output
from web_project.runner.ports import PortUnavailableError, is_listening, require_free
from web_project.runner.supervisor import Stopped, Supervisor

_READY_SECONDS = 30.0


class Command(BaseCommand):
    """Starts broker, database, demo data and all processes; ends them together."""

    authority: Path | None = None
    help = "Run everything: broker, migrations, demo data, API, web, subscriber, followers."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --end-with-parent."""
        parser.add_argument(
            "--end-with-parent",
            action="store_true",
            help="end when the process that called this one ends (Linux), as make does",
        )

    def handle(self, *args: Any, end_with_parent: bool, **options: Any) -> None:
        """Run until SIGINT or SIGTERM. Raises CommandError if a port or folder is in use."""
        if end_with_parent:
            die_with_parent(signal.SIGTERM)
        self.embedded = not os.environ.get("REDIS_URL")
        try:
            with sole_runner(settings.DATA_DIR):
                require_free(self._ports())
                self._run()
        except (FolderUnavailableError, PortUnavailableError) as error:
            raise CommandError(str(error)) from None

    def _ports(self) -> dict[str, int]:
        ports = {"WEB_PORT": settings.WEB_PORT, "API_PORT": settings.API_PORT}
        return ports | ({"BROKER_PORT": settings.BROKER_PORT} if self.embedded else {})

    def _run(self) -> None:
        desk = Supervisor(Output(sys.stdout))
        desk.listen_for_signals()
        try:
            self._prepare(desk)
            for program in (programs.api, programs.web, programs.subscriber, programs.followers):
                desk.start(program())
            if settings.FETCH_PLACES:
                desk.start(programs.fetching(settings.FETCH_EVERY))
            self._announce(desk)
            desk.wait(lambda: False)
        except Stopped:
            desk.say("stopping")
        except BrokenPipeError:  # the reader of the output has ended: end too
            sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - for the last words
        finally:
            desk.close(last=["broker"])

    def _prepare(self, desk: Supervisor) -> None:
        self._broker(desk)
        # Before the servers start, since each would create one.
        if settings.TLS:
            self.authority = local_certificate(settings.DATA_DIR).authority
        for program in (
            programs.manage("migrate", "--verbosity=1", name="migrate"),
            programs.manage("seed_demo", name="demo", WEATHER_DEMO="1", LOG_LEVEL="WARNING"),
        ):
            if status := desk.run(program):
                raise CommandError(f"{program.name} failed (exit status {status}), see above")

    def _broker(self, desk: Supervisor) -> None:
        url = settings.REDIS_URL
        if not self.embedded:
            why = failure(url)
            state = f"cannot be used (changes come a little later): {why}" if why else "answers"
            desk.say(f"broker of REDIS_URL {without_password(url)} {state}")
            return
        folder = Path(settings.DATA_DIR) / "broker"
        folder.mkdir(exist_ok=True)
        desk.start(programs.broker(port=settings.BROKER_PORT, folder=folder))
        if not desk.wait(lambda: answers(url), seconds=_READY_SECONDS):
            raise CommandError(f"the broker did not answer on {without_password(url)}, see above")

    def _announce(self, desk: Supervisor) -> None:
        ports = (settings.WEB_PORT, settings.API_PORT)
        if desk.wait(lambda: all(map(is_listening, ports)), seconds=_READY_SECONDS):
            self.stdout.write(
                banner(
                    web_port=settings.WEB_PORT,
                    api_port=settings.API_PORT,
                    account=_demo_account(),
                    authority=self.authority,
                    prefix=settings.PATH_PREFIX,
                    day=dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1),
                )
            )
            self.stdout.flush()
        else:
            desk.say("api and web are slow to start; still waiting for them, see above")


def _demo_account() -> tuple[str, str] | None:
    # The data may be of an earlier day, with other accounts: name only what works.
    user = get_user_model().objects.filter(username=ACCOUNT[0], is_active=True).first()
    connection.close()
    return ACCOUNT if user is not None and user.check_password(ACCOUNT[1]) else None
