"""Engagement files: read and checked, imported, and written."""

from storage.engagement_file.exporting import export_engagement, find_by_key
from storage.engagement_file.importing import Taken, import_file
from storage.engagement_file.left_out import left_out
from storage.engagement_file.parsing import parse_file

__all__ = ["Taken", "export_engagement", "find_by_key", "import_file", "left_out", "parse_file"]
