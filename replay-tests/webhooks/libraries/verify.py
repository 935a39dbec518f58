"""Verifies a request on standard input, {"secret", "headers", "body"}, and prints its payload."""

import json
import sys

from standardwebhooks.webhooks import Webhook

request = json.load(sys.stdin)
payload = Webhook(request["secret"]).verify(request["body"], request["headers"])
json.dump(payload, sys.stdout)
