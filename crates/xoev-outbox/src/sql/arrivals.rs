//! Received messages: how they are stored, put in their place and changed, in the transaction of a
//! caller.

use chrono::{DateTime, Utc};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use xoev_transport::Attachment;

use super::changes::{clean, note_in};
use super::rows::{get, millis, time};
use super::{Dialect, SqlStore};
use crate::error::StoreError;
use crate::inbox::{
    Arrival, ArrivalChange, ArrivalState, Contents, NewArrival, Place, Reply, Sorter, Sorting,
};
use crate::policy::Change;
use crate::state::State;
use crate::store::Holder;
use crate::submission::{Submission, Verdict};

/// The columns of a received message, in the order of [`arrival`].
const COLUMNS: &str = "a.id, a.transport, a.transport_id, a.sender, a.reader, a.in_reply_to, \
    a.uuid, a.message_type, a.test, a.state, a.code, a.conflict_with, s.uuid, a.reply_uuid, a.size, \
    a.attached, a.received, a.changed, a.finished";

/// How many messages of the transport an answer may name.
const IN_REPLY_TO_MOST: usize = 20;

/// A selection of received messages.
pub(super) fn select(rest: &str) -> String {
    format!(
        "SELECT {COLUMNS} FROM arrival a LEFT JOIN submission s ON s.id = a.submission_id \
         WHERE {rest}"
    )
}

pub(super) fn state(name: &str) -> Result<ArrivalState, StoreError> {
    ArrivalState::named(name).ok_or_else(|| StoreError::Content(format!("the state {name}")))
}

pub(super) fn arrival(row: &AnyRow) -> Result<Arrival, StoreError> {
    let finished: Option<i64> = get(row, 18)?;
    let in_reply_to: String = get(row, 5)?;
    Ok(Arrival {
        id: get(row, 0)?,
        transport: get(row, 1)?,
        transport_id: get(row, 2)?,
        sender: get(row, 3)?,
        reader: get(row, 4)?,
        in_reply_to: in_reply_to.lines().map(str::to_owned).collect(),
        uuid: get(row, 6)?,
        message_type: get(row, 7)?,
        test: get::<i64, _>(row, 8)? != 0,
        state: state(&get::<String, _>(row, 9)?)?,
        code: get(row, 10)?,
        conflict_with: get(row, 11)?,
        submission: get(row, 12)?,
        reply: get(row, 13)?,
        size: u64::try_from(get::<i64, _>(row, 14)?).unwrap_or(0),
        attached: u32::try_from(get::<i64, _>(row, 15)?).unwrap_or(u32::MAX),
        received: time(get(row, 16)?)?,
        changed: time(get(row, 17)?)?,
        finished: finished.map(time).transpose()?,
    })
}

/// Where a message comes to, after all was looked at.
struct Settled<'s> {
    state: ArrivalState,
    code: String,
    submission: Option<i64>,
    reply: Option<&'s Reply>,
}

impl Settled<'_> {
    fn person(code: impl Into<String>) -> Self {
        Settled {
            state: ArrivalState::Person,
            code: code.into(),
            submission: None,
            reply: None,
        }
    }
}

pub(super) async fn find(on: &mut AnyConnection, id: i64) -> Result<Option<Arrival>, StoreError> {
    let sql = select("a.id = $1");
    let row = sqlx::query(&sql).bind(id).fetch_optional(on).await?;
    row.as_ref().map(arrival).transpose()
}

pub(super) async fn contents(
    on: &mut AnyConnection,
    id: i64,
) -> Result<Option<Contents>, StoreError> {
    let row = sqlx::query("SELECT content FROM arrival WHERE id = $1")
        .bind(id)
        .fetch_optional(&mut *on)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let rows = sqlx::query(
        "SELECT content_type, file_name, content FROM attachment WHERE arrival_id = $1 \
         ORDER BY position",
    )
    .bind(id)
    .fetch_all(on)
    .await?;
    let mut attachments = Vec::with_capacity(rows.len());
    for row in &rows {
        attachments.push(Attachment {
            content_type: get(row, 0)?,
            file_name: get(row, 1)?,
            content: get(row, 2)?,
        });
    }
    Ok(Some(Contents {
        message: get(&row, 0)?,
        attachments,
    }))
}

