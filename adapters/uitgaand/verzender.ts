import * as http from 'node:http';
import * as https from 'node:https';
import type { LookupFunction } from 'node:net';
import { rootCertificates, TLSSocket } from 'node:tls';
import type { PogingReden } from '../../contracts/post.ts';
import { type Adresregels, bereikVan, hostVan, isToegestaan, urlFouten } from './adres.ts';

/** One HTTP request to an address that a partner named. */

export interface Clientcertificaat {
  readonly cert: string;
  readonly key: string;
  readonly ca?: string | undefined;
}

export interface Verzoek {
  readonly methode: 'POST' | 'OPTIONS';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Show the hub's client certificate. */
  readonly mtls?: boolean;
  /** For everything together: name, connection, TLS, headers and body. */
  readonly tijdslimietMs?: number;
  /** Keep the body of the answer; otherwise it is thrown away. */
  readonly metBody?: boolean;
}

/** What a receiver did. There is no third way: whatever else it does is no answer. */
export type Antwoord =
  | {
      readonly soort: 'antwoord';
      readonly status: number;
      readonly headers: http.IncomingHttpHeaders;
      /** Absent when it is larger than any answer may be, or broke off. */
      readonly body?: string;
      readonly duurMs: number;
    }
  | {
      readonly soort: 'geen antwoord';
      readonly reden: Extract<
        PogingReden,
        'tijdslimiet' | 'verbinding' | 'adres-geweigerd' | 'certificaat' | 'geen-token'
      >;
      readonly duurMs: number;
    };
type ZonderDuur<Soort> = Soort extends unknown ? Omit<Soort, 'duurMs'> : never;
type Uitslag = ZonderDuur<Antwoord>;

export interface Verzender {
  /** Sends once and follows nothing. Does not throw for what a receiver does. */
  verstuur(verzoek: Verzoek): Promise<Antwoord>;
}

export interface VerzenderInstellingen extends Adresregels {
  readonly certificaat?: Clientcertificaat;
  /** Authorities to trust beside the public ones. */
  readonly ca?: string;
  readonly tijdslimietMs?: number;
}

/** Standard Webhooks: a receiver has 15 to 30 seconds. */
export const TIJDSLIMIET_MS = 20_000;
/** As much of an answer as is read at all. */
const GROOTSTE_ANTWOORD = 64 * 1024;
/** Connections that turned out to be closed already, before it is a failure. */
const MAX_VERLOPEN = 5;

class AdresGeweigerd extends Error {}

/**
 * The lookup of a connection is the check itself: what it gives is what is connected to, so that a name cannot change
 * its mind in between. A connection that is kept open was checked when it was made.
 */
const gecontroleerd =
  ({ loopbackToegestaan, resolve }: Adresregels): LookupFunction =>
  (host, opties, klaar) => {
    const naam = host.replace(/\.$/, '');
    const zoek = async () => {
      const bereik = bereikVan(naam, loopbackToegestaan);
      const adressen = await resolve(naam);
      if (adressen.length === 0) throw new Error('de naam heeft geen adres');
      if (!adressen.every((adres) => isToegestaan(adres, bereik))) throw new AdresGeweigerd();
      return adressen.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    };
    zoek().then(
      (adressen) => {
        const [eerste] = adressen;
        if (opties.all === true) klaar(null, adressen);
        else klaar(null, eerste?.address ?? '', eerste?.family);
      },
      (fout: Error) => klaar(fout, []),
    );
  };

const redenVan = (fout: unknown, verzoek: http.ClientRequest): Uitslag => {
  if (fout instanceof AdresGeweigerd) return { soort: 'geen antwoord', reden: 'adres-geweigerd' };
  const { socket } = verzoek;
  const reden = socket instanceof TLSSocket && socket.authorizationError ? 'certificaat' : 'verbinding';
  return { soort: 'geen antwoord', reden };
};

/** An answer as far as it is read: from its status on, nothing that happens to the rest changes it. */
const lees = (antwoord: http.IncomingMessage, metBody: boolean, klaar: (uitslag: Uitslag) => void): void => {
  const { statusCode: status = 0, headers } = antwoord;
  const delen: Buffer[] = [];
  let omvang = 0;
  antwoord.on('data', (deel: Buffer) => {
    omvang += deel.length;
    if (omvang > GROOTSTE_ANTWOORD) antwoord.destroy();
    else if (metBody) delen.push(deel);
  });
  const rondAf = () => {
    const heel = metBody && antwoord.complete && omvang <= GROOTSTE_ANTWOORD;
    const body = heel ? { body: Buffer.concat(delen).toString() } : {};
    klaar({ soort: 'antwoord', status, headers, ...body });
  };
  antwoord.on('end', rondAf);
  // Broken off, by the receiver, the size or the time.
  antwoord.on('error', rondAf);
  antwoord.on('close', rondAf);
};

