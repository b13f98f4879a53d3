-- Somebody's name in everything that leaves, and the names of theirs that never do (a JSON array).
ALTER TABLE person ADD COLUMN alias TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN kept_out TEXT NOT NULL DEFAULT '[]';

-- What was decided about a line of the next summary. `seen` tells which words were switched on, so that others never are
-- by the same choice; `wording` is a JSON object, or NULL where the words are as they
-- were found; `following` is the id of the latest session that was when it was decided, or '': the next one that is over
-- ends it.
CREATE TABLE summary_choice (
    audience TEXT NOT NULL,
    line TEXT NOT NULL,
    shown INTEGER,
    seen TEXT NOT NULL DEFAULT '',
    wording TEXT,
    following TEXT NOT NULL,
    updated TEXT NOT NULL,
    PRIMARY KEY (audience, line)
) STRICT, WITHOUT ROWID;

DROP VIEW entry_label_source;

-- An entry of which passages alone are shared is shared too.
CREATE VIEW entry_label_source AS
    SELECT position, 'kind' AS name, kind AS value FROM entry
    UNION ALL
    SELECT position, 'outcome', facts ->> 'outcome' FROM entry WHERE facts ->> 'outcome' IS NOT NULL
    UNION ALL
    SELECT position, 'flagged', 'yes' FROM entry WHERE facts ->> 'flagged'
    UNION ALL
    SELECT position, 'assignment', facts ->> 'assignment' FROM entry WHERE facts ->> 'assignment' IS NOT NULL
    UNION ALL
    SELECT position, 'tag', item.value FROM entry, json_each(facts, '$.tags') AS item
    UNION ALL
    SELECT position, 'with', item.value FROM entry, json_each(facts, '$.people') AS item
    UNION ALL
    SELECT position, 'shared', replace(item.key, '_passages', '') FROM entry, json_each(facts, '$.sharing') AS item;
