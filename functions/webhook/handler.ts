import { setTimeout as pauze } from 'node:timers/promises';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { maakBezorgwachtrij } from '../../adapters/bezorgwachtrij.ts';
import { maakKanalen } from '../../adapters/kanalen.ts';
import { maakPartnerwachtrijen } from '../../adapters/partnerwachtrijen.ts';
import { maakBanen } from '../../adapters/post/banen.ts';
import { maakFeeds } from '../../adapters/post/feeds.ts';
import { maakHerleveringen } from '../../adapters/post/herleveringen.ts';
import { maakPostvak } from '../../adapters/post/postvak.ts';
import { haalGeheim } from '../../adapters/pseudoniemen.ts';
import { maakTabel } from '../../adapters/tabel.ts';
import { maakNaslag } from '../../adapters/uitgaand/naslag.ts';
import { maakToegangstokens } from '../../adapters/uitgaand/oauth2.ts';
import { maakVerzender } from '../../adapters/uitgaand/verzender.ts';
import { maakVersleuteling } from '../../adapters/versleuteling.ts';
import { leesCertificaat } from '../gedeeld/certificaat.ts';
import { eenmalig } from '../gedeeld/eenmalig.ts';
import { leesOmgeving } from '../gedeeld/omgeving.ts';
import { maakWaarnemen, perAanroep } from '../gedeeld/waarnemen.ts';
import type { WebhookAfhankelijkheden } from './afhankelijkheden.ts';
import { verwerkHerlevering } from './herlevering.ts';
import { verwerkOpdrachten } from './verwerk.ts';

const omgeving = leesOmgeving(
  z.object({
    TABEL_NAAM: z.string().min(1),
    BUS_NAAM: z.string().min(1),
    BEZORGING_WACHTRIJ_URL: z.url(),
    WEBHOOK_GEHEIM_ID: z.string().min(1),
    WEBHOOK_CERTIFICAAT_GEHEIM_ID: z.string().optional(),
    HUB_BASIS_URL: z.url(),
    LOOPBACK_TOEGESTAAN: z.literal('ja').optional(),
  }),
);

const waarnemen = maakWaarnemen('webhook');

// A warning is rare: what publishes it is loaded when there is one.
const bus = eenmalig(async () => {
  const { maakBus } = await import('../../adapters/bus.ts');
  return maakBus(omgeving.BUS_NAAM);
});

const bezorger = eenmalig(async (): Promise<WebhookAfhankelijkheden> => {
  const tabel = maakTabel(omgeving.TABEL_NAAM);
  const certificaatId = omgeving.WEBHOOK_CERTIFICAAT_GEHEIM_ID;
  const [geheim, certificaat] = await Promise.all([
    haalGeheim(omgeving.WEBHOOK_GEHEIM_ID),
    certificaatId === undefined ? undefined : haalGeheim(certificaatId).then(leesCertificaat),
  ]);
  const verzender = maakVerzender({
    loopbackToegestaan: omgeving.LOOPBACK_TOEGESTAAN === 'ja',
    resolve: maakNaslag(),
    ...(certificaat === undefined ? {} : { certificaat }),
  });
  const nu = (): Date => new Date();
  const postvak = maakPostvak(tabel);
  const kanalen = maakKanalen(tabel);
  const feeds = maakFeeds(tabel);
  const bezorging = maakBezorgwachtrij(omgeving.BEZORGING_WACHTRIJ_URL);
  const herlevering = { herleveringen: maakHerleveringen(tabel), postvak, kanalen, feeds, bezorging, nu };
  return {
    postvak,
    banen: maakBanen(tabel),
    kanalen,
    feeds,
    bezorgwachtrij: bezorging,
    partnerwachtrijen: maakPartnerwachtrijen(omgeving.BEZORGING_WACHTRIJ_URL, (partner, oorzaak) =>
      waarnemen.fout('partnerbericht niet verstuurd', { partner, oorzaak }),
    ),
    verzender,
    tokens: maakToegangstokens(verzender),
    versleuteling: maakVersleuteling(geheim),
    bus: { meldGewaarschuwd: async (melding) => (await bus()).meldGewaarschuwd(melding) },
    waarnemen,
    herlever: ({ herleveringId }, resterend) => verwerkHerlevering(herlevering, herleveringId, resterend),
    herkomst: new URL(omgeving.HUB_BASIS_URL).hostname,
    nu,
    toeval: Math.random,
    pauze: (ms) => pauze(ms),
  };
});

/** Wiring of functions/webhook: see README.md. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(perAanroep(waarnemen))
  .handler(async (event, context) =>
    verwerkOpdrachten(await bezorger(), event, () => context.getRemainingTimeInMillis()),
  );
