"""Starts LocalStack without a container, its S3 notifications made to look like those of AWS.

AWS writes a space in the key of a notification as "+" and leaves "/" alone, raises the sequencer with every write, and
does not encode keys in EventBridge events. LocalStack writes "%20" and "%2F", always the same sequencer, and encoded
keys. The differences are mended here, so that a reader that gets them wrong fails against this rig.
"""

import itertools
import json
import runpy
import time
from urllib.parse import quote_plus, unquote_plus

from localstack.services.s3 import notifications

sequence = itertools.count(time.time_ns() >> 8)


def quote_like_aws(key):
    return quote_plus(key, safe="/")


def with_sequencer(send):
    """Numbers each write once, before it is told to its destinations: they must all see the same number."""

    def send_notifications(self, context, config):
        context.rig_sequencer = f"{next(sequence):016X}"
        return send(self, context, config)

    return send_notifications


def queue_event(make):
    def event(context, config_id):
        made = make(context, config_id)
        for record in made["Records"]:
            if "sequencer" in record["s3"]["object"]:
                record["s3"]["object"]["sequencer"] = context.rig_sequencer
        return made

    return event


def event_bridge_event(make):
    def event(context, config_id=None):
        made = make(context, config_id)
        detail = json.loads(made["Detail"])
        detail["object"]["key"] = unquote_plus(context.key_name)
        if "sequencer" in detail["object"]:
            detail["object"]["sequencer"] = context.rig_sequencer
        made["Detail"] = json.dumps(detail)
        return made

    return event


def patch():
    notifications.quote = quote_like_aws
    dispatcher = notifications.NotificationDispatcher
    dispatcher.send_notifications = with_sequencer(dispatcher.send_notifications)
    base = notifications.BaseNotifier
    base._get_event_payload = staticmethod(queue_event(base._get_event_payload))
    bridge = notifications.EventBridgeNotifier
    bridge._get_event_payload = staticmethod(event_bridge_event(bridge._get_event_payload))


patch()
runpy.run_module("localstack.runtime.main", run_name="__main__")
