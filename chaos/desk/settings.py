"""Settings of all processes of the desk."""

ACCOUNT = ("chaos", "chaos")
# Small, so that readers fall out of the window and dead connections are noticed within a short
# trial.
SETTINGS = {
    "HUB_WINDOW": "2000",
    "HEARTBEAT_SECONDS": "1.5",
    "API_WORKERS": "2",
    # All readers come from this machine.
    "SOCKETS_PER_ADDRESS": "1000000",
    "LOG_LEVEL": "WARNING",
    "SECRET_KEY": "only-for-chaos",
    "DEBUG": "false",
    "ALLOWED_HOSTS": "127.0.0.1",
    "PYTHONWARNINGS": "default",
    # The endpoints are this machine's, and are dead for seconds only.
    "WEBHOOK_PRIVATE_ADDRESSES": "true",
    "WEBHOOK_RETRY_SECONDS": ",".join(["0.2", "0.5", *["1"] * 60]),
}
#: Where webhooks are sent to; the harness answers there (chaos.load.endpoints).
ENDPOINTS = ("calm", "moody")
MODULE_OF_API = "chaos.sites.settings_for_api"
MODULE_OF_WEB = "chaos.sites.settings_for_web"
