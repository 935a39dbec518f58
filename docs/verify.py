#!/usr/bin/env python3
"""Verifies a bundle of evidence: its signature, its sums and its hash chain.

A second verifier beside `quittance verify`, written from the published rules alone, so that trust
in a bundle does not rest on the program that made it.
It needs Python 3.8 or later and nothing but its standard library:

    python3 -I verify.py BUNDLE [--key KEY] [--expect-head HEAD] [--extends HEAD]

BUNDLE is the archive or the folder that it was unpacked into.
KEY is the creditor's public key, and HEAD a head of its book as SEQUENCE:HASH, both had from
elsewhere: a bundle cannot prove where it comes from.
Exits with 0 when everything holds, with 1 when something does not, and names what.
"""

import argparse
import base64
import datetime
import hashlib
import json
import os
import re
import sys
import uuid
import zipfile
import zlib

# --- Ed25519 (RFC 8032, 5.1) ---------------------------------------------------------------

P = 2**255 - 19  # the field
L = 2**252 + 27742317777372353535851937790883648493  # the order of the base point
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    """The x of a point with this y and this lowest bit of x; None when there is none (5.1.3)."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def extended(x, y):
    """A point in extended coordinates: X/Z, Y/Z, with T = XY/Z."""
    return (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = extended(recover_x(BASE_Y, 0), BASE_Y)
NEUTRAL = (0, 1, 1, 0)


def add(a, b):
    """The sum of two points (5.1.4)."""
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    x, z, w, y = f - e, h - g, h + g, f + e
    return (x * z % P, w * y % P, z * w % P, x * y % P)


def times(number, point):
    """A multiple of a point."""
    result = NEUTRAL
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def same(a, b):
    """Whether two points are one."""
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def point_of(text):
    """The point that 32 bytes stand for; None when they stand for none."""
    number = int.from_bytes(text, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = recover_x(y, sign)
    return None if x is None else extended(x, y)


def has_signed(key, message, signature):
    """Whether the key has signed the message (5.1.7)."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public, commitment = point_of(key), point_of(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if public is None or commitment is None or scalar >= L:
        return False
    # A key of small order would sign anything.
    if same(times(8, public), NEUTRAL):
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    challenge = int.from_bytes(digest, "little") % L
    return same(times(scalar, BASE), add(commitment, times(challenge, public)))


# --- the hash of an event ------------------------------------------------------------------

FIELDS = ["sequence", "stream", "type", "version", "effective_date", "recorded_at", "actor",
          "request_id", "origin", "payload", "hash"]
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
HASH = re.compile("[0-9a-f]{64}")
EPOCH = datetime.datetime(1970, 1, 1)


def number(value, size):
    """An integer as so many bytes, big-endian."""
    return value.to_bytes(size, "big", signed=True)


def text(value):
    """A text behind its length in bytes."""
    encoded = value.encode("utf-8")
    return number(len(encoded), 8) + encoded


def micros(moment):
    """Microseconds since 1970, exactly."""
    if not MOMENT.fullmatch(moment):
        raise ValueError("recorded_at is not a moment to the microsecond")
    at = datetime.datetime.strptime(moment, "%Y-%m-%dT%H:%M:%S.%fZ") - EPOCH
    return (at.days * 86_400 + at.seconds) * 1_000_000 + at.microseconds


def hash_of(event, creditor, previous):
    """The hash of an event after the one before it."""
    if not DAY.fullmatch(event["effective_date"]):
        raise ValueError("effective_date is not a date")
    request, origin = event["request_id"], event["origin"]
    return hashlib.sha256(b"".join([
        previous,
        creditor,
        number(event["sequence"], 8),
        id_of(event["stream"]).bytes,
        number(event["version"], 2),
        number(datetime.date.fromisoformat(event["effective_date"]).toordinal(), 4),
        number(micros(event["recorded_at"]), 8),
        text(event["type"]),
        text(event["actor"]),
        b"\0" if request is None else b"\1" + text(request),
        b"\0" if origin is None else b"\1" + id_of(origin).bytes,
        text(event["payload"]),
    ])).digest()


def id_of(value):
    """An id in its usual form, and in no other."""
    read = uuid.UUID(value)
    if str(read) != value:
        raise ValueError(f"{value!r} is not an id in its usual form")
    return read


def hash_bytes(value):
    """A hash of 64 hexadecimal digits."""
    if not HASH.fullmatch(value):
        raise ValueError(f"{value!r} is not a hash")
    return bytes.fromhex(value)


def read_event(line):
    """An event of a line that has every field once and no other, and is written in the one form."""
    pairs = json.loads(line, object_pairs_hook=list)
    if not isinstance(pairs, list) or [name for name, _ in pairs] != FIELDS:
        raise ValueError("is not an event: its fields are not " + ", ".join(FIELDS))
    event = dict(pairs)
    if any(type(event[name]) is not int for name in ("sequence", "version")):
        raise ValueError("sequence and version are not integers")
    again = json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n"
    if again.encode("utf-8") != line:
        raise ValueError("is not in the form that an export gives it")
    return event


