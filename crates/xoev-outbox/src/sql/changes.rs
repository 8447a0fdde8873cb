//! How a submission changes in the transaction of a caller: its state, its place in the lane, its
//! history.

use chrono::{DateTime, Utc};
use sqlx::{Any, AnyConnection, Row as _, Transaction};
use xoev_transport::FailureClass;

use super::rows::{COLUMNS, millis, submission};
use super::{Dialect, SqlStore};
use crate::error::StoreError;
use crate::policy::Change;
use crate::state::State;
use crate::store::Holder;
use crate::submission::{Mode, Submission};

impl SqlStore {
    pub(super) async fn begin(&self) -> Result<Transaction<'static, Any>, StoreError> {
        Ok(self.pool.begin_with(self.dialect.begin()).await?)
    }

    /// Nobody else changes what is in this lane until the transaction ends; a new submission may
    /// come into it. SQLite has one writer at a time anyhow.
    pub(super) async fn lock_lane(
        &self,
        on: &mut AnyConnection,
        lane: &str,
    ) -> Result<(), StoreError> {
        if self.dialect == Dialect::Postgres {
            sqlx::query("SELECT 1::BIGINT FROM (SELECT pg_advisory_xact_lock(hashtextextended($1, 0))) locked")
                .bind(lane)
                .fetch_one(on)
                .await?;
        }
        Ok(())
    }

    pub(super) async fn find(
        &self,
        on: &mut AnyConnection,
        uuid: &str,
    ) -> Result<Option<Submission>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM submission WHERE uuid = $1");
        let row = sqlx::query(&sql).bind(uuid).fetch_optional(on).await?;
        row.as_ref().map(submission).transpose()
    }

    /// Those that were sent under this id of a transport, two at most.
    pub(super) async fn sent_as(
        &self,
        on: &mut AnyConnection,
        transport_id: &str,
    ) -> Result<Vec<Submission>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM submission WHERE transport_id = $1 LIMIT 2");
        let rows = sqlx::query(&sql)
            .bind(clean(transport_id))
            .fetch_all(on)
            .await?;
        rows.iter().map(submission).collect()
    }

    /// The next one of a lane may go, if nothing holds the lane.
    async fn let_next(
        &self,
        on: &mut AnyConnection,
        lane: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE submission SET state = 'waiting', holds_lane = 1, changed = $2, \
             deadline = $2 + (deadline - created) WHERE id = \
             (SELECT MIN(id) FROM submission WHERE lane = $1 AND state = 'queued') \
             AND NOT EXISTS (SELECT 1 FROM submission WHERE lane = $1 AND holds_lane = 1) \
             RETURNING id";
        let row = sqlx::query(sql)
            .bind(lane)
            .bind(millis(now))
            .fetch_optional(&mut *on)
            .await?;
        if let Some(row) = row {
            let id: i64 = row.try_get(0)?;
            let change = Change::to(State::Waiting, "outbox").because("lane-free", "");
            note(on, id, &change, now).await?;
        }
        Ok(())
    }

    /// Carries out a change, in the transaction of the caller. Says whether it was possible.
    pub(super) async fn apply(
        &self,
        on: &mut AnyConnection,
        uuid: &str,
        holder: Holder<'_>,
        change: &Change,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let Some(before) = self.find(on, uuid).await? else {
            return Ok(false);
        };
        self.lock_lane(on, &before.lane).await?;
        // Somebody may have changed it before the lane was ours.
        let Some(before) = self.find(on, uuid).await? else {
            return Ok(false);
        };
        let held = match holder {
            Holder::Worker { name, attempt } => {
                before.worker.as_deref() == Some(name) && before.attempts == attempt
            }
            Holder::In(state) => before.state == state,
        };
        if !held || !before.may_become(change.state) {
            return Ok(false);
        }
        let failure = change.failure.as_ref();
        // What may have been processed stays a repetition, whatever comes of it, until it goes to
        // somebody who never got it.
        let unknown = failure.is_some_and(|f| f.class == FailureClass::UnknownOutcome);
        let unclear = change.state == State::Unclear || unknown && before.mode == Mode::Sync;
        let repetition = (before.repetition || unclear) && change.recipient.is_none();
        let answer = match change.recipient {
            Some(_) => None,
            None => change.answer.clone().or(before.answer),
        };
        let transport_id = match change.recipient.is_some() || change.forget_transport_id {
            true => None,
            false => change
                .transport_id
                .as_deref()
                .map(clean)
                .or(before.transport_id),
        };
        let wanted = match change.in_order && self.is_passed(on, &before.lane, before.id).await? {
            true => State::Person,
            false => change.state,
        };
        // Who has left the lane comes in again at its end.
        let (state, holds) = match wanted {
            state if before.holds_lane => (state, state.keeps_lane()),
            state if !state.needs_lane() => (state, false),
            _ if self.is_held(on, &before.lane).await? => (State::Queued, false),
            state => (state, true),
        };
        let done = sqlx::query(
            "UPDATE submission SET state = $2, due = COALESCE($3, due), \
             deadline = COALESCE($4, deadline), recipient = COALESCE($5, recipient), \
             transport_id = $6, answer = $7, \
             failure_class = $8, failure_code = $9, failure_text = $10, \
             repetition = $11, \
             worker = NULL, lease_until = NULL, changed = $12, finished = $13, holds_lane = $14 \
             WHERE id = $1 AND state = $15 AND attempts = $16",
        )
        .bind(before.id)
        .bind(state.name())
        .bind(change.due.map(millis))
        .bind(change.deadline.map(millis))
        .bind(change.recipient.as_deref().map(clean))
        .bind(transport_id)
        .bind(answer)
        .bind(failure.map(|f| f.class.name()))
        .bind(failure.map(|f| clean(&f.code)))
        .bind(failure.map(|f| clean(&f.text)))
        .bind(i64::from(repetition))
        .bind(millis(now))
        .bind(state.is_final().then(|| millis(now)))
        .bind(i64::from(holds))
        .bind(before.state.name())
        .bind(i64::from(before.attempts))
        .execute(&mut *on)
        .await?;
        // A worker takes without asking for the lane: it may have been faster.
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        let change = Change {
            state,
            ..change.clone()
        };
        note(on, before.id, &change, now).await?;
        if before.holds_lane && !holds {
            self.let_next(on, &before.lane, now).await?;
        }
        Ok(true)
    }

    /// Whether a later one of its lane is on its way, or was.
    async fn is_passed(
        &self,
        on: &mut AnyConnection,
        lane: &str,
        id: i64,
    ) -> Result<bool, StoreError> {
        for begun in ["holds_lane = 1", "attempts > 0 AND state <> 'withdrawn'"] {
            let sql = format!(
                "SELECT id FROM submission WHERE lane = $1 AND id > $2 AND {begun} LIMIT 1"
            );
            let later = sqlx::query(&sql).bind(lane).bind(id);
            if later.fetch_optional(&mut *on).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn is_held(&self, on: &mut AnyConnection, lane: &str) -> Result<bool, StoreError> {
        let sql = "SELECT id FROM submission WHERE lane = $1 AND holds_lane = 1 LIMIT 1";
        let row = sqlx::query(sql).bind(lane).fetch_optional(on).await?;
        Ok(row.is_some())
    }
}

/// A text without NUL, which PostgreSQL can't hold: what others say must never keep an outcome from
/// being stored.
pub(super) fn clean(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}

/// Writes into the history of a submission.
pub(super) async fn note(
    on: &mut AnyConnection,
    id: i64,
    change: &Change,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let what = [
        change.state.name(),
        &change.actor,
        &change.code,
        &change.text,
    ];
    note_in(on, "event (submission_id", id, what, now).await
}

/// Writes state, actor, code and text into a history: its table, with the column that says whose it
/// is.
pub(super) async fn note_in(
    on: &mut AnyConnection,
    history: &str,
    id: i64,
    what: [&str; 4],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO {history}, at, state, actor, code, text) VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let [state, actor, code, text] = what.map(clean);
    sqlx::query(&sql)
        .bind(id)
        .bind(millis(now))
        .bind(state)
        .bind(actor)
        .bind(code)
        .bind(text)
        .execute(on)
        .await?;
    Ok(())
}
