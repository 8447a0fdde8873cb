//! Plausibility checks of the Ausländerzentralregister (AZR) before sending: the third layer of
//! validation, as books of rules for the engine of `xoev-rules`.
