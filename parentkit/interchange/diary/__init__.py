"""Diaries kept by hand in a table: columns, times and words read as people write them."""
