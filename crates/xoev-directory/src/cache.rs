//! Answers of a directory, kept for the day.

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::german_day::{Clock, german_day};
use crate::{Directory, DirectoryError, Entry};

/// A directory whose answers are kept: they may be used on the same day only (in Germany), and are
/// deleted when the next one comes. That nothing was found is kept for minutes, so that a service
/// entered in the meantime is soon seen; that the directory is down or refuses is never kept.
pub struct Cached<D> {
    directory: D,
    clock: Clock,
    negative: TimeDelta,
    capacity: usize,
    kept: Mutex<Kept>,
}

type Question = (String, String, NaiveDate);

#[derive(Default)]
struct Kept {
    /// The day on which all this was asked.
    day: Option<NaiveDate>,
    answers: HashMap<Question, Answer>,
    /// Questions by age, the oldest first.
    order: VecDeque<Question>,
}

struct Answer {
    asked: DateTime<Utc>,
    found: Result<Entry, DirectoryError>,
}

impl<D: Directory> Cached<D> {
    /// Keeps answers of this directory: negative ones for 5 minutes, 10,000 in all.
    pub fn new(directory: D, clock: Clock) -> Cached<D> {
        Cached {
            directory,
            clock,
            negative: TimeDelta::minutes(5),
            capacity: 10_000,
            kept: Mutex::new(Kept::default()),
        }
    }

    /// The same, with another time for which negative answers are kept.
    #[must_use]
    pub fn keep_negative(mut self, time: TimeDelta) -> Cached<D> {
        self.negative = time;
        self
    }

    /// The same, with another number of answers that are kept at most. The oldest go first.
    #[must_use]
    pub fn capacity(mut self, answers: usize) -> Cached<D> {
        self.capacity = answers;
        self
    }

    /// How many answers are kept.
    pub fn len(&self) -> usize {
        self.lock().answers.len()
    }

    /// Whether no answer is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Deletes what is of another day or too old. Every question does so for other days; who asks
    /// seldom calls this after midnight.
    pub fn purge(&self) {
        let now = (self.clock)();
        let mut kept = self.lock();
        kept.begin_day(german_day(now));
        let negative = self.negative;
        let Kept { answers, order, .. } = &mut *kept;
        answers.retain(|_, answer| answer.good(now, negative));
        order.retain(|question| answers.contains_key(question));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        // Nothing can panic while it is held.
        self.kept
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }

    fn known(&self, question: &Question) -> Option<Result<Entry, DirectoryError>> {
        let now = (self.clock)();
        let mut kept = self.lock();
        kept.begin_day(german_day(now));
        let answer = kept.answers.get(question)?;
        answer
            .good(now, self.negative)
            .then(|| answer.found.clone())
    }

    fn keep(&self, question: Question, asked: DateTime<Utc>, found: Result<Entry, DirectoryError>) {
        // What was asked yesterday and answered today is of yesterday.
        if self.capacity == 0 || german_day(asked) != german_day((self.clock)()) {
            return;
        }
        let mut kept = self.lock();
        kept.begin_day(german_day(asked));
        let answer = Answer { asked, found };
        if kept.answers.insert(question.clone(), answer).is_some() {
            kept.order.retain(|known| *known != question);
        }
        kept.order.push_back(question);
        while kept.answers.len() > self.capacity {
            let Some(oldest) = kept.order.pop_front() else {
                break;
            };
            kept.answers.remove(&oldest);
        }
    }
}

impl Kept {
    fn begin_day(&mut self, today: NaiveDate) {
        if self.day != Some(today) {
            self.answers.clear();
            self.order.clear();
            self.day = Some(today);
        }
    }
}

impl Answer {
    fn good(&self, now: DateTime<Utc>, negative: TimeDelta) -> bool {
        self.found.is_ok() || (TimeDelta::zero()..negative).contains(&(now - self.asked))
    }
}

#[async_trait]
impl<D: Directory> Directory for Cached<D> {
    async fn find(&self, key: &str, service: &str, on: NaiveDate) -> Result<Entry, DirectoryError> {
        let question = (key.to_owned(), service.to_owned(), on);
        if let Some(answer) = self.known(&question) {
            return answer;
        }
        let asked = (self.clock)();
        let found = self.directory.find(key, service, on).await;
        match &found {
            Ok(_)
            | Err(
                DirectoryError::OrganisationUnknown { .. }
                | DirectoryError::ServiceUnknown { .. }
                | DirectoryError::ServiceExpired { .. },
            ) => self.keep(question, asked, found.clone()),
            Err(
                DirectoryError::Key { .. }
                | DirectoryError::Refused { .. }
                | DirectoryError::Down { .. },
            ) => {}
        }
        found
    }
}
