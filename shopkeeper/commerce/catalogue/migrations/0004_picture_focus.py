from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("catalogue", "0003_attribute_choices"),
    ]

    # The points that go were never set by anything; what comes counts in whole percent.
    operations = [
        migrations.RemoveField(model_name="mediaasset", name="focal_x"),
        migrations.RemoveField(model_name="mediaasset", name="focal_y"),
        migrations.AddField(
            model_name="mediaasset", name="focus_x", field=models.PositiveSmallIntegerField(default=50)
        ),
        migrations.AddField(
            model_name="mediaasset", name="focus_y", field=models.PositiveSmallIntegerField(default=50)
        ),
        migrations.AddConstraint(
            model_name="mediaasset",
            constraint=models.CheckConstraint(
                condition=models.Q(("focus_x__lte", 100), ("focus_y__lte", 100)), name="focus_is_inside"
            ),
        ),
        migrations.AddField(
            model_name="productmedia", name="alt_is_suggested", field=models.BooleanField(default=False)
        ),
    ]
