"""Those who look at a case again are a side of their own: experts and members of the committee."""

from django.db import migrations, models

SIDES = [
    ("applicant", "applicant"),
    ("secretariat", "secretariat"),
    ("expert", "experts"),
    ("committee", "committee"),
    ("panel", "panel of a reconsideration"),
    ("authority", "deciding authority"),
    ("system", "system"),
]


class Migration(migrations.Migration):
    dependencies = [("certification", "0023_history_of_people_begins")]
    operations = [
        migrations.AlterField(
            model_name=model,
            name=field,
            field=models.CharField(choices=SIDES, max_length=20),
        )
        for model, field in (
            ("caseevent", "side"),
            ("deadline", "waits_for"),
            ("historicaldeadline", "waits_for"),
        )
    ]
