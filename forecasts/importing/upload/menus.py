"""Names the menus and fields of the import page in texts about a file, instead of options."""

from django.utils.translation import gettext as _

from forecasts.forms.upload_forms import ReadingForm
from forecasts.rules.fields import WRITTEN
from forecasts.texts import files as texts

# The fields of the form that have another name than the option.
_FIELDS = {"location": "place", "date-format": "date_format"}
_CHOSEN = {"unit", "existing", "decimal"}


def named_by_menus(option: str, value: str) -> str:
    """Return what the page has for an option of the command; else name the command."""
    if option == "map":
        return _of_column(value)
    if option == "start-at":  # the page has no numbers of rows: what is imported is skipped
        option, value = "existing", "skip"
    field = ReadingForm.base_fields.get(_FIELDS.get(option, option))
    if field is None:
        return f"manage.py import_forecasts --{option} {value}".rstrip()
    if option in _CHOSEN:
        value = str(dict(field.choices).get(value, value))  # type: ignore[attr-defined]
    elif option == "where":
        # A menu has no COLUMN=VALUE, which stands for any.
        value = "" if value == "COLUMN=VALUE" else " = ".join(value.split("=", 1))
    label = texts.at(str(field.label), value) if value else field.label
    text = _("the menu “%(label)s”") if hasattr(field, "choices") else _("the field “%(label)s”")
    return text % {"label": label}


def _of_column(value: str) -> str:
    public = value.rpartition("=")[2]
    label = next((field.label for field in WRITTEN if field.public == public), None)
    if label is None:
        return _("the menus of the columns")
    return _("the menu “%(label)s”") % {"label": label}
