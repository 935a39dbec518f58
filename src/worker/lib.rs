//! quittance-worker
