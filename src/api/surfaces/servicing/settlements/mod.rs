//! Settlements: less than what is owed, offered, accepted, and kept or broken.

mod accept;
mod break_off;
mod counter;
mod expire;
mod list;
mod offer;
mod reject;
mod view;

use crate::openapi::Endpoint;

pub fn endpoints() -> [Endpoint; 7] {
    [
        list::endpoint(),
        offer::endpoint(),
        accept::endpoint(),
        counter::endpoint(),
        reject::endpoint(),
        expire::endpoint(),
        break_off::endpoint(),
    ]
}
