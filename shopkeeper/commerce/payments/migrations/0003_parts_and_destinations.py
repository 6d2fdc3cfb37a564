from django.db import migrations, models
from django.db.models import F


def each_its_own_attempt(apps, schema_editor):
    apps.get_model("payments", "Payment").objects.update(attempt=F("key"))


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_origins")]

    operations = [
        migrations.AddField("payment", "part", models.CharField(blank=True, default="", max_length=60), preserve_default=False),
        migrations.AddField("payment", "attempt", models.CharField(default="", max_length=120), preserve_default=False),
        migrations.RunPython(each_its_own_attempt, migrations.RunPython.noop),
        migrations.AlterField("payment", "attempt", models.CharField(db_index=True, max_length=120)),
        migrations.RemoveConstraint("payment", "payment_one_success_per_reference"),
        migrations.AddConstraint(
            "payment",
            models.UniqueConstraint(
                fields=("reference", "part"),
                condition=models.Q(status__in=("authorised", "captured")),
                name="payment_one_success_per_reference",
            ),
        ),
        migrations.AddField(
            "refund", "destination", models.CharField(blank=True, default="", max_length=160), preserve_default=False
        ),
    ]
