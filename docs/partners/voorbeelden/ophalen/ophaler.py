"""Haalt berichten op bij de hub en bevestigt ze. Python 3.9 of nieuwer, geen pakketten.

  HUB=https://hub.example.nl TOKEN_URL=... CLIENT_ID=... CLIENT_SECRET=... python3 ophaler.py

Elk bericht wordt één regel in `ontvangen.jsonl` (BESTAND). Daar staan persoonsgegevens in: bewaar het bestand zo.
Met TOKEN geeft u zelf een token; dat is na een uur verlopen. STOP_ALS_LEEG=ja stopt als er niets meer ligt.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

HUB = os.environ["HUB"].rstrip("/")
BESTAND = os.environ.get("BESTAND", "ontvangen.jsonl")
STOP_ALS_LEEG = os.environ.get("STOP_ALS_LEEG") == "ja"
WACHT = 0 if STOP_ALS_LEEG else 20


def vraag(adres, token=None, methode="GET", inhoud=None):
    koppen = {} if token is None else {"Authorization": f"Bearer {token}"}
    with urllib.request.urlopen(
        urllib.request.Request(adres, data=inhoud, headers=koppen, method=methode), timeout=40
    ) as antwoord:
        return antwoord.read()


def haal_token():
    """Een token is kort geldig: haal er een met de naam en het wachtwoord die u van de gemeente kreeg (OAuth2)."""
    if "TOKEN" in os.environ:
        return os.environ["TOKEN"]
    velden = {
        "grant_type": "client_credentials",
        "client_id": os.environ["CLIENT_ID"],
        "client_secret": os.environ["CLIENT_SECRET"],
    }
    inhoud = urllib.parse.urlencode(velden).encode()
    return json.loads(vraag(os.environ["TOKEN_URL"], methode="POST", inhoud=inhoud))["access_token"]


def lees_gehad():
    """Wat er al was: hetzelfde bericht kan nog eens komen, ook nadat dit programma opnieuw begon."""
    if not os.path.exists(BESTAND):
        return set()
    with open(BESTAND, encoding="utf-8") as bestand:
        return {json.loads(regel)["id"] for regel in bestand if regel.strip()}


gehad = lees_gehad()


def verwerk(bericht):
    """Hier komt uw eigen werk. Gooit dit een fout, dan blijft het bericht bij de hub liggen en komt het opnieuw."""
    if bericht["id"] in gehad:
        return
    regel = json.dumps(bericht, ensure_ascii=False) + "\n"
    with open(BESTAND, "a", encoding="utf-8") as bestand:
        bestand.write(regel)
    gehad.add(bericht["id"])


def uitleg(fout):
    try:
        return json.loads(fout.read())["detail"]
    except (ValueError, KeyError, TypeError):
        return fout.reason


def ronde(token):
    """Haalt op wat er klaarligt. Zegt hoeveel er kwamen, en hoeveel er niet lukten."""
    berichten = json.loads(vraag(f"{HUB}/v1/berichten?wacht={WACHT}", token))["berichten"]
    mislukt = set()
    for bericht in berichten:
        zaak = bericht["subject"]
        # Berichten van één zaak staan op volgorde: na een fout wachten de volgende van die zaak ook.
        if zaak in mislukt:
            continue
        try:
            verwerk(bericht)
        except Exception as fout:
            # Geen inhoud in een logboek: daar staan gegevens van mensen in.
            print(f"bericht {bericht['id']} is niet verwerkt: {type(fout).__name__}")
            mislukt.add(zaak)
            continue
        # Pas bevestigen als het bij u vastligt.
        vraag(f"{HUB}/v1/berichten/{bericht['id']}/_bevestig", token, methode="POST", inhoud=b"")
    return len(berichten), len(mislukt)


token = haal_token()
while True:
    try:
        aantal, mislukt = ronde(token)
    except urllib.error.HTTPError as fout:
        if fout.code == 401 and "TOKEN" not in os.environ:
            token = haal_token()
        elif fout.code in (429, 500, 502, 503, 504):
            time.sleep(int(fout.headers.get("Retry-After", "60")))
        else:
            # Een fout die niet overgaat, met de uitleg van de hub; daarin staan geen gegevens van mensen.
            sys.exit(f"de hub antwoordt {fout.code}: {uitleg(fout)}")
        continue
    except (urllib.error.URLError, TimeoutError):
        time.sleep(60)
        continue
    if STOP_ALS_LEEG and (aantal == 0 or mislukt > 0):
        break
    if mislukt > 0:
        time.sleep(60)
