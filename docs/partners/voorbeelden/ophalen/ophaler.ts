/**
 * Haalt berichten op bij de hub en bevestigt ze. Node 22.18 of nieuwer, geen pakketten.
 *
 *   HUB=https://hub.example.nl TOKEN_URL=… CLIENT_ID=… CLIENT_SECRET=… node ophaler.ts
 *
 * Elk bericht wordt één regel in `ontvangen.jsonl` (BESTAND). Daar staan persoonsgegevens in: bewaar het bestand zo.
 * Met TOKEN geeft u zelf een token; dat is na een uur verlopen. STOP_ALS_LEEG=ja stopt als er niets meer ligt.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout as pauze } from 'node:timers/promises';

const HUB = (process.env['HUB'] ?? '').replace(/\/$/, '');
const BESTAND = process.env['BESTAND'] ?? 'ontvangen.jsonl';
const STOP_ALS_LEEG = process.env['STOP_ALS_LEEG'] === 'ja';
const WACHT = STOP_ALS_LEEG ? 0 : 20;
const MINUUT_MS = 60_000;

interface Bericht {
  readonly id: string;
  /** De zaak. */
  readonly subject: string;
}

/** Een token is kort geldig: haal er een met de naam en het wachtwoord die u van de gemeente kreeg (OAuth2). */
const haalToken = async (): Promise<string> => {
  const { TOKEN, TOKEN_URL = '', CLIENT_ID = '', CLIENT_SECRET = '' } = process.env;
  if (TOKEN !== undefined) return TOKEN;
  const antwoord = await fetch(TOKEN_URL, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
    }),
  });
  if (!antwoord.ok) throw new Error(`geen token: ${antwoord.status}`);
  return JSON.parse(await antwoord.text()).access_token;
};

/** Wat er al was: hetzelfde bericht kan nog eens komen, ook nadat dit programma opnieuw begon. */
const gehad = new Set<string>(
  existsSync(BESTAND)
    ? readFileSync(BESTAND, 'utf8')
        .split('\n')
        .filter((regel) => regel !== '')
        .map((regel) => JSON.parse(regel).id)
    : [],
);

/** Hier komt uw eigen werk. Gooit dit een fout, dan blijft het bericht bij de hub liggen en komt het opnieuw. */
const verwerk = (bericht: Bericht): void => {
  if (gehad.has(bericht.id)) return;
  appendFileSync(BESTAND, `${JSON.stringify(bericht)}\n`);
  gehad.add(bericht.id);
};

let token = await haalToken();

/** Vraagt iets aan de hub. Na storing of drukte nog eens, als de hub dat zelf zegt of na een minuut. */
const vraag = async (pad: string, method: 'GET' | 'POST'): Promise<string> => {
  for (;;) {
    const antwoord = await fetch(`${HUB}/v1${pad}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(40_000),
    }).catch(() => undefined);
    if (antwoord?.ok) return antwoord.text();
    if (antwoord?.status === 401 && process.env['TOKEN'] === undefined) token = await haalToken();
    else if (antwoord === undefined || antwoord.status === 429 || antwoord.status >= 500) {
      const gevraagd = Number(antwoord?.headers.get('retry-after') ?? Number.NaN);
      await pauze(Number.isNaN(gevraagd) ? MINUUT_MS : gevraagd * 1000);
    } else {
      // Een fout die niet overgaat, met de uitleg van de hub; daarin staan geen gegevens van mensen.
      const inhoud = await antwoord.text();
      const isProbleem = antwoord.headers.get('content-type') === 'application/problem+json';
      const uitleg = isProbleem ? JSON.parse(inhoud).detail : antwoord.statusText;
      console.error(`de hub antwoordt ${antwoord.status}: ${uitleg}`);
      process.exit(1);
    }
  }
};

for (;;) {
  const { berichten }: { berichten: readonly Bericht[] } = JSON.parse(
    await vraag(`/berichten?wacht=${WACHT}`, 'GET'),
  );
  const mislukt = new Set<string>();
  for (const bericht of berichten) {
    // Berichten van één zaak staan op volgorde: na een fout wachten de volgende van die zaak ook.
    if (mislukt.has(bericht.subject)) continue;
    try {
      verwerk(bericht);
    } catch {
      // Geen inhoud in een logboek: daar staan gegevens van mensen in.
      console.error(`bericht ${bericht.id} is niet verwerkt`);
      mislukt.add(bericht.subject);
      continue;
    }
    // Pas bevestigen als het bij u vastligt.
    await vraag(`/berichten/${bericht.id}/_bevestig`, 'POST');
  }
  if (STOP_ALS_LEEG && (berichten.length === 0 || mislukt.size > 0)) break;
  if (mislukt.size > 0) await pauze(MINUUT_MS);
}
