/**
 * Haalt berichten op bij de hub en bevestigt ze. Node 22.18 of nieuwer, geen pakketten.
 *
 *   HUB=https://hub.example.nl TOKEN_URL=… CLIENT_ID=… CLIENT_SECRET=… node ophaler.ts
 *
 * Gaf de gemeente u ook een SCOPE, zet die er dan bij. Elk bericht wordt één regel in `ontvangen.jsonl` (BESTAND). Daar
 * staan persoonsgegevens in: bewaar het bestand zo. Met TOKEN geeft u zelf een token; dat is na een uur verlopen.
 * STOP_ALS_LEEG=ja stopt als er niets meer ligt, met code 1 als er iets niet lukte. Gaat er iets mis, dan wacht dit
 * programma en gaat het verder; op de foutuitvoer staat waarom. Moet uw netwerk langs een proxy, zet dan HTTPS_PROXY.
 */
import * as fs from 'node:fs';
import * as http from 'node:http';
import { setTimeout as pauze } from 'node:timers/promises';

const ADRESSEN = ['HUB', 'TOKEN_URL'];
const NODIG = process.env['TOKEN'] === undefined ? [...ADRESSEN, 'CLIENT_ID', 'CLIENT_SECRET'] : ['HUB'];
const ONTBREEKT = NODIG.filter((naam) => {
  const waarde = process.env[naam] ?? '';
  return waarde === '' || (ADRESSEN.includes(naam) && !/^https?:\/\//.test(waarde));
});
if (ONTBREEKT.length > 0) {
  console.error(
    `zet ${ONTBREEKT.join(', ')} goed: dat krijgt u van de gemeente, en een adres begint met https://`,
  );
  process.exit(1);
}

const HUB = (process.env['HUB'] ?? '').replace(/\/$/, '');
const BESTAND = process.env['BESTAND'] ?? 'ontvangen.jsonl';
const STOP_ALS_LEEG = process.env['STOP_ALS_LEEG'] === 'ja';
const WACHT = STOP_ALS_LEEG ? 0 : 20;
const LANGSTE_PAUZE_S = 300;

const RAAD: Readonly<Record<number, string>> = {
  401: 'Haal een nieuw token, of laat dit programma dat doen met TOKEN_URL, CLIENT_ID en CLIENT_SECRET.',
  403: 'Vraag de gemeente of uw aanmelding bij deze berichten hoort.',
  404: 'Klopt HUB? Dat is het adres zonder /v1.',
  409: 'Kies de deur ophalen: PUT /v1/kanaal met {"deur": "ophalen"}.',
};

/** Gaat vanzelf over. `seconden` is hoe lang de hub vraagt te wachten. */
class Hapering extends Error {
  seconden: number | undefined;
}

/** Gaat niet vanzelf over: iemand moet iets doen. */
class Weigering extends Error {
  status = 0;
}

// --- bewaren: in elk voorbeeld hetzelfde ---
const GEWIST = 'nl.inburgeringszaken.nieuwe.inburgeraar.gewist.v1';

/** Over een zaak, of bij MaGe over een huishouden: welke, zegt `subject`. */
type Bericht = { readonly id: string; readonly type: string; readonly subject: string };

/** Nooit de inhoud van een bericht: daar staan gegevens van mensen in. */
const zeg = (regel: string): void => console.error(regel);

const veldVan = (regel: string, naam: 'id' | 'subject'): unknown => {
  try {
    return JSON.parse(regel)[naam];
  } catch {
    return undefined;
  }
};

/**
 * Wat er al was: hetzelfde bericht kan nog eens komen, ook nadat dit programma opnieuw begon.
 * Viel het uit tijdens het schrijven, dan staat er een halve laatste regel. Die gaat weg: dat bericht komt opnieuw.
 */
const leesGehad = (): Set<unknown> => {
  if (!fs.existsSync(BESTAND)) return new Set();
  const inhoud = fs.readFileSync(BESTAND);
  const heel = inhoud.lastIndexOf('\n') + 1;
  const laatste = inhoud.subarray(heel).toString();
  const regels = inhoud.subarray(0, heel).toString().split('\n');
  if (veldVan(laatste, 'id') !== undefined) {
    fs.appendFileSync(BESTAND, '\n');
    regels.push(laatste);
  } else if (laatste !== '') {
    fs.truncateSync(BESTAND, heel);
    zeg(`een halve laatste regel van ${BESTAND} is weggehaald; dat bericht komt opnieuw`);
  }
  const ids = regels.filter((regel) => regel.trim() !== '').map((regel) => veldVan(regel, 'id'));
  const onleesbaar = ids.filter((id) => id === undefined).length;
  if (onleesbaar > 0) {
    zeg(`${BESTAND} heeft ${onleesbaar} regels die niet te lezen zijn; ze blijven staan en tellen niet mee`);
  }
  return new Set(ids.filter((id) => id !== undefined));
};

let gehad = leesGehad();

/** Alle regels over één zaak gaan weg. Valt het programma hier uit, dan komt `gewist` opnieuw. */
const wis = (zaak: string): void => {
  if (!fs.existsSync(BESTAND)) return;
  const regels = fs.readFileSync(BESTAND, 'utf8').split('\n');
  const blijft = regels.filter((regel) => veldVan(regel, 'subject') !== zaak);
  const echt = fs.realpathSync(BESTAND);
  fs.writeFileSync(`${echt}.nieuw`, blijft.join('\n'), { flush: true, mode: fs.statSync(echt).mode });
  fs.renameSync(`${echt}.nieuw`, echt);
  gehad = leesGehad();
};

/** Eén hele regel, echt op de schijf, of niets. */
const bewaar = (bericht: Bericht): void => {
  if (bericht.type === GEWIST) {
    wis(bericht.subject);
    return;
  }
  if (gehad.has(bericht.id)) return;
  const bestand = fs.openSync(BESTAND, 'a');
  const begin = fs.fstatSync(bestand).size;
  try {
    fs.writeFileSync(bestand, `${JSON.stringify(bericht)}\n`);
    fs.fsyncSync(bestand);
  } catch (fout) {
    fs.ftruncateSync(bestand, begin);
    throw fout;
  } finally {
    fs.closeSync(bestand);
  }
  gehad.add(bericht.id);
};
// --- einde bewaren ---

/**
 * Hier komt uw eigen werk. Gooit dit een fout, dan blijft het bericht bij de hub liggen en komt het opnieuw.
 * Bij `gewist` (GEWIST) wist u hier ook wat u ergens anders over deze zaak bewaart.
 */
const verwerk = (bericht: Bericht): void => bewaar(bericht);

const proxy = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((naam) => process.env[naam]);
if (proxy && process.env['NODE_USE_ENV_PROXY'] !== '1') {
  // Node gaat niet vanzelf langs een proxy. Een oudere Node moet het bij de start horen.
  if (typeof http.setGlobalProxyFromEnv === 'function') http.setGlobalProxyFromEnv();
  else zeg('er is een proxy ingesteld: start dit programma met NODE_USE_ENV_PROXY=1, op Node 24 of nieuwer');
}

/** Waarom een aanroep geen antwoord gaf: fetch verstopt dat in de oorzaak. */
const waarom = (fout: unknown): string => {
  const { cause } = fout as { readonly cause?: unknown };
  const oorzaak = cause instanceof Error ? cause : fout;
  return oorzaak instanceof Error ? `${oorzaak.name}: ${oorzaak.message}` : String(oorzaak);
};

/** Het antwoord, met zijn hele inhoud. */
const vraag = async (adres: string, opties: RequestInit) => {
  try {
    // De hub verwijst nooit door. Een aanmeldpagina van het netwerk wel, en die krijgt uw token niet.
    const eigen = { redirect: 'manual', signal: AbortSignal.timeout(40_000) } as const;
    const antwoord = await fetch(adres, { ...opties, ...eigen });
    return { antwoord, inhoud: await antwoord.text() };
  } catch (fout) {
    throw new Hapering(`${new URL(adres).hostname} is niet te bereiken of brak af (${waarom(fout)})`);
  }
};

/** `Retry-After` is een aantal seconden of een moment. */
const gevraagdePauze = ({ headers }: Response): number | undefined => {
  const waarde = headers.get('retry-after') ?? '';
  const seconden = /^\d+$/.test(waarde) ? Number(waarde) : (Date.parse(waarde) - Date.now()) / 1000;
  return Number.isNaN(seconden) ? undefined : seconden;
};

const alsJson = <T>(tekst: string, hapering: string, lees: (json: unknown) => T): T => {
  try {
    return lees(JSON.parse(tekst));
  } catch {
    throw new Hapering(`${hapering} (een proxy of aanmeldpagina?)`);
  }
};

/** Een token is kort geldig: haal er een met de naam en het wachtwoord die u van de gemeente kreeg (OAuth2). */
const haalToken = async (): Promise<string> => {
  const { TOKEN, TOKEN_URL = '' } = process.env;
  if (TOKEN !== undefined) return TOKEN;
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  for (const naam of ['CLIENT_ID', 'CLIENT_SECRET', 'SCOPE']) {
    if (process.env[naam]) body.set(naam.toLowerCase(), process.env[naam]);
  }
  const { antwoord, inhoud } = await vraag(TOKEN_URL, { method: 'POST', body });
  if ([400, 401, 403].includes(antwoord.status)) {
    const reden = `geen token: antwoord ${antwoord.status}. Controleer TOKEN_URL, CLIENT_ID en CLIENT_SECRET`;
    throw Object.assign(new Weigering(reden), { status: antwoord.status });
  }
  if (!antwoord.ok) {
    const seconden = gevraagdePauze(antwoord);
    throw Object.assign(new Hapering(`geen token: antwoord ${antwoord.status}`), { seconden });
  }
  return alsJson(inhoud, 'geen token: het antwoord is iets anders', (json) => {
    const { access_token } = json as { readonly access_token: unknown };
    if (typeof access_token !== 'string') throw new Error('geen token');
    return access_token;
  });
};

const vraagHub = async (pad: string, method: 'GET' | 'POST', token: string): Promise<string> => {
  const headers = { authorization: `Bearer ${token}` };
  const { antwoord, inhoud } = await vraag(`${HUB}/v1${pad}`, { method, headers });
  if (antwoord.ok) return inhoud;
  const { status } = antwoord;
  if (status === 408 || status === 429 || status >= 500) {
    const seconden = gevraagdePauze(antwoord);
    throw Object.assign(new Hapering(`de hub antwoordt ${status}`), { seconden });
  }
  if (!antwoord.headers.get('content-type')?.startsWith('application/problem+json')) {
    throw new Hapering(`antwoord ${status} komt niet van de hub (een proxy of aanmeldpagina?)`);
  }
  const leesUitleg = (json: unknown) => (json as { readonly detail: string }).detail;
  const uitleg = alsJson(inhoud, `antwoord ${status} is niet te lezen`, leesUitleg);
  const reden = `de hub antwoordt ${status}: ${uitleg} ${RAAD[status] ?? ''}`.trimEnd();
  throw Object.assign(new Weigering(reden), { status });
};

const leesLijst = (json: unknown) => {
  const lijst = json as { readonly berichten: readonly Bericht[]; readonly na: string };
  const isBericht = ({ id, subject }: Bericht) => typeof id === 'string' && typeof subject === 'string';
  if (!lijst.berichten.every(isBericht)) throw new Error('geen berichten');
  return lijst;
};

/** Wat er klaarligt. Lukte er iets niet, dan ook wat daarachter ligt, tot er niets nieuws meer komt. */
async function* haalBerichten(token: string, mislukt: ReadonlySet<string>) {
  const gezien = new Set<string>();
  for (let verder = `wacht=${WACHT}`; ; ) {
    const inhoud = await vraagHub(`/berichten?${verder}`, 'GET', token);
    const { berichten, na } = alsJson(inhoud, 'het antwoord is geen lijst van berichten', leesLijst);
    const nieuw = berichten.filter(({ id }) => !gezien.has(id));
    for (const { id } of nieuw) gezien.add(id);
    yield* nieuw;
    if (nieuw.length === 0 || mislukt.size === 0) return;
    verder = `wacht=0&na=${na}`;
  }
}

/** Haalt op wat er klaarligt. Zegt hoeveel er kwamen, en hoeveel er niet lukten. */
const ronde = async (token: string): Promise<{ readonly aantal: number; readonly mislukt: number }> => {
  let aantal = 0;
  const mislukt = new Set<string>();
  for await (const bericht of haalBerichten(token, mislukt)) {
    aantal += 1;
    // Berichten van één zaak staan op volgorde: na een fout wachten de volgende van die zaak ook.
    if (mislukt.has(bericht.subject)) continue;
    try {
      verwerk(bericht);
    } catch (fout) {
      const { code, name } = fout as NodeJS.ErrnoException;
      zeg(`bericht ${bericht.id} is niet verwerkt (${code ?? name})`);
      mislukt.add(bericht.subject);
      continue;
    }
    try {
      // Pas bevestigen als het bij u vastligt.
      await vraagHub(`/berichten/${bericht.id}/_bevestig`, 'POST', token);
    } catch (fout) {
      if (!(fout instanceof Weigering) || fout.status === 401 || fout.status === 403) throw fout;
      zeg(`bericht ${bericht.id} is niet bevestigd: ${fout.message}`);
      mislukt.add(bericht.subject);
    }
  }
  return { aantal, mislukt: mislukt.size };
};

let pogingen = 0;

/** Steeds langer, of zo lang als de hub vraagt, tot hoogstens een uur. */
const pauzeer = async (reden: string, gevraagd?: number): Promise<void> => {
  const seconden =
    gevraagd === undefined ? Math.min(LANGSTE_PAUZE_S, 2 ** pogingen) : Math.min(Math.max(1, gevraagd), 3600);
  pogingen += 1;
  zeg(`${reden}; opnieuw over ${Math.round(seconden)} seconden`);
  await pauze(seconden * 1000);
};

const zelfGegeven = process.env['TOKEN'] !== undefined;
let token: { readonly waarde: string; readonly sinds: number } | undefined;
for (;;) {
  try {
    token ??= { waarde: await haalToken(), sinds: Date.now() };
    const { aantal, mislukt } = await ronde(token.waarde);
    pogingen = 0;
    if (STOP_ALS_LEEG && (aantal === 0 || mislukt > 0)) process.exit(mislukt > 0 ? 1 : 0);
    if (mislukt > 0) await pauze(60_000);
  } catch (fout) {
    if (fout instanceof Hapering) await pauzeer(fout.message, fout.seconden);
    else if (fout instanceof Weigering) {
      // Een token dat al even werkte is verlopen: daar is een nieuw voor.
      const werkte = token !== undefined && Date.now() - token.sinds > 60_000;
      const isVerlopen = fout.status === 401 && !zelfGegeven && werkte;
      token = undefined;
      if ((STOP_ALS_LEEG && !isVerlopen) || (fout.status === 401 && zelfGegeven)) {
        zeg(fout.message);
        process.exit(1);
      }
      if (!isVerlopen) await pauzeer(fout.message);
    } else throw fout;
  }
}
