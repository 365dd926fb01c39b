-- Revisions of standards 标准修订: values of parameters laid over the pack, released and undone by two people.
CREATE TABLE standard_revisions (
    revision_id TEXT NOT NULL PRIMARY KEY,
    revision_no INTEGER NOT NULL,
    title TEXT NOT NULL,
    document TEXT NOT NULL,
    place TEXT NOT NULL,
    reason TEXT NOT NULL,
    revised_values TEXT NOT NULL,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    remark TEXT,
    effect TEXT,
    drafted_by TEXT NOT NULL,
    drafted_at INTEGER NOT NULL,
    submitted_by TEXT,
    submitted_at INTEGER,
    released_by TEXT,
    released_at INTEGER,
    released_edition INTEGER,
    undo_asked_by TEXT,
    undo_asked_at INTEGER,
    ended_by TEXT,
    ended_at INTEGER,
    ended_edition INTEGER,
    CONSTRAINT standard_revisions_no_check CHECK (revision_no >= 1 AND version >= 1),
    CONSTRAINT standard_revisions_state_check CHECK (state IN ('drafted', 'submitted', 'released', 'undoing', 'undone', 'dropped')),
    CONSTRAINT standard_revisions_submitted_check CHECK (submitted_by IS NOT NULL OR state IN ('drafted', 'dropped')),
    CONSTRAINT standard_revisions_released_check CHECK ((released_by IS NOT NULL) = (state IN ('released', 'undoing', 'undone')) AND (released_by IS NULL) = (released_edition IS NULL)),
    CONSTRAINT standard_revisions_undo_check CHECK ((undo_asked_by IS NOT NULL) = (state IN ('undoing', 'undone')) AND (ended_edition IS NOT NULL) = (state = 'undone')),
    CONSTRAINT standard_revisions_ended_check CHECK ((ended_by IS NOT NULL) = (state IN ('undone', 'dropped'))),
    CONSTRAINT standard_revisions_hands_check CHECK (released_by IS NULL OR (released_by <> drafted_by AND released_by <> submitted_by)),
    CONSTRAINT standard_revisions_undo_hands_check CHECK (ended_edition IS NULL OR ended_by <> undo_asked_by)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX standard_revisions_revision_no_key ON standard_revisions (revision_no);
CREATE UNIQUE INDEX standard_revisions_released_edition_key ON standard_revisions (released_edition);
CREATE UNIQUE INDEX standard_revisions_ended_edition_key ON standard_revisions (ended_edition);

-- For whom a revision changes something, as it was reckoned last.
CREATE TABLE standard_revision_people (
    entry_id TEXT NOT NULL PRIMARY KEY,
    revision_id TEXT NOT NULL REFERENCES standard_revisions (revision_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    organization_id TEXT REFERENCES party_organizations (organization_id),
    measure TEXT NOT NULL,
    kind TEXT NOT NULL,
    from_on TEXT NOT NULL,
    before_fen INTEGER,
    after_fen INTEGER,
    reckoned_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX standard_revision_people_revision_id_person_id_measure_key ON standard_revision_people (revision_id, person_id, measure);
