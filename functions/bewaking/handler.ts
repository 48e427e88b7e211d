import middy from '@middy/core';
import * as Duration from 'temporal-polyfill/fns/Duration';
import * as z from 'zod';
import { maakBus } from '../../adapters/bus.ts';
import { maakOntvangsten } from '../../adapters/ontvangsten.ts';
import { maakTabel } from '../../adapters/tabel.ts';
import { Gemeenten, leesOmgeving } from '../gedeeld/omgeving.ts';
import { maakWaarnemen, perAanroep } from '../gedeeld/waarnemen.ts';
import { bewaak, TAKEN } from './verwerk.ts';

const omgeving = leesOmgeving(
  z.object({
    TABEL_NAAM: z.string().min(1),
    BUS_NAAM: z.string().min(1),
    GEMEENTEN: Gemeenten,
    WACHT_ALARM_NA: z.string().transform((duur) => Duration.total(Duration.fromString(duur), 'milliseconds')),
  }),
);

const waarnemen = maakWaarnemen('bewaking');
const tabel = maakTabel(omgeving.TABEL_NAAM);
const vast = {
  tabel,
  ontvangsten: maakOntvangsten(tabel),
  bus: maakBus(omgeving.BUS_NAAM),
  waarnemen,
  wachtAlarmNaMs: omgeving.WACHT_ALARM_NA,
  gemeenten: omgeving.GEMEENTEN,
};

/** The rules of the clock say which task they are for. */
const Aanroep = z.object({ taak: z.enum(TAKEN) });

/** Wiring of functions/bewaking: see README.md. */
export const handler = middy<unknown, void>()
  .use(perAanroep(waarnemen))
  .handler((event) => bewaak({ ...vast, nu: new Date() }, Aanroep.parse(event).taak));
