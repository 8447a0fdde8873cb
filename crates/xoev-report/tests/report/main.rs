//! The forms of the report, as others see them.

mod browser;
mod data;
mod excerpt;
mod forms;
mod hostile;
mod page;
mod samples;
mod size;
mod wellformed;
