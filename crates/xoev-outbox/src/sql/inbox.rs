//! The calls of the inbox as statements.

use chrono::{DateTime, Utc};
use sqlx::Row as _;

use super::SqlStore;
use super::arrivals::{arrival, contents, find, select, state};
use super::duties::WAITED_FOR;
use super::rows::{get, millis, time};
use crate::error::StoreError;
use crate::inbox::{
    Arrival, ArrivalChange, ArrivalEvent, ArrivalFilter, ArrivalState, Contents, Duty, DutyFilter,
    InboxStats, InboxStore, NewArrival, Received, Reply, Sorter, Sorting,
};

impl InboxStore for SqlStore {
    async fn receive(&self, new: &NewArrival, now: DateTime<Utc>) -> Result<Received, StoreError> {
        // Again only if another program, which does not lock, was faster.
        for _ in 0..10 {
            let mut on = self.begin().await?;
            self.lock_arrival(&mut on, new).await?;
            let (with, same) = self.claimed(&mut on, new).await?;
            if let Some(id) = same {
                return Ok(Received::Duplicate(id));
            }
            if let Some(id) = self.store_arrival(&mut on, new, with, now).await? {
                on.commit().await?;
                return Ok(match with {
                    Some(with) => Received::Conflict { id, with },
                    None => Received::New(id),
                });
            }
            on.rollback().await?;
        }
        Err(StoreError::Content("ids without their message".to_owned()))
    }

    async fn sort(
        &self,
        id: i64,
        from: ArrivalState,
        sorting: &Sorting,
        by: &Sorter<'_>,
    ) -> Result<Option<ArrivalState>, StoreError> {
        let mut on = self.begin().await?;
        let placed = self.place(&mut on, id, from, sorting, by).await?;
        if placed.is_some() {
            on.commit().await?;
        }
        Ok(placed)
    }

    async fn change_arrival(
        &self,
        id: i64,
        from: ArrivalState,
        change: &ArrivalChange,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let mut on = self.begin().await?;
        let changed = self.change_one(&mut on, id, from, change, now).await?;
        on.commit().await?;
        Ok(changed)
    }

    async fn arrival(&self, id: i64) -> Result<Option<Arrival>, StoreError> {
        let mut on = self.pool.acquire().await?;
        find(&mut on, id).await
    }

    async fn contents(&self, id: i64) -> Result<Option<Contents>, StoreError> {
        let mut on = self.pool.acquire().await?;
        contents(&mut on, id).await
    }

    async fn reply(&self, id: i64) -> Result<Option<Reply>, StoreError> {
        let row = sqlx::query(
            "SELECT reply, reply_lane, reply_recipient FROM arrival \
             WHERE id = $1 AND reply IS NOT NULL",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Reply {
            content: get(&row, 0)?,
            lane: get(&row, 1)?,
            recipient: get(&row, 2)?,
        }))
    }

    async fn arrivals(&self, filter: &ArrivalFilter) -> Result<Vec<Arrival>, StoreError> {
        let names: Vec<String> = filter
            .states
            .iter()
            .map(|state| format!("'{}'", state.name()))
            .collect();
        let wanted = match names.is_empty() {
            true => String::new(),
            false => format!("AND a.state IN ({})", names.join(", ")),
        };
        let sql = select(&format!(
            "a.id > $1 AND a.test = $2 {wanted} ORDER BY a.id LIMIT $3"
        ));
        let rows = sqlx::query(&sql)
            .bind(filter.after)
            .bind(i64::from(filter.tests))
            .bind(super::limit(filter.limit))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(arrival).collect()
    }

    async fn arrival_history(&self, id: i64) -> Result<Vec<ArrivalEvent>, StoreError> {
        let rows = sqlx::query(
            "SELECT at, state, actor, code, text FROM arrival_event WHERE arrival_id = $1 ORDER BY id",
        )
        .bind(id)
        .fetch_all(&self.pool)
        .await?;
        let mut events = Vec::with_capacity(rows.len());
        for row in &rows {
            events.push(ArrivalEvent {
                at: time(get(row, 0)?)?,
                state: state(&get::<String, _>(row, 1)?)?,
                actor: get(row, 2)?,
                code: get(row, 3)?,
                text: get(row, 4)?,
            });
        }
        Ok(events)
    }

    async fn expect(
        &self,
        submission: &str,
        subject: &str,
        due: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.wait_for(submission, subject, due, now).await
    }

    async fn duties(&self, filter: &DutyFilter) -> Result<Vec<Duty>, StoreError> {
        self.wanted_duties(filter).await
    }

    async fn end_duty(&self, id: i64, by: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
        self.end_one(id, by, now).await
    }

    async fn remind(
        &self,
        id: i64,
        level: u32,
        by: &str,
        next: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.remind_one(id, level, by, next).await
    }

    async fn inbox_stats(&self, now: DateTime<Utc>) -> Result<InboxStats, StoreError> {
        let mut stats = InboxStats::default();
        let rows = sqlx::query("SELECT state, test, COUNT(*) FROM arrival GROUP BY state, test")
            .fetch_all(&self.pool)
            .await?;
        for row in &rows {
            let state = state(&get::<String, _>(row, 0)?)?;
            let count = count(get(row, 2)?);
            match get::<i64, _>(row, 1)? != 0 {
                true if state.is_final() => {}
                true => stats.tests += count,
                false => stats.states.push((state, count)),
            }
        }
        stats.states.sort();
        let row =
            sqlx::query("SELECT MIN(received) FROM arrival WHERE finished IS NULL AND test = 0")
                .fetch_one(&self.pool)
                .await?;
        stats.oldest = row.try_get::<Option<i64>, _>(0)?.map(time).transpose()?;
        let sql = format!(
            "SELECT COUNT(*), COALESCE(SUM(CASE WHEN d.due <= $1 THEN 1 ELSE 0 END), 0) FROM duty d \
             LEFT JOIN submission s ON s.id = d.submission_id WHERE d.ended IS NULL AND {WAITED_FOR}"
        );
        let row = sqlx::query(&sql)
            .bind(millis(now))
            .fetch_one(&self.pool)
            .await?;
        (stats.duties, stats.overdue) = (count(get(&row, 0)?), count(get(&row, 1)?));
        Ok(stats)
    }
}

/// A number of rows.
fn count(found: i64) -> u64 {
    u64::try_from(found).unwrap_or(0)
}
