//! Bundles of evidence: made of a real book, verified without it, and tampered with in every way.

mod bundle;
mod forge;
mod hostile;
mod part;
mod tables;
mod tampering;
