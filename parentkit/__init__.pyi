from parentkit.api import AmbiguousCode as AmbiguousCode
from parentkit.api import Coding as Coding
from parentkit.api import DataProblem as DataProblem
from parentkit.api import Export as Export
from parentkit.api import Log as Log
from parentkit.api import Moment as Moment
from parentkit.api import NothingFound as NothingFound
from parentkit.api import ParentkitError as ParentkitError
from parentkit.api import Part as Part
from parentkit.api import Rates as Rates
from parentkit.api import Records as Records
from parentkit.api import Reflection as Reflection
from parentkit.api import Share as Share
from parentkit.api import UnknownCode as UnknownCode
from parentkit.api import Unread as Unread
from parentkit.api import UsageProblem as UsageProblem
from parentkit.api import open_log as open_log
from parentkit.api import read_export as read_export
from parentkit.api import to_rows as to_rows

__version__: str