/** Sends over one connection; undefined when that one had been closed by the receiver since it was last used. */
const eenmaal = (
  { url: adres, methode, headers, body, metBody = false }: Verzoek,
  agent: http.Agent,
  tijd: AbortSignal,
): Promise<Uitslag | undefined> =>
  new Promise((klaar) => {
    const url = new URL(adres);
    const verzoek = (url.protocol === 'https:' ? https : http).request({
      host: hostVan(url),
      port: url.port === '' ? undefined : url.port,
      path: `${url.pathname}${url.search}`,
      method: methode,
      headers: body === undefined ? headers : { ...headers, 'content-length': String(body.length) },
      agent,
      signal: tijd,
    });
    let beantwoord = false;
    verzoek.on('response', (antwoord) => {
      beantwoord = true;
      lees(antwoord, metBody, klaar);
    });
    verzoek.on('error', (fout) => {
      if (beantwoord) return;
      if (tijd.aborted) klaar({ soort: 'geen antwoord', reden: 'tijdslimiet' });
      else klaar(verzoek.reusedSocket ? undefined : redenVan(fout, verzoek));
    });
    // Whatever else ends a request, such as an answer that switches to another protocol.
    verzoek.on('close', () => {
      if (!beantwoord) klaar({ soort: 'geen antwoord', reden: 'verbinding' });
    });
    verzoek.end(body);
  });

const vertrouwt = (ca: string | undefined) => (ca === undefined ? {} : { ca: [...rootCertificates, ca] });

/** Requests to addresses of partners, over connections that are kept open for the next. */
export const maakVerzender = (instellingen: VerzenderInstellingen): Verzender => {
  const { certificaat, ca, loopbackToegestaan } = instellingen;
  const verbinding = { keepAlive: true, lookup: gecontroleerd(instellingen) };
  const tls = { ...verbinding, minVersion: 'TLSv1.2', ...vertrouwt(ca) } as const;
  const agenten = {
    open: new http.Agent(verbinding),
    gewoon: new https.Agent(tls),
    // Apart, so that a connection that showed the certificate serves nobody who did not ask for it.
    metCertificaat:
      certificaat === undefined
        ? undefined
        : new https.Agent({ ...tls, ...certificaat, ...vertrouwt(certificaat.ca ?? ca) }),
  };

  const agentVoor = ({ protocol }: URL, mtls: boolean): http.Agent | undefined => {
    if (protocol === 'http:') return agenten.open;
    return mtls ? agenten.metCertificaat : agenten.gewoon;
  };

  const stuur = async (verzoek: Verzoek, tijd: AbortSignal): Promise<Uitslag> => {
    // The rules may be stricter than at registration.
    if (!URL.canParse(verzoek.url) || urlFouten(new URL(verzoek.url), loopbackToegestaan).length > 0) {
      return { soort: 'geen antwoord', reden: 'adres-geweigerd' };
    }
    const agent = agentVoor(new URL(verzoek.url), verzoek.mtls ?? false);
    if (agent === undefined) return { soort: 'geen antwoord', reden: 'certificaat' };
    for (let keer = 0; keer < MAX_VERLOPEN; keer++) {
      const uitslag = await eenmaal(verzoek, agent, tijd);
      if (uitslag !== undefined) return uitslag;
    }
    return { soort: 'geen antwoord', reden: 'verbinding' };
  };

  return {
    async verstuur(verzoek) {
      const begin = performance.now();
      const afbreker = new AbortController();
      const limiet = verzoek.tijdslimietMs ?? instellingen.tijdslimietMs ?? TIJDSLIMIET_MS;
      const wekker = setTimeout(() => afbreker.abort(), limiet);
      try {
        const uitslag = await stuur(verzoek, afbreker.signal);
        return { ...uitslag, duurMs: Math.round(performance.now() - begin) };
      } finally {
        clearTimeout(wekker);
      }
    },
  };
};
