//! What the surface's paths name and what its fields mean.

use crate::openapi::Noun;
use crate::openapi::schema::Words;

pub const LOAN: Noun = Noun {
    name: "loan",
    example: "550e8400-e29b-41d4-a716-446655440000",
};

pub const PENDING_LOAN: Noun = Noun {
    name: "pending loan",
    example: "1e8f6c3b-4d27-4b9a-8f10-6c5d2a7e9b34",
};

/// A debt that was placed, as this surface names it.
pub const PLACED_LOAN: Noun = Noun {
    name: "placed loan",
    example: "7c20e5b9-3f41-4d86-a0e7-5b9d1c8f2a63",
};

pub const PAYMENT: Noun = Noun {
    name: "payment",
    example: "883b1733-b5ce-4467-9049-779988773333",
};

pub const PENDING_PAYMENT: Noun = Noun {
    name: "pending payment",
    example: "a47c0d92-8e15-4f63-b2c8-7d90e1f35a6b",
};

pub const RECURRING: Noun = Noun {
    name: "recurring payment",
    example: "5b7e0c1d-93a4-4c8e-8f21-0d6a4b9c7e15",
};

pub const PROGRAM: Noun = Noun {
    name: "program",
    example: "9c1e5d7a-3b60-4f28-a94d-7e2c0b8f6a13",
};

pub const FEE: Noun = Noun {
    name: "fee",
    example: "0c9a5f0e-3f0b-4a9e-8d5c-2f4be6b7a1d2",
};

pub const CREDIT: Noun = Noun {
    name: "credit",
    example: "d1b9f3a2-7c55-4a7e-9a0f-3e8c1d2b4f60",
};

/// What stands in a loan's books beside payments and fees.
pub const LOAN_ENTRY: Noun = Noun {
    name: "loan entry",
    example: "b4c7e2a1-6f3d-4e80-95b2-1d8a0c6f7e34",
};

/// An account of the general ledger.
pub const GL_ACCOUNT: Noun = Noun {
    name: "ledger account",
    example: "1100",
};

pub const ENTRY: Noun = Noun {
    name: "ledger entry",
    example: "100042",
};

pub const OVERPAID_LOAN: Noun = Noun {
    name: "overpaid loan",
    example: "7d3c1b2a-8e4f-4c6d-9a5b-0f1e2d3c4b5a",
};

/// A loan that may be re-aged.
pub const LATE_LOAN: Noun = Noun {
    name: "late loan",
    example: "2f6e9d3c-5b18-4a07-b6c4-9e1d7f8a0b52",
};

pub const WAIVER: Noun = Noun {
    name: "fee waiver",
    example: "5e2a7d90-1c4f-4b6e-9f83-7a1b0c2d3e4f",
};

pub const OFFERED_LOAN: Noun = Noun {
    name: "offered loan",
    example: "1c8e5f3a-7b24-4d69-90ae-3f6b2d7c8e15",
};

pub const SETTLING_LOAN: Noun = Noun {
    name: "settling loan",
    example: "e27d9b40-5a13-4c8f-b6d2-80f1c3a59e74",
};

pub const ACCEPTED_LOAN_OFFER: Noun = Noun {
    name: "accepted loan offer",
    example: "b93f6c21-08e5-4a7d-8c14-d57e2f9a0b36",
};

pub const LOAN_OFFER: Noun = Noun {
    name: "loan offer",
    example: "6f1d2b7e-9c34-4e0a-b8d1-5a7c3e9f2046",
};

pub const WEBHOOK: Noun = Noun {
    name: "webhook endpoint",
    example: "3d9f2c71-6b0e-4a85-9c1d-e72f4b8a0653",
};

pub const DELIVERY: Noun = Noun {
    name: "webhook delivery",
    example: "b8e41f60-2a97-4d3c-8f15-0c6d7e92a4b1",
};

