//! Work that time brings: reserved for the daily close, webhook delivery and long exports.
