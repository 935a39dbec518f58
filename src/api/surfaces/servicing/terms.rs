//! Terms as this surface reads and shows them, of a loan and of a program.

use crate::body::Fields;
use crate::openapi::{Schema, input};
use quittance_domain::account::schedule::INSTALMENTS_LIMIT;
use quittance_domain::account::{
    FeeAmount, FeeKind, FeeSchedule, InterestPosting, Rhythm, Terms, TermsGiven,
};
use quittance_domain::allocation::{AllocationOrder, Bucket};
use quittance_domain::calendar::{DayCount, Frequency};
use quittance_domain::interest::Rounding;
use quittance_domain::{Currency, Money};
use serde_json::{Map, Value, json};

/// The terms of a body, as far as they are given; amounts are in `currency`, or in the one that the
/// body names.
pub fn given(fields: &mut Fields, default: Currency) -> TermsGiven {
    let currency = currency(fields);
    let known = currency.unwrap_or(default);
    let nsf_fee = fields.amount("nsf_fee", known);
    if nsf_fee.is_some_and(|fee| fee < Money::ZERO) {
        fields.wrong("nsf_fee", "must not be negative");
    }
    let boundary = fields.integer("charge_off_boundary_days", 1, 3_650);
    let given = TermsGiven {
        currency,
        annual_rate: fields.rate("interest_rate"),
        day_count: fields.choice("day_count", &DayCount::ALL),
        rounding: fields.choice("rounding", &Rounding::ALL),
        allocation_order: allocation_order(fields),
        accrue_after_charge_off: fields.boolean("accrue_after_charge_off"),
        nsf_fee,
        fee_schedules: fee_schedules(fields, known),
        instalments: rhythm(fields, known),
        interest_posting: fields.choice("interest_posting", &InterestPosting::ALL),
        charge_off_boundary_days: boundary.and_then(|days| u16::try_from(days).ok()),
        charge_off_automatically: fields.boolean("charge_off_automatically"),
    };
    if let Err(error) = given.check() {
        fields.wrong("fee_schedules", error.to_string());
    }
    given
}

fn currency(fields: &mut Fields) -> Option<Currency> {
    let code = fields.text("currency", 3);
    fields.note("currency", || {
        let codes: Vec<&str> = Currency::codes().collect();
        Schema::one_of(&codes)
    });
    match code?.parse::<Currency>() {
        Ok(currency) => Some(currency),
        Err(error) => {
            fields.wrong("currency", error.to_string());
            None
        }
    }
}

fn allocation_order(fields: &mut Fields) -> Option<AllocationOrder> {
    let named = fields.list("allocation_order");
    fields.note("allocation_order", || {
        Schema::list(Schema::name_of(&Bucket::ALL))
            .with("minItems", 3.into())
            .with("maxItems", 3.into())
            .with("uniqueItems", true.into())
    });
    let named = named?;
    let bucket = |value: &Value| Bucket::from_name(value.as_str()?);
    let buckets: Option<Vec<Bucket>> = named.iter().map(bucket).collect();
    let buckets: Option<[Bucket; 3]> = buckets.and_then(|buckets| buckets.try_into().ok());
    let order = buckets.and_then(|buckets| AllocationOrder::try_from(buckets).ok());
    if order.is_none() {
        fields.wrong(
            "allocation_order",
            "must name fees, interest and principal once each",
        );
    }
    order
}

/// The instalments that are agreed on: all of `schedule`, or nothing.
fn rhythm(fields: &mut Fields, currency: Currency) -> Option<Rhythm> {
    let mut given = fields.object("schedule")?;
    let most = i64::try_from(INSTALMENTS_LIMIT).unwrap_or(i64::MAX);
    let frequency = given.required_choice("frequency", &Frequency::ALL);
    let before = given.errors();
    let count = given.integer("number_of_instalments", 1, most);
    let count = given.required("number_of_instalments", before, count);
    let amount = given.amount("instalment_amount", currency);
    if amount.is_some_and(|amount| !amount.is_positive()) {
        given.wrong("instalment_amount", "must be more than zero");
    }
    let first_due = given.date("first_due_date");
    fields.absorb(given);
    Some(Rhythm {
        first_due,
        frequency: frequency?,
        count: u16::try_from(count).unwrap_or(u16::MAX),
        amount,
    })
}

fn fee_schedules(fields: &mut Fields, currency: Currency) -> Option<Box<[FeeSchedule]>> {
    let listed = fields.list("fee_schedules");
    fields.note("fee_schedules", || {
        Schema::list(
            Schema::object()
                .field("fee_type", Schema::name_of(&FeeKind::ALL))
                .optional("amount", input::positive_amount())
                .optional("share_of_payment", input::rate())
                .optional("share_of_balance", input::rate())
                .optional("minimum", input::positive_amount())
                .optional("maximum", input::positive_amount())
                .optional("once_a_day", input::boolean())
                .optional("maximum_count", input::integer(1, u16::MAX.into()))
                .optional("grace_days", input::integer(0, 365)),
        )
    });
    let schedules = listed?
        .into_iter()
        .enumerate()
        .filter_map(|(place, value)| {
            let name = format!("fee_schedules[{place}]");
            let Value::Object(members) = value else {
                fields.wrong(&name, "must be an object");
                return None;
            };
            let mut one = Fields::named(members, &format!("{name}."));
            let schedule = fee_schedule(&mut one, currency);
            fields.absorb(one);
            schedule
        });
    Some(schedules.collect())
}

