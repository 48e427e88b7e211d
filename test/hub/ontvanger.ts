import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import * as https from 'node:https';

/** A receiver of webhooks that can do everything wrong. */

/** One request as it came in, its body to the byte. */
export interface Ontvangen {
  readonly methode: string;
  readonly pad: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly op: number;
}

export interface GewoonAntwoord {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What no well-behaved server does. */
export const WANGEDRAG = [
  'hangt',
  'verbreekt',
  'belooft te veel',
  'belooft te weinig',
  'belooft twee lengtes',
  'druppelt',
  'houdt niet op',
  'spreekt geen http',
  'wisselt van protocol',
  'stuurt eindeloze headers',
] as const;
export type Wangedrag = (typeof WANGEDRAG)[number];
export type Gedrag = GewoonAntwoord | Wangedrag;

const ruw = (antwoord: ServerResponse, tekst: string): void => {
  antwoord.socket?.write(tekst);
};

const misdraag: Readonly<Record<Wangedrag, (antwoord: ServerResponse) => void>> = {
  hangt: () => undefined,
  verbreekt: (antwoord) => antwoord.socket?.destroy(),
  'belooft te veel': (antwoord) => {
    ruw(antwoord, 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nkort');
    antwoord.socket?.end();
  },
  'belooft te weinig': (antwoord) => {
    ruw(antwoord, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nveel langer dan twee');
  },
  'belooft twee lengtes': (antwoord) => {
    ruw(antwoord, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\nkort!');
  },
  druppelt: (antwoord) => {
    antwoord.writeHead(200, { 'content-type': 'text/plain' });
    const tik = setInterval(() => antwoord.write('.'), 20);
    antwoord.on('close', () => clearInterval(tik));
  },
  'houdt niet op': (antwoord) => {
    antwoord.writeHead(200, { 'content-type': 'text/plain' });
    const blok = Buffer.alloc(32 * 1024, 46);
    const vul = (): void => {
      while (!antwoord.destroyed && antwoord.write(blok));
    };
    antwoord.on('drain', vul);
    vul();
  },
  'spreekt geen http': (antwoord) => {
    ruw(antwoord, 'GOEDEMIDDAG\r\n\r\n');
    antwoord.socket?.end();
  },
  'wisselt van protocol': (antwoord) => {
    ruw(antwoord, 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: anders\r\nConnection: Upgrade\r\n\r\n');
  },
  'stuurt eindeloze headers': (antwoord) => {
    ruw(antwoord, `HTTP/1.1 200 OK\r\n${'X-Vulling: aaaaaaaaaaaaaaaa\r\n'.repeat(4000)}`);
  },
};

/** A receiver that wants everything: it gives its consent when asked, and thanks for each message. */
export const gewillig = ({ methode, headers }: Ontvangen): Gedrag =>
  methode === 'OPTIONS'
    ? {
        status: 200,
        headers: {
          allow: 'POST, OPTIONS',
          'webhook-allowed-origin': headers['webhook-request-origin'] ?? '',
          'webhook-allowed-rate': '*',
        },
      }
    : { status: 204 };

export interface Ontvanger {
  readonly url: string;
  readonly poort: number;
  /** Everything that came in, in order. */
  readonly ontvangen: readonly Ontvangen[];
  /** Number of connections that were made. */
  readonly verbindingen: () => number;
  /** What it does from now on. */
  doe(gedrag: (verzoek: Ontvangen) => Gedrag): void;
  stop(): Promise<void>;
}

const leesBody = async (verzoek: IncomingMessage): Promise<Buffer> => {
  const delen: Buffer[] = [];
  for await (const deel of verzoek) delen.push(deel as Buffer);
  return Buffer.concat(delen);
};

/** Starts one on loopback, on this port or any; with `tls` it speaks https. */
export const startOntvanger = async (tls?: https.ServerOptions, poort = 0): Promise<Ontvanger> => {
  const ontvangen: Ontvangen[] = [];
  let gedrag: (verzoek: Ontvangen) => Gedrag = gewillig;
  let verbindingen = 0;
  const antwoord: RequestListener = async (verzoek, terug) => {
    const gezien: Ontvangen = {
      methode: verzoek.method ?? '',
      pad: verzoek.url ?? '',
      headers: Object.fromEntries(
        Object.entries(verzoek.headers).map(([naam, waarde]) => [naam, String(waarde)]),
      ),
      body: await leesBody(verzoek),
      op: Date.now(),
    };
    ontvangen.push(gezien);
    const keuze = gedrag(gezien);
    if (typeof keuze === 'string') misdraag[keuze](terug);
    else terug.writeHead(keuze.status, { ...keuze.headers }).end(keuze.body);
  };
  const server = tls === undefined ? createServer(antwoord) : https.createServer(tls, antwoord);
  server.on('connection', () => {
    verbindingen += 1;
  });
  server.listen(poort, '127.0.0.1');
  await once(server, 'listening');
  const adres = server.address();
  if (typeof adres !== 'object' || adres === null) throw new Error('geen adres');
  return {
    poort: adres.port,
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${adres.port}`,
    ontvangen,
    verbindingen: () => verbindingen,
    doe: (nieuw) => {
      gedrag = nieuw;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
