"""Leest uw wachtrij bij de hub. Python 3.9 of nieuwer; `pip install "boto3>=1.28.82"`.

  WACHTRIJ_URL=https://sqs.eu-west-1.amazonaws.com/.../inburgeringshub-0907-taalschool.fifo python3 lezer.py

De rechten komen uit uw eigen AWS-omgeving (AWS_PROFILE, een rol van uw server). Elk bericht wordt één regel in
`ontvangen.jsonl` (BESTAND). Daar staan persoonsgegevens in: bewaar het bestand zo. Gaat er iets mis, dan wacht dit
programma en gaat het verder; op de foutuitvoer staat waarom.
"""

import json
import os
import signal
import sys
import time

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# Ctrl-C stopt dit programma, zonder er iets bij te zeggen. Was het aan het schrijven, dan komt dat bericht opnieuw.
signal.signal(signal.SIGINT, signal.SIG_DFL)

WACHTRIJ_URL = os.environ.get("WACHTRIJ_URL")
if not WACHTRIJ_URL:
    sys.exit("zet WACHTRIJ_URL: het adres van uw wachtrij, dat u van de gemeente krijgt")
BESTAND = os.environ.get("BESTAND", "ontvangen.jsonl")
# Voor een programma dat elk uur even draait in plaats van altijd. Het eindigt met code 1 als er iets niet lukte.
STOP_ALS_LEEG = os.environ.get("STOP_ALS_LEEG") == "ja"
LANGSTE_PAUZE = 300

try:
    sqs = boto3.client("sqs")
except BotoCoreError as fout:
    sys.exit(f"zet AWS_DEFAULT_REGION, en kijk uw instellingen van AWS na ({type(fout).__name__})")


# --- bewaren: in elk voorbeeld hetzelfde ---
GEWIST = "nl.inburgeringszaken.nieuwe.inburgeraar.gewist.v1"


def zeg(regel):
    """Nooit de inhoud van een bericht: daar staan gegevens van mensen in."""
    print(regel, file=sys.stderr, flush=True)


def veld_van(regel, naam):
    try:
        return json.loads(regel)[naam]
    except (ValueError, KeyError, TypeError):
        return None


def lees_gehad():
    """Wat er al was: hetzelfde bericht kan nog eens komen, ook nadat dit programma opnieuw begon.
    Viel het uit tijdens het schrijven, dan staat er een halve laatste regel. Die gaat weg: dat bericht komt opnieuw.
    """
    if not os.path.exists(BESTAND):
        return set()
    with open(BESTAND, "r+b") as bestand:
        *regels, laatste = bestand.read().split(b"\n")
        if laatste and veld_van(laatste, "id") is not None:
            bestand.write(b"\n")
            regels.append(laatste)
        elif laatste:
            bestand.truncate(bestand.tell() - len(laatste))
            zeg(f"een halve laatste regel van {BESTAND} is weggehaald; dat bericht komt opnieuw")
    ids = [veld_van(regel, "id") for regel in regels if regel.strip()]
    if None in ids:
        zeg(f"{BESTAND} heeft {ids.count(None)} regels die niet te lezen zijn; ze blijven staan en tellen niet mee")
    return {id for id in ids if id is not None}


gehad = lees_gehad()


def wis(zaak):
    """Alle regels over één zaak gaan weg. Valt het programma hier uit, dan komt `gewist` opnieuw."""
    if not os.path.exists(BESTAND):
        return
    echt = os.path.realpath(BESTAND)
    with open(echt, "rb") as oud, open(echt + ".nieuw", "wb") as bestand:
        os.chmod(bestand.name, os.stat(echt).st_mode)
        bestand.writelines(regel for regel in oud if veld_van(regel, "subject") != zaak)
        bestand.flush()
        os.fsync(bestand.fileno())
    os.replace(bestand.name, echt)
    gehad.clear()
    gehad.update(lees_gehad())


