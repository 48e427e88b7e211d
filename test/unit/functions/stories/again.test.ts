import { describe, expect, it } from 'vitest';
import { bsnOf, isDuoStep, type Step } from '../../../../client/scenario/parse.ts';
import { Bsn, Vnummer } from '../../../../contracts/base-types.ts';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import type { InboundType } from '../../../../contracts/event-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { receivedBy, stateOf } from '../../../faults/outcomes.ts';
import { scenario } from '../../../hub/test-hub.ts';
import { inbound, notificatieBericht } from '../berichten.ts';
import { duoWithPips } from '../duo-pips.ts';
import { type HubInMemory, hubInMemory } from '../hub-in-memory.ts';

/** Every message of a scenario, of each source and each partner, that a queue gives once more. */

const STEPS = scenario('van-koppeling-tot-pip.jsonl');

const senderOf = (van: string): string => (/-\d{4}$|^(coa|brp)$/.test(van) ? van : `${van}-0907`);

/** The message of a step as it lies on the queue of a function. */
const berichtOf = ({ pseudonyms }: HubInMemory, step: Step): InboundBericht => {
  if (isDuoStep(step)) {
    const { gebeurtenisId, registratieDatumTijd, bsn, vNummer } = step.notificatie;
    const keys = { bsn: Bsn.parse(bsn), vNummer: Vnummer.parse(String(vNummer)) };
    return notificatieBericht(String(gebeurtenisId), keys, String(registratieDatumTijd));
  }
  const { id, source, type, time, data } = step.bericht;
  const { zaak = {} } = step;
  const about = 'vNummer' in zaak ? { zaakId: pseudonyms.zaakId(Vnummer.parse(zaak.vNummer)) } : {};
  const sender = senderOf(step.van);
  const bericht = inbound(type as InboundType, String(time), { ...about, ...(data as object) }, sender);
  return { ...bericht, berichtId: String(id), bron: String(source) };
};

describe('a household from koppeling to PIP', () => {
  it('is the same when each message about it comes again: what is written down, what partners got and what DUO was told', async () => {
    const answers = new Map<string, DuoResponses>();
    const duoPip = duoWithPips();
    const hub = hubInMemory((bsn) => answers.get(bsn) ?? {}, { duoPip, begin: '2026-07-01T10:00:00Z' });
    const told = STEPS.map((step) => ({ step, bericht: berichtOf(hub, step) }));
    const tellAll = async (): Promise<void> => {
      for (const { step, bericht } of told) {
        const bsn = isDuoStep(step) ? bsnOf(step) : undefined;
        if (bsn !== undefined && isDuoStep(step))
          answers.set(bsn, { ...answers.get(bsn), ...(step.duo as DuoResponses | undefined) });
        await hub.process([bericht]);
      }
    };
    const seen = () => ({
      stored: stateOf(hub.table).toSorted(),
      received: receivedBy(hub.queues),
      toldToDuo: [...duoPip.told],
      contacts: [...duoPip.contacts],
      linked: [...duoPip.linked],
    });
    await tellAll();
    const once = seen();
    const statuses = told.map(
      async ({ bericht }) => (await hub.ontvangsten.read(bericht.ontvangstId))?.status,
    );
    expect(new Set(await Promise.all(statuses))).toEqual(new Set(['verwerkt']));
    // A PIP and an aanbod of each adult, and who directs both.
    expect([once.toldToDuo.length, once.contacts.length, once.linked.length]).toEqual([4, 1, 2]);
    await tellAll();
    expect(seen()).toEqual(once);
  });
});
