-- An answer is tied to its submission by the id of the transport, too.
CREATE INDEX submission_transport ON submission (transport_id) WHERE transport_id IS NOT NULL;
-- What of a lane was begun: nothing before it may be sent again by itself.
CREATE INDEX submission_begun ON submission (lane, id) WHERE attempts > 0;
