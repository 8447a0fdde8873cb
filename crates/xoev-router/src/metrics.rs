//! Numbers for those who run a router, in the form of Prometheus. They hold names of states, of
//! transports and of classes of failures only.

use std::fmt;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// The upper ends of the classes of durations, in seconds.
const SECONDS: [f64; 9] = [0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByState {
    state: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct BySending {
    transport: String,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByTransport {
    transport: String,
}

/// What is counted.
pub struct Metrics {
    registry: Registry,
    outbox: Family<ByState, Gauge>,
    inbox: Family<ByState, Gauge>,
    oldest: Gauge<f64, AtomicU64>,
    duties: Gauge,
    emptied: Family<ByTransport, Gauge>,
    sent: Family<BySending, Counter>,
    received: Family<ByTransport, Counter>,
    seconds: Family<ByTransport, Histogram>,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

/// How the queues are at the moment of asking.
#[derive(Clone, Debug, Default)]
pub(crate) struct Levels {
    pub(crate) outbox: Vec<(&'static str, u64)>,
    pub(crate) inbox: Vec<(&'static str, u64)>,
    pub(crate) oldest_seconds: f64,
    pub(crate) duties_overdue: u64,
    /// The name of a mailbox, and when it was last emptied, in seconds since 1970.
    pub(crate) emptied: Option<(String, i64)>,
}

impl Default for Metrics {
    fn default() -> Metrics {
        let mut registry = Registry::with_prefix("xoev");
        let outbox = Family::default();
        registry.register(
            "outbox_submissions",
            "Submissions in each state",
            outbox.clone(),
        );
        let inbox = Family::default();
        registry.register(
            "inbox_messages",
            "Messages that came in, in each state",
            inbox.clone(),
        );
        let oldest = Gauge::default();
        registry.register_with_unit(
            "outbox_oldest_waiting",
            "Age of the oldest submission that was not sent yet",
            Unit::Seconds,
            oldest.clone(),
        );
        let duties = Gauge::default();
        registry.register(
            "duties_overdue",
            "Receipts and reminders that are due",
            duties.clone(),
        );
        let emptied = Family::default();
        registry.register_with_unit(
            "mailbox_emptied_timestamp",
            "When the mailbox was last emptied, since 1970",
            Unit::Seconds,
            emptied.clone(),
        );
        let sent = Family::default();
        registry.register(
            "sent",
            "Attempts to send, by what came of them",
            sent.clone(),
        );
        let received = Family::default();
        registry.register(
            "received",
            "Messages taken out of mailboxes",
            received.clone(),
        );
        let make: fn() -> Histogram = || Histogram::new(SECONDS);
        let seconds = Family::new_with_constructor(make);
        registry.register_with_unit(
            "send_duration",
            "How long it took to send",
            Unit::Seconds,
            seconds.clone(),
        );
        Metrics {
            registry,
            outbox,
            inbox,
            oldest,
            duties,
            emptied,
            sent,
            received,
            seconds,
        }
    }
}

impl Metrics {
    pub(crate) fn sent(&self, transport: &str, outcome: &'static str, took: Duration) {
        let transport = transport.to_owned();
        let by = BySending {
            transport: transport.clone(),
            outcome,
        };
        self.sent.get_or_create(&by).inc();
        let by = ByTransport { transport };
        self.seconds.get_or_create(&by).observe(took.as_secs_f64());
    }

    pub(crate) fn received(&self, transport: &str) {
        let transport = transport.to_owned();
        self.received
            .get_or_create(&ByTransport { transport })
            .inc();
    }

    /// The text for Prometheus.
    pub(crate) fn text(&self, levels: &Levels) -> String {
        for (family, counts) in [(&self.outbox, &levels.outbox), (&self.inbox, &levels.inbox)] {
            for (state, count) in counts {
                let gauge = family.get_or_create(&ByState { state });
                gauge.set(i64::try_from(*count).unwrap_or(i64::MAX));
            }
        }
        self.oldest.set(levels.oldest_seconds);
        let overdue = i64::try_from(levels.duties_overdue).unwrap_or(i64::MAX);
        self.duties.set(overdue);
        if let Some((transport, at)) = &levels.emptied {
            let transport = transport.clone();
            let by = ByTransport { transport };
            self.emptied.get_or_create(&by).set(*at);
        }
        let mut text = String::new();
        match prometheus_client::encoding::text::encode(&mut text, &self.registry) {
            Ok(()) => text,
            // Writing into a text does not fail.
            Err(fmt::Error) => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_holds_every_number() {
        let metrics = Metrics::default();
        metrics.sent("register", "answered", Duration::from_millis(20));
        metrics.received("xta");
        let levels = Levels {
            outbox: vec![("waiting", 3), ("done", 0)],
            inbox: vec![("open", 2)],
            oldest_seconds: 1.5,
            duties_overdue: 4,
            emptied: Some(("xta".to_owned(), 1_795_000_000)),
        };
        let text = metrics.text(&levels);
        for line in [
            "xoev_outbox_submissions{state=\"waiting\"} 3",
            "xoev_outbox_submissions{state=\"done\"} 0",
            "xoev_inbox_messages{state=\"open\"} 2",
            "xoev_outbox_oldest_waiting_seconds 1.5",
            "xoev_duties_overdue 4",
            "xoev_mailbox_emptied_timestamp_seconds{transport=\"xta\"} 1795000000",
            "xoev_sent_total{transport=\"register\",outcome=\"answered\"} 1",
            "xoev_received_total{transport=\"xta\"} 1",
            "xoev_send_duration_seconds_bucket{le=\"0.05\",transport=\"register\"} 1",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }
}
