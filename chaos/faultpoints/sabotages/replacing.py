"""Replaces a part of the product."""

from typing import Any


def replace(owner: Any, name: str, value: Any) -> None:
    """Set an attribute that is there. Raises AssertionError after the product renamed it."""
    assert hasattr(owner, name), f"{owner} has no {name}: the sabotage has to follow the product"
    setattr(owner, name, value)
