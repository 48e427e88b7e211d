import middy from '@middy/core';
import * as Duration from 'temporal-polyfill/fns/Duration';
import * as z from 'zod';
import { maakBezorgwachtrij } from '../../adapters/bezorgwachtrij.ts';
import { maakBus } from '../../adapters/bus.ts';
import { maakKanalen } from '../../adapters/kanalen.ts';
import { maakOntvangsten } from '../../adapters/ontvangsten.ts';
import { createPendingAnswers } from '../../adapters/pending-answers.ts';
import { maakBanen } from '../../adapters/post/banen.ts';
import { maakFeeds } from '../../adapters/post/feeds.ts';
import { maakHerleveringen } from '../../adapters/post/herleveringen.ts';
import { maakPostvak } from '../../adapters/post/postvak.ts';
import { maakTabel } from '../../adapters/tabel.ts';
import { gemeenteProfiel } from '../../domain/gemeenten/index.ts';
import { partnerAdres } from '../../domain/partners/address.ts';
import { Gemeenten, leesOmgeving } from '../gedeeld/omgeving.ts';
import { maakWaarnemen, perAanroep } from '../gedeeld/waarnemen.ts';
import { bewaak, TAKEN } from './verwerk.ts';

const omgeving = leesOmgeving(
  z.object({
    TABEL_NAAM: z.string().min(1),
    BUS_NAAM: z.string().min(1),
    BEZORGING_WACHTRIJ_URL: z.url(),
    GEMEENTEN: Gemeenten,
    WACHT_ALARM_NA: z.string().transform((duur) => Duration.total(Duration.fromString(duur), 'milliseconds')),
  }),
);

const waarnemen = maakWaarnemen('bewaking');
const tabel = maakTabel(omgeving.TABEL_NAAM);
const vast = {
  tabel,
  ontvangsten: maakOntvangsten(tabel),
  pendingAnswers: createPendingAnswers(tabel),
  bus: maakBus(omgeving.BUS_NAAM),
  waarnemen,
  wachtAlarmNaMs: omgeving.WACHT_ALARM_NA,
  gemeenten: omgeving.GEMEENTEN,
  postvak: maakPostvak(tabel),
  banen: maakBanen(tabel),
  kanalen: maakKanalen(tabel),
  feeds: maakFeeds(tabel),
  herleveringen: maakHerleveringen(tabel),
  bezorgwachtrij: maakBezorgwachtrij(omgeving.BEZORGING_WACHTRIJ_URL),
  // Also those whose time has ended: what they were sent is looked after as long as it is kept.
  partners: omgeving.GEMEENTEN.flatMap((gemeentecode) =>
    gemeenteProfiel(gemeentecode).partners.map(({ sleutel }) => partnerAdres(gemeentecode, sleutel)),
  ),
};

/** The rules of the clock say which task they are for. */
const Aanroep = z.object({ taak: z.enum(TAKEN) });

/** Wiring of functions/bewaking: see README.md. */
export const handler = middy<unknown, void>()
  .use(perAanroep(waarnemen))
  .handler((event) => bewaak({ ...vast, nu: new Date() }, Aanroep.parse(event).taak));
