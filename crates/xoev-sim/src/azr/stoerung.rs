//! Disturbances: what goes wrong between a client and the register, on demand or by a plan.

use std::collections::VecDeque;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use super::fehler::RegisterError;

/// What goes wrong with one request.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Disturbance {
    /// HTTP 503 with a body that is no message; nothing is processed.
    Refuse,
    /// The connection is closed without an answer; nothing is processed.
    Disconnect,
    /// Nothing is processed, and no answer comes until the server gives up.
    TimeoutBefore,
    /// The request is processed, but no answer comes until the server gives up.
    TimeoutAfter,
    /// The request is processed, and the answer is not XML.
    Garbage,
    /// The request is processed, and the connection breaks in the middle of the answer.
    Half,
    /// The request is processed, and the answer ends in its middle, as if that were all.
    Cut,
    /// The request is processed and answered after this time.
    Slow(Duration),
    /// Answered with these errors (090099) and not processed further.
    Errors(Vec<RegisterError>),
}

/// Decides which requests are disturbed: first those in a queue, one after the other, then by
/// chance. What chance decides follows from the seed.
#[derive(Clone, Debug, Default)]
pub struct FaultPlan {
    queue: VecDeque<Option<Disturbance>>,
    rates: Vec<(Disturbance, f64)>,
    seed: u64,
    count: u64,
}

impl FaultPlan {
    /// Nothing goes wrong.
    pub fn none() -> FaultPlan {
        FaultPlan::default()
    }

    /// What chance follows from.
    pub fn seed(mut self, seed: u64) -> FaultPlan {
        self.seed = seed;
        self
    }

    /// This happens to so many of all requests, from 0 to 1. Several add up.
    pub fn with_rate(mut self, disturbance: Disturbance, rate: f64) -> FaultPlan {
        self.rates.push((disturbance, rate));
        self
    }

    /// This happens to the next request that nothing is queued for; none lets it pass.
    pub fn then(mut self, disturbance: impl Into<Option<Disturbance>>) -> FaultPlan {
        self.queue.push_back(disturbance.into());
        self
    }

    /// As [`FaultPlan::then`], for a plan in use.
    pub fn push(&mut self, disturbance: impl Into<Option<Disturbance>>) {
        self.queue.push_back(disturbance.into());
    }

    /// What happens to the next request.
    pub fn draw(&mut self) -> Option<Disturbance> {
        if let Some(queued) = self.queue.pop_front() {
            return queued;
        }
        if self.rates.is_empty() {
            return None;
        }
        self.count += 1;
        let mut left = self.chance();
        for (disturbance, rate) in &self.rates {
            if left < *rate {
                return Some(disturbance.clone());
            }
            left -= rate;
        }
        None
    }

    /// A number from 0 up to 1.
    fn chance(&self) -> f64 {
        let mut hash = Sha256::new();
        hash.update(b"chance");
        hash.update(self.seed.to_be_bytes());
        hash.update(self.count.to_be_bytes());
        let digest = hash.finalize();
        let number = digest
            .iter()
            .take(4)
            .fold(0u32, |n, b| n << 8 | u32::from(*b));
        f64::from(number) / (f64::from(u32::MAX) + 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_keeps_its_rates_and_repeats_by_its_seed() {
        let plan = || {
            let plan = FaultPlan::none()
                .seed(3)
                .with_rate(Disturbance::Refuse, 0.2);
            plan.with_rate(Disturbance::Half, 0.1)
        };
        let run = |mut plan: FaultPlan| -> Vec<_> { (0..5000).map(|_| plan.draw()).collect() };
        let all = run(plan());
        assert_eq!(all, run(plan()));
        assert_ne!(all, run(plan().seed(4)));
        let count = |wanted: Option<Disturbance>| all.iter().filter(|d| **d == wanted).count();
        assert!((800..1200).contains(&count(Some(Disturbance::Refuse))));
        assert!((400..600).contains(&count(Some(Disturbance::Half))));
        assert!(count(None) > 3200);
    }

    #[test]
    fn what_is_queued_comes_before_chance() {
        let plan = FaultPlan::none().with_rate(Disturbance::Refuse, 1.0);
        let mut plan = plan.then(None).then(Disturbance::Garbage);
        assert_eq!(plan.draw(), None);
        assert_eq!(plan.draw(), Some(Disturbance::Garbage));
        assert_eq!(plan.draw(), Some(Disturbance::Refuse));
    }
}