/// Writes into the history.
async fn note(
    on: &mut AnyConnection,
    id: i64,
    change: &ArrivalChange,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let what = [
        change.state.name(),
        &change.actor,
        &change.code,
        &change.text,
    ];
    note_in(on, "arrival_event (arrival_id", id, what, now).await
}

/// Quittungen for a message are owed no more.
async fn end_quittungen(
    on: &mut AnyConnection,
    id: i64,
    why: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE duty SET ended = $2, ended_by = $3 WHERE arrival_id = $1 AND ended IS NULL",
    )
    .bind(id)
    .bind(millis(now))
    .bind(why)
    .execute(on)
    .await?;
    Ok(())
}

/// Files beside a message, as they can be stored.
fn storable(attachments: &[Attachment]) -> Vec<Attachment> {
    let mut all = attachments.to_vec();
    for one in &mut all {
        one.content_type = clean(&one.content_type);
        one.file_name = one.file_name.as_deref().map(clean);
    }
    all
}

impl SqlStore {
    /// Nobody else stores a message with one of these ids until the transaction ends.
    pub(super) async fn lock_arrival(
        &self,
        on: &mut AnyConnection,
        new: &NewArrival,
    ) -> Result<(), StoreError> {
        if self.dialect != Dialect::Postgres {
            return Ok(());
        }
        let uuid = new.identity.as_ref().map(|i| i.uuid.as_str());
        let by_transport = format!("t {} {}", new.transport, new.transport_id);
        // Always in this order, so that no two wait for each other.
        for key in [Some(by_transport), uuid.map(|uuid| format!("u {uuid}"))] {
            let Some(key) = key else { continue };
            sqlx::query(
                "SELECT 1::BIGINT FROM (SELECT pg_advisory_xact_lock(hashtextextended(lower($1), 1))) locked",
            )
            .bind(key)
            .fetch_one(&mut *on)
            .await?;
        }
        Ok(())
    }

    /// Those with the UUID or the id of the transport, and of these the one with the same bytes.
    pub(super) async fn claimed(
        &self,
        on: &mut AnyConnection,
        new: &NewArrival,
    ) -> Result<(Option<i64>, Option<i64>), StoreError> {
        let uuid = new.identity.as_ref().map(|i| i.uuid.clone());
        let rows = sqlx::query(
            "SELECT id, size FROM arrival WHERE transport = $1 AND transport_id = $2 AND conflict_with IS NULL \
             UNION SELECT id, size FROM arrival WHERE transport = $1 AND transport_id = $2 AND conflict_with IS NOT NULL \
             UNION SELECT id, size FROM arrival WHERE lower(uuid) = lower($3) AND conflict_with IS NULL \
             UNION SELECT id, size FROM arrival WHERE lower(uuid) = lower($3) AND conflict_with IS NOT NULL \
             ORDER BY id",
        )
        .bind(new.transport.as_str())
        .bind(new.transport_id.as_str())
        .bind(uuid)
        .fetch_all(&mut *on)
        .await?;
        let attachments = storable(&new.attachments);
        let mut first = None;
        for row in &rows {
            let (id, size): (i64, i64) = (get(row, 0)?, get(row, 1)?);
            first = first.or(Some(id));
            if size == length(new.content.len())
                && let Some(known) = contents(on, id).await?
                && known.message == new.content
                && known.attachments == attachments
            {
                return Ok((first, Some(id)));
            }
        }
        Ok((first, None))
    }

