"""Reads the topics as a stranger would: kcat for the bytes, jsonschema for the contract. Prints one JSON object a topic."""

import collections
import json
import pathlib
import subprocess
import sys

from jsonschema import Draft202012Validator

brokers, prefix, schemas, marker = sys.argv[1:5]
WORDS = ["request", "work-order", "invoice", "property"]


def events(topic):
    command = ["kcat", "-C", "-b", brokers, "-t", topic, "-e", "-q", "-J", "-X", "isolation.level=read_committed"]
    for line in subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines():
        message = json.loads(line)
        names = message["headers"]
        yield message["key"], message["payload"], dict(zip(names[::2], names[1::2]))


def check(word):
    topic = f"{prefix}.{word}.v1"
    file = pathlib.Path(schemas) / f"{word}.v1.json"
    validator = Draft202012Validator(json.loads(file.read_text())) if file.exists() else None
    last = collections.Counter()
    found = collections.Counter(topic=0)
    for key, payload, headers in events(topic):
        value = json.loads(payload)
        version = value["version"]
        stated = {
            "ce_specversion": "1.0",
            "ce_id": f"{topic}/{key}:{version}",
            "ce_type": f"housing.{word}.changed.v1",
            "ce_subject": key,
            "content-type": "application/json",
        }
        found["events"] += 1
        found["invalid"] += validator is not None and not validator.is_valid(value)
        found["disorder"] += version != last[key] + 1 or value["id"] != key
        found["headers"] += any(headers.get(name) != text for name, text in stated.items())
        found["marked"] += marker in payload or marker in json.dumps(headers)
        last[key] = version
    return {"topic": word, "keys": len(last), **{name: found[name] for name in ("events", "invalid", "disorder", "headers", "marked")}}


for word in [*WORDS, *(f"{word}-personal" for word in WORDS), "dead-letter"]:
    print(json.dumps(check(word)))
