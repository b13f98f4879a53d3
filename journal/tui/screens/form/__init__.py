"""Forms: writing an entry or a record, and the draft that is kept meanwhile."""
