"""Een hele ontvanger van webhooks van de hub. Python 3.9 of nieuwer, geen pakketten.

  WEBHOOK_GEHEIM=whsec_... HUB=hub.example.nl python3 ontvanger.py

Elk bericht wordt één regel in `ontvangen.jsonl` (BESTAND). Daar staan persoonsgegevens in: bewaar het bestand zo.
Luistert op poort 8080 (POORT) van deze machine; zet er een webserver met https voor.
"""

import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from verifieer import is_geldig

GEHEIM = os.environ["WEBHOOK_GEHEIM"]
HUB = os.environ.get("HUB", "hub.example.nl")
BESTAND = os.environ.get("BESTAND", "ontvangen.jsonl")
GROOTSTE = 1024 * 1024

slot = threading.Lock()


def lees_gehad():
    """Wat er al was: hetzelfde bericht kan nog eens komen, ook nadat dit programma opnieuw begon."""
    if not os.path.exists(BESTAND):
        return set()
    with open(BESTAND, encoding="utf-8") as bestand:
        return {json.loads(regel)["id"] for regel in bestand if regel.strip()}


gehad = lees_gehad()


def leg_vast(id, inhoud):
    """Eerst vastleggen, dan pas antwoorden: na 2xx stuurt de hub het niet meer."""
    with slot:
        if id in gehad:
            return
        regel = json.dumps(json.loads(inhoud), ensure_ascii=False) + "\n"
        with open(BESTAND, "a", encoding="utf-8") as bestand:
            bestand.write(regel)
        gehad.add(id)


class Ontvanger(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def antwoord(self, status, koppen=None):
        self.send_response(status)
        for naam, waarde in (koppen or {}).items():
            self.send_header(naam, waarde)
        if status != 204:
            self.send_header("Content-Length", "0")
        self.end_headers()

    def do_OPTIONS(self):
        """De vraag vooraf: mag de hub u bellen? Zonder dit antwoord komt er niets."""
        if self.headers.get("WebHook-Request-Origin") != HUB:
            return self.antwoord(403)
        self.antwoord(
            200,
            {"Allow": "POST, OPTIONS", "WebHook-Allowed-Origin": HUB, "WebHook-Allowed-Rate": "120"},
        )

    def do_POST(self):
        lengte = int(self.headers.get("Content-Length", 0))
        if lengte > GROOTSTE:
            self.close_connection = True
            return self.antwoord(413)
        inhoud = self.rfile.read(lengte)
        id = self.headers.get("webhook-id", "")
        tijdstip = self.headers.get("webhook-timestamp", "")
        if not is_geldig(GEHEIM, id, tijdstip, self.headers.get("webhook-signature", ""), inhoud):
            return self.antwoord(401)
        try:
            leg_vast(id, inhoud)
        except (OSError, ValueError):
            # Dan probeert de hub het later opnieuw.
            return self.antwoord(500)
        self.antwoord(204)

    def log_message(self, *regel):
        """Schrijft niets: in een logboek horen geen gegevens van mensen."""


server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("POORT", "8080"))), Ontvanger)
print(f"luistert op {json.dumps({'port': server.server_port})}", flush=True)
server.serve_forever()
