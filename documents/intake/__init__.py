"""Admitting uploaded files: the content decides what a file is, never its name."""

from documents.intake.inspection import MAX_BYTES, AcceptedFile, inspect_upload

__all__ = ("MAX_BYTES", "AcceptedFile", "inspect_upload")
