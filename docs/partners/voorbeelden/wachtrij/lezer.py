"""Leest uw wachtrij bij de hub. Python 3.9 of nieuwer; `pip install "boto3>=1.28.82"`.

  WACHTRIJ_URL=https://sqs.eu-west-1.amazonaws.com/.../inburgeringshub-0907-taalschool.fifo python3 lezer.py

De rechten komen uit uw eigen AWS-omgeving (AWS_PROFILE, een rol van uw server). Elk bericht wordt één regel in
`ontvangen.jsonl` (BESTAND). Daar staan persoonsgegevens in: bewaar het bestand zo.
"""

import json
import os
import sys

import boto3

WACHTRIJ_URL = os.environ["WACHTRIJ_URL"]
BESTAND = os.environ.get("BESTAND", "ontvangen.jsonl")
# Voor een programma dat elk uur even draait in plaats van altijd.
STOP_ALS_LEEG = os.environ.get("STOP_ALS_LEEG") == "ja"

sqs = boto3.client("sqs")


def lees_gehad():
    """Wat er al was: hetzelfde bericht kan nog eens komen, ook nadat dit programma opnieuw begon."""
    if not os.path.exists(BESTAND):
        return set()
    with open(BESTAND, encoding="utf-8") as bestand:
        return {json.loads(regel)["id"] for regel in bestand if regel.strip()}


gehad = lees_gehad()


def verwerk(inhoud):
    """Hier komt uw eigen werk. Gooit dit een fout, dan komt het bericht over vijf minuten opnieuw, tien keer in totaal."""
    bericht = json.loads(inhoud)
    if bericht["id"] in gehad:
        return
    with open(BESTAND, "a", encoding="utf-8") as bestand:
        bestand.write(json.dumps(bericht, ensure_ascii=False) + "\n")
    gehad.add(bericht["id"])


while True:
    antwoord = sqs.receive_message(
        QueueUrl=WACHTRIJ_URL,
        MaxNumberOfMessages=10,
        WaitTimeSeconds=1 if STOP_ALS_LEEG else 20,
        AttributeNames=["MessageGroupId"],
    )
    berichten = antwoord.get("Messages", [])
    if not berichten and STOP_ALS_LEEG:
        break
    # Berichten van één zaak staan op volgorde: na een fout wachten de volgende van die zaak ook.
    mislukt = set()
    for bericht in berichten:
        zaak = bericht["Attributes"]["MessageGroupId"]
        if zaak in mislukt:
            continue
        try:
            verwerk(bericht["Body"])
        except Exception:
            # Geen inhoud in een logboek: daar staan gegevens van mensen in.
            print(f"bericht {bericht['MessageId']} is niet verwerkt", file=sys.stderr)
            mislukt.add(zaak)
            continue
        # Pas weg als het bij u vastligt.
        sqs.delete_message(QueueUrl=WACHTRIJ_URL, ReceiptHandle=bericht["ReceiptHandle"])
