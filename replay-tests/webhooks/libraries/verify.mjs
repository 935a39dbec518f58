// Verifies a request on standard input, {"secret", "headers", "body"}, and prints its payload.
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

const request = JSON.parse(readFileSync(0, "utf8"));
const payload = new Webhook(request.secret).verify(request.body, request.headers);
process.stdout.write(JSON.stringify(payload));
