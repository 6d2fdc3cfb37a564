"""Payments name a checkout by its public id, the one orders and the ledger know, no longer by its row."""

from typing import Any

from django.db import migrations


def name_by_public_id(apps: Any, editor: Any) -> None:
    checkouts = apps.get_model("checkout", "Checkout")
    payments = apps.get_model("payments", "Payment")
    for pk, public_id in checkouts.objects.values_list("pk", "public_id").iterator():
        payments.objects.filter(reference=f"checkout:{pk}").update(reference=f"checkout:{public_id}")


class Migration(migrations.Migration):
    dependencies = [("checkout", "0002_customer_of_checkout"), ("payments", "0002_origins")]
    operations = [migrations.RunPython(name_by_public_id, migrations.RunPython.noop)]
