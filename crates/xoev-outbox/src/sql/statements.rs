//! The calls of a store as statements.

use chrono::{DateTime, Utc};
use sqlx::Row as _;

use super::SqlStore;
use super::changes::{clean, note};
use super::rows::{COLUMNS, event, millis, state, submission, time};
use crate::error::StoreError;
use crate::gate::Admitted;
use crate::policy::Change;
use crate::state::State;
use crate::store::{Filter, Holder, Horizons, Inserted, Stats, Store, Trouble};
use crate::submission::{Event, NewSubmission, Submission};

impl SqlStore {
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
