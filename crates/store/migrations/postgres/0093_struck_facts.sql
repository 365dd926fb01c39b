-- Facts that something stated which was undone since: whoever asks what was known before reads them, and whoever asks what is known
-- after reads as if they had never been. Facts themselves are only ever added.
CREATE TABLE struck_facts (
    fact_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES facts (fact_id),
    struck_at BIGINT NOT NULL
);

-- Of events that were undone already the facts were answered by records of the undoing, which overruled what was entered anew for
-- an earlier day: both are struck out.
INSERT INTO struck_facts (fact_id, struck_at)
SELECT c.record_id, MAX(e.closed_at) FROM life_event_changes c JOIN life_events e ON e.life_event_id = c.life_event_id
WHERE e.state = 'undone' AND c.record = 'facts' GROUP BY c.record_id;
INSERT INTO struck_facts (fact_id, struck_at)
SELECT DISTINCT a.fact_id, a.recorded_at FROM life_events e
JOIN life_event_changes c ON c.life_event_id = e.life_event_id AND c.record = 'facts'
JOIN facts f ON f.fact_id = c.record_id
JOIN facts a ON a.person_id = f.person_id AND a.name = f.name AND a.recorded_at = e.closed_at
WHERE e.state = 'undone' AND a.fact_id NOT IN (SELECT x.fact_id FROM struck_facts x);
DELETE FROM fact_current WHERE fact_id IN (SELECT x.fact_id FROM struck_facts x);
INSERT INTO fact_current (person_id, name, fact_id)
SELECT r.person_id, r.name, r.fact_id FROM (SELECT f.person_id, f.name, f.fact_id, ROW_NUMBER() OVER
    (PARTITION BY f.person_id, f.name ORDER BY f.valid_from DESC, f.recorded_at DESC, f.fact_id DESC) AS place
    FROM facts f WHERE f.fact_id NOT IN (SELECT x.fact_id FROM struck_facts x)
    AND f.person_id IN (SELECT s.person_id FROM facts s JOIN struck_facts x ON x.fact_id = s.fact_id)) AS r
WHERE r.place = 1
AND NOT EXISTS (SELECT 1 FROM fact_current c WHERE c.person_id = r.person_id AND c.name = r.name);
