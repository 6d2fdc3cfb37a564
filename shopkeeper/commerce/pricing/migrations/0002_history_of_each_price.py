from typing import Any

from django.db import migrations, models


def tell_prices_apart(apps: Any, schema_editor: Any) -> None:
    """What is in the history for a price on the timetable that still stands belongs to that price."""
    history = apps.get_model("pricing", "PriceHistory").objects
    for price in apps.get_model("pricing", "Price").objects.filter(starts_at__isnull=False).iterator():
        own = history.filter(offer_id=price.offer_id, currency=price.currency, amount_minor=price.amount_minor)
        own = own.filter(models.Q(market=price.market_id), models.Q(to_at=price.ends_at))
        own.filter(from_at__gte=price.starts_at).update(starts_at=price.starts_at)


class Migration(migrations.Migration):
    dependencies = [
        ("pricing", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="pricehistory",
            name="starts_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(tell_prices_apart, migrations.RunPython.noop),
    ]
