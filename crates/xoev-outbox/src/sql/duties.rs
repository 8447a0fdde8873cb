//! Duties with their dates, in the transaction of a caller or as calls of their own.

use chrono::{DateTime, Utc};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::SqlStore;
use super::changes::clean;
use super::rows::{get, millis, time};
use crate::error::StoreError;
use crate::inbox::{Duty, DutyFilter, DutyKind, Sorter};

/// Reminders make sense only for what has arrived and was not refused or taken back.
pub(super) const WAITED_FOR: &str = "(d.submission_id IS NULL OR s.state IN ('delivered', 'done'))";

fn duty(row: &AnyRow) -> Result<Duty, StoreError> {
    let kind: String = get(row, 1)?;
    let ended: Option<i64> = get(row, 9)?;
    Ok(Duty {
        id: get(row, 0)?,
        kind: DutyKind::named(&kind)
            .ok_or_else(|| StoreError::Content(format!("the duty {kind}")))?,
        arrival: get(row, 2)?,
        submission: get(row, 3)?,
        subject: get(row, 4)?,
        level: u32::try_from(get::<i64, _>(row, 5)?).unwrap_or(u32::MAX),
        reminder: get(row, 6)?,
        due: time(get(row, 7)?)?,
        created: time(get(row, 8)?)?,
        ended: ended.map(time).transpose()?,
        ended_by: get(row, 10)?,
    })
}

impl SqlStore {
    /// Quittungen are owed for facts of a message.
    pub(super) async fn owe(
        &self,
        on: &mut AnyConnection,
        arrival: i64,
        subjects: &[String],
        by: &Sorter<'_>,
    ) -> Result<(), StoreError> {
        for subject in subjects {
            sqlx::query(
                "INSERT INTO duty (kind, arrival_id, subject, level, due, created) \
                 VALUES ('quittung', $1, $2, 0, $3, $4) ON CONFLICT DO NOTHING",
            )
            .bind(arrival)
            .bind(clean(subject))
            .bind(millis(by.quittung_due))
            .bind(millis(by.now))
            .execute(&mut *on)
            .await?;
        }
        Ok(())
    }

    /// What was waited for came: one fact, or all of a submission.
    pub(super) async fn stop_waiting(
        &self,
        on: &mut AnyConnection,
        submission: i64,
        subject: Option<&str>,
        by: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE duty SET ended = $2, ended_by = $3 WHERE submission_id = $1 AND ended IS NULL \
             AND subject = COALESCE($4, subject)",
        )
        .bind(submission)
        .bind(millis(now))
        .bind(clean(by))
        .bind(subject.map(clean))
        .execute(on)
        .await?;
        Ok(())
    }

    pub(super) async fn wait_for(
        &self,
        submission: &str,
        subject: &str,
        due: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let mut on = self.begin().await?;
        let Some(found) = self.find(&mut on, submission).await? else {
            return Ok(false);
        };
        sqlx::query(
            "INSERT INTO duty (kind, submission_id, subject, level, due, created) \
             VALUES ('erinnerung', $1, $2, 0, $3, $4) ON CONFLICT DO NOTHING",
        )
        .bind(found.id)
        .bind(clean(subject))
        .bind(millis(due))
        .bind(millis(now))
        .execute(&mut *on)
        .await?;
        on.commit().await?;
        Ok(true)
    }

    pub(super) async fn wanted_duties(&self, filter: &DutyFilter) -> Result<Vec<Duty>, StoreError> {
        let open = match filter.ended {
            true => String::new(),
            false => format!("AND d.ended IS NULL AND {WAITED_FOR}"),
        };
        let sql = format!(
            "SELECT d.id, d.kind, d.arrival_id, s.uuid, d.subject, d.level, d.reminder_uuid, d.due, \
             d.created, d.ended, d.ended_by FROM duty d \
             LEFT JOIN submission s ON s.id = d.submission_id \
             WHERE d.id > $1 AND d.due <= $2 {open} ORDER BY d.id LIMIT $3"
        );
        let rows = sqlx::query(&sql)
            .bind(filter.after)
            .bind(filter.due_by.map_or(i64::MAX, millis))
            .bind(super::limit(filter.limit))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(duty).collect()
    }

    pub(super) async fn end_one(
        &self,
        id: i64,
        by: &str,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE duty SET ended = $2, ended_by = $3 WHERE id = $1 AND ended IS NULL",
        )
        .bind(id)
        .bind(millis(now))
        .bind(clean(by))
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    pub(super) async fn remind_one(
        &self,
        id: i64,
        level: u32,
        by: &str,
        next: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE duty SET level = $2, reminder_uuid = $3, due = $4 \
             WHERE id = $1 AND kind = 'erinnerung' AND ended IS NULL AND level + 1 = $2",
        )
        .bind(id)
        .bind(i64::from(level))
        .bind(clean(by))
        .bind(millis(next))
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() > 0)
    }
}
