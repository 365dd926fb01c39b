-- What questionnaires say (R39): each sheet with its stratum alone, under a number at random; nobody's name, no day, no order. That a
-- paper code was entered is kept apart from what its sheet says, and forgotten when the survey ends.
CREATE TABLE survey_sheets (
    survey_id TEXT NOT NULL REFERENCES surveys (survey_id),
    sheet_id TEXT NOT NULL,
    stratum_no TEXT NOT NULL,
    instrument TEXT NOT NULL,
    answers TEXT NOT NULL,
    PRIMARY KEY (survey_id, sheet_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX survey_sheets_stratum_idx ON survey_sheets (survey_id, stratum_no);

CREATE TABLE survey_codes (
    survey_id TEXT NOT NULL REFERENCES surveys (survey_id),
    code TEXT NOT NULL,
    stratum_no TEXT NOT NULL,
    PRIMARY KEY (survey_id, code)
) STRICT, WITHOUT ROWID;
