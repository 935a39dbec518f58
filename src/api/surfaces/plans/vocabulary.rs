//! What the fields of this surface mean.

use crate::openapi::schema::Words;

pub const WORDS: &Words = &[
    (
        "active",
        "Whether payments are still to come under the plan.",
    ),
    ("administration_id", "The creditor."),
    ("amount", "What is to be paid."),
    ("amount_due", "What of it is still unpaid."),
    ("approved_at", "When it came into force."),
    (
        "auto_activated",
        "Whether it came into force without a decision of the creditor.",
    ),
    (
        "cc_email_address",
        "Who gets a copy of the plan; sealed, and never shown.",
    ),
    ("code", "What kind of error it is."),
    ("created_at", "When it was made."),
    (
        "credit_case_numbers",
        "Accounts that it covers, by their creditor's number.",
    ),
    ("cursor", "The id after which the next page begins."),
    ("data", "The page."),
    ("deactivated_at", "When it was ended."),
    ("debtor_id", "The consumer who owes."),
    ("deleted_at", "When it was deleted."),
    ("due_date", "The day by which it is to be paid."),
    ("email_address", "The user's e-mail address."),
    (
        "fields",
        "Which members are wanted, as JSON text such as `{\"only\":[\"id\",{\"payment_terms\":[\"id\"]}]}`.",
    ),
    ("id", "The id, as a string of digits."),
    (
        "invoice_identifiers",
        "Accounts that it covers, by their own ids.",
    ),
    (
        "invoice_numbers",
        "Accounts that it covers, by their creditor's number.",
    ),
    ("message", "What is wrong."),
    ("name", "The user's name."),
    ("pagination", "How to go on; absent on the last page."),
    ("payment_date", "The day on which the last of it was paid."),
    ("payment_terms", "The terms, by due date."),
    ("proposed_at", "When the debtor proposed it."),
    (
        "public_url",
        "The debtor's own page; only when `fields` asks for it.",
    ),
    ("reason", "Why the debtor proposes it; sealed."),
    ("rejected_at", "When it was turned down."),
    ("rejected_by_user", "Who turned it down."),
    ("terms", "What is to be paid, and by when."),
    ("total_amount", "What is to be paid."),
    ("updated_at", "When anything about it changed last."),
];
