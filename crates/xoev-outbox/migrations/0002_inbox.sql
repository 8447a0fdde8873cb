-- An answer is tied to its submission by the id of the transport, too.
CREATE INDEX submission_transport ON submission (transport_id) WHERE transport_id IS NOT NULL;
-- What of a lane was begun: nothing before it may be sent again by itself.
CREATE INDEX submission_begun ON submission (lane, id) WHERE attempts > 0;

-- Messages that were received. What is large stands at the end.
CREATE TABLE arrival (
    id              {ID},
    transport       TEXT   NOT NULL,
    transport_id    TEXT   NOT NULL,
    sender          TEXT,
    reader          TEXT,
    -- Ids of the transport, one a line.
    in_reply_to     TEXT   NOT NULL,
    -- Of a message that can't be read, neither is known.
    uuid            TEXT,
    message_type    TEXT,
    test            BIGINT NOT NULL CHECK (test IN (0, 1)),
    state           TEXT   NOT NULL CHECK (state IN ('arrived', 'open', 'release', 'answer', 'test',
                        'rejected', 'person', 'conflict', 'taken', 'declined', 'returned')),
    -- Why it is there, if there is something to say.
    code            TEXT,
    conflict_with   BIGINT REFERENCES arrival (id),
    submission_id   BIGINT REFERENCES submission (id),
    reply_lane      TEXT,
    reply_recipient TEXT,
    reply_uuid      TEXT,
    size            BIGINT NOT NULL,
    attached        BIGINT NOT NULL,
    received        BIGINT NOT NULL,
    changed         BIGINT NOT NULL,
    finished        BIGINT,
    content         {BYTES} NOT NULL,
    reply           {BYTES},
    CHECK ((uuid IS NULL) = (message_type IS NULL)),
    CHECK ((state IN ('taken', 'declined', 'returned')) = (finished IS NOT NULL)),
    CHECK (test = 0 OR state NOT IN ('open', 'release')),
    CHECK (state <> 'answer' OR submission_id IS NOT NULL),
    CHECK (state <> 'conflict' OR conflict_with IS NOT NULL),
    CHECK (state <> 'person' OR code IS NOT NULL),
    CHECK (state NOT IN ('rejected', 'returned') OR reply IS NOT NULL),
    CHECK ((reply IS NULL) = (reply_lane IS NULL)),
    CHECK ((reply IS NULL) = (reply_recipient IS NULL)),
    CHECK ((state = 'returned') = (reply_uuid IS NOT NULL))
);

-- A message is there once; what claims to be the same and is not, is in conflict with it.
CREATE UNIQUE INDEX arrival_transport ON arrival (transport, transport_id) WHERE conflict_with IS NULL;
CREATE UNIQUE INDEX arrival_uuid ON arrival (lower(uuid)) WHERE conflict_with IS NULL;
CREATE INDEX arrival_conflict_transport ON arrival (transport, transport_id) WHERE conflict_with IS NOT NULL;
CREATE INDEX arrival_conflict_uuid ON arrival (lower(uuid)) WHERE conflict_with IS NOT NULL;
CREATE INDEX arrival_state ON arrival (state, test, id);
CREATE INDEX arrival_oldest ON arrival (received) WHERE finished IS NULL AND test = 0;
CREATE INDEX arrival_submission ON arrival (submission_id) WHERE submission_id IS NOT NULL;

CREATE TABLE attachment (
    arrival_id   BIGINT NOT NULL REFERENCES arrival (id),
    position     BIGINT NOT NULL,
    content_type TEXT   NOT NULL,
    file_name    TEXT,
    content      {BYTES} NOT NULL,
    PRIMARY KEY (arrival_id, position)
);

-- Every change of a state, for good.
CREATE TABLE arrival_event (
    id         {ID},
    arrival_id BIGINT NOT NULL REFERENCES arrival (id),
    at         BIGINT NOT NULL,
    state      TEXT   NOT NULL,
    actor      TEXT   NOT NULL,
    code       TEXT   NOT NULL,
    text       TEXT   NOT NULL
);
CREATE INDEX arrival_event_arrival ON arrival_event (arrival_id, id);

-- What has to be done at a date: a Quittung that we owe, an Erinnerung that we may send.
CREATE TABLE duty (
    id            {ID},
    kind          TEXT   NOT NULL CHECK (kind IN ('quittung', 'erinnerung')),
    arrival_id    BIGINT REFERENCES arrival (id),
    submission_id BIGINT REFERENCES submission (id),
    -- Which fact of the message, empty if it has only one.
    subject       TEXT   NOT NULL,
    -- How many times we reminded.
    level         BIGINT NOT NULL CHECK (level >= 0),
    reminder_uuid TEXT,
    due           BIGINT NOT NULL,
    created       BIGINT NOT NULL,
    ended         BIGINT,
    ended_by      TEXT,
    CHECK ((kind = 'quittung') = (arrival_id IS NOT NULL)),
    CHECK ((kind = 'erinnerung') = (submission_id IS NOT NULL)),
    CHECK (kind = 'erinnerung' OR level = 0),
    CHECK ((level = 0) = (reminder_uuid IS NULL)),
    CHECK ((ended IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX duty_quittung ON duty (arrival_id, subject) WHERE arrival_id IS NOT NULL;
CREATE UNIQUE INDEX duty_erinnerung ON duty (submission_id, subject) WHERE submission_id IS NOT NULL;
CREATE INDEX duty_due ON duty (due) WHERE ended IS NULL;