    /// Stores a message; in conflict with another one, if that is named. None if somebody else has
    /// just stored one with its ids.
    pub(super) async fn store_arrival(
        &self,
        on: &mut AnyConnection,
        new: &NewArrival,
        conflict_with: Option<i64>,
        now: DateTime<Utc>,
    ) -> Result<Option<i64>, StoreError> {
        let state = match conflict_with {
            Some(_) => ArrivalState::Conflict,
            None => ArrivalState::Arrived,
        };
        let identity = new.identity.as_ref();
        let ids: Vec<String> = new.in_reply_to.iter().map(|id| clean(id)).collect();
        let row = sqlx::query(
            "INSERT INTO arrival (transport, transport_id, sender, reader, in_reply_to, uuid, \
             message_type, test, state, conflict_with, size, attached, received, changed, content) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14) \
             ON CONFLICT DO NOTHING RETURNING id",
        )
        .bind(new.transport.as_str())
        .bind(new.transport_id.as_str())
        .bind(new.sender.as_deref().map(clean))
        .bind(new.reader.as_deref().map(clean))
        .bind(ids.join("\n"))
        .bind(identity.map(|i| i.uuid.clone()))
        .bind(identity.map(|i| clean(&i.message_type)))
        .bind(i64::from(new.test || identity.is_some_and(|i| i.test)))
        .bind(state.name())
        .bind(conflict_with)
        .bind(length(new.content.len()))
        .bind(length(new.attachments.len()))
        .bind(millis(now))
        .bind(new.content.clone())
        .fetch_optional(&mut *on)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let id: i64 = get(&row, 0)?;
        for (position, one) in storable(&new.attachments).into_iter().enumerate() {
            sqlx::query(
                "INSERT INTO attachment (arrival_id, position, content_type, file_name, content) \
                 VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(id)
            .bind(length(position))
            .bind(one.content_type)
            .bind(one.file_name)
            .bind(one.content)
            .execute(&mut *on)
            .await?;
        }
        let change = ArrivalChange::to(state, "inbox").because("received", "");
        note(on, id, &change, now).await?;
        Ok(Some(id))
    }

    /// The submission that an answer is about.
    async fn answered(
        &self,
        on: &mut AnyConnection,
        arrival: &Arrival,
        uuid: Option<&str>,
    ) -> Result<Option<Submission>, StoreError> {
        if let Some(uuid) = uuid {
            let uuid = clean(uuid);
            // Others may write the digits of a UUID in another way.
            for uuid in [uuid.clone(), uuid.to_lowercase(), uuid.to_uppercase()] {
                if let Some(found) = self.find(on, &uuid).await? {
                    return Ok(Some(found));
                }
            }
            return Ok(None);
        }
        let mut found: Option<Submission> = None;
        for id in arrival.in_reply_to.iter().take(IN_REPLY_TO_MOST) {
            for one in self.sent_as(on, id).await? {
                if found.as_ref().is_some_and(|f| f.id != one.id) {
                    return Ok(None);
                }
                found = Some(one);
            }
        }
        Ok(found)
    }

    /// Ties an answer to its submission.
    async fn settle_answer(
        &self,
        on: &mut AnyConnection,
        arrival: &Arrival,
        uuid: Option<&str>,
        verdict: Option<Verdict>,
        now: DateTime<Utc>,
    ) -> Result<Settled<'static>, StoreError> {
        let Some(found) = self.answered(on, arrival, uuid).await? else {
            return Ok(Settled::person("unmatched"));
        };
        if found.test != arrival.test {
            return Ok(Settled::person("test-mismatch"));
        }
        // Who knows the id of a message could answer it for somebody else. A person can tell when
        // another authority answers by right.
        let by_itself = arrival.state == ArrivalState::Arrived;
        if by_itself && arrival.sender.as_deref() != Some(found.recipient.as_str()) {
            return Ok(Settled::person("other-sender"));
        }
        let tied = Settled {
            state: ArrivalState::Answer,
            code: String::new(),
            submission: Some(found.id),
            reply: None,
        };
        let Some(verdict) = verdict else {
            return Ok(tied);
        };
        let Some(bytes) = contents(on, arrival.id).await? else {
            return Ok(Settled::person("unmatched"));
        };
        let change = Change::answered(bytes.message, verdict, "inbox")
            .because("answer", arrival.uuid.clone().unwrap_or_default());
        // Its state may change before its lane is ours, but not often.
        for _ in 0..10 {
            let Some(found) = self.find(on, &found.uuid).await? else {
                break;
            };
            if !found.may_become(change.state) {
                let known = found.state == State::Done && verdict == Verdict::Accepted;
                return Ok(match known {
                    true => tied,
                    false => Settled::person(format!("submission-{}", found.state.name())),
                });
            }
            let holder = Holder::of(&found).unwrap_or(Holder::In(found.state));
            if self.apply(on, &found.uuid, holder, &change, now).await? {
                return Ok(tied);
            }
        }
        Ok(Settled::person("submission-busy"))
    }

