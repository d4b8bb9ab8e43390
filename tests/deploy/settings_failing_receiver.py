"""The api process with a receiver that always raises."""

from api_project.settings import *

EVENT_RECEIVERS = [*EVENT_RECEIVERS, "tests.deploy.failing_receiver.fail"]
