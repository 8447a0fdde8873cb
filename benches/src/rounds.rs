//! The conversation of a measured program with `cargo xtask compare`: for each line of standard input
//! one round over all messages, answered by one line of JSON.
//!
//! `benches/peers/rust`, which stands outside of the workspace, includes this file; so that it uses
//! nothing but the standard library. The peers in other languages speak the same.

use std::io::{self, BufRead as _};
use std::time::Instant;

/// Messages to measure, and faulty ones, which show whether the program would notice.
#[derive(Debug)]
pub struct Messages<M> {
    /// What is measured.
    pub measured: Vec<M>,
    /// How many bytes that are.
    pub bytes: u64,
    /// What ought to be refused.
    pub faulty: Vec<M>,
}

impl<M> Messages<M> {
    /// From a list of files, one a line; faulty ones have an exclamation mark before them.
    ///
    /// # Errors
    ///
    /// If a file can't be read.
    pub fn load(
        list: &str,
        load: impl Fn(&str) -> io::Result<M>,
        length: impl Fn(&M) -> u64,
    ) -> io::Result<Messages<M>> {
        let (mut measured, mut faulty) = (Vec::new(), Vec::new());
        for line in std::fs::read_to_string(list)?.lines() {
            match line.strip_prefix('!') {
                Some(line) => faulty.push(load(line)?),
                None => measured.push(load(line)?),
            }
        }
        let bytes = measured.iter().map(length).sum();
        Ok(Messages {
            measured,
            bytes,
            faulty,
        })
    }
}

/// Says that all is prepared and how many faulty messages were refused, then measures as often as asked. A request is the least number of
/// seconds; the messages are gone through as often as that takes, whole passes only.
///
/// What counts is the time on the processor, so that other work on the machine disturbs less.
/// A round counts as many bytes as the messages have. The first complaint about a message goes to
/// standard error.
///
/// # Errors
///
/// If standard input can't be read.
pub fn serve<M>(
    version: &str,
    messages: &Messages<M>,
    mut judge: impl FnMut(&M) -> Result<(), String>,
) -> io::Result<()> {
    let refused = messages.faulty.iter().filter(|m| judge(m).is_err()).count();
    println!("{{\"ready\":\"{version}\",\"refused\":{refused}}}");
    let mut silent = true;
    for line in io::stdin().lock().lines() {
        let least: f64 = line?.trim().parse().unwrap_or_default();
        let (mut passes, mut valid) = (0_u64, 0_u64);
        let (begin, processor) = (Instant::now(), processor_seconds());
        let seconds = loop {
            for message in &messages.measured {
                match judge(message) {
                    Ok(()) => valid += 1,
                    Err(complaint) if silent => {
                        eprintln!("{complaint}");
                        silent = false;
                    }
                    Err(_) => {}
                }
            }
            passes += 1;
            let seconds = begin.elapsed().as_secs_f64();
            if seconds >= least {
                let spent = processor.zip(processor_seconds()).map(|(b, e)| e - b);
                // The system counts in steps; a shorter round has to do with the clock.
                break spent.filter(|s| *s > 0.1).unwrap_or(seconds);
            }
        };
        println!(
            "{{\"bytes\":{},\"seconds\":{seconds},\"messages\":{},\"valid\":{valid}}}",
            messages.bytes * passes,
            messages.measured.len() as u64 * passes,
        );
    }
    Ok(())
}

/// What this process, which has one thread, spent on the processor, where the system tells.
fn processor_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    let nanoseconds: f64 = text.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}
