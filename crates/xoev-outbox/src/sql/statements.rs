//! The calls of a store as statements.

use chrono::{DateTime, Utc};
use sqlx::{Any, AnyConnection, Row as _, Transaction};
use xoev_transport::FailureClass;

use super::rows::{COLUMNS, event, millis, state, submission, time};
use super::{Dialect, SqlStore};
use crate::error::StoreError;
use crate::gate::Admitted;
use crate::policy::Change;
use crate::state::State;
use crate::store::{Filter, Holder, Inserted, Stats, Store, Trouble};
use crate::submission::{Event, Mode, NewSubmission, Submission};

impl SqlStore {
    async fn begin(&self) -> Result<Transaction<'static, Any>, StoreError> {
        Ok(self.pool.begin_with(self.dialect.begin()).await?)
    }

    /// Nobody else changes what is in this lane until the transaction ends. SQLite has one writer
    /// at a time anyhow.
    async fn lock_lane(&self, on: &mut AnyConnection, lane: &str) -> Result<(), StoreError> {
        if self.dialect == Dialect::Postgres {
            sqlx::query("SELECT 1::BIGINT FROM (SELECT pg_advisory_xact_lock(hashtextextended($1, 0))) locked")
                .bind(lane)
                .fetch_one(on)
                .await?;
        }
        Ok(())
    }

    async fn find(
        &self,
        on: &mut AnyConnection,
        uuid: &str,
    ) -> Result<Option<Submission>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM submission WHERE uuid = $1");
        let row = sqlx::query(&sql).bind(uuid).fetch_optional(on).await?;
        row.as_ref().map(submission).transpose()
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

    async fn many(
        &self,
        index: &str,
        rest: &str,
        limit: u32,
        now: DateTime<Utc>,
    ) -> Result<Vec<Submission>, StoreError> {
        let hint = self.dialect.indexed_by(index);
        let sql = format!("SELECT {COLUMNS} FROM submission{hint} WHERE {rest} LIMIT $2");
        let rows = sqlx::query(&sql)
            .bind(millis(now))
            .bind(i64::from(limit))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(submission).collect()
    }

    /// Carries out a change, in the transaction of the caller. Says whether it was possible.
    async fn apply(
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
        if !held || !before.state.may_become(change.state) {
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
        let transport_id = match change.recipient {
            Some(_) => None,
            None => change
                .transport_id
                .as_deref()
                .map(clean)
                .or(before.transport_id),
        };
        // Who has left the lane comes in again at its end.
        let (state, holds) = match change.state {
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

    async fn is_held(&self, on: &mut AnyConnection, lane: &str) -> Result<bool, StoreError> {
        let sql = "SELECT id FROM submission WHERE lane = $1 AND holds_lane = 1 LIMIT 1";
        let row = sqlx::query(sql).bind(lane).fetch_optional(on).await?;
        Ok(row.is_some())
    }
}

/// A text without NUL, which PostgreSQL can't hold: what others say must never keep an outcome from
/// being stored.
fn clean(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}

/// Writes into the history.
async fn note(
    on: &mut AnyConnection,
    id: i64,
    change: &Change,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO event (submission_id, at, state, actor, code, text) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(millis(now))
    .bind(change.state.name())
    .bind(clean(&change.actor))
    .bind(clean(&change.code))
    .bind(clean(&change.text))
    .execute(on)
    .await?;
    Ok(())
}

impl Store for SqlStore {
    async fn insert(
        &self,
        new: &NewSubmission,
        admitted: &Admitted,
        deadline: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Inserted, StoreError> {
        let mut on = self.begin().await?;
        self.lock_lane(&mut on, &new.lane).await?;
        // The one that is replaced leaves the lane first, and the new one takes its place before
        // those that are queued.
        if let Some(uuid) = &new.replaces {
            if let Some(before) = self.find(&mut on, &admitted.uuid).await? {
                return Ok(Inserted::Duplicate(Box::new(before)));
            }
            let old = self.find(&mut on, uuid).await?;
            let Some(old) =
                old.filter(|old| old.lane == new.lane && old.state.may_become(State::Replaced))
            else {
                return Ok(Inserted::NotReplaceable);
            };
            sqlx::query(
                "UPDATE submission SET state = 'replaced', holds_lane = 0, changed = $2, finished = $2 WHERE id = $1",
            )
            .bind(old.id)
            .bind(millis(now))
            .execute(&mut *on)
            .await?;
            let change = Change::to(State::Replaced, "outbox").because("replaced", &admitted.uuid);
            note(&mut on, old.id, &change, now).await?;
        }
        // One statement does it all: each takes its time to reach the database.
        let held = "EXISTS (SELECT 1 FROM submission WHERE lane = $3 AND holds_lane = 1)";
        let sql = format!(
            "INSERT INTO submission (uuid, message_type, lane, recipient, mode, expects_answer, \
             test, content, state, due, deadline, replaces, created, changed, holds_lane) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, \
             CASE WHEN {held} THEN 'queued' ELSE 'waiting' END, $9, $10, $11, $9, $9, \
             CASE WHEN {held} THEN 0 ELSE 1 END) \
             ON CONFLICT (uuid) DO NOTHING RETURNING {COLUMNS}"
        );
        let row = sqlx::query(&sql)
            .bind(admitted.uuid.as_str())
            .bind(admitted.message_type.as_str())
            .bind(new.lane.as_str())
            .bind(new.recipient.as_str())
            .bind(new.mode.name())
            .bind(i64::from(new.expects_answer))
            .bind(i64::from(admitted.test))
            .bind(new.content.clone())
            .bind(millis(now))
            .bind(millis(deadline))
            .bind(new.replaces.clone())
            .fetch_optional(&mut *on)
            .await?;
        let Some(row) = row else {
            // There is one with this UUID, perhaps since this moment, and in another lane.
            on.rollback().await?;
            let before = self.get(&admitted.uuid).await?;
            let before = before.ok_or_else(|| {
                StoreError::Content(format!("the submission {} is gone", admitted.uuid))
            })?;
            return Ok(Inserted::Duplicate(Box::new(before)));
        };
        let stored = submission(&row)?;
        let change = Change::to(stored.state, "outbox").because("submitted", "");
        note(&mut on, stored.id, &change, now).await?;
        on.commit().await?;
        Ok(Inserted::New(Box::new(stored)))
    }

    async fn take(
        &self,
        worker: &str,
        limit: u32,
        lease_until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Submission>, StoreError> {
        let mut on = self.begin().await?;
        let skip_locked = self.dialect.skip_locked();
        let by_due = self.dialect.indexed_by("submission_due");
        let sql = format!(
            "UPDATE submission SET state = 'sending', worker = $1, lease_until = $2, \
             attempts = attempts + 1, changed = $3 WHERE id IN \
             (SELECT id FROM submission{by_due} \
             WHERE state IN ('waiting', 'unclear') AND due <= $3 \
             ORDER BY due, id LIMIT $4{skip_locked}) RETURNING {COLUMNS}"
        );
        let rows = sqlx::query(&sql)
            .bind(worker)
            .bind(millis(lease_until))
            .bind(millis(now))
            .bind(i64::from(limit))
            .fetch_all(&mut *on)
            .await?;
        let mut taken = Vec::with_capacity(rows.len());
        for row in &rows {
            taken.push(submission(row)?);
        }
        taken.sort_by_key(|s: &Submission| (s.due, s.id));
        for one in &taken {
            let change = Change::to(State::Sending, format!("worker {worker}"));
            note(&mut on, one.id, &change, now).await?;
        }
        on.commit().await?;
        Ok(taken)
    }

    async fn change(
        &self,
        uuid: &str,
        holder: Holder<'_>,
        change: &Change,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let mut on = self.begin().await?;
        let changed = self.apply(&mut on, uuid, holder, change, now).await?;
        on.commit().await?;
        Ok(changed)
    }

    async fn lost(&self, limit: u32, now: DateTime<Utc>) -> Result<Vec<Submission>, StoreError> {
        let rest = "state = 'sending' AND lease_until < $1 ORDER BY lease_until";
        self.many("submission_lease", rest, limit, now).await
    }

    async fn overdue(&self, limit: u32, now: DateTime<Utc>) -> Result<Vec<Submission>, StoreError> {
        let rest = "state = 'delivered' AND due < $1 ORDER BY due";
        self.many("submission_overdue", rest, limit, now).await
    }

    async fn get(&self, uuid: &str) -> Result<Option<Submission>, StoreError> {
        let mut on = self.pool.acquire().await?;
        self.find(&mut on, uuid).await
    }

    async fn list(&self, filter: &Filter) -> Result<Vec<Submission>, StoreError> {
        let names: Vec<String> = filter
            .states
            .iter()
            .map(|state| format!("'{}'", state.name()))
            .collect();
        let wanted = match names.is_empty() {
            true => String::new(),
            false => format!("AND state IN ({})", names.join(", ")),
        };
        let sql =
            format!("SELECT {COLUMNS} FROM submission WHERE id > $1 {wanted} ORDER BY id LIMIT $2");
        let limit = match filter.limit {
            0 => 100,
            limit => limit,
        };
        let rows = sqlx::query(&sql)
            .bind(filter.after)
            .bind(i64::from(limit))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(submission).collect()
    }

    async fn history(&self, uuid: &str) -> Result<Vec<Event>, StoreError> {
        let rows = sqlx::query(
            "SELECT e.at, e.state, e.actor, e.code, e.text FROM event e \
             JOIN submission s ON s.id = e.submission_id WHERE s.uuid = $1 ORDER BY e.id",
        )
        .bind(uuid)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(event).collect()
    }

    async fn stats(&self) -> Result<Stats, StoreError> {
        let mut stats = Stats::default();
        let rows = sqlx::query("SELECT state, COUNT(*) FROM submission GROUP BY state")
            .fetch_all(&self.pool)
            .await?;
        for row in &rows {
            let count: i64 = row.try_get(1)?;
            let count = u64::try_from(count).unwrap_or(0);
            stats
                .states
                .push((state(&row.try_get::<String, _>(0)?)?, count));
        }
        stats.states.sort();
        let row = sqlx::query(
            "SELECT MIN(created) FROM submission WHERE state IN ('queued', 'waiting', 'unclear')",
        )
        .fetch_one(&self.pool)
        .await?;
        stats.oldest = row.try_get::<Option<i64>, _>(0)?.map(time).transpose()?;
        let rows = sqlx::query(
            "SELECT state, COALESCE(failure_code, ''), COUNT(*) FROM submission \
             WHERE state IN ('refused', 'person', 'misdirected') \
             GROUP BY state, COALESCE(failure_code, '') ORDER BY COUNT(*) DESC, 1, 2",
        )
        .fetch_all(&self.pool)
        .await?;
        for row in &rows {
            let count: i64 = row.try_get(2)?;
            stats.troubles.push(Trouble {
                state: state(&row.try_get::<String, _>(0)?)?,
                code: row.try_get(1)?,
                count: u64::try_from(count).unwrap_or(0),
            });
        }
        Ok(stats)
    }
}
