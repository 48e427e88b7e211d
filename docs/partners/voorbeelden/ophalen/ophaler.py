"""Haalt berichten op bij de hub en bevestigt ze. Python 3.9 of nieuwer, geen pakketten.

  HUB=https://hub.example.nl TOKEN_URL=... CLIENT_ID=... CLIENT_SECRET=... python3 ophaler.py

Gaf de gemeente u ook een SCOPE, zet die er dan bij.
Elk bericht wordt één regel in `ontvangen.jsonl` (BESTAND). Daar staan persoonsgegevens in: bewaar het bestand zo.
Met TOKEN geeft u zelf een token; dat is na een uur verlopen. STOP_ALS_LEEG=ja stopt als er niets meer ligt, met
code 1 als er iets niet lukte. Gaat er iets mis, dan wacht dit programma en gaat het verder; op de foutuitvoer staat
waarom. Moet uw netwerk langs een proxy, zet dan HTTPS_PROXY.
"""

import http.client
import json
import os
import signal
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from email.utils import parsedate_to_datetime

# Ctrl-C stopt dit programma, zonder er iets bij te zeggen. Was het aan het schrijven, dan komt dat bericht opnieuw.
signal.signal(signal.SIGINT, signal.SIG_DFL)

ADRESSEN = ["HUB", "TOKEN_URL"]
NODIG = ["HUB"] if "TOKEN" in os.environ else [*ADRESSEN, "CLIENT_ID", "CLIENT_SECRET"]
ONTBREEKT = [
    naam
    for naam in NODIG
    if not os.environ.get(naam)
    or naam in ADRESSEN
    and not os.environ[naam].startswith(("https://", "http://"))
]
if ONTBREEKT:
    sys.exit(f"zet {', '.join(ONTBREEKT)} goed: dat krijgt u van de gemeente, en een adres begint met https://")

HUB = os.environ["HUB"].rstrip("/")
BESTAND = os.environ.get("BESTAND", "ontvangen.jsonl")
STOP_ALS_LEEG = os.environ.get("STOP_ALS_LEEG") == "ja"
WACHT = 0 if STOP_ALS_LEEG else 20
LANGSTE_PAUZE = 300

RAAD = {
    401: "Haal een nieuw token, of laat dit programma dat doen met TOKEN_URL, CLIENT_ID en CLIENT_SECRET.",
    403: "Vraag de gemeente of uw aanmelding bij deze berichten hoort.",
    404: "Klopt HUB? Dat is het adres zonder /v1.",
    409: "Kies de deur ophalen: PUT /v1/kanaal met {\"deur\": \"ophalen\"}.",
}


class Hapering(Exception):
    """Gaat vanzelf over. `seconden` is hoe lang de hub vraagt te wachten."""

    def __init__(self, reden, seconden=None):
        super().__init__(reden)
        self.seconden = seconden


class Weigering(Exception):
    """Gaat niet vanzelf over: iemand moet iets doen."""

    def __init__(self, status, reden):
        super().__init__(reden)
        self.status = status


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
def verwerk(bericht):
    """Hier komt uw eigen werk. Gooit dit een fout, dan blijft het bericht bij de hub liggen en komt het opnieuw.

    Bij `gewist` (GEWIST) wist u hier ook wat u ergens anders over deze zaak bewaart.
    """
    bewaar(bericht)


class GeenDoorverwijzing(urllib.request.HTTPRedirectHandler):
    """De hub verwijst nooit door. Een aanmeldpagina van het netwerk wel, en die krijgt uw token niet."""

    def redirect_request(self, *_):
        return None


opener = urllib.request.build_opener(GeenDoorverwijzing)


def vraag(adres, token=None, methode="GET", inhoud=None):
    """De inhoud van het antwoord; bij een andere status dan 2xx een HTTPError."""
    koppen = {} if token is None else {"Authorization": f"Bearer {token}"}
    verzoek = urllib.request.Request(adres, data=inhoud, headers=koppen, method=methode)
    try:
        with opener.open(verzoek, timeout=40) as antwoord:
            return antwoord.read()
    except urllib.error.HTTPError:
        raise
    except (OSError, http.client.HTTPException) as fout:
        reden = getattr(fout, "reason", None) or fout
        wie = urllib.parse.urlsplit(adres).hostname
        raise Hapering(f"{wie} is niet te bereiken of brak af ({type(reden).__name__}: {reden})") from None


def gevraagde_pauze(koppen):
    """`Retry-After` is een aantal seconden of een moment."""
    waarde = koppen.get("Retry-After", "")
    if waarde.isdigit():
        return int(waarde)
    try:
        return parsedate_to_datetime(waarde).timestamp() - time.time()
    except (TypeError, ValueError):
        return None


