import type { APIGatewayProxyResult } from 'aws-lambda';
import {
  type CryptoKey,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { z } from 'zod';
import { maakBoeken } from '../../../adapters/boeken.ts';
import { type Kanalen, maakKanalen } from '../../../adapters/kanalen.ts';
import { maakFeeds } from '../../../adapters/post/feeds.ts';
import { maakHerleveringen } from '../../../adapters/post/herleveringen.ts';
import { maakPostvak, type Postvak } from '../../../adapters/post/postvak.ts';
import { maakPseudoniemen } from '../../../adapters/pseudoniemen.ts';
import { controleerAdres } from '../../../adapters/uitgaand/adres.ts';
import { maakVersleuteling, type Versleuteling } from '../../../adapters/versleuteling.ts';
import type { Ontvangst, Tijdlijn, Zaak } from '../../../contracts/api.ts';
import type { Bezorgopdracht } from '../../../contracts/bezorging.ts';
import type { InkomendBericht } from '../../../contracts/intern.ts';
import type { Partnerbericht } from '../../../contracts/partnerberichten.ts';
import { ProbleemFout } from '../../../contracts/probleem.ts';
import { SCOPES } from '../../../domain/organisaties.ts';
import type { Afhankelijkheden } from '../../../functions/api/afhankelijkheden.ts';
import { maakApi } from '../../../functions/api/api.ts';
import { maakTokencontrole } from '../../../functions/api/token.ts';
import { STANDAARD } from '../../../infra/omgevingen/standaard.ts';
import { geheugenTabel } from '../../unit/functies/hub-in-geheugen.ts';
import { alsEvent, context } from './gateway-event.ts';
import { toetsAanOpenapi } from './openapi-antwoord.ts';

/** The API with everything outside it in memory. Every answer is also checked against openapi.json. */

export const UITGEVER = 'https://tokens.hub.example.nl';
export const PUBLIEK = 'inburgeringshub';

/** Under which the ids and digests of this API are made. */
export const GEHEIM = 'een geheim voor de test, lang genoeg';

const sleutelpaar = await generateKeyPair('ES256', { extractable: true });
const publiek = { ...(await exportJWK(sleutelpaar.publicKey)), kid: 'test', alg: 'ES256' };
export const prive = sleutelpaar.privateKey;

export interface Tokenwens {
  readonly organisatie?: string;
  readonly scopes?: readonly string[];
  readonly claims?: JWTPayload;
  readonly uitgever?: string;
  readonly publiek?: string;
  readonly verloopt?: string;
  readonly sleutel?: CryptoKey;
}

export const maakToken = (wens: Tokenwens = {}): Promise<string> =>
  new SignJWT({ scope: (wens.scopes ?? SCOPES).join(' '), ...wens.claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'test' })
    .setSubject(wens.organisatie ?? 'coa')
    .setIssuer(wens.uitgever ?? UITGEVER)
    .setAudience(wens.publiek ?? PUBLIEK)
    .setIssuedAt()
    .setExpirationTime(wens.verloopt ?? '5m')
    .sign(wens.sleutel ?? prive);

/** What the fake outside world holds, for a test to fill and to look at. */
export interface Wereld {
  /** Where the postvak, the doors and what was asked of them are really kept, in memory. */
  readonly tabel: ReturnType<typeof geheugenTabel>;
  readonly postvak: Postvak;
  readonly kanalen: Kanalen;
  /** What was offered to the delivery queue. */
  readonly opdrachten: Bezorgopdracht[];
  readonly versleuteling: Versleuteling;
  /** What DNS says; any other name does not exist. */
  readonly dns: Map<string, readonly string[]>;
  readonly klok: Proefklok;
  readonly ontvangsten: Map<string, { bericht: InkomendBericht; ontvangst: Ontvangst }>;
  readonly opBus: InkomendBericht[];
  readonly zaken: Map<string, { zaak: Zaak; tijdlijn: Tijdlijn; sleutels: readonly string[] }>;
  readonly post: { gemeentecode: string; partner: string; bericht: Partnerbericht }[];
  readonly log: { regel: string; gegevens: Readonly<Record<string, unknown>> }[];
  /** Sources of which the API wrote down that they were heard. */
  gehoord: string[];
  /** What the API counted: metric, source, number. */
  gemeten: [string, string, number][];
  /** Set to make the store, the bus or the keeping of sources fail. */
  storing?: { opslag?: Error; bus?: Error; bronnen?: Error; bezorging?: Error };
}

/** A clock that stands still, except when somebody waits. */
export class Proefklok {
  #nu = Date.parse('2025-06-20T08:32:00.000Z');
  /** What happens while somebody waits, before the time has passed. */
  tijdensPauze: () => void | Promise<void> = () => undefined;

  nu(): Date {
    return new Date(this.#nu);
  }

  verder(ms: number): void {
    this.#nu += ms;
  }

  async pauze(ms: number): Promise<void> {
    await this.tijdensPauze();
    this.verder(ms);
  }
}

const nieuweWereld = (tabel = geheugenTabel()): Wereld => ({
  tabel,
  postvak: maakPostvak(tabel),
  kanalen: maakKanalen(tabel),
  opdrachten: [],
  versleuteling: maakVersleuteling('een geheim voor abonnementen, lang genoeg'),
  dns: new Map([
    ['partner.example.nl', ['8.8.8.8', '2001:4860:4860::8888']],
    ['login.partner.example.nl', ['8.8.4.4']],
    ['intern.partner.example.nl', ['8.8.8.8', '10.1.2.3']],
  ]),
  klok: new Proefklok(),
  ontvangsten: new Map(),
  opBus: [],
  zaken: new Map(),
  post: [],
  log: [],
  gehoord: [],
  gemeten: [],
});

const afhankelijkheden = (wereld: Wereld): Afhankelijkheden => {
  const pseudoniemen = maakPseudoniemen(GEHEIM);
  const werkend = (): void => {
    if (wereld.storing?.opslag !== undefined) throw wereld.storing.opslag;
  };
  const van = (status: Ontvangst['status']) =>
    [...wereld.ontvangsten.values()].filter(({ ontvangst }) => ontvangst.status === status).length;
  const schrijfOp = (regel: string, gegevens: Readonly<Record<string, unknown>>) =>
    wereld.log.push({ regel, gegevens });
  return {
    bronnen: {
      async gehoord(bron) {
        if (wereld.storing?.bronnen !== undefined) throw wereld.storing.bronnen;
        wereld.gehoord.push(bron);
      },
    },
    waarnemen: { telPer: (...meting) => wereld.gemeten.push(meting) },
    ontvangsten: {
      async neemAan(bericht, writtenDigest) {
        werkend();
        const bekend = wereld.ontvangsten.get(bericht.ontvangstId);
        if (bekend !== undefined)
          return [bericht.afdruk, writtenDigest].includes(bekend.bericht.afdruk)
            ? 'herhaald'
            : 'ander bericht';
        const { ontvangstId, type, organisatie } = bericht;
        const sinds = '2025-06-20T08:32:01.000Z';
        wereld.ontvangsten.set(ontvangstId, {
          bericht,
          ontvangst: { ontvangstId, status: 'ontvangen', type, organisatie, sinds },
        });
        return 'nieuw';
      },
      async lees(ontvangstId) {
        werkend();
        return wereld.ontvangsten.get(ontvangstId)?.ontvangst;
      },
      async lijst(status, na) {
        werkend();
        const alle = [...wereld.ontvangsten.values()].filter(({ ontvangst }) => ontvangst.status === status);
        const begin = Number(na ?? 0);
        return {
          ontvangsten: alle.slice(begin, begin + 2).map(({ ontvangst }) => ontvangst),
          ...(alle.length > begin + 2 ? { na: String(begin + 2) } : {}),
        };
      },
      async telOpen() {
        return { ontvangen: van('ontvangen'), wacht: van('wacht'), quarantaine: van('quarantaine') };
      },
      async heropnemen(ontvangstId) {
        const bekend = wereld.ontvangsten.get(ontvangstId);
        if (bekend === undefined || bekend.ontvangst.status === 'verwerkt') return undefined;
        bekend.ontvangst.status = 'ontvangen';
        return bekend.bericht;
      },
    },
    bus: {
      async biedAan(berichten) {
        if (wereld.storing?.bus !== undefined) throw wereld.storing.bus;
        wereld.opBus.push(...berichten);
      },
    },
    pseudoniemen,
    zaken: {
      async zoekZaak(vraag) {
        werkend();
        const sleutel = 'bsn' in vraag ? vraag.bsn : vraag.vNummer;
        return [...wereld.zaken.values()]
          .filter(({ sleutels }) => sleutels.includes(sleutel))
          .map(({ zaak: { zaakId, gemeentecode, status } }) => ({ zaakId, gemeentecode, status }));
      },
      zaakVoorGemeente: async (zaakId) => wereld.zaken.get(zaakId)?.zaak,
      tijdlijn: async (zaakId) => {
        const gevonden = wereld.zaken.get(zaakId);
        return gevonden && { ...gevonden.tijdlijn, gemeentecode: gevonden.zaak.gemeentecode };
      },
      nogTeVersturen: async () => 0,
    },
    post: {
      berichtenOver: async (zaakId, gemeentecode, partner) =>
        wereld.post
          .filter((stuk) => stuk.gemeentecode === gemeentecode && stuk.partner === partner)
          .map(({ bericht }) => bericht)
          .filter(({ data }) => data.zaakId === zaakId),
    },
    boeken: maakBoeken(wereld.tabel, {
      lees: async (ontvangstId) => wereld.ontvangsten.get(ontvangstId)?.ontvangst,
      telBladzij: async (status) => ({ aantal: van(status) }),
    }),
    postvak: wereld.postvak,
    kanalen: wereld.kanalen,
    feeds: maakFeeds(wereld.tabel),
    herleveringen: maakHerleveringen(wereld.tabel),
    bezorging: {
      async bied(aangeboden) {
        if (wereld.storing?.bezorging !== undefined) throw wereld.storing.bezorging;
        wereld.opdrachten.push(...aangeboden.map(({ opdracht }) => opdracht));
      },
    },
    versleuteling: wereld.versleuteling,
    controleerAdres: (adres) =>
      controleerAdres(adres, {
        loopbackToegestaan: false,
        resolve: async (naam) => wereld.dns.get(naam) ?? [],
      }),
    klok: wereld.klok,
    controleerToken: maakTokencontrole({
      uitgever: UITGEVER,
      publiek: PUBLIEK,
      sleutels: createLocalJWKSet({ keys: [publiek] }),
    }),
    logboek: { info: () => undefined, warn: schrijfOp, error: schrijfOp },
    basisUrl: 'https://hub.example.nl',
    gemeenten: STANDAARD.gemeenten,
  };
};

export interface Oproep {
  /** Organisation of the token; without it there is no token. */
  readonly als?: string;
  readonly scopes?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** A text goes as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly base64?: boolean;
}

export interface Uitkomst {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; undefined when there is none. */
  readonly inhoud: Readonly<Record<string, unknown>> | undefined;
  /** Where the faults are, in alphabetical order; empty when the answer names none. */
  readonly pointers: readonly string[];
}

const Fouten = z.object({ errors: z.array(ProbleemFout).default([]) });

const alsUitkomst = ({ statusCode, headers, body }: APIGatewayProxyResult): Uitkomst => {
  const inhoud = body === '' ? undefined : JSON.parse(body);
  return {
    status: statusCode,
    headers: Object.fromEntries(
      Object.entries(headers ?? {}).map(([naam, waarde]) => [naam.toLowerCase(), String(waarde)]),
    ),
    inhoud,
    pointers: Fouten.parse(inhoud ?? {})
      .errors.map(({ pointer }) => pointer)
      .toSorted(),
  };
};

/** A fresh API and the world around it. */
export const startApi = () => {
  const wereld = nieuweWereld();
  const api = maakApi(afhankelijkheden(wereld));
  const roep = async (methode: string, pad: string, oproep: Oproep = {}): Promise<Uitkomst> => {
    const token =
      oproep.als === undefined
        ? {}
        : {
            Authorization: `Bearer ${await maakToken({
              organisatie: oproep.als,
              ...(oproep.scopes === undefined ? {} : { scopes: oproep.scopes }),
            })}`,
          };
    const headers = { ...token, ...oproep.headers };
    const uitkomst = alsUitkomst(await api(alsEvent(methode, pad, headers, oproep), context));
    toetsAanOpenapi(methode, pad, uitkomst);
    return uitkomst;
  };
  const stuur = (als: string, bericht: unknown, extra: Oproep = {}) =>
    roep('POST', '/v1/gebeurtenissen', {
      als,
      body: bericht,
      ...extra,
      headers: { 'Content-Type': 'application/cloudevents+json', ...extra.headers },
    });
  const meld = (notificatie: unknown, extra: Oproep = {}) =>
    roep('POST', '/v1/notificaties', {
      als: 'duo',
      body: notificatie,
      ...extra,
      headers: {
        'Content-Type': 'application/json',
        bron: '00000099000000004000',
        doel: '00000099000000001000',
        berichtId: '0192f3a1-6c1e-7c55-8a3b-5f6f2c9e1d10',
        ...extra.headers,
      },
    });
  return { wereld, roep, stuur, meld };
};
