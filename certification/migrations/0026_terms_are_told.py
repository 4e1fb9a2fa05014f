"""Terms that begin and end are told of: found by their days, and told to each watch once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("certification", "0025_running_requests_wait_for_the_panel")]

    operations = [
        migrations.AddField(
            model_name="watch",
            name="terms_told_until",
            field=models.DateField(
                blank=True,
                help_text="The last day whose beginning and ending terms were told.",
                null=True,
            ),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["-valid_until", "-id"], name="certificate_last_to_end"),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(
                condition=models.Q(("valid_from__gt", models.F("issued_on"))),
                fields=["-valid_from", "-id"],
                name="certificate_last_to_begin",
            ),
        ),
    ]
