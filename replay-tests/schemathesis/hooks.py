"""Ids in paths name what exists, more often than not, so that requests get past "not found".

Which noun a path parameter names, the document says in `x-names`.
"""

import os
import random

import requests
import schemathesis

URL = os.environ["QUITTANCE_URL"]
SESSION = requests.Session()
SESSION.headers["Authorization"] = "Bearer " + os.environ["QUITTANCE_KEY"]


def post(path, body):
    """Makes something and gives its id."""
    reply = SESSION.post(URL + path, json=body, timeout=10)
    reply.raise_for_status()
    made = reply.json()
    return made.get("id") or made.get("accountId")


def loan():
    return post("/api/v1/loans", {"principal_amount": "10000.00", "start_date": "2026-01-05"})


def world():
    """One of everything that ids name; what an id of its own makes no sense for is left out."""
    pending, debt = loan(), loan()
    disbursed = {"effective_date": "2026-01-05"}
    post(f"/api/v1/loans/{debt}/disburse", disbursed)
    placed = post(
        "/api/v1/creditor/place-account",
        {"consumerEmail": "member@example.com", "principalBalance": 5280},
    )
    payment = {"amount": "500.00", "payment_method": "ach", "effective_date": "2026-01-20"}
    payments = f"/api/v1/loans/{debt}/payments"
    return {
        "pending loan": pending,
        "loan": debt,
        "payment": post(payments, payment),
        "pending payment": post(payments, {**payment, "status": "pending"}),
        "fee": post(f"/api/v1/loans/{debt}/fees", {"amount": "25.00"}),
        "placed account": placed,
        "offer": post(f"/api/v1/creditor/accounts/{placed}/settlements", {"amount": 3960}),
    }


WORLD = world()


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    named = {
        parameter["name"]: WORLD[parameter["x-names"]]
        for parameter in context.operation.definition.raw.get("parameters", [])
        if parameter.get("x-names") in WORLD
    }
    if path_parameters and random.random() < 0.8:
        return {**path_parameters, **{name: named[name] for name in path_parameters if name in named}}
    return path_parameters


@schemathesis.hook
def before_call(context, case, kwargs):
    # Nobody records anything to wait for, and the longest wait is longer than a client's patience.
    if str((case.query or {}).get("wait", "")).isdigit():
        case.query["wait"] = min(int(case.query["wait"]), 1)
