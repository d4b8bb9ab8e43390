"""Lets forecasters have webhooks."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations


def permit(apps: Any, schema_editor: Any) -> None:
    using = schema_editor.connection.alias
    # Django makes permissions after the last migration: too late for this one.
    config = apps.get_app_config("webhooks")
    config.models_module = True
    create_permissions(config, apps=apps, using=using, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    group, _ = (
        apps.get_model("auth", "Group").objects.using(using).get_or_create(name="forecasters")
    )
    names = [f"{action}_subscription" for action in ("add", "change", "delete", "view")]
    found = permissions.filter(content_type__app_label="webhooks", codename__in=names)
    group.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [
        ("webhooks", "0001_initial"),
        ("forecasts", "0006_groups"),
    ]
    operations = [migrations.RunPython(permit, migrations.RunPython.noop)]
