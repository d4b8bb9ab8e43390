"""Makes the groups of accounts that write forecasts, and of those that may only read them."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPS = {
    "forecasters": ["add", "change", "delete", "view"],
    "watchers": ["view"],
}


def make_groups(apps: Any, schema_editor: Any) -> None:
    using = schema_editor.connection.alias
    # Django makes permissions after the last migration: too late for this one.
    config = apps.get_app_config("forecasts")
    config.models_module = True
    create_permissions(config, apps=apps, using=using, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for name, actions in GROUPS.items():
        # A group of this name may be there: it gets what it lacks.
        group, _ = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=name)
        names = [f"{action}_forecast" for action in actions]
        found = permissions.filter(content_type__app_label="forecasts", codename__in=names)
        group.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [
        ("forecasts", "0005_deletedsubmission"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