# --- a bundle ------------------------------------------------------------------------------

# Every file beside the manifest and the signature.
FILES = ["README.txt", "events.jsonl", "audit.csv", "accounts.csv", "payments.csv",
         "settlements.csv", "journal.csv", "signing-key.pem"]
SMALL = 16 << 20  # the largest file that is read as a whole


class Bundle:
    """The files of an archive, or of the folder that it was unpacked into."""

    def __init__(self, path):
        self.path = path
        self.archive = None if os.path.isdir(path) else zipfile.ZipFile(path)

    def names(self):
        return set(os.listdir(self.path) if self.archive is None else self.archive.namelist())

    def open(self, name):
        if self.archive is None:
            return open(os.path.join(self.path, name), "rb")
        return self.archive.open(name)

    def bytes(self, name):
        with self.open(name) as file:
            return file.read(SMALL)

    def strays(self):
        """What an archive has beside its files, or has under two names: other programs may show
        that in the place of what is verified here."""
        if self.archive is None:
            return
        directory, end, slack = self.archive.start_dir, 0, 0
        with open(self.path, "rb") as file:
            for info in sorted(self.archive.infolist(), key=lambda info: info.header_offset):
                if not end <= info.header_offset <= end + slack:
                    yield f"has something before {info.filename} that is none of its files"
                file.seek(info.header_offset)
                fixed = file.read(30)
                name = file.read(int.from_bytes(fixed[26:28], "little"))
                if name != info.orig_filename.encode("utf-8"):
                    yield f"calls one file both {info.filename} and {name.decode('utf-8', 'replace')}"
                extra = int.from_bytes(fixed[28:30], "little")
                # A record with the file's sum and sizes may stand behind it.
                end, slack = info.header_offset + 30 + len(name) + extra + info.compress_size, 24
            if not end <= directory <= end + slack:
                yield "has something before its directory that is none of its files"
            at = file.seek(-22, os.SEEK_END)
            last = file.read()
            size = int.from_bytes(last[12:16], "little")
            if (not last.startswith(b"PK\5\6") or last[20:] != b"\0\0"
                    or size != 0xFFFFFFFF and directory + size != at):
                yield "has something behind its directory"
        names = self.archive.namelist()
        for name in sorted(set(names)):
            if names.count(name) > 1:
                yield f"has {name} {names.count(name)} times"


def sum_of(bundle, name):
    sums, size = hashlib.sha256(), 0
    with bundle.open(name) as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            sums.update(piece)
            size += len(piece)
    return size, sums.hexdigest()


class Findings:
    """What does not hold; each check says what it found."""

    def __init__(self):
        self.count = 0

    def add(self, check, what):
        self.count += 1
        if self.count <= 100:
            # Spelled out, so that no terminal acts upon what a bundle says.
            print(f"{check}: {what}".encode("unicode_escape").decode("ascii"))


def check_signature(bundle, manifest, raw, known, findings):
    told = manifest["public_key"]
    if known is not None and known != told:
        findings.add("signature", f"manifest.json is signed by {told}, not by the known key")
    signature = bundle.bytes("manifest.sig") if "manifest.sig" in bundle.names() else b""
    if not has_signed(bytes.fromhex(known or told), raw, signature):
        findings.add("signature", "manifest.json is not what the key has signed")
    pem = base64.b64encode(bytes.fromhex("302a300506032b6570032100" + told)).decode()
    pem = f"-----BEGIN PUBLIC KEY-----\n{pem}\n-----END PUBLIC KEY-----\n"
    if "signing-key.pem" in bundle.names() and bundle.bytes("signing-key.pem") != pem.encode():
        findings.add("signature", "signing-key.pem is not the key that manifest.json names")


def check_sums(bundle, manifest, findings):
    for what in bundle.strays():
        findings.add("sums", f"the archive {what}")
    unnamed = bundle.names() - {"manifest.json", "manifest.sig"}
    for file in manifest["files"]:
        name = file["name"]
        if name not in FILES:
            findings.add("sums", f"{name} is no file of a bundle")
        if name not in unnamed:
            findings.add("sums", f"{name} is missing, or named twice")
            continue
        unnamed.remove(name)
        if sum_of(bundle, name) != (file["bytes"], file["sha256"]):
            findings.add("sums", f"{name} is not the file that was signed")
    unnamed.update(set(FILES) - {file["name"] for file in manifest["files"]})
    for name in sorted(unnamed):
        findings.add("sums", f"{name} is not in the manifest")


