"""Names of places that are known by their coordinates only."""

from decimal import Decimal

# Of a latitude or longitude. A double has 17 significant digits.
MOST_DECIMALS = 30
_FOUR = Decimal("0.0001")  # ten metres


def degrees_text(value: object, *, all_decimals: bool = False) -> str:
    """Return a latitude or longitude with at most (or always) four decimals; "" if it isn't one."""
    if not isinstance(value, Decimal) or not _is_degrees(value):
        return ""
    rounded = value.quantize(_FOUR) + 0
    return f"{rounded:f}" if all_decimals else f"{rounded.normalize():f}"


def coordinates_text(latitude: object, longitude: object, *, all_decimals: bool = False) -> str:
    """Return "latitude, longitude", or "" if one of them isn't in degrees."""
    texts = [degrees_text(value, all_decimals=all_decimals) for value in (latitude, longitude)]
    return ", ".join(texts) if all(texts) else ""


def _is_degrees(value: Decimal) -> bool:
    # Compared as it is: abs() rounds, and overflows at 1e999999999. As text, 1e-999999 has a
    # million characters.
    if not value.is_finite() or not -360 <= value <= 360:
        return False
    return int(value.as_tuple().exponent) >= -MOST_DECIMALS
