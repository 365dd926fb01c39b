-- Revisions of standards 标准修订: values of parameters laid over the pack, released and undone by two people.
CREATE TABLE standard_revisions (
    revision_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    revision_no BIGINT NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    document TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    revised_values TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    remark TEXT COLLATE "C",
    effect TEXT COLLATE "C",
    drafted_by TEXT COLLATE "C" NOT NULL,
    drafted_at BIGINT NOT NULL,
    submitted_by TEXT COLLATE "C",
    submitted_at BIGINT,
    released_by TEXT COLLATE "C",
    released_at BIGINT,
    released_edition BIGINT,
    undo_asked_by TEXT COLLATE "C",
    undo_asked_at BIGINT,
    ended_by TEXT COLLATE "C",
    ended_at BIGINT,
    ended_edition BIGINT,
    CONSTRAINT standard_revisions_no_check CHECK (revision_no >= 1 AND version >= 1),
    CONSTRAINT standard_revisions_state_check CHECK (state IN ('drafted', 'submitted', 'released', 'undoing', 'undone', 'dropped')),
    CONSTRAINT standard_revisions_submitted_check CHECK (submitted_by IS NOT NULL OR state IN ('drafted', 'dropped')),
    CONSTRAINT standard_revisions_released_check CHECK ((released_by IS NOT NULL) = (state IN ('released', 'undoing', 'undone')) AND (released_by IS NULL) = (released_edition IS NULL)),
    CONSTRAINT standard_revisions_undo_check CHECK ((undo_asked_by IS NOT NULL) = (state IN ('undoing', 'undone')) AND (ended_edition IS NOT NULL) = (state = 'undone')),
    CONSTRAINT standard_revisions_ended_check CHECK ((ended_by IS NOT NULL) = (state IN ('undone', 'dropped'))),
    CONSTRAINT standard_revisions_hands_check CHECK (released_by IS NULL OR (released_by <> drafted_by AND released_by <> submitted_by)),
    CONSTRAINT standard_revisions_undo_hands_check CHECK (ended_edition IS NULL OR ended_by <> undo_asked_by)
);
CREATE UNIQUE INDEX standard_revisions_revision_no_key ON standard_revisions (revision_no);
CREATE UNIQUE INDEX standard_revisions_released_edition_key ON standard_revisions (released_edition);
CREATE UNIQUE INDEX standard_revisions_ended_edition_key ON standard_revisions (ended_edition);

-- For whom a revision changes something, as it was reckoned last.
CREATE TABLE standard_revision_people (
    entry_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    revision_id TEXT COLLATE "C" NOT NULL REFERENCES standard_revisions (revision_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    organization_id TEXT COLLATE "C" REFERENCES party_organizations (organization_id),
    measure TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    from_on TEXT COLLATE "C" NOT NULL,
    before_fen BIGINT,
    after_fen BIGINT,
    reckoned_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX standard_revision_people_revision_id_person_id_measure_key ON standard_revision_people (revision_id, person_id, measure);
