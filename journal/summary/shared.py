"""The line of the ledger for a summary that leaves."""

from journal.model.dates import When
from journal.model.shared_copy import Shared, SharedCopy
from journal.summary.page import Summary
from journal.vault.vault import Vault


def shared_summary(vault: Vault, summary: Summary, ending: str, now: When) -> SharedCopy:
    """What is written with this ending of a file's name, for the session that comes next if one is noted."""
    return SharedCopy(
        what=Shared.SUMMARY,
        audience=summary.audience,
        since=summary.since,
        until=summary.until,
        format=ending,
        session=vault.shared_copies.session_for(now),
    )
