-- Everything that isn't an entry: assignments, sessions, goals and the others, each a JSON object by its type (see
-- model/records.py). `removed` is the instant at which it was put in the trash.
CREATE TABLE record (
    id TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    content TEXT NOT NULL,
    version INTEGER NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    removed TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX record_by_type ON record (type, id);

-- The versions before the present one.
CREATE TABLE record_version (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    content TEXT NOT NULL,
    updated TEXT NOT NULL,
    PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;

-- Ratings by scale and time, so that a plot over years reads what it draws and no entry. Kept by the triggers below.
CREATE TABLE entry_rating (
    scale TEXT NOT NULL,
    position INTEGER NOT NULL,
    moment TEXT NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (scale, position, moment)
) STRICT, WITHOUT ROWID;

DROP VIEW entry_label_source;

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
    SELECT position, 'shared', item.key FROM entry, json_each(facts, '$.sharing') AS item;

CREATE VIEW entry_rating_source AS
    SELECT
        position,
        item.value ->> 'scale' AS scale,
        item.value ->> 'moment' AS moment,
        item.value ->> 'value' AS value
    FROM entry, json_each(facts, '$.ratings') AS item;

DROP TRIGGER entry_added;

CREATE TRIGGER entry_added AFTER INSERT ON entry BEGIN
    INSERT OR IGNORE INTO entry_label (name, value, position)
        SELECT name, value, position FROM entry_label_source WHERE position = new.position;
    INSERT OR IGNORE INTO entry_rating (scale, position, moment, value)
        SELECT scale, position, moment, value FROM entry_rating_source WHERE position = new.position;
END;

DROP TRIGGER entry_removed;

CREATE TRIGGER entry_removed BEFORE DELETE ON entry BEGIN
    DELETE FROM entry_label WHERE (name, value, position) IN (
        SELECT name, value, position FROM entry_label_source WHERE position = old.position
    );
    DELETE FROM entry_rating WHERE (scale, position, moment) IN (
        SELECT scale, position, moment FROM entry_rating_source WHERE position = old.position
    );
END;

INSERT OR IGNORE INTO entry_label (name, value, position)
    SELECT name, value, position FROM entry_label_source WHERE name = 'assignment';

INSERT OR IGNORE INTO entry_rating (scale, position, moment, value)
    SELECT scale, position, moment, value FROM entry_rating_source;

-- A draft says what it is of, and which record or entry it edits.
UPDATE draft SET form = json_set(json_remove(form, '$.entry'), '$.type', 'entry', '$.edits', form ->> '$.entry');