def check_chain(bundle, manifest, head, extends, findings):
    book, creditor = manifest["book"], id_of(manifest["creditor"]).bytes
    start, stop, top = (book[f"{which}_sequence"] for which in ("first", "last", "head"))
    if any(type(sequence) is not int for sequence in (start, stop, top)):
        raise ValueError("manifest.json: its sequences are not integers")
    if start < 1 or stop < start:
        findings.add("chain", f"manifest.json: events {start} to {stop} are no part of a book")
    if top < stop:
        findings.add("chain", f"manifest.json: the book ends with event {top}, and the bundle "
                              f"with {stop}")
    if top == stop and book["head_hash"] != book["last_hash"]:
        findings.add("chain", f"manifest.json: event {stop} is the head of the book with one hash "
                              "and in the bundle with another")
    try:
        previous = hash_bytes(book["previous_hash"])
    except ValueError as error:
        findings.add("chain", f"manifest.json: previous_hash: {error}")
        previous = bytes(32)
    if start == 1 and previous != bytes(32):
        findings.add("chain", "manifest.json: there is a hash before the first event")
        previous = bytes(32)
    # The hash as it is stored, so that one wrong event is one finding, and as it follows.
    stored = computed = previous
    expected, recorded, count, passed = start, "", 0, None
    if extends and extends[0] == expected - 1:
        passed = previous.hex()
    with bundle.open("events.jsonl") as lines:
        for place, line in enumerate(lines, 1):
            try:
                event = read_event(line)
                follows = hash_of(event, creditor, stored)
                computed = hash_of(event, creditor, computed)
                stored = hash_bytes(event["hash"])
            except (ValueError, TypeError, KeyError, AttributeError, OverflowError,
                    RecursionError) as error:
                findings.add("chain", f"events.jsonl line {place}: {error}")
                continue
            sequence = event["sequence"]
            if sequence != expected:
                findings.add("chain", f"event {sequence} stands where {expected} belongs")
            if event["recorded_at"] < recorded:
                findings.add("chain", f"event {sequence} was recorded before the one ahead of it")
            if event["hash"] != follows.hex():
                findings.add("chain", f"event {sequence} is not what was hashed")
            if extends and extends[0] == sequence:
                passed = computed.hex()
            expected, recorded, count = sequence + 1, event["recorded_at"], count + 1
    last = (expected - 1, computed.hex())
    if last != (book["last_sequence"], book["last_hash"]):
        findings.add("chain", f"the chain ends with {last[0]}:{last[1]}, and the manifest says "
                              f"{book['last_sequence']}:{book['last_hash']}")
    if head and head != last:
        findings.add("anchor", f"the book ends with {last[0]}:{last[1]}, not with "
                               f"{head[0]}:{head[1]}")
    if extends and passed != extends[1]:
        findings.add("anchor", f"event {extends[0]} is not the one that was published")
    return count, last


def head_of(argument):
    sequence, _, digest = argument.partition(":")
    if not re.fullmatch("[0-9]+", sequence) or not re.fullmatch("[0-9a-f]{64}", digest):
        raise argparse.ArgumentTypeError("a head is SEQUENCE:HASH")
    return int(sequence), digest


def key_of(argument):
    if not re.fullmatch("[0-9a-f]{64}", argument):
        raise argparse.ArgumentTypeError("a public key is 64 hexadecimal digits")
    return argument


def without_repetition(pairs):
    """An object none of whose names stands twice."""
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"manifest.json: has the name {twice!r} twice")
    return members


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bundle")
    parser.add_argument("--key", type=key_of, help="the creditor's public key")
    parser.add_argument("--expect-head", type=head_of, help="what the bundle must end with")
    parser.add_argument("--extends", type=head_of, help="a head that was published earlier")
    asked = parser.parse_args()
    try:
        bundle = Bundle(asked.bundle)
        raw = bundle.bytes("manifest.json")
        manifest = json.loads(raw, object_pairs_hook=without_repetition)
        if manifest["format"] != "quittance-evidence-1":
            raise ValueError("is of another form")
        findings = Findings()
        check_signature(bundle, manifest, raw, asked.key, findings)
        check_sums(bundle, manifest, findings)
        count, last = check_chain(bundle, manifest, asked.expect_head, asked.extends, findings)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError,
            RuntimeError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        sys.exit(f"{asked.bundle}: not a bundle that can be read: {error!r}")
    if findings.count:
        print(f"NOT VERIFIED: {findings.count} findings")
        return 1
    print(f"verified: {count} events, head {last[0]}:{last[1]}")
    print(f"signed by {manifest['public_key']}"
          + ("" if asked.key else ", which is to be compared with what the creditor publishes"))
    if not asked.extends:
        print("no published head was named: a book written anew as a whole would not show")
    return 0


if __name__ == "__main__":
    sys.exit(main())
