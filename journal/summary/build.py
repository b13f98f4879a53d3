"""From the vault to a summary. Only what was released for the audience gets past the first step."""

import datetime as dt

from journal.errors import BadInput
from journal.model.query import Query
from journal.model.sharing import Audience, released
from journal.summary import sections
from journal.summary.page import Summary
from journal.vault.vault import Vault

__all__ = ["Summary", "build"]


def build(vault: Vault, audience: Audience, since: dt.date, until: dt.date, today: dt.date) -> Summary:
    """The summary of a period for an audience; both days belong to it. Raises BadInput where it ends before it begins.

    It holds what the client released, line by line, and no sign of anything else.
    """
    if until < since:
        raise BadInput("The period ends before it begins.", "Give the earlier day as its start.")
    with vault.snapshot():
        found = vault.entries.each(Query(audiences=(audience,), after=since, before=until))
        contents = [content for entry in found if (content := released(entry.content, audience))]
        nickname = vault.people.me()
        scales = vault.scales()
    contents.reverse()  # a period is told from its first day on
    return Summary(
        nickname=nickname,
        audience=audience,
        since=since,
        until=until,
        made=today,
        sections=sections.arrange(contents, with_year=since.year != until.year, scales=scales, today=today),
    )
