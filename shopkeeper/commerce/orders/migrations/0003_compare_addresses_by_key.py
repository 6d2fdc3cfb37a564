from typing import Any

from django.db import migrations, models

from shopkeeper.foundation.text import email_key


def fill(apps: Any, schema_editor: Any) -> None:
    """The address of every order that is here already, as it is compared."""
    orders = apps.get_model("orders", "Order").objects
    batch = []
    for order in orders.only("pk", "email").order_by("pk").iterator(chunk_size=1000):
        order.email_key = email_key(order.email)[:254]
        batch.append(order)
        if len(batch) == 1000:
            orders.bulk_update(batch, ["email_key"])
            batch = []
    orders.bulk_update(batch, ["email_key"])


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0002_desk"),
    ]

    operations = [
        migrations.AddField(
            model_name="order",
            name="email_key",
            field=models.CharField(blank=True, default="", max_length=254),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="order",
            name="email_key",
            field=models.CharField(blank=True, db_index=True, max_length=254),
        ),
        migrations.AlterField(
            model_name="order",
            name="email",
            field=models.EmailField(max_length=254),
        ),
    ]