    /// Puts a message in its place; see [`InboxStore::sort`](crate::inbox::InboxStore::sort).
    pub(super) async fn place(
        &self,
        on: &mut AnyConnection,
        id: i64,
        from: ArrivalState,
        sorting: &Sorting,
        by: &Sorter<'_>,
    ) -> Result<Option<ArrivalState>, StoreError> {
        let skip_locked = self.dialect.skip_locked();
        let sql = format!("SELECT id FROM arrival WHERE id = $1 AND state = $2{skip_locked}");
        let mine = sqlx::query(&sql).bind(id).bind(from.name());
        if mine.fetch_optional(&mut *on).await?.is_none() {
            return Ok(None);
        }
        let Some(arrival) = find(on, id).await? else {
            return Ok(None);
        };
        let plain = |state| Settled {
            state,
            code: String::new(),
            submission: None,
            reply: None,
        };
        let settled = match &sorting.place {
            Place::Answer { uuid, verdict, .. } => {
                self.settle_answer(on, &arrival, uuid.as_deref(), *verdict, by.now)
                    .await?
            }
            Place::Open | Place::Release if arrival.test => plain(ArrivalState::Test),
            Place::Open => plain(ArrivalState::Open),
            Place::Release => plain(ArrivalState::Release),
            Place::Test => plain(ArrivalState::Test),
            Place::Person => Settled::person(""),
            Place::Rejected(reply) => Settled {
                reply: Some(reply),
                ..plain(ArrivalState::Rejected)
            },
        };
        if settled.state != from && !from.may_become(settled.state) {
            return Ok(None);
        }
        let code = match settled.code.is_empty() {
            true => clean(&sorting.code),
            false => settled.code,
        };
        let change = ArrivalChange::to(settled.state, by.actor).because(&code, &sorting.text);
        sqlx::query(
            "UPDATE arrival SET state = $2, code = $3, submission_id = $4, reply = $5, \
             reply_lane = $6, reply_recipient = $7, changed = $8 WHERE id = $1",
        )
        .bind(id)
        .bind(settled.state.name())
        .bind(code)
        .bind(settled.submission)
        .bind(settled.reply.map(|r| r.content.clone()))
        .bind(settled.reply.map(|r| clean(&r.lane)))
        .bind(settled.reply.map(|r| clean(&r.recipient)))
        .bind(millis(by.now))
        .execute(&mut *on)
        .await?;
        note(on, id, &change, by.now).await?;
        match settled.state {
            ArrivalState::Rejected => end_quittungen(on, id, "rejected", by.now).await?,
            ArrivalState::Test => {}
            _ if arrival.test => {}
            _ => self.owe(on, id, &sorting.quittungen, by).await?,
        }
        if let (
            Some(submission),
            Place::Answer {
                verdict, subject, ..
            },
        ) = (settled.submission, &sorting.place)
        {
            let subject = subject.as_deref().filter(|_| verdict.is_none());
            let end = arrival.uuid.as_deref().unwrap_or("answer");
            self.stop_waiting(on, submission, subject, end, by.now)
                .await?;
        }
        Ok(Some(settled.state))
    }

    /// Changes a message; see [`InboxStore`](crate::inbox::InboxStore).
    pub(super) async fn change_one(
        &self,
        on: &mut AnyConnection,
        id: i64,
        from: ArrivalState,
        change: &ArrivalChange,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        if !from.may_become(change.state) {
            return Ok(false);
        }
        let code = Some(clean(&change.code)).filter(|code| !code.is_empty());
        let done = sqlx::query(
            "UPDATE arrival SET state = $3, code = COALESCE($4, code), reply_uuid = $5, changed = $6, \
             finished = $7 WHERE id = $1 AND state = $2",
        )
        .bind(id)
        .bind(from.name())
        .bind(change.state.name())
        .bind(code)
        .bind(change.reply_uuid.as_deref().map(clean))
        .bind(millis(now))
        .bind(change.state.is_final().then(|| millis(now)))
        .execute(&mut *on)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        note(on, id, change, now).await?;
        if change.state == ArrivalState::Declined {
            end_quittungen(on, id, "declined", now).await?;
        }
        Ok(true)
    }
}

/// A length as databases have it.
fn length(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
