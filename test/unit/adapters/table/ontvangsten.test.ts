import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createOfferAgain } from '../../../../adapters/table/offer-again.ts';
import { createOntvangsten, type Settlement } from '../../../../adapters/table/ontvangsten.ts';
import { CONTRADICTING_NUMBERS } from '../../../../domain/persoonsnummers/persoonsnummers.ts';
import { GEWIST } from '../../../../domain/wissen/boundary.ts';
import { eraseDigests } from '../../../../functions/wissen/receipts.ts';
import { koppelingBericht } from '../../functions/berichten.ts';

it('counts the receipts of some senders, page by page, beside those of everybody', async () => {
  const table = memoryTable();
  await table.write(
    ['coa', 'gemeente-0907', 'taalschool-0907', 'gemeente-0796'].map((organisatie, number) => ({
      pk: `ONTVANGST#${number}`,
      sk: 'ONTVANGST',
      status: 'ONTVANGST#wacht',
      sinds: `2025-09-05T08:00:0${number}Z`,
      type: 'nl.tvs.koppeling.geregistreerd.v1',
      organisatie,
    })),
  );
  const ontvangsten = createOntvangsten(table);
  const senders = new Set(['gemeente-0907', 'taalschool-0907']);
  expect((await ontvangsten.countOpen()).wacht).toBe(4);
  expect(await ontvangsten.countOpen(senders)).toEqual({ ontvangen: 0, wacht: 2, quarantaine: 0 });
  const first = await ontvangsten.countPage('wacht', 2, undefined, senders);
  expect(first.aantal).toBe(1);
  const second = await ontvangsten.countPage('wacht', 2, first.na, senders);
  expect(second).toEqual({ aantal: 1 });
});

describe('a message that was processed', () => {
  const bericht = koppelingBericht();
  const settled = [{ bericht, settlement: { soort: 'verwerkt' } }] as const;
  const stored = async (table: ReturnType<typeof memoryTable>) =>
    table.read({ pk: `ONTVANGST#${bericht.ontvangstId}`, sk: 'ONTVANGST' });

  it('keeps its digest and no content, and stays as it is when it is settled twice', async () => {
    const table = memoryTable();
    const ontvangsten = createOntvangsten(table);
    await ontvangsten.accept(bericht);
    await ontvangsten.settle(settled);
    const item = await stored(table);
    expect(item).toMatchObject({ status: 'ONTVANGST#verwerkt', type: bericht.type, afdruk: bericht.afdruk });
    expect(item?.['inhoud']).toBeUndefined();
    await ontvangsten.settle([{ bericht, settlement: { soort: 'verwerkt', reden: 'nog eens' } }]);
    expect(await stored(table)).toEqual(item);
  });

  it.each(['before', 'after'])(
    'has no digest any more once its person is erased, %s it was settled, however late that is repeated',
    async (when) => {
      const table = memoryTable();
      const ontvangsten = createOntvangsten(table);
      await ontvangsten.accept(bericht);
      if (when === 'after') await ontvangsten.settle(settled);
      await eraseDigests(table, [bericht.ontvangstId]);
      await ontvangsten.settle(settled);
      const item = await stored(table);
      expect(item).toMatchObject({
        status: 'ONTVANGST#verwerkt',
        ...(when === 'after' && { reden: GEWIST }),
      });
      expect(item?.['afdruk']).toBeUndefined();
      expect(await ontvangsten.accept(bericht)).toBe('herhaald');
    },
  );

  it('has a receipt although the table that was put back lost it', async () => {
    const table = memoryTable();
    await createOntvangsten(table).settle(settled);
    expect(await stored(table)).toMatchObject({ status: 'ONTVANGST#verwerkt', afdruk: bericht.afdruk });
  });
});

const OUTDATED = 'bewaard bericht voldoet niet meer aan het contract';

/** A receipt of a message that an earlier contract allowed. */
const outdated = async (settlement?: Settlement) => {
  const table = memoryTable();
  const ontvangsten = createOntvangsten(table);
  const bericht = koppelingBericht();
  await ontvangsten.accept(bericht);
  if (settlement !== undefined) await ontvangsten.settle([{ bericht, settlement }]);
  const place = { pk: `ONTVANGST#${bericht.ontvangstId}`, sk: 'ONTVANGST' };
  const item = await table.read(place);
  await table.write([{ ...item, ...place, inhoud: '{"type":"nl.tvs.koppeling.geregistreerd.v1"}' }]);
  const withOffers = { ...ontvangsten, ...createOfferAgain(table) };
  return { table, ontvangsten: withOffers, ontvangstId: bericht.ontvangstId, place };
};

describe('a kept message that the contract does not allow any more', () => {
  const WAIT: Settlement = { soort: 'wacht', reden: 'wacht op het BSN' };
  const CONTRADICTION: Settlement = { soort: 'quarantaine', reden: CONTRADICTING_NUMBERS };
  it.each([
    ['when it is offered again', undefined, 'toOfferAgain'],
    ['when what it waits for came', WAIT, 'wakeable'],
    ['when what contradicted it was put right', CONTRADICTION, 'wakeable'],
    ['when somebody takes it up, as it came', undefined, 'heropnemen'],
    ['when somebody takes it up that waits', WAIT, 'heropnemen'],
    ['when somebody takes it up from quarantine', CONTRADICTION, 'heropnemen'],
  ] as const)('goes to quarantine, with that reason, %s', async (_, settlement, how) => {
    const { ontvangsten, ontvangstId } = await outdated(settlement);
    expect(await ontvangsten[how](ontvangstId)).toBe('quarantaine');
    expect(await ontvangsten.read(ontvangstId)).toMatchObject({ status: 'quarantaine', reden: OUTDATED });
    expect(await ontvangsten.toOfferAgain(ontvangstId)).toBeUndefined();
  });

  it('stays as it is when it was offered often enough: it is not even read', async () => {
    const { table, ontvangsten, ontvangstId, place } = await outdated();
    await table.change(place, { aanbiedingen: 3 }, ['ONTVANGST#ontvangen']);
    expect(await ontvangsten.toOfferAgain(ontvangstId)).toBeUndefined();
    expect(await ontvangsten.read(ontvangstId)).toMatchObject({ status: 'ontvangen' });
  });

  it('stays processed when another instance processed it meanwhile', async () => {
    const { table, ontvangsten, ontvangstId, place } = await outdated();
    const other = createOfferAgain({
      ...table,
      read: async (key) => {
        const item = await table.read(key);
        await table.change(place, { status: 'ONTVANGST#verwerkt' }, ['ONTVANGST#ontvangen']);
        return item;
      },
    });
    expect(await other.toOfferAgain(ontvangstId)).toBeUndefined();
    expect(await ontvangsten.read(ontvangstId)).toMatchObject({ status: 'verwerkt' });
  });
});
