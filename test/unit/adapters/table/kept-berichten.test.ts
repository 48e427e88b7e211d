import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createOfferAgain, type OfferAgain } from '../../../../adapters/table/offer-again.ts';
import { createOntvangsten, type Ontvangsten } from '../../../../adapters/table/ontvangsten.ts';
import { INBOUND_TYPES, isInboundType } from '../../../../contracts/event-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { examples } from '../../../contract/support/examples.ts';
import { inbound, notificatieBericht, V_NUMMER } from '../../functions/berichten.ts';

/** A stored message can be read back to be processed again: of every type, from every source. */

const BERICHTEN: readonly InboundBericht[] = [
  notificatieBericht('SS101', { vNummer: V_NUMMER }),
  ...examples.flatMap(({ type, to, fault, bericht }) =>
    isInboundType(type) && to === undefined && fault === undefined
      ? [
          inbound(
            type,
            '2025-09-05T08:00:00Z',
            z.looseObject({ data: z.record(z.string(), z.unknown()) }).parse(bericht).data,
          ),
        ]
      : [],
  ),
];

const WAYS: readonly (readonly [
  string,
  (ontvangsten: Ontvangsten & OfferAgain, bericht: InboundBericht) => Promise<unknown>,
])[] = [
  ['when what it waits for came', (ontvangsten, { ontvangstId }) => ontvangsten.wakeable(ontvangstId)],
  ['by hand', (ontvangsten, { ontvangstId }) => ontvangsten.heropnemen(ontvangstId)],
  [
    'when nobody processed it',
    async (ontvangsten, { ontvangstId }) => {
      const offer = await ontvangsten.toOfferAgain(ontvangstId);
      return offer === 'quarantaine' ? offer : offer?.bericht;
    },
  ],
  ['when another secret is made', (ontvangsten, { ontvangstId }) => ontvangsten.kept(ontvangstId)],
];

describe('a message that is not processed', () => {
  it('has an example of every type in this test', () => {
    expect(new Set(BERICHTEN.map(({ type }) => type)).size).toBe(INBOUND_TYPES.length + 1);
  });

  it.each(WAYS)('is read back as it was accepted: %s', async (_, read) => {
    const table = memoryTable();
    const ontvangsten = { ...createOntvangsten(table), ...createOfferAgain(table) };
    for (const bericht of BERICHTEN) {
      await ontvangsten.accept(bericht);
      expect([bericht.type, await read(ontvangsten, bericht)]).toEqual([bericht.type, bericht]);
    }
  });
});
