"""Requests to reconsider a decision: contested criteria, a panel, and the decision that settles.

SQLite builds the table of decisions anew for its constraint and loses the guards on it, so they
are put back at both ends.
"""

import datetime
from importlib import import_module

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


def restore_guards(apps, editor):
    """Put the guards of decisions back where the table was built anew."""
    if editor.connection.vendor == "postgresql":
        return
    for number in ("0003_guards", "0013_who_evaluated_neither_votes_nor_records"):
        module = import_module(f"certification.migrations.{number}")
        for rule in module.RULES:
            if rule[1] == "certification_decision":
                for act in ("INSERT", "UPDATE"):
                    editor.execute(trigger_of(rule, act))


def trigger_of(rule, act):
    """Write one guard as SQLite has it."""
    if len(rule) == 4:
        name, table, query, text = rule
        barred = f"EXISTS ({query})"
    else:
        name, table, clauses, words, text = rule
        barred = " OR ".join(clause.format(**words) for clause in clauses)
    return (
        f"CREATE TRIGGER {name}_{act.lower()} BEFORE {act} ON {table} "
        f"WHEN {barred} BEGIN SELECT RAISE(ABORT, '{text}'); END"
    )


def nothing(apps, editor):
    """Leave the guards as they are."""


class Migration(migrations.Migration):

    dependencies = [
        ('certification', '0018_meetings_say_when_they_began'),
        ('documents', '0008_status_lists_and_dossiers'),
        ('standards', '0008_whole_notice'),
    ]

    operations = [
        migrations.RunPython(nothing, restore_guards),
        migrations.CreateModel(
            name='AppealPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('grounds', models.TextField(max_length=4000)),
                ('is_right', models.BooleanField(blank=True, null=True)),
                ('finding', models.TextField(blank=True, max_length=4000)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='AppealReviewer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('appointed_at', models.DateTimeField()),
                ('declared_at', models.DateTimeField(blank=True, null=True)),
                ('opinion', models.TextField(blank=True, max_length=8000)),
                ('gave_opinion_at', models.DateTimeField(blank=True, null=True)),
                ('released_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalAppealPoint',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('grounds', models.TextField(max_length=4000)),
                ('is_right', models.BooleanField(blank=True, null=True)),
                ('finding', models.TextField(blank=True, max_length=4000)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical appeal point',
                'verbose_name_plural': 'historical appeal points',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalAppealReviewer',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('appointed_at', models.DateTimeField()),
                ('declared_at', models.DateTimeField(blank=True, null=True)),
                ('opinion', models.TextField(blank=True, max_length=8000)),
                ('gave_opinion_at', models.DateTimeField(blank=True, null=True)),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical appeal reviewer',
                'verbose_name_plural': 'historical appeal reviewers',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='only_a_grant_has_a_number_and_a_term',
        ),
        migrations.RemoveField(
            model_name='appeal',
            name='reasons',
        ),
        migrations.RemoveField(
            model_name='appeal',
            name='settled_at',
        ),
        migrations.RemoveField(
            model_name='appeal',
            name='settled_by',
        ),
        migrations.RemoveField(
            model_name='historicalappeal',
            name='reasons',
        ),
        migrations.RemoveField(
            model_name='historicalappeal',
            name='settled_at',
        ),
        migrations.RemoveField(
            model_name='historicalappeal',
            name='settled_by',
        ),
        migrations.AddField(
            model_name='appeal',
            name='due_on',
            field=models.DateField(default=datetime.date(2026, 1, 1), help_text='Day by which it is to be settled.'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='appeal',
            name='served_on',
            field=models.DateField(default=datetime.date(2026, 1, 1), help_text='Day on which the decision counts as delivered.'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='appeal',
            name='settlement',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='settles', to='certification.decision'),
        ),
        migrations.AddField(
            model_name='historicalappeal',
            name='due_on',
            field=models.DateField(default=datetime.date(2026, 1, 1), help_text='Day by which it is to be settled.'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='historicalappeal',
            name='served_on',
            field=models.DateField(default=datetime.date(2026, 1, 1), help_text='Day on which the decision counts as delivered.'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='historicalappeal',
            name='settlement',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='certification.decision'),
        ),
        migrations.AlterField(
            model_name='appeal',
            name='status',
            field=models.CharField(choices=[('filed', 'Filed'), ('kept', 'Decision kept'), ('changed', 'Decision changed'), ('annulled', 'Decision annulled as wrong'), ('withdrawn', 'Withdrawn')], default='filed', max_length=10),
        ),
        migrations.AlterField(
            model_name='historicalappeal',
            name='status',
            field=models.CharField(choices=[('filed', 'Filed'), ('kept', 'Decision kept'), ('changed', 'Decision changed'), ('annulled', 'Decision annulled as wrong'), ('withdrawn', 'Withdrawn')], default='filed', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'withdrawn'), _negated=True), fields=('decision',), name='one_standing_appeal_a_decision'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['filed', 'kept', 'changed', 'annulled', 'withdrawn'])), name='appeal_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settlement__isnull', False), ('status__in', ('kept', 'changed', 'annulled'))), models.Q(('settlement', None), ('status__in', ('filed', 'withdrawn'))), _connector='OR'), name='settled_appeal_names_its_decision'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('certificate_number__isnull', True), ('granted', False)), models.Q(('certificate_number__isnull', False), ('granted', True), ('valid_from__isnull', False), ('valid_until__gt', models.F('valid_from'))), models.Q(('certificate_number__isnull', True), ('granted', True), ('kind', 'reconsideration'), ('valid_from__isnull', False), ('valid_until__gt', models.F('valid_from'))), _connector='OR'), name='only_a_grant_has_a_number_and_a_term'),
        ),
        migrations.AddField(
            model_name='appealpoint',
            name='appeal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='points', to='certification.appeal'),
        ),
        migrations.AddField(
            model_name='appealpoint',
            name='criterion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='standards.criterion'),
        ),
        migrations.AddField(
            model_name='appealreviewer',
            name='appeal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviewers', to='certification.appeal'),
        ),
        migrations.AddField(
            model_name='appealreviewer',
            name='appointed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='appealreviewer',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals_reviewed', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalappealpoint',
            name='appeal',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='certification.appeal'),
        ),
        migrations.AddField(
            model_name='historicalappealpoint',
            name='criterion',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='standards.criterion'),
        ),
        migrations.AddField(
            model_name='historicalappealpoint',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalappealreviewer',
            name='appeal',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='certification.appeal'),
        ),
        migrations.AddField(
            model_name='historicalappealreviewer',
            name='appointed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalappealreviewer',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalappealreviewer',
            name='person',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='appealpoint',
            constraint=models.UniqueConstraint(fields=('appeal', 'criterion'), name='criterion_is_contested_once_an_appeal'),
        ),
        migrations.AddConstraint(
            model_name='appealpoint',
            constraint=models.CheckConstraint(condition=models.Q(('is_right__isnull', True), models.Q(('finding', ''), _negated=True), _connector='OR'), name='answer_to_a_contested_criterion_has_reasons'),
        ),
        migrations.AddConstraint(
            model_name='appealreviewer',
            constraint=models.UniqueConstraint(fields=('appeal', 'person'), name='reviewer_is_appointed_once_an_appeal'),
        ),
        migrations.AddConstraint(
            model_name='appealreviewer',
            constraint=models.CheckConstraint(condition=models.Q(('gave_opinion_at__isnull', True), models.Q(('declared_at__isnull', False), models.Q(('opinion', ''), _negated=True)), _connector='OR'), name='opinion_follows_a_declaration'),
        ),
        migrations.AlterField(
            model_name='historicalimpartialitydeclaration',
            name='capacity',
            field=models.CharField(choices=[('assessor', 'expert'), ('committee', 'committee member'), ('authority', 'deciding authority'), ('secretariat', 'secretariat'), ('panel', 'panel of a reconsideration')], max_length=20),
        ),
        migrations.AlterField(
            model_name='impartialitydeclaration',
            name='capacity',
            field=models.CharField(choices=[('assessor', 'expert'), ('committee', 'committee member'), ('authority', 'deciding authority'), ('secretariat', 'secretariat'), ('panel', 'panel of a reconsideration')], max_length=20),
        ),
        migrations.RunPython(restore_guards, nothing),
    ]