pub const WORDS: &Words = &[
    (
        "accrue_after_charge_off",
        "Whether interest goes on after a charge-off.",
    ),
    ("actor", "Who did it, such as a key."),
    ("after", "What replaces it."),
    (
        "allocation_order",
        "In which order a payment is applied: fees, interest and principal once each.",
    ),
    ("amount", "The amount, in the loan's currency."),
    ("bucket", "In which span of thirty days that is."),
    (
        "days_past_due",
        "Days since the oldest unpaid instalment was due.",
    ),
    ("delinquency", "How late the loan is."),
    ("due_date", "The day by which it is to be paid."),
    ("end_date", "The last day on which it may be taken."),
    (
        "first_due_date",
        "When the first instalment is due, from which the others are counted.",
    ),
    ("frequency", "How often it is due or taken."),
    (
        "instalment_amount",
        "What each instalment is, but for the last; the level payment unless it is given.",
    ),
    ("instalments", "The instalments, by due date."),
    (
        "ncua_band",
        "The band of the NCUA's call report that it falls into; nothing below 30 days.",
    ),
    (
        "number",
        "1, 2, 3 … over all schedules that the loan has had.",
    ),
    (
        "number_of_instalments",
        "How many instalments there are at most.",
    ),
    ("paid_amount", "What has been paid of it."),
    ("paid_on", "The day on which the last of it was paid."),
    (
        "past_due_since",
        "When the oldest unpaid instalment was due.",
    ),
    ("workout", "Whether it is part of a workout."),
    (
        "next_payment_date",
        "When it is taken next; nothing once it has ended.",
    ),
    (
        "record_as",
        "Whether its payments are recorded as completed, or as pending until they are completed.",
    ),
    ("applied", "How a credit was divided."),
    ("as_of", "The day for which amounts are given."),
    (
        "assess_nsf_fee",
        "Whether the loan's fee for returned payments is assessed too.",
    ),
    ("authenticated", "Whether anybody is logged in."),
    ("balance", "What is owed."),
    ("before", "What was booked."),
    (
        "borrower_id",
        "The borrower's id in the caller's own books.",
    ),
    (
        "charge_off_automatically",
        "Whether the daily close charges the loan off when it reaches the boundary; a loan that was \
         past due already when its schedule was recorded is announced and left to people.",
    ),
    (
        "charge_off_boundary_days",
        "Days past due at which the loan is to be charged off, announced fifteen days before; 120 \
         unless said otherwise (65 FR 36903).",
    ),
    (
        "interest_posting",
        "When accrued interest is posted to the ledger beside the days on which something happens; \
         how much that is does not depend on it.",
    ),
    ("created_at", "When it was recorded, in UTC."),
    (
        "currency",
        "ISO 4217 code; every amount of the loan is in it.",
    ),
    (
        "credit_id",
        "The credit: an adjustment or another that is no money.",
    ),
    ("day_count", "How days are counted for interest."),
    ("detail", "What is wrong."),
    (
        "delivery_id",
        "The delivery; all dead letters when it is absent.",
    ),
    (
        "events",
        "What it is told of, by name, or by `payment.*` all that begins so; everything when absent.",
    ),
    ("format", "In whose words it is told."),
    ("is_active", "Whether anything is sent to it."),
    (
        "overlap_hours",
        "Hours for which the old secret signs too, a day unless said otherwise.",
    ),
    (
        "secret",
        "Signs what is sent: the caller's own, at least 16 characters, or one is made.",
    ),
    ("url", "Where events are sent, over https."),
    (
        "direction",
        "Applied by the loan's order, or to principal alone.",
    ),
    (
        "difference",
        "What it is above what was owed; negative when it is below.",
    ),
    ("disbursed_amount", "What has been paid out."),
    (
        "effective_date",
        "The day on which it counts, today unless said otherwise.",
    ),
    ("email", "The address that the user logs in with."),
    (
        "expires_on",
        "The last day on which the offer can be accepted.",
    ),
    (
        "external_id",
        "The caller's own id; a payment with the same one is recorded once.",
    ),
    ("fee_type", "The kind of the fee."),
    ("fees", "Fees owed."),
    (
        "fee_schedules",
        "What may be charged as a fee; a kind that is not named may be charged as it is asked for.",
    ),
    (
        "grace_days",
        "Days after the due date for which an instalment may be unpaid before the daily close \
         charges the late fee; it charges none when absent, and none for an instalment that was due \
         already when its schedule was recorded.",
    ),
    (
        "is_default",
        "Whether accounts in its currency that name no program are on its terms.",
    ),
    ("maximum", "What the fee is at most."),
    (
        "maximum_count",
        "How many fees of the kind a loan bears; waived ones do not count.",
    ),
    ("minimum", "What the fee is at least."),
    ("name", "The name."),
    (
        "once_a_day",
        "Whether one fee of the kind is charged for a day at most.",
    ),
    (
        "schedule",
        "The instalments that a loan has from its first day on.",
    ),
    (
        "share_of_balance",
        "The fee as a share of everything owed on its day: `0.01` is 1 %.",
    ),
    (
        "share_of_payment",
        "The fee as a share of the payment that is returned, or of the instalment that is late.",
    ),
    (
        "code",
        "The creditor's own name for it, by which loans can name it too.",
    ),
    ("fees_applied", "The part that went to fees."),
    ("id", "The id."),
    ("interest", "Interest owed."),
    ("interest_applied", "The part that went to interest."),
    (
        "interest_rate",
        "Yearly rate as a decimal fraction: `0.085` is 8.5 %.",
    ),
    ("loan_id", "The loan."),
    (
        "loan_number",
        "The creditor's own number, unique; one is made when none is given.",
    ),
    ("nsf_fee", "The fee for a returned payment."),
    ("offered_on", "The day of the offer."),
    ("outstanding_amount", "What is left to pay of it."),
    (
        "overpayment",
        "What was paid beyond everything owed; it is the borrower's.",
    ),
    ("password", "The password."),
    (
        "payment_day",
        "The day of the month on which payments are due.",
    ),
    ("payment_id", "The payment."),
    (
        "payment_instrument_id",
        "Taken for compatibility and not kept: instruments are the processor's.",
    ),
    ("payment_method", "How it was paid."),
    ("error", "What is wrong with the row."),
    ("payment", "The payment."),
    (
        "payments",
        "The payments, each with its loan and a request id of its own.",
    ),
    (
        "request_id",
        "Makes the row safe to repeat; unique in the creditor's book.",
    ),
    ("results", "A result for each row, in order."),
    ("previous_rate", "The rate that was in force on that day."),
    ("undone", "Whether it has been taken back."),
    ("waivers", "What has been waived of it."),
    ("per_diem", "What one more day adds in interest."),
    ("principal", "Principal owed."),
    ("principal_amount", "The approved principal."),
    ("principal_applied", "The part that went to principal."),
    ("product_id", "The product's id in the caller's own books."),
    (
        "program_id",
        "The program whose terms the loan gets as far as it is given none of its own, by its code \
         or its id; what names no program is the caller's own affair.",
    ),
    ("reason", "Why."),
    ("refunded_amount", "The part that has been given back."),
    ("remaining_principal", "The principal that would be left."),
    (
        "restatements",
        "Payments whose division this changed, before and after.",
    ),
    ("rounding", "How interest is rounded."),
    (
        "start_date",
        "The first day: of the loan, or of the recurring payment.",
    ),
    ("status", "Where it stands."),
    ("term_months", "How many months the loan runs."),
    ("tier", "In how many payments it is to be settled."),
    ("total", "All of it together."),
    ("user", "The user, or nobody."),
    ("waived_amount", "The part that has been forgiven."),
];