def bewaar(bericht):
    """Eén hele regel, echt op de schijf, of niets."""
    if bericht.get("type") == GEWIST:
        return wis(bericht["subject"])
    if bericht["id"] in gehad:
        return
    regel = (json.dumps(bericht, ensure_ascii=False) + "\n").encode()
    with open(BESTAND, "ab", buffering=0) as bestand:
        begin = bestand.seek(0, os.SEEK_END)
        try:
            if bestand.write(regel) < len(regel):
                raise OSError("de schijf is vol")
            os.fsync(bestand.fileno())
        except OSError:
            bestand.truncate(begin)
            raise
    gehad.add(bericht["id"])


# --- einde bewaren ---
def verwerk(inhoud):
    """Hier komt uw eigen werk. Gooit dit een fout, dan komt het bericht over vijf minuten opnieuw, tien keer in totaal.

    Bij `gewist` (GEWIST) wist u hier ook wat u ergens anders over deze zaak bewaart.
    """
    bewaar(json.loads(inhoud))


pogingen = 0


def pauzeer(reden):
    """Steeds langer, tot vijf minuten."""
    global pogingen
    seconden = min(LANGSTE_PAUZE, 2 ** min(pogingen, 9))
    pogingen += 1
    zeg(f"{reden}; opnieuw over {seconden} seconden")
    time.sleep(seconden)


def raad(fout):
    """Wat u kunt doen als AWS weigert; niets als het vanzelf overgaat."""
    code = fout.response["Error"]["Code"] if isinstance(fout, ClientError) else type(fout).__name__
    if "AccessDenied" in code or code in ("InvalidClientTokenId", "SignatureDoesNotMatch", "NoCredentialsError"):
        return "Kijk na met welke rol dit programma draait, en vraag de gemeente of die is toegelaten."
    if "QueueDoesNotExist" in code or "NonExistentQueue" in code:
        return "Klopt WACHTRIJ_URL?"
    return "Neem een nieuwere boto3." if "UnsupportedOperation" in code else None


def haal_berichten():
    antwoord = sqs.receive_message(
        QueueUrl=WACHTRIJ_URL,
        MaxNumberOfMessages=10,
        WaitTimeSeconds=1 if STOP_ALS_LEEG else 20,
        AttributeNames=["MessageGroupId"],
    )
    # boto3 leest een antwoord dat niet van AWS komt als een lege wachtrij.
    soort = antwoord["ResponseMetadata"]["HTTPHeaders"].get("content-type", "")
    if "json" not in soort and "xml" not in soort:
        raise ConnectionError("het antwoord komt niet van AWS (een proxy of aanmeldpagina?)")
    return antwoord.get("Messages", [])


def verwerk_of_wacht(inhoud):
    """Is het uw eigen schijf, dan heeft een volgend bericht geen zin: wacht tot hij het weer doet."""
    while True:
        try:
            return verwerk(inhoud)
        except OSError as fout:
            if STOP_ALS_LEEG:
                raise
            pauzeer(f"{BESTAND} is niet te schrijven ({fout.strerror or fout})")


niet_gelukt = set()
while True:
    try:
        berichten = haal_berichten()
        pogingen = 0
    except (BotoCoreError, ClientError, ConnectionError) as fout:
        advies = raad(fout)
        if advies and STOP_ALS_LEEG:
            zeg(f"de wachtrij is niet te lezen: {fout}. {advies}")
            sys.exit(1)
        pauzeer(f"de wachtrij is niet te lezen: {fout}. {advies or ''}".rstrip())
        continue
    if not berichten and STOP_ALS_LEEG:
        sys.exit(1 if niet_gelukt else 0)
    # Berichten van één zaak staan op volgorde: na een fout wachten de volgende van die zaak ook.
    mislukt = set()
    for bericht in berichten:
        zaak = bericht["Attributes"]["MessageGroupId"]
        if zaak in mislukt:
            continue
        try:
            verwerk_of_wacht(bericht["Body"])
            # Pas weg als het bij u vastligt.
            sqs.delete_message(QueueUrl=WACHTRIJ_URL, ReceiptHandle=bericht["ReceiptHandle"])
            niet_gelukt.discard(bericht["MessageId"])
        except Exception as fout:
            zeg(f"bericht {bericht['MessageId']} is niet verwerkt of niet weggehaald ({type(fout).__name__})")
            mislukt.add(zaak)
            niet_gelukt.add(bericht["MessageId"])
