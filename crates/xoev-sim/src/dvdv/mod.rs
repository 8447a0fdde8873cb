//! A DVDV server: authorities and their services.
