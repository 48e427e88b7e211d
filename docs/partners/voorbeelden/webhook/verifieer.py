"""Controleert de handtekening van een webhook van de hub (Standard Webhooks). Python 3.9 of nieuwer, geen pakketten.

Proberen: WEBHOOK_GEHEIM=whsec_... python3 verifieer.py <webhook-id> <webhook-timestamp> <webhook-signature> < inhoud
zegt `geldig` (exitcode 0) of `ongeldig` (exitcode 1). Een vierde woord is het moment om van uit te gaan.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
import sys
import time

# Zo ver mag de klok van de hub van de uwe afwijken, in seconden.
VENSTER = 300


def is_geldig(geheim, id, tijdstip, handtekeningen, inhoud, nu=None):
    """Of deze inhoud (bytes) van de hub komt. Geef haar zoals ze binnenkwam: niet eerst als JSON lezen en weer schrijven."""
    if not id or not re.fullmatch(r"[0-9]{1,12}", tijdstip or ""):
        return False
    if abs(int(time.time() if nu is None else nu) - int(tijdstip)) > VENSTER:
        return False
    sleutel = base64.b64decode(geheim.removeprefix("whsec_"))
    if not sleutel:
        raise ValueError("het geheim is leeg")
    verwacht = hmac.new(sleutel, f"{id}.{tijdstip}.".encode() + inhoud, hashlib.sha256).digest()
    # Tijdens een wissel van geheim staan er twee handtekeningen, met een spatie ertussen: één goede is genoeg.
    for deel in (handtekeningen or "").split(" "):
        versie, _, waarde = deel.partition(",")
        try:
            gekregen = base64.b64decode(waarde, validate=True)
        except (binascii.Error, ValueError):
            continue
        # Even lang vergelijken, waar het verschil ook zit: anders verraadt de tijd een stukje van de handtekening.
        if versie == "v1" and hmac.compare_digest(gekregen, verwacht):
            return True
    return False


if __name__ == "__main__":
    id, tijdstip, handtekeningen = (sys.argv[1:4] + ["", "", ""])[:3]
    nu = float(sys.argv[4]) if len(sys.argv) > 4 else None
    geldig = is_geldig(
        os.environ.get("WEBHOOK_GEHEIM", ""), id, tijdstip, handtekeningen, sys.stdin.buffer.read(), nu
    )
    print("geldig" if geldig else "ongeldig")
    sys.exit(0 if geldig else 1)
