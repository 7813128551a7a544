"""Speed and size on an installed wheel: ratios against a named baseline of the same run."""
