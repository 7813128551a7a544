"""What docs/import-export.md says of a diary's columns is so."""

from __future__ import annotations

import re
from pathlib import Path

from parentkit.interchange.diary.columns import NAMES, columns_of

PAGE = (Path(__file__).parents[2] / "docs" / "import-export.md").read_text(encoding="utf-8")


def test_every_column_of_a_diary_is_on_the_page_by_a_name_that_is_known() -> None:
    table = PAGE.partition("| column | also called |")[2].partition("\n\n")[0]
    rows = [row.split("|")[1:3] for row in table.splitlines()[2:]]
    names = [name for row in rows for cell in row for name in re.findall("`(.+?)`", cell)]
    columns = [columns_of([name]) for name in names]
    assert not any(column.others for column in columns)
    assert {field for column in columns for field in column.places} == NAMES.keys()
