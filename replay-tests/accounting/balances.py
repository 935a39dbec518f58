"""Loads a beancount file as `bean-check` does, and prints every balance that is not zero.

Exits with 1 when the file is not right, and says why.
"""

import collections
import sys

from beancount import loader
from beancount.core import data
from beancount.parser import printer

entries, errors, _ = loader.load_file(sys.argv[1])
if errors:
    printer.print_errors(errors[:20], file=sys.stderr)
    sys.exit(f"{len(errors)} errors")
balances = collections.Counter()
for entry in data.filter_txns(entries):
    for posting in entry.postings:
        balances[posting.account, posting.units.currency] += posting.units.number
for (account, currency), number in sorted(balances.items()):
    if number:
        print(f"{account}|{currency}|{number}")
