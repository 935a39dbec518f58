//! quittance
