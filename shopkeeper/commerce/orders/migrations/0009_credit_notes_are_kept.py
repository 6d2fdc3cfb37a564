from django.db import migrations

from shopkeeper.foundation.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("orders", "0008_holds")]
    operations = [append_only("orders_creditnote")]
