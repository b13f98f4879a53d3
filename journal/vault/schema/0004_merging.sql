-- What lets two copies of a journal be merged so that nothing is lost and the order makes no difference: see merge.py.

-- Which journal this is; all its copies have the same one. The one row is put in by schema/__init__.py.
CREATE TABLE journal (
    id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- When an entry or a record was last taken out of the trash, and where it was deleted for good here, what another copy
-- has done with it since.
CREATE TABLE standing (
    id TEXT PRIMARY KEY,
    removed TEXT,
    returned TEXT
) STRICT, WITHOUT ROWID;

-- What was chosen to be shared of an entry, by the instant of the version it was chosen on: `chosen` is when, and
-- `sharing` a JSON object. Before this step nothing said when, so it is ''.
CREATE TABLE sharing_choice (
    id TEXT NOT NULL,
    over TEXT NOT NULL,
    chosen TEXT NOT NULL,
    sharing TEXT NOT NULL,
    PRIMARY KEY (id, over)
) STRICT, WITHOUT ROWID;

INSERT INTO sharing_choice (id, over, chosen, sharing)
    SELECT id, updated, '', facts ->> 'sharing' FROM entry WHERE facts ->> 'sharing' IS NOT NULL
    UNION ALL
    SELECT id, updated, '', facts ->> 'sharing' FROM trash WHERE facts ->> 'sharing' IS NOT NULL;

-- The order of the entries of one minute, as text that sorts like it: the instant at which an entry came there.
ALTER TABLE entry ADD COLUMN came TEXT NOT NULL DEFAULT '';
ALTER TABLE trash ADD COLUMN came TEXT NOT NULL DEFAULT '';

DROP TRIGGER entry_never_updated;

UPDATE entry SET came = placed.came FROM (
    SELECT
        position,
        max(created) OVER (PARTITION BY position / 1073741824 ORDER BY position)
            || '.' || printf('%010d', position % 1073741824) AS came
    FROM entry
) AS placed WHERE placed.position = entry.position;

CREATE TRIGGER entry_never_updated BEFORE UPDATE ON entry BEGIN
    SELECT raise(ABORT, 'entries are replaced, not updated');
END;

UPDATE trash SET came = created || '.' || printf('%010d', position % 1073741824);

-- A draft that two copies went on with apart is two drafts, both with the id that it had as their origin.
ALTER TABLE draft ADD COLUMN origin TEXT NOT NULL DEFAULT '';

-- The states of a draft that were written over, saved or discarded: their instants, in microseconds since 1970, eight
-- bytes each.
CREATE TABLE draft_past (
    id TEXT PRIMARY KEY,
    states BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- `kept_since` has the instant for each of the names in `kept_out`.
ALTER TABLE person ADD COLUMN updated TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN kept_since TEXT NOT NULL DEFAULT '[]';

UPDATE person SET
    updated = created,
    kept_since = (SELECT json_group_array(substr(person.created, 1, name.key + 99)) FROM json_each(person.kept_out) AS name);

-- Who was removed, by a digest, so that a forgotten name is not kept.
CREATE TABLE person_removed (
    digest TEXT PRIMARY KEY,
    removed TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Each word of the person's own is a setting by itself.
ALTER TABLE setting ADD COLUMN updated TEXT NOT NULL DEFAULT '';

INSERT INTO setting (name, value)
    SELECT 'words.' || word.key, json_quote(word.value)
    FROM setting, json_each(setting.value) AS word WHERE setting.name = 'words';

DELETE FROM setting WHERE name = 'words';
