"""All reading and writing: reports, cases, records and exports.

Names load on first use, so that a command that only needs records does not pay for YAML or XML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.doors import lazy_door

if TYPE_CHECKING:
    from railsight.files.atomic import check_output, replacing, write_bytes, write_text
    from railsight.files.case import read_case
    from railsight.files.jsonlines import read_jsonl
    from railsight.files.reports import read_report, read_reports
    from railsight.files.texts import MAX_REPORT_BYTES

_HOMES = {
    "MAX_REPORT_BYTES": "texts",
    "check_output": "atomic",
    "read_case": "case",
    "read_jsonl": "jsonlines",
    "read_report": "reports",
    "read_reports": "reports",
    "replacing": "atomic",
    "write_bytes": "atomic",
    "write_text": "atomic",
}
__all__ = [
    "MAX_REPORT_BYTES",
    "check_output",
    "read_case",
    "read_jsonl",
    "read_report",
    "read_reports",
    "replacing",
    "write_bytes",
    "write_text",
]

__getattr__, __dir__ = lazy_door(__name__, _HOMES, __all__)
