"""Invalid and hostile values for every field that a client may send."""

from typing import Any

from hypothesis import strategies as st

#: For each field of a forecast, the values to refuse. They are Python values, to be sent as JSON.
REFUSED: dict[str, list[Any]] = {
    "date": [
        *(None, "", " ", 0, 20251025, 1.5, True, [], {}, ["2025-10-25"], {"a": 1}, "soon"),
        *("0000-01-01", "2025-13-01", "2025-02-29", "10000-01-01", "-001-01-01", "2025-10-25\x00"),
        *("2025-10-25T00:00:00", "\ud800", "9" * 5000, "25/10/2025", "2025-10-25 ; DROP"),
    ],
    "temperatureC": [
        *(None, "", " ", True, False, [], {}, [1], {"a": 1}, "warm", "NaN", "Infinity", "-inf"),
        *("1e999", "1e1", "1_0", "٢٥", "0x10", "--1", "25\x00", "\udfff", "9" * 5000),
        *(100.1, -100.1, 101, 10**30, -(10**30), 25.25, 1e-7, 1.7976931348623157e308),
    ],
    "summary": [
        *(0, 1.5, True, [], {}, ["a"], "x" * 201, "a\x00b", "\ud800", "a\udfffb", "🌧" * 201),
    ],
    "location": [
        *(0, 1.5, True, [], {}, ["a"], "x" * 101, "a\x00b", "\ud800", "a\udfffb", "🌧" * 101),
    ],
}

CASES = [(field, value) for field, values in REFUSED.items() for value in values]


def case_id(value: object) -> str:
    """Return a short name for a value, for pytest."""
    return ascii(value)[:30]


_text = st.text(st.characters(), max_size=30) | st.sampled_from(["\x00", "\ud800", "x" * 300])
_scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | _text
    | st.sampled_from(["2025-10-25", "25", "NaN", 25, -100, 10**400])
)
#: Any JSON value.
anything = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_text, inner, max_size=3),
    max_leaves=8,
)
_names = st.sampled_from([*REFUSED, "id", "version", "temperatureF"])
#: JSON objects with the fields' names and some other names.
any_body = st.dictionaries(_names | _text, anything, max_size=7)
