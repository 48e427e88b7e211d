import { Duration } from 'aws-cdk-lib';
import { type EventPattern, Match } from 'aws-cdk-lib/aws-events';
import { SOURCE_HUB, SOURCE_INBOUND, TYPE_ZAAK_UPDATED } from '../../../contracts/internal/bus-events.ts';
import {
  bindBus,
  bindDelivery,
  bindLogboek,
  bindPartnerKanalen,
  bindPostponement,
  bindTable,
} from '../../constructs/bindings.ts';
import type { Deliverer } from '../../constructs/deliverer.ts';
import { bindDuo } from '../../constructs/duo.ts';
import { createErasure } from '../../constructs/erasure.ts';
import { Processor } from '../../constructs/processor.ts';
import { BUS_RIGHTS, TABLE_RIGHTS } from '../../constructs/rights.ts';
import { HUB_SOURCE } from '../../names.ts';
import { bindPseudonyms, certificateKeys, type Hub } from './hub.ts';

/** How often a message is tried when its processing depends on the hub alone. */
const MAX_ATTEMPTS = 5;

/** How often a message is tried when DUO may be away. The function waits longer after each try. */
const MAX_ATTEMPTS_DUO = 1000;

/** Makes everything that takes messages from a queue of its own and works on zaken. */
export const createProcessors = (hub: Hub, deliverer: Deliverer) => ({
  coa: createSource(hub, 'Coa', 'coa', 'nl.tvs.', 'Verwerkt berichten van COA'),
  brp: createSource(hub, 'Brp', 'brp', 'nl.brp.', 'Verwerkt berichten van de BRP'),
  meldingen: createSource(
    hub,
    'Meldingen',
    'meldingen',
    'nl.inburgeringszaken.',
    'Verwerkt wat een gemeente of partner zelf meldt',
  ),
  duo: createDuo(hub),
  duomeldingen: createDuomeldingen(hub),
  partnerberichten: createPartnerberichten(hub, deliverer),
  wissen: createWissen(hub),
});

/** The messages of a source by how their type begins. */
const inbound = (prefix: string): EventPattern => ({
  source: [SOURCE_INBOUND],
  detailType: Match.prefix(prefix),
});

/** Makes the processor of the messages of one source. It may write on the timelines and publish on the bus. */
const createSource = (
  hub: Hub,
  id: string,
  name: 'coa' | 'brp' | 'duo' | 'meldingen',
  prefix: string,
  description: string,
  own: {
    readonly timeout?: Duration;
    readonly maxAttempts?: number;
    readonly maxAge?: Duration;
    readonly waitsForOthers?: true;
  } = {},
): Processor => {
  const { stack, context, data, table } = hub;
  const processor = new Processor(stack, id, {
    context,
    name,
    description,
    timeout: own.timeout ?? Duration.seconds(30),
    bus: data.bus,
    pattern: inbound(prefix),
    maxAttempts: own.maxAttempts ?? MAX_ATTEMPTS,
    maxAge: own.maxAge ?? Duration.minutes(15),
    ...(own.waitsForOthers && { waitsForOthers: true }),
  });
  bindTable(processor.fn, table, context.key, TABLE_RIGHTS[name]);
  bindBus(processor.fn, data.bus, BUS_RIGHTS[name]);
  bindPseudonyms(processor.fn, hub);
  return processor;
};

const createDuo = (hub: Hub): Processor => {
  const processor = createSource(hub, 'Duo', 'duo', 'nl.duo.', 'Haalt bij DUO op wat gemeld is', {
    timeout: Duration.seconds(60),
    maxAttempts: MAX_ATTEMPTS_DUO,
    maxAge: Duration.hours(4),
    waitsForOthers: true,
  });
  bindCallsToDuo(processor, hub);
  return processor;
};

/** Makes the function that tells DUO what a gemeente decided. It reaches timelines alone, and no secret but certificates. */
const createDuomeldingen = (hub: Hub): Processor => {
  const { stack, context, data, table } = hub;
  const processor = new Processor(stack, 'Duomeldingen', {
    context,
    name: 'duomeldingen',
    description: 'Meldt aan DUO wat een gemeente besloot',
    timeout: Duration.seconds(60),
    bus: data.bus,
    pattern: { source: [SOURCE_HUB], detailType: [TYPE_ZAAK_UPDATED], detail: { teMelden: [true] } },
    maxAttempts: MAX_ATTEMPTS_DUO,
    maxAge: Duration.hours(4),
    waitsForOthers: true,
  });
  bindTable(processor.fn, table, context.key, TABLE_RIGHTS.duomeldingen);
  bindBus(processor.fn, data.bus, BUS_RIGHTS.duomeldingen);
  bindCallsToDuo(processor, hub);
  return processor;
};

const bindCallsToDuo = (processor: Processor, hub: Hub): void =>
  bindDuo(processor, {
    parameters: hub.parameters,
    environment: hub.context.environment,
    certificateKeys: certificateKeys(hub),
  });

const createPartnerberichten = (
  { stack, context, data, table, baseUrl }: Hub,
  deliverer: Deliverer,
): Processor => {
  const processor = new Processor(stack, 'Partnerberichten', {
    context,
    name: 'partnerberichten',
    description: 'Stuurt elke partner wat hij van een zaak mag weten',
    // A message returns after six times this. FIFO queues drop a repetition within five minutes, so it is in time.
    timeout: Duration.seconds(45),
    bus: data.bus,
    pattern: { source: [SOURCE_HUB], detailType: [TYPE_ZAAK_UPDATED], detail: { teVersturen: [true] } },
    maxAttempts: MAX_ATTEMPTS,
    maxAge: Duration.minutes(15),
  });
  const { fn, queue } = processor;
  bindTable(fn, table, context.key, TABLE_RIGHTS.partnerberichten);
  bindPartnerKanalen(fn, queue, context.key);
  bindPostponement(fn, queue);
  bindDelivery(fn, deliverer.queue, context.key);
  fn.addEnvironment('HUB_BRON', HUB_SOURCE);
  fn.addEnvironment('HUB_BASIS_URL', baseUrl);
  return processor;
};

/** Makes the function that erases persons: the only one that may delete from the table. */
const createWissen = (hub: Hub): Processor => {
  const { stack, context, data, table } = hub;
  const erasure = createErasure(stack, context, data.bus);
  bindTable(erasure.fn, table, context.key, TABLE_RIGHTS.wissen);
  bindLogboek(erasure.fn, data.logboek, ['PutItem']);
  bindBus(erasure.fn, data.bus, BUS_RIGHTS.wissen);
  bindPseudonyms(erasure.fn, hub);
  return erasure;
};
