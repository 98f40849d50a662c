"""Reads messages (files named as arguments) with Python's own parser, and prints what it found as JSON."""

import email
import email.policy
import json
import sys


def read(path):
    raw = open(path, "rb").read()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    mailboxes = {
        name: [[box.display_name, box.addr_spec] for box in message[name].addresses]
        for name in ("from", "to", "reply-to")
        if message[name] is not None
    }
    parts = [
        {
            "type": part.get_content_type(),
            "charset": part.get_content_charset(),
            "encoding": part["content-transfer-encoding"],
            "text": part.get_content(),
        }
        for part in message.walk()
        if not part.is_multipart()
    ]
    return {
        "subject": str(message["subject"]),
        "headers": message.keys(),
        "mailboxes": mailboxes,
        "type": message.get_content_type(),
        "parts": parts,
        "defects": [repr(defect) for part in message.walk() for defect in part.defects]
        + [repr(defect) for name in message.keys() for defect in message[name].defects],
        "longest_line": max(len(line) for line in raw.split(b"\r\n")),
        "bare_line_ends": raw.replace(b"\r\n", b"").count(b"\n") + raw.replace(b"\r\n", b"").count(b"\r"),
        "is_ascii": raw.isascii(),
    }


print(json.dumps([read(path) for path in sys.argv[1:]]))
