//! The calls of a store as statements.

use chrono::{DateTime, Utc};
use sqlx::{AnyConnection, Row as _};

use super::SqlStore;
use super::changes::{clean, note};
use super::rows::{COLUMNS, event, millis, state, submission, time};
use crate::error::StoreError;
use crate::gate::Admitted;
use crate::policy::Change;
use crate::state::State;
use crate::store::{Filter, Holder, Horizons, Inserted, Stats, Store, Trouble};
use crate::submission::{Event, NewSubmission, Submission};

/// Whether a lane has a holder already.
fn is_held(error: &sqlx::Error) -> bool {
    let error = error.as_database_error();
    error.is_some_and(|e| e.is_unique_violation() && e.message().contains("lane"))
}

impl SqlStore {
    /// A submission that is replaced leaves its lane. Says whether it could.
    async fn give_way(
        &self,
        on: &mut AnyConnection,
        old: &str,
        new: &NewSubmission,
        admitted: &Admitted,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let old = self.find(on, old).await?;
        let Some(old) =
            old.filter(|old| old.lane == new.lane && old.state.may_become(State::Replaced))
        else {
            return Ok(false);
        };
        sqlx::query(
            "UPDATE submission SET state = 'replaced', holds_lane = 0, changed = $2, finished = $2 \
             WHERE id = $1",
        )
        .bind(old.id)
        .bind(millis(now))
        .execute(&mut *on)
        .await?;
        let change = Change::to(State::Replaced, "outbox").because("replaced", &admitted.uuid);
        note(on, old.id, &change, now).await?;
        Ok(true)
    }

