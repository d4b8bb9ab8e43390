"""Texts for what happened, shared by the server and the page's script."""

from django.utils.translation import gettext as _

from forecasts.rules.fields import ON_PAGES

from .imports import import_texts


def happened_texts() -> dict[str, str]:
    """Return what was done, by the event's kind."""
    return {
        "created": _("{who} added {what}"),
        "updated": _("{who} changed {what}"),
        "deleted": _("{who} deleted {what}"),
    }


def origin_texts() -> dict[str, str]:
    """Return the name of each place that a change may come from, by the end of its source."""
    return {
        "api": _("API"),
        "web": _("Web"),
        "admin": _("Admin"),
        "import": _("Import"),
        "shell": _("Command line"),
    }


def label_texts() -> dict[str, str]:
    """Return the name of each field, by its public name."""
    return {field.public: str(field.label) for field in ON_PAGES}


def activity_texts() -> dict[str, object]:
    """Return the texts of the activity panel, the histories, notifications and undoing."""
    return {
        "happened": happened_texts(),
        **import_texts(),
        "origins": origin_texts(),
        "labels": label_texts(),
        "justNow": _("just now"),
        "versionNumber": _("version {number}"),
        "undo": _("Undo"),
        "undone": _("The forecast was restored."),
        "tooLateToUndo": _("It is too late to undo this."),
        "undoFailed": _("The server could not be reached. Try again."),
        "notificationsOn": _("Notifications are on"),
        "notificationsOff": _("Notify me when this page is hidden"),
        "notificationsBlocked": _("Notifications are blocked in this browser"),
        "moreChanges": _("… and more"),
    }


def form_texts() -> dict[str, object]:
    """Return the texts of a form whose forecast changes while it is open."""
    return {
        "changedMeanwhile": _("{who} changed this forecast while you are editing it."),
        "deletedMeanwhile": _("{who} deleted this forecast while you are editing it."),
        "keptForNew": _("Your input is still here; save it to create a new forecast."),
        "signedOut": _(
            "You were signed out. Your input is still here: sign in in another tab, then save."
        ),
        "restoredMeanwhile": _("{who} restored this forecast."),
        "followed": _("Now {new}, was {old}."),
        "theirs": _("Theirs: {value}"),
        "takeTheirs": _("Take theirs"),
        "keepMine": _("Keep mine"),
        "decideFirst": _("Choose for each marked field, or save to see both versions again."),
        "mineReplaces": _("Saving replaces their value with yours."),
        "save": _("Save"),
        "saveAsNew": _("Save as new"),
    }
