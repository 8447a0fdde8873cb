//! Tests of reading answers as real servers write them.
