//! What the surface's paths name and what its fields mean.

use crate::openapi::Noun;
use crate::openapi::schema::Words;

pub const INVOICE: Noun = Noun {
    name: "invoice",
    example: "9d2b6f04-31c8-4e7a-8a55-c0f7e1d2b384",
};

pub const PAYMENT: Noun = Noun {
    name: "invoice payment",
    example: "4c81e7f2-9a06-4d3b-b5e8-72d0a9c1f643",
};

pub const CUSTOMER: Noun = Noun {
    name: "customer",
    example: "e35a70d9-6b14-4f82-93cd-08b7f6a2c51e",
};

pub const WORDS: &Words = &[
    ("amount", "The amount."),
    (
        "communication_preferences",
        "How the customer wants to be reached, as the caller keeps it.",
    ),
    ("companyName", "The company that the customer is."),
    ("created_at", "When it was recorded, in UTC."),
    ("created", "Customers who were created."),
    ("currency", "ISO 4217 code."),
    (
        "custom_fields",
        "Whatever else the caller keeps of the customer.",
    ),
    (
        "customer",
        "The customer, found by `external_id` or `email`, or else made.",
    ),
    ("customer_id", "The customer who owes it."),
    ("customers", "The customers, each as for `POST /customers`."),
    ("data", "What was asked for."),
    (
        "days_overdue",
        "Days since the due date, while something is owed.",
    ),
    ("due_date", "The last day to pay on."),
    ("email", "E-mail address; it or a phone number is required."),
    ("errors", "What is wrong, field by field."),
    ("external_id", "The caller's own id."),
    ("failed", "Rows of which nothing was kept."),
    ("firstName", "First name."),
    ("id", "The id."),
    ("invoice_id", "The invoice."),
    ("invoice_number", "The creditor's own number, unique."),
    (
        "is_overdue",
        "Whether the due date has passed with something owed.",
    ),
    ("is_written_off", "Whether it has been charged off."),
    ("issue_date", "The day it was issued."),
    ("lastName", "Last name."),
    ("message", "The outcome, for people."),
    ("meta", "The place of a page in its list."),
    ("name", "The full name."),
    ("new_status", "What the payment has made of the invoice."),
    ("notes", "Kept with the payment on the account's history."),
    ("outstanding_amount", "What is owed today."),
    ("page", "The page, from 1."),
    ("paid_amount", "What completed payments have paid of it."),
    ("paid_at", "When it was settled, in UTC, while it is."),
    ("payment_id", "The payment."),
    (
        "payment_method",
        "How it was paid, in any words: `check`, `ach`, `card`, `wire` and `cash` are known, and \
         what they are called elsewhere; the rest is kept as `other`.",
    ),
    (
        "payment_reference",
        "The caller's own reference, good for one payment of the invoice.",
    ),
    ("payment_status", "What has become of the payment."),
    ("payment_terms", "Days to pay in."),
    ("payments", "The payments, oldest first."),
    ("per_page", "Rows of a page."),
    ("phone", "Phone number in E.164, as `+12025550123`."),
    ("reason", "Why, for the history."),
    ("results", "What became of each row, in order."),
    ("row", "The place of the row, from 1."),
    ("status", "What has become of it."),
    ("status_code", "The status of the reply."),
    ("success", "Whether it was done."),
    (
        "tags",
        "What holds today: `partially_paid`, `past_due`, `paid_in_full`, `write_off`.",
    ),
    ("total", "Rows of the list."),
    ("total_pages", "Pages of the list."),
    ("updated", "Customers who were known and changed."),
    ("updated_at", "When it last changed, in UTC."),
];
