"""The engagement file: how a whole engagement travels between installations, as JSON."""

from domain.engagement_file.document import BadFile, Document, Path, refusal, sample
from domain.engagement_file.outcome import Difference, Imported, ImportedEngagement, describe
from domain.engagement_file.reading import read_json
from domain.engagement_file.rules import check
from domain.engagement_file.writing import to_text

__all__ = [
    "BadFile",
    "Difference",
    "Document",
    "Imported",
    "ImportedEngagement",
    "Path",
    "check",
    "describe",
    "read_json",
    "refusal",
    "sample",
    "to_text",
]
