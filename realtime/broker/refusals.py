"""Describes a Redis error; a refused password is named as such."""

from redis.exceptions import AuthenticationError, NoPermissionError


def reason(error: Exception) -> str:
    """Describe the failure for a log line; name REDIS_URL if the password was refused."""
    if isinstance(error, AuthenticationError):
        return f"the broker refuses the user or password of REDIS_URL, or misses one: {error}"
    if isinstance(error, NoPermissionError):
        return f"the broker's ACL does not permit this to the user of REDIS_URL: {error}"
    return str(error) or type(error).__name__
