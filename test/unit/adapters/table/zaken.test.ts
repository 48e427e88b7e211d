import { describe, expect, it } from 'vitest';
import { createZaken } from '../../../../adapters/table/zaken.ts';
import { type Bsn, Gemeentecode, Vnummer } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { GENNEP, koppeling } from '../../domain/support.ts';
import { BSN, inbound, koppelingBericht, OTHER_BSN } from '../../functions/berichten.ts';
import { hubInMemory } from '../../functions/hub-in-memory.ts';

const KNOWN = Vnummer.parse('2798163871');
const TAKEN_UP = Vnummer.parse('2712504443');
const UNKNOWN = Vnummer.parse('2795000014');
const DEN_BOSCH = Gemeentecode.parse('0796');

/** A hub that knows a person of Gennep, and another zaak that turned out to be of the same person. */
const hubWithPerson = async () => {
  const hub = hubInMemory(() => ({}));
  await hub.process([
    koppelingBericht(koppeling({ koppelingId: 'TVS-1' }, { vNummer: KNOWN, bsn: BSN })),
    koppelingBericht(koppeling({ koppelingId: 'TVS-2' }, { vNummer: TAKEN_UP })),
  ]);
  const { zaakId } = hub.pseudonyms;
  const data = { zaakId: zaakId(KNOWN), reden: 'Dubbel aangemeld', zelfdePersoon: zaakId(TAKEN_UP) };
  const same: InboundBericht = inbound(
    'nl.inburgeringszaken.feit.hersteld.v1',
    '2025-09-05T08:00:00Z',
    data,
    'gemeente-0907',
  );
  await hub.process([same]);
  return hub;
};

/** What a search asks of the table, by the name of the call, and how many zaken it finds. */
const searchIn = async (
  { table, pseudonyms }: Awaited<ReturnType<typeof hubWithPerson>>,
  query: { readonly vNummer: Vnummer } | { readonly bsn: Bsn },
  gemeentecode: Gemeentecode,
) => {
  const calls: string[] = [];
  const counting = new Proxy(table, {
    get: (target, name, receiver) => {
      const found: unknown = Reflect.get(target, name, receiver);
      if (typeof found === 'function') calls.push(String(name));
      return found;
    },
  });
  const found = await createZaken(counting, pseudonyms).findZaak(query, gemeentecode);
  return { calls, found: found.length };
};

describe('a search for a person', () => {
  it('asks the same of the table whether the hub knows nobody of that V-nummer, or another gemeente has the zaak', async () => {
    const hub = await hubWithPerson();
    const nobody = await searchIn(hub, { vNummer: UNKNOWN }, DEN_BOSCH);
    const ofAnother = await searchIn(hub, { vNummer: KNOWN }, DEN_BOSCH);
    const takenUp = await searchIn(hub, { vNummer: TAKEN_UP }, DEN_BOSCH);
    const own = await searchIn(hub, { vNummer: KNOWN }, GENNEP);
    expect([nobody.found, ofAnother.found, takenUp.found, own.found]).toEqual([0, 0, 0, 1]);
    expect([ofAnother.calls, takenUp.calls, own.calls]).toEqual([nobody.calls, nobody.calls, nobody.calls]);
    expect(nobody.calls).toEqual(['read', 'partition', 'partition', 'partition']);
  });

  it('does so by BSN too', async () => {
    const hub = await hubWithPerson();
    const nobody = await searchIn(hub, { bsn: OTHER_BSN }, DEN_BOSCH);
    const ofAnother = await searchIn(hub, { bsn: BSN }, DEN_BOSCH);
    const own = await searchIn(hub, { bsn: BSN }, GENNEP);
    expect([nobody.found, ofAnother.found, own.found]).toEqual([0, 0, 1]);
    expect([ofAnother.calls, own.calls]).toEqual([nobody.calls, nobody.calls]);
    expect(nobody.calls).toEqual(['partition', 'partition', 'partition', 'partition']);
  });
});

describe('what is still to be sent', () => {
  it('counts for a gemeente the commits of which its own receivers are to hear', async () => {
    const { zaken, table, pseudonyms } = await hubWithPerson();
    const [first] = await table.partition(`ZAAK#${pseudonyms.zaakId(KNOWN)}`, 'COMMIT#');
    if (first === undefined) throw new Error('no commit');
    expect(await zaken.nogTeVersturen(GENNEP)).toBe(0);
    await table.write([{ ...first, status: 'UITGAAND', sinds: '2025-09-05T08:00:00Z' }]);
    expect(await zaken.nogTeVersturen()).toBe(1);
    expect(await zaken.nogTeVersturen(GENNEP)).toBe(1);
    expect(await zaken.nogTeVersturen(DEN_BOSCH)).toBe(0);
  });
});
