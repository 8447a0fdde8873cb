//! Rows and what they stand for.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;
use sqlx::{ColumnIndex, Decode, Row as _, Type};
use xoev_transport::{Failure, FailureClass};

use crate::error::StoreError;
use crate::state::State;
use crate::submission::{Event, Mode, Submission};

/// The columns of a submission, in the order of [`submission`].
pub(super) const COLUMNS: &str = "id, uuid, message_type, lane, recipient, mode, expects_answer, \
    test, content, state, due, deadline, attempts, repetition, worker, lease_until, transport_id, \
    answer, failure_class, failure_code, failure_text, replaces, created, changed, finished, holds_lane";

/// Milliseconds since 1970.
pub(super) fn millis(time: DateTime<Utc>) -> i64 {
    time.timestamp_millis()
}

pub(super) fn time(millis: i64) -> Result<DateTime<Utc>, StoreError> {
    DateTime::from_timestamp_millis(millis)
        .ok_or_else(|| StoreError::Content(format!("the time {millis}")))
}

pub(super) fn state(name: &str) -> Result<State, StoreError> {
    State::named(name).ok_or_else(|| StoreError::Content(format!("the state {name}")))
}

pub(super) fn get<'r, T, I>(row: &'r AnyRow, at: I) -> Result<T, StoreError>
where
    T: Decode<'r, sqlx::Any> + Type<sqlx::Any>,
    I: ColumnIndex<AnyRow>,
{
    Ok(row.try_get(at)?)
}

pub(super) fn submission(row: &AnyRow) -> Result<Submission, StoreError> {
    let mode: String = get(row, 5)?;
    let mode = Mode::named(&mode).ok_or_else(|| StoreError::Content(format!("the mode {mode}")))?;
    let attempts: i64 = get(row, 12)?;
    let lease: Option<i64> = get(row, 15)?;
    let finished: Option<i64> = get(row, 24)?;
    let failure = match get::<Option<String>, _>(row, 18)? {
        None => None,
        Some(class) => Some(Failure {
            class: FailureClass::named(&class)
                .ok_or_else(|| StoreError::Content(format!("the failure class {class}")))?,
            code: get::<Option<String>, _>(row, 19)?.unwrap_or_default(),
            text: get::<Option<String>, _>(row, 20)?.unwrap_or_default(),
        }),
    };
    Ok(Submission {
        id: get(row, 0)?,
        uuid: get(row, 1)?,
        message_type: get(row, 2)?,
        lane: get(row, 3)?,
        recipient: get(row, 4)?,
        mode,
        expects_answer: get::<i64, _>(row, 6)? != 0,
        test: get::<i64, _>(row, 7)? != 0,
        content: get(row, 8)?,
        state: state(&get::<String, _>(row, 9)?)?,
        holds_lane: get::<i64, _>(row, 25)? != 0,
        due: time(get(row, 10)?)?,
        deadline: time(get(row, 11)?)?,
        attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
        repetition: get::<i64, _>(row, 13)? != 0,
        worker: get(row, 14)?,
        lease_until: lease.map(time).transpose()?,
        transport_id: get(row, 16)?,
        answer: get(row, 17)?,
        failure,
        replaces: get(row, 21)?,
        created: time(get(row, 22)?)?,
        changed: time(get(row, 23)?)?,
        finished: finished.map(time).transpose()?,
    })
}

/// From `at, state, actor, code, text`.
pub(super) fn event(row: &AnyRow) -> Result<Event, StoreError> {
    Ok(Event {
        at: time(get(row, 0)?)?,
        state: state(&get::<String, _>(row, 1)?)?,
        actor: get(row, 2)?,
        code: get(row, 3)?,
        text: get(row, 4)?,
    })
}
