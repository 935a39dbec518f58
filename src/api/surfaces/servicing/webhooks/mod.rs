//! Webhooks: who is told what happens, how that goes, and what is done when it does not.
//!
//! The creditor's portal has an endpoint of its own, which is not seen here.

mod create;
mod dead_letters;
mod deliveries;
mod find;
mod list;
mod re_enable;
mod remove;
mod retry;
mod rotate;
mod test;
mod update;
mod view;

use crate::openapi::Endpoint;

pub fn endpoints() -> [Endpoint; 11] {
    [
        list::endpoint(),
        create::endpoint(),
        find::endpoint(),
        update::endpoint(),
        remove::endpoint(),
        re_enable::endpoint(),
        rotate::endpoint(),
        test::endpoint(),
        deliveries::endpoint(),
        dead_letters::endpoint(),
        retry::endpoint(),
    ]
}
