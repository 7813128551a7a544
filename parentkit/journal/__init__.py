"""The durable store: an append-only operation log that several devices can share a folder for."""
