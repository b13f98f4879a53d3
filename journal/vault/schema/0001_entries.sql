-- An entry's place in time is its key, so that newest first is a walk along the table: the minute it was dated, and
-- within that minute the order in which entries came (see position_of in entries.py).
CREATE TABLE entry (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    date TEXT NOT NULL,
    time TEXT,
    zone TEXT NOT NULL,
    words TEXT NOT NULL,  -- JSON object: the name of a text field to its text
    facts TEXT NOT NULL,  -- JSON object: everything else that was filled in
    version INTEGER NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
) STRICT;

-- The versions before the present one.
CREATE TABLE entry_version (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    date TEXT NOT NULL,
    time TEXT,
    zone TEXT NOT NULL,
    words TEXT NOT NULL,
    facts TEXT NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE trash (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    date TEXT NOT NULL,
    time TEXT,
    zone TEXT NOT NULL,
    words TEXT NOT NULL,
    facts TEXT NOT NULL,
    version INTEGER NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    deleted TEXT NOT NULL,
    position INTEGER NOT NULL  -- where it was among the entries of its minute
) STRICT, WITHOUT ROWID;

-- What was deleted for good, so that another copy of the journal can't bring it back.
CREATE TABLE purged (
    id TEXT PRIMARY KEY,
    purged TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Writing that was not saved yet. `form` is a JSON object.
CREATE TABLE draft (
    id TEXT PRIMARY KEY,
    form TEXT NOT NULL,
    updated TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    nickname TEXT PRIMARY KEY COLLATE NOCASE,
    is_self INTEGER NOT NULL,
    created TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What the filters of a search look up, kept by the triggers below.
CREATE TABLE entry_label (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (name, value, position)
) STRICT, WITHOUT ROWID;

CREATE VIEW entry_label_source AS
    SELECT position, 'kind' AS name, kind AS value FROM entry
    UNION ALL
    SELECT position, 'outcome', facts ->> 'outcome' FROM entry WHERE facts ->> 'outcome' IS NOT NULL
    UNION ALL
    SELECT position, 'flagged', 'yes' FROM entry WHERE facts ->> 'flagged'
    UNION ALL
    SELECT position, 'tag', item.value FROM entry, json_each(facts, '$.tags') AS item
    UNION ALL
    SELECT position, 'with', item.value FROM entry, json_each(facts, '$.people') AS item
    UNION ALL
    SELECT position, 'shared', item.key FROM entry, json_each(facts, '$.sharing') AS item;

-- Words to entries, without a copy of the text. An index without its text has to be told what to take out, so entries are
-- only ever inserted and deleted, never updated, and search.py tells it in the same transaction. The body has blanks
-- around every character that is a word by itself (see model/folding.py), which no trigger could put there.
CREATE VIRTUAL TABLE entry_search USING fts5 (
    body,
    content = '',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co So Mn Mc'"
);

INSERT INTO entry_search (entry_search, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER entry_added AFTER INSERT ON entry BEGIN
    INSERT OR IGNORE INTO entry_label (name, value, position)
        SELECT name, value, position FROM entry_label_source WHERE position = new.position;
END;

CREATE TRIGGER entry_removed BEFORE DELETE ON entry BEGIN
    DELETE FROM entry_label WHERE (name, value, position) IN (
        SELECT name, value, position FROM entry_label_source WHERE position = old.position
    );
END;

CREATE TRIGGER entry_never_updated BEFORE UPDATE ON entry BEGIN
    SELECT raise(ABORT, 'entries are replaced, not updated');
END;
