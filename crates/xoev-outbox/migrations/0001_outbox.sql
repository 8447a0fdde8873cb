-- {ID} and {BYTES} stand for the types of the database: the number of a row, given in ascending order, and
-- a text of bytes.
-- Times are milliseconds since 1970 (UTC), flags 0 or 1. What may be in which state is kept by
-- constraints, so that no program that writes here can break it.
CREATE TABLE submission (
    id             {ID},
    uuid           TEXT    NOT NULL UNIQUE,
    message_type   TEXT    NOT NULL,
    lane           TEXT    NOT NULL,
    recipient      TEXT    NOT NULL,
    mode           TEXT    NOT NULL CHECK (mode IN ('sync', 'async')),
    expects_answer BIGINT  NOT NULL CHECK (expects_answer IN (0, 1)),
    test           BIGINT  NOT NULL CHECK (test IN (0, 1)),
    state          TEXT    NOT NULL CHECK (state IN ('queued', 'waiting', 'sending', 'unclear',
                       'delivered', 'done', 'refused', 'person', 'misdirected', 'replaced', 'withdrawn')),
    holds_lane     BIGINT  NOT NULL CHECK (holds_lane IN (0, 1)),
    due            BIGINT  NOT NULL,
    deadline       BIGINT  NOT NULL,
    attempts       BIGINT  NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    repetition     BIGINT  NOT NULL DEFAULT 0 CHECK (repetition IN (0, 1)),
    worker         TEXT,
    lease_until    BIGINT,
    transport_id   TEXT,
    failure_class  TEXT,
    failure_code   TEXT,
    failure_text   TEXT,
    replaces       TEXT REFERENCES submission (uuid),
    created        BIGINT  NOT NULL,
    changed        BIGINT  NOT NULL,
    finished       BIGINT,
    -- What the history begins with, at the time of `created`: the rest of it are events.
    first_state    TEXT    NOT NULL CHECK (first_state IN ('queued', 'waiting')),
    -- Large, so that they stand behind all that is looked through.
    content        {BYTES}  NOT NULL,
    answer         {BYTES},
    CHECK ((state IN ('done', 'replaced', 'withdrawn')) = (finished IS NOT NULL)),
    CHECK ((state = 'sending') = (worker IS NOT NULL)),
    CHECK ((worker IS NULL) = (lease_until IS NULL)),
    -- Only a call that was begun, and whose answer did not come, is unclear.
    CHECK (state <> 'unclear' OR (mode = 'sync' AND attempts > 0 AND repetition = 1)),
    CHECK (state NOT IN ('waiting', 'sending', 'unclear') OR holds_lane = 1),
    CHECK (state IN ('waiting', 'sending', 'unclear', 'person', 'misdirected') OR holds_lane = 0),
    CHECK (state <> 'refused' OR answer IS NOT NULL),
    CHECK (state NOT IN ('person', 'misdirected') OR failure_code IS NOT NULL OR answer IS NOT NULL)
);

-- Order per person: only one submission of a lane is on its way.
CREATE UNIQUE INDEX submission_lane ON submission (lane) WHERE holds_lane = 1;
CREATE INDEX submission_queue ON submission (lane, id) WHERE state = 'queued';
CREATE INDEX submission_due ON submission (due, id) WHERE state IN ('waiting', 'unclear');
CREATE INDEX submission_lease ON submission (lease_until) WHERE state = 'sending';
CREATE INDEX submission_overdue ON submission (due) WHERE state = 'delivered';
CREATE INDEX submission_trouble ON submission (state, failure_code)
    WHERE state IN ('refused', 'person', 'misdirected');
CREATE INDEX submission_state ON submission (state, id);

-- Every change of a state after the first one, for good.
CREATE TABLE event (
    id            {ID},
    submission_id BIGINT NOT NULL REFERENCES submission (id),
    at            BIGINT NOT NULL,
    state         TEXT   NOT NULL,
    actor         TEXT   NOT NULL,
    code          TEXT   NOT NULL,
    text          TEXT   NOT NULL
);
CREATE INDEX event_submission ON event (submission_id, id);
