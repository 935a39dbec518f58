//! The names of an enumeration's values, as they are kept and as they are on the wire.

/// Gives every value a name: what is on neither side of the list does not compile.
#[macro_export]
macro_rules! names {
    ($type:ident { $($value:ident => $name:literal,)+ }) => {
        impl $type {
            /// Every value by its name.
            pub const ALL: [(&'static str, $type); [$($name),+].len()] =
                [$(($name, $type::$value)),+];

            pub const fn name(self) -> &'static str {
                match self {
                    $($type::$value => $name,)+
                }
            }

            /// The value of a name; none where no value has it.
            pub fn from_name(name: &str) -> Option<$type> {
                match name {
                    $($name => Some($type::$value),)+
                    _ => None,
                }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use crate::account::{
        FeeKind, InterestPosting, Method, OfferStatus, Outcome, Stage, Status, Tier,
    };
    use crate::allocation::Bucket;
    use crate::calendar::{DayCount, Frequency};
    use crate::creditor::Dialect;
    use crate::interest::Rounding;
    use serde::Serialize;

    fn check<T: Serialize>(all: &[(&'static str, T)]) {
        for (name, value) in all {
            assert_eq!(serde_json::to_value(value).unwrap(), *name);
        }
    }

    #[test]
    fn a_value_has_one_name_in_events_and_on_the_wire() {
        check(&Bucket::ALL);
        check(&DayCount::ALL);
        check(&Dialect::ALL);
        check(&FeeKind::ALL);
        check(&Frequency::ALL);
        check(&InterestPosting::ALL);
        check(&Method::ALL);
        check(&OfferStatus::ALL);
        check(&Outcome::ALL);
        check(&Rounding::ALL);
        check(&Stage::ALL);
        check(&Status::ALL);
        check(&Tier::ALL);
    }
}
