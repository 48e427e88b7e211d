import { randomUUID } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import type { Bsn } from '../contracts/basistypen.ts';
import { DUO_VRAGEN, type DuoAntwoorden, type DuoVraag } from '../contracts/duo.ts';
import { type Fout, foutenVan } from '../contracts/fouten.ts';
import { onbekendeVelden } from '../contracts/onbekende-velden.ts';
import { readJson } from '../contracts/strict-json.ts';
import { HubFout } from '../domain/fouten.ts';

/** DUO's side of the interface: the hub asks, with the headers of DUO's OpenAPI files. */

/** Down, slow, or too busy: ask again later. */
const nietNu = (tekst: string): HubFout => new HubFout('later opnieuw', `DUO antwoordt niet: ${tekst}`);
/** DUO answered, but not in a way that asking again will change: quarantine, no guess. */
const onbruikbaar = (tekst: string): HubFout => new HubFout('quarantaine', `DUO: ${tekst}`);

/** What DUO answered, and how many members of it the contract does not know. */
export interface Bevraging {
  readonly antwoorden: DuoAntwoorden;
  readonly onbekendeVelden: number;
}

export interface Duo {
  /** Asks these questions about one person; a 404 leaves its answer out. */
  bevraag(bsn: Bsn, vragen: readonly DuoVraag[]): Promise<Bevraging>;
}

export interface DuoInstellingen {
  readonly basisUrl: string;
  /** OIN of the hub (`bron`) and of DUO (`doel`). */
  readonly hubOin: string;
  readonly duoOin: string;
  /** Client certificate for mutual TLS (PKIoverheid), PEM. */
  readonly certificaat?: { readonly cert: string; readonly key: string; readonly ca?: string };
  readonly tijdslimietMs?: number;
}

const GROOTSTE_ANTWOORD = 1024 * 1024;

interface Antwoord {
  readonly status: number;
  /** Absent when it is larger than any answer can be. */
  readonly body?: Buffer;
}

/** One GET without following redirects, with a limit on time and size. */
const haal = (url: URL, headers: Record<string, string>, agent: http.Agent, tijdslimietMs: number) =>
  new Promise<Antwoord>((resolve, reject) => {
    const verzoek = (url.protocol === 'https:' ? https : http).request(
      url,
      { headers, agent, signal: AbortSignal.timeout(tijdslimietMs) },
      (antwoord) => {
        const { statusCode: status = 0 } = antwoord;
        const delen: Buffer[] = [];
        let omvang = 0;
        antwoord.on('data', (deel: Buffer) => {
          omvang += deel.length;
          if (omvang <= GROOTSTE_ANTWOORD) {
            delen.push(deel);
          } else {
            resolve({ status });
            antwoord.destroy();
          }
        });
        antwoord.on('end', () => resolve({ status, body: Buffer.concat(delen) }));
        antwoord.on('error', reject);
      },
    );
    verzoek.on('error', reject);
    verzoek.end();
  });

/** Which answers may change when asked again; 401 is our own certificate or agreement, not this person. */
const isTijdelijk = (status: number): boolean => status >= 500 || [401, 408, 425, 429].includes(status);

/** What is wrong with an answer, by field; like every `Fout` without the value. The reason stays with the receipt. */
const isOngeldig = (vraag: DuoVraag, fouten: readonly Fout[]): HubFout =>
  onbruikbaar(
    `antwoord op ${vraag} is ongeldig: ${fouten.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`.trim()).join('; ')}`,
  );

const leesJson = (vraag: DuoVraag, body: Buffer | undefined): unknown => {
  if (body === undefined) throw onbruikbaar(`antwoord op ${vraag} is te groot`);
  const json = readJson(body);
  if (json.kind === 'unreadable') throw onbruikbaar(`antwoord op ${vraag} ${json.detail}`);
  if (json.faults.length > 0) throw isOngeldig(vraag, json.faults);
  return json.value;
};

export const maakDuo = (instellingen: DuoInstellingen): Duo => {
  const basis = new URL(instellingen.basisUrl);
  const agent =
    basis.protocol === 'https:'
      ? new https.Agent({ keepAlive: true, minVersion: 'TLSv1.2', ...instellingen.certificaat })
      : new http.Agent({ keepAlive: true });

  const stel = async (bsn: Bsn, vraag: DuoVraag): Promise<unknown> => {
    const url = new URL(`${basis.pathname.replace(/\/$/, '')}/personen/${bsn}/${vraag}`, basis);
    const headers = {
      accept: 'application/json',
      bron: instellingen.hubOin,
      doel: instellingen.duoOin,
      berichtId: randomUUID(),
    };
    let antwoord: Antwoord;
    try {
      antwoord = await haal(url, headers, agent, instellingen.tijdslimietMs ?? 10_000);
    } catch (fout) {
      throw nietNu(`${vraag}, ${fout instanceof Error ? fout.name : 'fout'}`);
    }
    if (antwoord.status === 200) return leesJson(vraag, antwoord.body);
    if (antwoord.status === 404) return undefined;
    if (isTijdelijk(antwoord.status)) throw nietNu(`${vraag}, status ${antwoord.status}`);
    throw onbruikbaar(`weigert ${vraag} met status ${antwoord.status}`);
  };

  return {
    async bevraag(bsn, vragen) {
      const paren = await Promise.all(vragen.map(async (vraag) => [vraag, await stel(bsn, vraag)] as const));
      let onbekend = 0;
      const antwoorden = paren.flatMap(([vraag, ruw]) => {
        if (ruw === undefined) return [];
        const gelezen = DUO_VRAGEN[vraag].safeParse(ruw);
        if (!gelezen.success) {
          throw isOngeldig(vraag, foutenVan(gelezen.error, ruw));
        }
        onbekend += onbekendeVelden(DUO_VRAGEN[vraag], ruw);
        return [[vraag, gelezen.data] as const];
      });
      return { antwoorden: Object.fromEntries(antwoorden), onbekendeVelden: onbekend };
    },
  };
};
