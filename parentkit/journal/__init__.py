"""The durable store: an append-only operation log that several devices can share a folder for.

This is its door: whoever is outside the journal imports from here alone. A name is fetched when it
is first asked for, so that a quick entry loads nothing that it does not need.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from parentkit.journal.backups.catalog import backup_names as backup_names
    from parentkit.journal.backups.catalog import backups_folder as backups_folder
    from parentkit.journal.backups.catalog import known_backups as known_backups
    from parentkit.journal.backups.daily import backup_if_due as backup_if_due
    from parentkit.journal.backups.lost import Lost as Lost
    from parentkit.journal.backups.make import Made as Made
    from parentkit.journal.backups.make import make_backup as make_backup
    from parentkit.journal.backups.manifest import ASKED as ASKED
    from parentkit.journal.backups.manifest import read_manifest as read_manifest
    from parentkit.journal.backups.restore import Restored as Restored
    from parentkit.journal.backups.restore import chosen_backup as chosen_backup
    from parentkit.journal.backups.restore import put_back as put_back
    from parentkit.journal.backups.restore import put_back_everything as put_back_everything
    from parentkit.journal.erase.carried_out import something_changed as something_changed
    from parentkit.journal.erase.erase import Erased as Erased
    from parentkit.journal.erase.erase import erase_lines as erase_lines
    from parentkit.journal.erase.erase import snapshots_folder as snapshots_folder
    from parentkit.journal.erase.erased_last import erased_last as erased_last
    from parentkit.journal.erase.on_sight import erase_on_sight as erase_on_sight
    from parentkit.journal.erase.purge import erased_before as erased_before
    from parentkit.journal.erase.purge import purge as purge
    from parentkit.journal.index.catalogue import Catalogue as Catalogue
    from parentkit.journal.index.lines import Moved as Moved
    from parentkit.journal.index.narrow import RowFields as RowFields
    from parentkit.journal.index.narrow import is_told as is_told
    from parentkit.journal.index.narrow import narrowed as narrowed
    from parentkit.journal.index.rows import COUNTS as COUNTS
    from parentkit.journal.index.rows import is_stored_time as is_stored_time
    from parentkit.journal.index.store import open_catalogue as open_catalogue
    from parentkit.journal.journal import Journal as Journal
    from parentkit.journal.log import arrivals as arrivals
    from parentkit.journal.log.actions import action_name as action_name
    from parentkit.journal.log.actions import undone_name as undone_name
    from parentkit.journal.log.amend import amendment as amendment
    from parentkit.journal.log.damage import damage_among as damage_among
    from parentkit.journal.log.damage import damage_in as damage_in
    from parentkit.journal.log.fold import Kept as Kept
    from parentkit.journal.log.fold import Reading as Reading
    from parentkit.journal.log.fold import Record as Record
    from parentkit.journal.log.fold import fold as fold
    from parentkit.journal.log.folders import ENDING as ENDING
    from parentkit.journal.log.folders import LASTING as LASTING
    from parentkit.journal.log.folders import Places as Places
    from parentkit.journal.log.folders import dated_files as dated_files
    from parentkit.journal.log.folders import default_places as default_places
    from parentkit.journal.log.folders import is_month as is_month
    from parentkit.journal.log.folders import journal_files as journal_files
    from parentkit.journal.log.folders import lasting_files as lasting_files
    from parentkit.journal.log.folders import month_for as month_for
    from parentkit.journal.log.glance import glance as glance
    from parentkit.journal.log.operation import BadLine as BadLine
    from parentkit.journal.log.operation import Fields as Fields
    from parentkit.journal.log.operation import Operation as Operation
    from parentkit.journal.log.operation import decode as decode
    from parentkit.journal.log.operation import encode as encode
    from parentkit.journal.log.others import others_changed as others_changed
    from parentkit.journal.log.reading import histories_of as histories_of
    from parentkit.journal.log.redact import PURGED as PURGED
    from parentkit.journal.log.redact import TELLING_LENGTH as TELLING_LENGTH
    from parentkit.journal.log.rewrite import quarantine_folder as quarantine_folder
    from parentkit.journal.log.scan import UNREADABLE as UNREADABLE
    from parentkit.journal.log.scan import Problem as Problem
    from parentkit.journal.log.scan import cannot_go_on as cannot_go_on
    from parentkit.journal.log.scan import content_of as content_of
    from parentkit.journal.log.scan import ids_with_prefix as ids_with_prefix
    from parentkit.journal.log.scan import lines_of as lines_of
    from parentkit.journal.log.scan import read_files as read_files
    from parentkit.journal.log.scan import scan as scan
    from parentkit.journal.log.stamp import ahead_limit as ahead_limit
    from parentkit.journal.log.stamp import is_utc_time as is_utc_time
    from parentkit.journal.log.stamp import make as make
    from parentkit.journal.log.stamp import month as month
    from parentkit.journal.log.stamp import month_of_ms as month_of_ms
    from parentkit.journal.log.stamp import wall_ms as wall_ms
    from parentkit.journal.log.stamp import wall_text as wall_text
    from parentkit.journal.log.tidemark import Tidemarks as Tidemarks
    from parentkit.journal.log.write_problem import WriteProblem as WriteProblem
    from parentkit.journal.log.writer import Draft as Draft
    from parentkit.journal.repair.accept_ahead import accept as accept
    from parentkit.journal.repair.check import Examined as Examined
    from parentkit.journal.repair.check import examine as examine
    from parentkit.journal.repair.environment import known_device as known_device
    from parentkit.journal.repair.finding import UNKNOWN_PERSON as UNKNOWN_PERSON
    from parentkit.journal.repair.finding import UNKNOWN_WORD as UNKNOWN_WORD
    from parentkit.journal.repair.finding import Finding as Finding
    from parentkit.journal.repair.finding import found as found
    from parentkit.journal.repair.gone_back import Gone as Gone
    from parentkit.journal.repair.gone_back import gone as gone
    from parentkit.journal.repair.gone_back import gone_elsewhere as gone_elsewhere
    from parentkit.journal.repair.repair import Done as Done
    from parentkit.journal.repair.repair import accept_missing as accept_missing
    from parentkit.journal.repair.repair import mend as mend
    from parentkit.journal.tinydb.among import among as among
    from parentkit.journal.tinydb.table import JournalDatabase as JournalDatabase
    from parentkit.journal.tinydb.table import open_database as open_database
    from parentkit.journal.tinydb.wanted_query import QueryInstance as QueryInstance
    from parentkit.journal.tinydb.wanted_query import query_for as query_for

_ROOMS = {
    "backups.catalog": "backup_names backups_folder known_backups",
    "backups.daily": "backup_if_due",
    "backups.lost": "Lost",
    "backups.make": "Made make_backup",
    "backups.manifest": "ASKED read_manifest",
    "backups.restore": "Restored chosen_backup put_back put_back_everything",
    "erase.carried_out": "something_changed",
    "erase.erase": "Erased erase_lines snapshots_folder",
    "erase.on_sight": "erase_on_sight",
    "erase.erased_last": "erased_last",
    "erase.purge": "erased_before purge",
    "index.catalogue": "Catalogue",
    "index.lines": "Moved",
    "index.narrow": "RowFields is_told narrowed",
    "index.rows": "COUNTS is_stored_time",
    "index.store": "open_catalogue",
    "journal": "Journal",
    "log": "arrivals",
    "log.actions": "action_name undone_name",
    "log.amend": "amendment",
    "log.damage": "damage_among damage_in",
    "log.fold": "Kept Reading Record fold",
    "log.folders": (
        "ENDING LASTING Places dated_files default_places is_month journal_files "
        "lasting_files month_for"
    ),
    "log.glance": "glance",
    "log.operation": "BadLine Operation decode encode",
    "log.others": "others_changed",
    "log.reading": "histories_of",
    "log.redact": "PURGED TELLING_LENGTH",
    "log.rewrite": "quarantine_folder",
    "log.scan": (
        "Problem UNREADABLE cannot_go_on content_of ids_with_prefix lines_of read_files scan"
    ),
    "log.stamp": "ahead_limit is_utc_time make month month_of_ms wall_ms wall_text",
    "log.tidemark": "Tidemarks",
    "log.write_problem": "WriteProblem",
    "log.writer": "Draft",
    "repair.accept_ahead": "accept",
    "repair.check": "Examined examine",
    "repair.environment": "known_device",
    "repair.finding": "Finding UNKNOWN_PERSON UNKNOWN_WORD found",
    "repair.gone_back": "Gone gone gone_elsewhere",
    "repair.repair": "Done accept_missing mend",
    "tinydb.among": "among",
    "tinydb.table": "JournalDatabase open_database",
    "tinydb.wanted_query": "query_for",
}
"""The names that each room offers."""


def __getattr__(name: str) -> object:
    for room, offered in _ROOMS.items():
        if name in offered.split():
            return getattr(__import__(f"{__name__}.{room}", fromlist=(name,)), name)
    raise AttributeError(name)