def vraag_hub(pad, token, methode="GET", inhoud=None):
    try:
        return vraag(f"{HUB}/v1{pad}", token, methode, inhoud)
    except urllib.error.HTTPError as fout:
        if fout.code in (408, 429) or fout.code >= 500:
            raise Hapering(f"de hub antwoordt {fout.code}", gevraagde_pauze(fout.headers)) from None
        if fout.headers.get_content_type() != "application/problem+json":
            raise Hapering(f"antwoord {fout.code} komt niet van de hub (een proxy of aanmeldpagina?)") from None
        try:
            uitleg = json.loads(fout.read())["detail"]
        except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
            uitleg = fout.reason
        raise Weigering(fout.code, f"de hub antwoordt {fout.code}: {uitleg} {RAAD.get(fout.code, '')}") from None


def haal_token():
    """Een token is kort geldig: haal er een met de naam en het wachtwoord die u van de gemeente kreeg (OAuth2)."""
    if "TOKEN" in os.environ:
        return os.environ["TOKEN"]
    velden = {"grant_type": "client_credentials"}
    for naam in ("CLIENT_ID", "CLIENT_SECRET", "SCOPE"):
        if os.environ.get(naam):
            velden[naam.lower()] = os.environ[naam]
    try:
        antwoord = vraag(os.environ["TOKEN_URL"], methode="POST", inhoud=urllib.parse.urlencode(velden).encode())
        return json.loads(antwoord)["access_token"]
    except urllib.error.HTTPError as fout:
        if fout.code in (400, 401, 403):
            reden = f"geen token: antwoord {fout.code}. Controleer TOKEN_URL, CLIENT_ID en CLIENT_SECRET"
            raise Weigering(fout.code, reden) from None
        raise Hapering(f"geen token: antwoord {fout.code}", gevraagde_pauze(fout.headers)) from None
    except (ValueError, KeyError, TypeError):
        raise Hapering("geen token: het antwoord is iets anders (een proxy of aanmeldpagina?)") from None


def haal_berichten(token, mislukt):
    """Wat er klaarligt. Lukte er iets niet, dan ook wat daarachter ligt, tot er niets nieuws meer komt."""
    gezien, verder = set(), f"wacht={WACHT}"
    while True:
        try:
            antwoord = json.loads(vraag_hub(f"/berichten?{verder}", token))
            nieuw = [(b["id"], b["subject"], b) for b in antwoord["berichten"] if b["id"] not in gezien]
            verder = "wacht=0&na=" + antwoord["na"]
        except (ValueError, KeyError, TypeError):
            raise Hapering("het antwoord is geen lijst van berichten (een proxy of aanmeldpagina?)") from None
        gezien.update(id for id, _, _ in nieuw)
        yield from nieuw
        if not nieuw or not mislukt:
            return


def ronde(token):
    """Haalt op wat er klaarligt. Zegt hoeveel er kwamen, en hoeveel er niet lukten."""
    aantal, mislukt = 0, set()
    for id, zaak, bericht in haal_berichten(token, mislukt):
        aantal += 1
        # Berichten van één zaak staan op volgorde: na een fout wachten de volgende van die zaak ook.
        if zaak in mislukt:
            continue
        try:
            verwerk(bericht)
        except Exception as fout:
            zeg(f"bericht {id} is niet verwerkt ({type(fout).__name__})")
            mislukt.add(zaak)
            continue
        try:
            # Pas bevestigen als het bij u vastligt.
            vraag_hub(f"/berichten/{id}/_bevestig", token, methode="POST", inhoud=b"")
        except Weigering as fout:
            if fout.status in (401, 403):
                raise
            zeg(f"bericht {id} is niet bevestigd: {fout}")
            mislukt.add(zaak)
    return aantal, len(mislukt)


pogingen = 0


def pauzeer(reden, gevraagd=None):
    """Steeds langer, of zo lang als de hub vraagt, tot hoogstens een uur."""
    global pogingen
    seconden = min(LANGSTE_PAUZE, 2 ** min(pogingen, 9)) if gevraagd is None else min(max(1, gevraagd), 3600)
    pogingen += 1
    zeg(f"{reden}; opnieuw over {round(seconden)} seconden")
    time.sleep(seconden)


token = None
token_sinds = 0
while True:
    try:
        if token is None:
            token, token_sinds = haal_token(), time.monotonic()
        aantal, mislukt = ronde(token)
        pogingen = 0
    except Hapering as fout:
        pauzeer(fout, fout.seconden)
        continue
    except Weigering as fout:
        zelf_gegeven = "TOKEN" in os.environ
        # Een token dat al even werkte is verlopen: daar is een nieuw voor.
        werkte = token is not None and time.monotonic() - token_sinds > 60
        verlopen = fout.status == 401 and not zelf_gegeven and werkte
        token = None
        if STOP_ALS_LEEG and not verlopen or fout.status == 401 and zelf_gegeven:
            zeg(fout)
            sys.exit(1)
        if not verlopen:
            pauzeer(fout)
        continue
    if STOP_ALS_LEEG and (aantal == 0 or mislukt > 0):
        sys.exit(1 if mislukt > 0 else 0)
    if mislukt > 0:
        time.sleep(60)
