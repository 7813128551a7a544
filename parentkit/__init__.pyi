from parentkit.api import Export as Export
from parentkit.api import Log as Log
from parentkit.api import open_log as open_log
from parentkit.api import read_export as read_export
from parentkit.domain.errors import AmbiguousCode as AmbiguousCode
from parentkit.domain.errors import DataProblem as DataProblem
from parentkit.domain.errors import NothingFound as NothingFound
from parentkit.domain.errors import ParentkitError as ParentkitError
from parentkit.domain.errors import UnknownCode as UnknownCode
from parentkit.domain.errors import UsageProblem as UsageProblem
from parentkit.interchange.research.typed import Coding as Coding
from parentkit.interchange.research.typed import Moment as Moment
from parentkit.interchange.research.typed import Part as Part
from parentkit.interchange.research.typed import Rates as Rates
from parentkit.interchange.research.typed import Records as Records
from parentkit.interchange.research.typed import Reflection as Reflection
from parentkit.interchange.research.typed import Share as Share
from parentkit.interchange.research.typed import Unread as Unread
from parentkit.interchange.research.typed_rows import to_rows as to_rows

__version__: str
