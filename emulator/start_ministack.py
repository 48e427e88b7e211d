"""Starts MiniStack with IAM enforced, put right where it differs from AWS's documentation (docs/emulators.md)."""

import json
import os
import shutil
import signal
import tempfile
import threading

# Everything that it and its workers write, in one folder that goes when it ends. Before MiniStack looks for one.
FOLDER = tempfile.mkdtemp(prefix="inburgeringshub-emulator-")
os.environ["TMPDIR"] = tempfile.tempdir = FOLDER

from ministack import app
from ministack.core import iam_actions

# The batch calls of SQS have no IAM action of their own: they need that of the single call.
BATCH_ACTIONS = {
    "sqs:SendMessageBatch": "sqs:SendMessage",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
}

extract_iam_action = iam_actions.extract_iam_action


def documented_iam_action(*args, **kwargs):
    action = extract_iam_action(*args, **kwargs)
    return BATCH_ACTIONS.get(action, action)


iam_actions.extract_iam_action = documented_iam_action


def parsed(body):
    try:
        data = json.loads(body or b"{}")
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def leading_keys(data):
    """The partition keys that a request names: of its items, or of its partition; of an index, the key of that index."""
    if isinstance(data.get("RequestItems"), dict):
        reads = [table for table in data["RequestItems"].values() if isinstance(table, dict)]
        return sorted({key["pk"]["S"] for read in reads for key in read.get("Keys", []) if "pk" in key})
    for place in ("Key", "Item"):
        if isinstance(data.get(place), dict) and "pk" in data[place]:
            return [data[place]["pk"]["S"]]
    condition = str(data.get("KeyConditionExpression", ""))
    name, _, value = condition.split(" AND ")[0].partition("=")
    found = data.get("ExpressionAttributeValues", {}).get(value.strip())
    return [found["S"]] if name and found else []


dynamodb_service_context = iam_actions.dynamodb_service_context


def documented_dynamodb_context(body):
    """Adds `dynamodb:LeadingKeys`, and to the attributes that a request names those that it writes or conditions on."""
    context = dynamodb_service_context(body)
    data = parsed(body)
    keys = leading_keys(data)
    if keys:
        context["dynamodb:LeadingKeys"] = keys
    named = [*context.get("dynamodb:Attributes", []), *data.get("Item", {}), *data.get("Key", {})]
    if "Item" in data or "Key" in data:
        named += data.get("ExpressionAttributeNames", {}).values()
    if named:
        context["dynamodb:Attributes"] = sorted(set(named))
    return context


iam_actions.dynamodb_service_context = documented_dynamodb_context

request_tag_context = iam_actions.request_tag_context


def documented_request_context(service, iam_action, body, params):
    """Adds what AWS says of the events of a PutEvents: their sources and their types."""
    context = dict(request_tag_context(service, iam_action, body, params))
    if iam_action == "events:PutEvents":
        entries = parsed(body).get("Entries", [])
        context["events:source"] = sorted({entry.get("Source", "") for entry in entries})
        context["events:detail-type"] = sorted({entry.get("DetailType", "") for entry in entries})
    return context


iam_actions.request_tag_context = documented_request_context

# Loopback without TLS stands for what is TLS on AWS: every queue and bucket refuses anything else.
pin_request_origin = app.pin_request_origin
app.pin_request_origin = lambda source_ip, _secure_transport: pin_request_origin(source_ip, True)


def end_with_starter():
    """Nobody writes here: the end of the input is the end of whoever started this, and of the workers in its group."""
    while os.read(0, 1):
        pass
    shutil.rmtree(FOLDER, ignore_errors=True)
    os.killpg(os.getpgrp(), signal.SIGKILL)


threading.Thread(target=end_with_starter, daemon=True).start()

app.main()