    /// Stores a submission at the end of its lane. None if there is one with its UUID, or if the lane
    /// got another holder in the meantime. One statement does it all, and is a transaction by itself:
    /// each takes its time to reach the database.
    ///
    /// On PostgreSQL it keeps the holder of the lane from leaving it unnoticed, and two that find it
    /// free can't both hold it, by the index.
    async fn put(
        &self,
        on: &mut AnyConnection,
        new: &NewSubmission,
        admitted: &Admitted,
        deadline: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Option<Submission>, StoreError> {
        let share = self.dialect.share();
        let sql = format!(
            "WITH holder AS MATERIALIZED \
             (SELECT id FROM submission WHERE lane = $3 AND holds_lane = 1{share}), \
             lane AS (SELECT COUNT(*) AS held FROM holder) \
             INSERT INTO submission (uuid, message_type, lane, recipient, mode, expects_answer, \
             test, content, state, first_state, due, deadline, replaces, created, changed, \
             holds_lane) SELECT $1, $2, $3, $4, $5, $6, $7, $8, \
             CASE held WHEN 0 THEN 'waiting' ELSE 'queued' END, \
             CASE held WHEN 0 THEN 'waiting' ELSE 'queued' END, \
             $9, $10, $11, $9, $9, 1 - held FROM lane WHERE true \
             ON CONFLICT DO NOTHING RETURNING id, state, holds_lane"
        );
        let rows = sqlx::query(&sql)
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
            // All, not the first: SQLite stores after the last one, and says only then if it can't.
            .fetch_all(&mut *on)
            .await?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        Ok(Some(Submission {
            id: row.try_get(0)?,
            uuid: admitted.uuid.clone(),
            message_type: admitted.message_type.clone(),
            lane: new.lane.clone(),
            recipient: new.recipient.clone(),
            mode: new.mode,
            expects_answer: new.expects_answer,
            test: admitted.test,
            content: new.content.clone(),
            state: state(&row.try_get::<String, _>(1)?)?,
            holds_lane: row.try_get::<i64, _>(2)? != 0,
            // As precise as the store has it.
            due: time(millis(now))?,
            deadline: time(millis(deadline))?,
            attempts: 0,
            repetition: false,
            worker: None,
            lease_until: None,
            transport_id: None,
            answer: None,
            failure: None,
            replaces: new.replaces.clone(),
            created: time(millis(now))?,
            changed: time(millis(now))?,
            finished: None,
        }))
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
}

impl Store for SqlStore {
    async fn insert(
        &self,
        new: &NewSubmission,
        admitted: &Admitted,
        deadline: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Inserted, StoreError> {
        // Who holds the lane may change in the moment in which this comes into it, but not often.
        for _ in 0..10 {
            let stored = match &new.replaces {
                // One statement is a transaction by itself.
                None => {
                    let mut on = self.pool.acquire().await?;
                    self.put(&mut on, new, admitted, deadline, now).await?
                }
                Some(old) => {
                    let mut on = self.begin().await?;
                    self.lock_lane(&mut on, &new.lane).await?;
                    if let Some(before) = self.find(&mut on, &admitted.uuid).await? {
                        return Ok(Inserted::Duplicate(Box::new(before)));
                    }
                    // The old one leaves the lane first, and the new one takes its place before
                    // those that are queued.
                    if !self.give_way(&mut on, old, new, admitted, now).await? {
                        return Ok(Inserted::NotReplaceable);
                    }
                    let stored = self.put(&mut on, new, admitted, deadline, now).await?;
                    match stored {
                        Some(_) => on.commit().await?,
                        None => on.rollback().await?,
                    }
                    stored
                }
            };
            if let Some(stored) = stored {
                return Ok(Inserted::New(Box::new(stored)));
            }
            if let Some(before) = self.get(&admitted.uuid).await? {
                return Ok(Inserted::Duplicate(Box::new(before)));
            }
        }
        Err(StoreError::Content(format!(
            "the lane {} is changed all the time",
            new.lane
        )))
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
        let mut left = 10;
        loop {
            let mut on = self.begin().await?;
            match self.apply(&mut on, uuid, holder, change, now).await {
                Ok(changed) => {
                    on.commit().await?;
                    return Ok(changed);
                }
                // A new one came into the lane that this one found free.
                Err(StoreError::Database(error)) if left > 0 && is_held(&error) => left -= 1,
                Err(error) => return Err(error),
            }
        }
    }

    async fn identify(
        &self,
        uuid: &str,
        holder: Holder<'_>,
        transport_id: &str,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let Holder::Worker { name, attempt } = holder else {
            return Ok(false);
        };
        let mut on = self.begin().await?;
        let row = sqlx::query(
            "UPDATE submission SET transport_id = $4, changed = $5 \
             WHERE uuid = $1 AND worker = $2 AND attempts = $3 RETURNING id",
        )
        .bind(uuid)
        .bind(name)
        .bind(i64::from(attempt))
        .bind(clean(transport_id))
        .bind(millis(now))
        .fetch_optional(&mut *on)
        .await?;
        let Some(row) = row else {
            return Ok(false);
        };
        let change = Change::to(State::Sending, format!("worker {name}"))
            .because("transport-id", transport_id);
        note(&mut on, row.try_get(0)?, &change, now).await?;
        on.commit().await?;
        Ok(true)
    }

    async fn lost(&self, limit: u32, now: DateTime<Utc>) -> Result<Vec<Submission>, StoreError> {
        let rest = "state = 'sending' AND lease_until < $1 ORDER BY lease_until";
        self.many("submission_lease", rest, limit, now).await
    }

    async fn overdue(&self, limit: u32, now: DateTime<Utc>) -> Result<Vec<Submission>, StoreError> {
        let rest = "state = 'delivered' AND due < $1 ORDER BY due";
        self.many("submission_overdue", rest, limit, now).await
    }

    async fn ahead(&self, limit: u32, horizons: &Horizons) -> Result<Vec<Submission>, StoreError> {
        let waiting = "state IN ('waiting', 'unclear') AND due > $1 ORDER BY due DESC";
        let sending = "state = 'sending' AND lease_until > $1 ORDER BY lease_until DESC";
        let delivered = "state = 'delivered' AND due > $1 ORDER BY due DESC";
        let mut found = Vec::new();
        for (index, rest, horizon) in [
            ("submission_due", waiting, horizons.due),
            ("submission_lease", sending, horizons.lease),
            ("submission_overdue", delivered, horizons.answer),
        ] {
            found.extend(self.many(index, rest, limit, horizon).await?);
        }
        Ok(found)
    }

    async fn get(&self, uuid: &str) -> Result<Option<Submission>, StoreError> {
        let mut on = self.pool.acquire().await?;
        self.find(&mut on, uuid).await
    }

    async fn by_transport_id(&self, transport_id: &str) -> Result<Vec<Submission>, StoreError> {
        let mut on = self.pool.acquire().await?;
        self.sent_as(&mut on, transport_id).await
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
        let rows = sqlx::query(&sql)
            .bind(filter.after)
            .bind(super::limit(filter.limit))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(submission).collect()
    }

    async fn history(&self, uuid: &str) -> Result<Vec<Event>, StoreError> {
        let rows = sqlx::query(
            "SELECT created AS at, first_state AS state, 'outbox' AS actor, 'submitted' AS code, \
             '' AS text, CAST(0 AS BIGINT) AS number FROM submission WHERE uuid = $1 \
             UNION ALL SELECT e.at, e.state, e.actor, e.code, e.text, e.id FROM event e \
             JOIN submission s ON s.id = e.submission_id WHERE s.uuid = $1 ORDER BY number",
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
            // The first of each state by the index: rows hold large contents.
            "SELECT MIN(created) FROM submission WHERE id IN (\
             (SELECT MIN(id) FROM submission WHERE state = 'queued'), \
             (SELECT MIN(id) FROM submission WHERE state = 'waiting'), \
             (SELECT MIN(id) FROM submission WHERE state = 'unclear'))",
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
