"""Een hele ontvanger van webhooks van de hub. Python 3.9 of nieuwer, geen pakketten.

  WEBHOOK_GEHEIM=whsec_... HUB=hub.example.nl python3 ontvanger.py

Elk bericht wordt één regel in `ontvangen.jsonl` (BESTAND). Daar staan persoonsgegevens in: bewaar het bestand zo.
Luistert op poort 8080 (POORT) van deze machine; zet er een webserver met https voor.
"""

import errno
import json
import os
import signal
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from verifieer import is_geldig

# Ctrl-C stopt dit programma, zonder er iets bij te zeggen. Was het aan het schrijven, dan komt dat bericht opnieuw.
signal.signal(signal.SIGINT, signal.SIG_DFL)

GEHEIM = os.environ.get("WEBHOOK_GEHEIM", "")
HUB = os.environ.get("HUB", "hub.example.nl")
BESTAND = os.environ.get("BESTAND", "ontvangen.jsonl")
GROOTSTE = 1024 * 1024

slot = threading.Lock()


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
def leg_vast(inhoud):
    """Eerst vastleggen, dan pas antwoorden: na 2xx stuurt de hub het niet meer.

    Bij `gewist` (GEWIST) wist u hier ook wat u ergens anders over deze zaak bewaart.
    """
    with slot:
        bewaar(json.loads(inhoud))


class Ontvanger(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Zo lang mag een verbinding stilstaan, in seconden.
    timeout = 30

    def antwoord(self, status, koppen=None):
        self.send_response(status)
        for naam, waarde in (koppen or {}).items():
            self.send_header(naam, waarde)
        if status != 204:
            self.send_header("Content-Length", "0")
        self.end_headers()

    def do_OPTIONS(self):
        """De vraag vooraf: mag de hub u berichten sturen? Zonder dit antwoord komt er niets."""
        if self.headers.get("WebHook-Request-Origin") != HUB:
            return self.antwoord(403)
        self.antwoord(
            200,
            {"Allow": "POST, OPTIONS", "WebHook-Allowed-Origin": HUB, "WebHook-Allowed-Rate": "120"},
        )

    def do_POST(self):
        lengte = self.headers.get("Content-Length", "0")
        if not lengte.isdecimal() or int(lengte) > GROOTSTE:
            self.close_connection = True
            return self.antwoord(413 if lengte.isdecimal() else 400)
        inhoud = self.rfile.read(int(lengte))
        id = self.headers.get("webhook-id", "")
        tijdstip = self.headers.get("webhook-timestamp", "")
        if not is_geldig(GEHEIM, id, tijdstip, self.headers.get("webhook-signature", ""), inhoud):
            zeg("een bericht is geweigerd: de handtekening klopt niet")
            return self.antwoord(401)
        try:
            leg_vast(inhoud)
        except (OSError, ValueError, KeyError, TypeError) as fout:
            zeg(f"bericht {id} is niet bewaard ({type(fout).__name__}); de hub stuurt het later opnieuw")
            return self.antwoord(500)
        zeg(f"bericht {id}: de handtekening klopt, bewaard")
        self.antwoord(204)

    def log_message(self, *regel):
        """Schrijft niets: in een logboek horen geen gegevens van mensen."""


# Een onbruikbaar geheim blijkt nu, en niet bij het eerste bericht.
try:
    is_geldig(GEHEIM, "start", str(int(time.time())), "", b"")
except ValueError:
    sys.exit("zet een goed geheim in WEBHOOK_GEHEIM: whsec_ met daarachter base64")
try:
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("POORT", "8080"))), Ontvanger)
except OSError as fout:
    sys.exit(f"kan niet luisteren ({errno.errorcode.get(fout.errno)}): kies een andere poort met POORT")
print(f"luistert op http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
