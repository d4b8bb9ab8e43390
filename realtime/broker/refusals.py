"""Describes a Redis error; a refused password is named as such."""

from redis.exceptions import AuthenticationError, NoPermissionError

# Marks texts for the catalogue. Django's gettext_noop() reads the settings, and the runner of the
# processes imports this module before there are any.
N_ = str

_REFUSED = N_("the broker refuses the user or password of REDIS_URL, or misses one: %(error)s")
_NOT_PERMITTED = N_("the broker's ACL does not permit this to the user of REDIS_URL: %(error)s")


def reason(error: BaseException) -> str:
    """Describe the failure for a log line; name REDIS_URL if the password was refused."""
    text, said = text_for(error)
    return text % {"error": said}


def text_for(error: BaseException) -> tuple[str, str]:
    """Return the English text, with a place for %(error)s, and the error."""
    said = str(error) or type(error).__name__
    if isinstance(error, AuthenticationError):
        return _REFUSED, said
    return (_NOT_PERMITTED if isinstance(error, NoPermissionError) else "%(error)s"), said