fn fee_schedule(fields: &mut Fields, currency: Currency) -> Option<FeeSchedule> {
    let kind = fields.required_choice("fee_type", &FeeKind::ALL);
    let flat = fields.amount("amount", currency).map(FeeAmount::Flat);
    let of_payment = fields.rate("share_of_payment").map(FeeAmount::OfPayment);
    let of_balance = fields.rate("share_of_balance").map(FeeAmount::OfBalance);
    let mut amounts = [flat, of_payment, of_balance].into_iter().flatten();
    let amount = amounts.next();
    if fields.errors() == 0 && (amount.is_none() || amounts.next().is_some()) {
        let message = "or share_of_payment or share_of_balance must be given, and one alone";
        fields.wrong("amount", message);
    }
    let mut count = |name: &str, least: i64, most: i64| {
        let number = fields.integer(name, least, most);
        number.and_then(|number| u16::try_from(number).ok())
    };
    let maximum_count = count("maximum_count", 1, u16::MAX.into());
    let grace_days = count("grace_days", 0, 365);
    Some(FeeSchedule {
        kind: kind?,
        amount: amount?,
        minimum: fields.amount("minimum", currency),
        maximum: fields.amount("maximum", currency),
        once_a_day: fields.boolean("once_a_day").unwrap_or(false),
        maximum_count,
        grace_days,
    })
}

/// The shape of [`view`]'s members, beside a currency.
pub fn schema(object: Schema) -> Schema {
    let buckets = Schema::list(Schema::name_of(&Bucket::ALL));
    object
        .field("day_count", Schema::name_of(&DayCount::ALL))
        .field("rounding", Schema::name_of(&Rounding::ALL))
        .field(
            "allocation_order",
            buckets.like(json!(["fees", "interest", "principal"])),
        )
        .field("accrue_after_charge_off", Schema::boolean(false))
        .field("nsf_fee", Schema::money_text("35.00"))
        .field("fee_schedules", Schema::list(fee_schedule_schema()))
        .field("schedule", rhythm_schema().or_null())
        .field("interest_posting", Schema::name_of(&InterestPosting::ALL))
        .field("charge_off_boundary_days", Schema::integer(120).or_null())
        .field("charge_off_automatically", Schema::boolean(false))
}

fn fee_schedule_schema() -> Schema {
    Schema::object()
        .field(
            "fee_type",
            Schema::name_of(&FeeKind::ALL).like("late".into()),
        )
        .optional("amount", Schema::money_text("25.00"))
        .optional("share_of_payment", Schema::text("0.05"))
        .optional("share_of_balance", Schema::text("0.01"))
        .field("minimum", Schema::money_text("15.00").or_null())
        .field("maximum", Schema::money_text("40.00").or_null())
        .field("once_a_day", Schema::boolean(true))
        .field("maximum_count", Schema::integer(12).or_null())
        .field("grace_days", Schema::integer(15).or_null())
        .named("FeeSchedule")
}

fn rhythm_schema() -> Schema {
    Schema::object()
        .field(
            "frequency",
            Schema::name_of(&Frequency::ALL).like("monthly".into()),
        )
        .field("number_of_instalments", Schema::integer(36))
        .field("first_due_date", Schema::date("2026-02-15").or_null())
        .field("instalment_amount", Schema::money_text("315.68").or_null())
        .named("AgreedSchedule")
}

/// The terms, member by member; the currency and the rate are the caller's to show.
pub fn view(terms: &Terms) -> Map<String, Value> {
    let money = |amount: Money| amount.to_decimal(terms.currency);
    let order: [Bucket; 3] = terms.allocation_order.into();
    let fees = terms.fee_schedules.iter();
    let fees: Vec<Value> = fees.map(|fees| fee_schedule_view(fees, &money)).collect();
    let schedule = terms.instalments.map(|rhythm| {
        json!({
            "frequency": rhythm.frequency.name(),
            "number_of_instalments": rhythm.count,
            "first_due_date": rhythm.first_due,
            "instalment_amount": rhythm.amount.map(money),
        })
    });
    let members = json!({
        "day_count": json!(terms.day_count),
        "rounding": json!(terms.rounding),
        "allocation_order": order,
        "accrue_after_charge_off": terms.accrue_after_charge_off,
        "nsf_fee": money(terms.nsf_fee),
        "fee_schedules": fees,
        "schedule": schedule,
        "interest_posting": json!(terms.interest_posting),
        "charge_off_boundary_days": terms.charge_off_boundary_days,
        "charge_off_automatically": terms.charge_off_automatically,
    });
    match members {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn fee_schedule_view(schedule: &FeeSchedule, money: &dyn Fn(Money) -> String) -> Value {
    let (name, amount) = match schedule.amount {
        FeeAmount::Flat(amount) => ("amount", money(amount)),
        FeeAmount::OfPayment(share) => ("share_of_payment", share.to_decimal().to_string()),
        FeeAmount::OfBalance(share) => ("share_of_balance", share.to_decimal().to_string()),
    };
    json!({
        "fee_type": schedule.kind.name(),
        name: amount,
        "minimum": schedule.minimum.map(money),
        "maximum": schedule.maximum.map(money),
        "once_a_day": schedule.once_a_day,
        "maximum_count": schedule.maximum_count,
        "grace_days": schedule.grace_days,
    })
}
