import middy from '@middy/core';
import type { ScheduledEvent } from 'aws-lambda';
import * as Duration from 'temporal-polyfill/fns/Duration';
import * as z from 'zod';
import { maakBus } from '../../adapters/bus.ts';
import { maakOntvangsten } from '../../adapters/ontvangsten.ts';
import { maakTabel } from '../../adapters/tabel.ts';
import { leesOmgeving } from '../gedeeld/omgeving.ts';
import { maakWaarnemen } from '../gedeeld/waarnemen.ts';
import { bewaak } from './verwerk.ts';

const omgeving = leesOmgeving(
  z.object({
    TABEL_NAAM: z.string().min(1),
    BUS_NAAM: z.string().min(1),
    WACHT_ALARM_NA: z.string().transform((duur) => Duration.total(Duration.fromString(duur), 'milliseconds')),
  }),
);

const waarnemen = maakWaarnemen();
const tabel = maakTabel(omgeving.TABEL_NAAM);
const vast = {
  tabel,
  ontvangsten: maakOntvangsten(tabel),
  bus: maakBus(omgeving.BUS_NAAM),
  waarnemen,
  wachtAlarmNaMs: omgeving.WACHT_ALARM_NA,
};

/** Wiring of functions/bewaking: see README.md. */
export const handler = middy<ScheduledEvent, void>().handler(() => bewaak({ ...vast, nu: new Date() }));
