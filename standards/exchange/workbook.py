"""A version of a standard as a workbook (XLSX) for the eyes and notes of reviewers."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from standards.lifecycle import VersionStatus
from standards.models import Criterion, StandardVersion
from standards.presenting import CriterionLine, SectionOutline, outline_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

WIDTHS = (9, 60, 50, 40, 40, 20, 10, 9, 28, 14, 34, 40)
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
NOT_PUBLISHED = datetime(1980, 1, 1, tzinfo=UTC)


def export_workbook(version: StandardVersion) -> bytes:
    """Write the workbook in the active language; texts stay texts, whatever they begin with."""
    # Few ask for a workbook, and every process would hold the library for it.
    from xlsxwriter import Workbook

    file = BytesIO()
    content = outline_of(version)
    with Workbook(file, PLAIN) as book:
        moment = version.published_at or NOT_PUBLISHED
        book.set_properties(
            {
                "title": f"{version.title} {version.version}",
                "created": moment.replace(tzinfo=None),
            }
        )
        _about(book, version, content)
        _criteria(book, content["sections"])
        _scales(book, content["scales"])
    return file.getvalue()


def _about(book: "Workbook", version: StandardVersion, content: dict[str, Any]) -> None:
    sheet = book.add_worksheet(_("Standard"))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 90)
    bold, wrapped = book.add_format({"bold": True, "valign": "top"}), _wrapped(book)
    rule = content["rule"]
    rows: list[tuple[str, object]] = [
        (_("Scheme"), version.scheme.name),
        (_("Standard"), version.title),
        (_("Version"), version.version),
        *_standing(version),
        (_("Fingerprint of the content (SHA-256)"), version.sha256),
        (_("Criteria"), content["criteria_count"]),
        (_("Points"), float(content["points"])),
    ]
    if rule.is_scored:
        rows.append((_("Threshold of the whole (%)"), float(rule.total_threshold)))
    for n, (label, value) in enumerate(rows):
        sheet.write_string(n, 0, label, bold)
        _write(sheet, n, 1, value, wrapped)


def _standing(version: StandardVersion) -> Iterable[tuple[str, str]]:
    """Say where a version stands by its days, since the word for "in force" ages in a file."""
    if version.status != VersionStatus.PUBLISHED:
        yield _("Status"), str(version.get_status_display())
    if version.published_at:
        yield _("Published on"), date_format(timezone.localdate(version.published_at))
    if version.binding_on:
        yield _("Binds new applications from"), date_format(version.binding_on)


def _criteria(book: "Workbook", sections: Iterable[SectionOutline]) -> None:
    sheet = book.add_worksheet(_("Criteria"))
    head = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF4"}
    )
    title, wrapped = book.add_format({"bold": True, "bg_color": "#F4F4F0"}), _wrapped(book)
    names = (
        _("Code"),
        _("Criterion"),
        _("Guidance"),
        _("Example"),
        _("Evidence"),
        _("How it is checked"),
        _("Scale"),
        _("Weight"),
        _("Gate"),
        _("Not applicable"),
        _("Applies when"),
        _("Your remarks"),
    )
    for column, (name, width) in enumerate(zip(names, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    row = 1
    for section in sections:
        sheet.write_string(row, 0, section.section.code, title)
        sheet.write_string(row, 1, section.section.title, title)
        row += 1
        for line in section.lines:
            for column, value in enumerate(_cells(line)):
                _write(sheet, row, column, value, wrapped)
            row += 1
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(row - 1, 1), len(names) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _cells(line: CriterionLine) -> Sequence[object]:
    one = line.criterion
    gate = "" if one.gate == Criterion.Gate.NONE else f"{one.get_gate_display()}: {one.gate_value}"
    return (
        one.code,
        one.text,
        one.guidance,
        one.example,
        one.evidence,
        line.checked_by,
        one.scale.key,
        float(one.weight),
        gate,
        _("yes") if one.not_applicable_allowed else "",
        line.applies_when,
        "",
    )


def _scales(book: "Workbook", scales: Iterable[Any]) -> None:
    sheet = book.add_worksheet(_("Scales"))
    head, wrapped = book.add_format({"bold": True, "bg_color": "#E8EEF4"}), _wrapped(book)
    for column, (name, width) in enumerate(
        ((_("Scale"), 12), (_("Level"), 10), (_("Label"), 40), (_("Description"), 90))
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    levels = [(scale, level) for scale in scales for level in scale.levels.all()]
    for row, (scale, level) in enumerate(levels, start=1):
        for column, value in enumerate((scale.key, level.value, level.label, level.description)):
            _write(sheet, row, column, value, wrapped)
    sheet.freeze_panes(1, 0)


def _wrapped(book: "Workbook") -> Any:
    return book.add_format({"text_wrap": True, "valign": "top"})


def _write(sheet: "Worksheet", row: int, column: int, value: object, style: Any) -> None:
    if isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value), style)
