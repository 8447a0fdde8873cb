//! Comparison of local records with those of the Ausländerzentralregister (AZR).
