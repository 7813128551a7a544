"""Between a family and its coaches: files that are received, keys that were accepted, consents."""
