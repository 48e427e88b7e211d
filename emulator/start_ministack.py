"""Starts MiniStack with IAM enforced, put right where it differs from AWS's documentation (docs/emulators.md)."""

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
