import { describe, expect, it } from 'vitest';
import type { Key } from '../../../../adapters/table/table.ts';
import { sinceRunMs } from '../../../../adapters/table/task-runs.ts';
import { Bsn, Vnummer } from '../../../../contracts/base-types.ts';
import { gemeenteProfile } from '../../../../domain/gemeenten/index.ts';
import { countOntvangsten } from '../../../count.ts';
import { ADRES, GENNEP, koppeling } from '../../domain/support.ts';
import { inbound, koppelingBericht } from '../berichten.ts';
import { hubInMemory } from '../hub-in-memory.ts';

/**
 * The data that the hub erases by itself: a zaak whose term is over, and the content of messages about people whom nobody named.
 */

const HOUR_MS = 3_600_000;
const PROFILE = gemeenteProfile(GENNEP);
const { bewaartermijnen } = PROFILE;
const PERSON = { vNummer: Vnummer.parse('2795000007'), bsn: Bsn.parse('999910139') };
const OTHER = { vNummer: Vnummer.parse('2795000014'), bsn: Bsn.parse('999966133') };
const STRANGER = Bsn.parse('999910267');

const registered = (bsn: Bsn) =>
  inbound('nl.brp.persoon.ingeschreven.v1', '2025-08-13T08:00:00Z', {
    bsn,
    soort: 'verhuizing',
    gemeentecode: GENNEP,
    datumInschrijving: '2025-08-13',
    adres: ADRES,
    isCoaLocatie: false,
  });

const withdrawal = inbound('nl.tvs.koppeling.ingetrokken.v1', '2025-09-02T08:00:00Z', {
  koppelingId: 'TVS-2025-993909',
  versie: 2,
  gemeentecode: GENNEP,
  reden: 'ten onrechte',
});

const otherWithdrawal = inbound('nl.tvs.koppeling.ingetrokken.v1', '2025-09-02T08:00:00Z', {
  koppelingId: 'TVS-2',
  versie: 2,
  gemeentecode: GENNEP,
  reden: 'ten onrechte',
});

const linked = () => koppelingBericht(koppeling({}, PERSON));

describe('what is past its term', () => {
  it('is erased a while after the zaak ended, and an open zaak is not', async () => {
    const hub = hubInMemory(() => ({}));
    await hub.process([linked()]);
    const zaakId = hub.pseudonyms.zaakId(PERSON.vNummer);
    await hub.sweep('2045-01-01T10:00:00Z');
    expect(await hub.zaken.zaakForGemeente(zaakId, GENNEP)).toMatchObject({ status: 'actief' });
    await hub.process([withdrawal]);
    await hub.sweep('2025-12-01T10:00:00Z');
    expect(await hub.erasings.view(zaakId, GENNEP, hub.now())).toBeUndefined();
    await hub.sweep('2025-12-03T10:00:00Z');
    expect(await hub.erasings.view(zaakId, GENNEP, hub.now())).toMatchObject({
      reden: 'bewaartermijn-verstreken',
    });
    expect(JSON.stringify(hub.table.alles())).not.toContain(PERSON.vNummer);
  });

  it.each([
    ['by an old entry of a list', (zaakId: string) => ({ pk: `ZAAK#${zaakId}`, sk: 'BEWAREN', versie: 1 })],
    ['by what was put in that list elsewhere', (zaakId: string) => ({ pk: `FEED#${zaakId}`, sk: 'mage' })],
    [
      'by an item of another kind',
      (zaakId: string) => ({ pk: `ZAAK#${zaakId}`, sk: 'POST#0907/mage#000001' }),
    ],
  ])('is not erased %s while its timeline says that it is open', async (_, keyOf) => {
    const hub = hubInMemory(() => ({}));
    await hub.process([linked(), withdrawal]);
    await hub.process([koppelingBericht(koppeling({ versie: 3 }, PERSON))]);
    const zaakId = hub.pseudonyms.zaakId(PERSON.vNummer);
    await hub.table.write([{ ...keyOf(zaakId), status: `BEWAREN#${GENNEP}`, sinds: '2025-01-01' }]);
    await hub.sweep('2045-01-01T10:00:00Z');
    expect(await hub.erasings.read(zaakId)).toBeUndefined();
    expect(await hub.zaken.zaakForGemeente(zaakId, GENNEP)).toMatchObject({ status: 'actief' });
    // The entry beside the timeline is made again, so that nobody looks at it the next hour.
    const listed = hub.table.alles().filter(({ status }) => status === `BEWAREN#${GENNEP}`);
    expect(listed.filter(({ sk }) => sk === 'BEWAREN')).toEqual([]);
  });

  it('is kept as long as its gemeente says now, whatever it said when the zaak ended', async () => {
    const hub = hubInMemory(() => ({}));
    await hub.process([linked(), withdrawal]);
    const zaakId = hub.pseudonyms.zaakId(PERSON.vNummer);
    try {
      Reflect.set(PROFILE, 'bewaartermijnen', { zaak: { 'ten onrechte': 'P5Y' } });
      await hub.sweep('2025-12-03T10:00:00Z');
      expect(await hub.erasings.read(zaakId)).toBeUndefined();
      await hub.sweep('2030-09-03T10:00:00Z');
      expect((await hub.erasings.read(zaakId))?.erasing.reden).toBe('bewaartermijn-verstreken');
    } finally {
      Reflect.set(PROFILE, 'bewaartermijnen', bewaartermijnen);
    }
  });

  it('is erased although another person cannot be, and the run fails so that somebody sees it', async () => {
    const before = hubInMemory(() => ({}));
    await before.process([linked(), koppelingBericht(koppeling({ koppelingId: 'TVS-2' }, OTHER))]);
    await before.process([withdrawal, otherWithdrawal]);
    const [broken, whole] = [PERSON, OTHER].map(({ vNummer }) => before.pseudonyms.zaakId(vNummer));
    // The person who cannot be erased comes first in the list, whichever of the two that is.
    for (const [stuck, other] of [
      [broken, whole],
      [whole, broken],
    ] as const) {
      const hub = before.copy(
        (adapter) =>
          new Proxy(adapter, {
            get: (target, name) => {
              const member: unknown = Reflect.get(target, name);
              if (name !== 'remove' || typeof member !== 'function') return member;
              return async (keys: readonly Key[]) => {
                if (keys.some(({ pk }) => pk === `ZAAK#${stuck}`)) throw new Error('this item stays');
                await Reflect.apply(member, target, [keys]);
              };
            },
          }),
      );
      await expect(hub.sweep('2025-12-03T10:00:00Z')).rejects.toThrow();
      // Everything was looked at, which is what the watch looks after; who failed is a dead letter.
      expect(await sinceRunMs(hub.table, 'opruimen', new Date('2025-12-03T11:00:00Z'))).toBe(HOUR_MS);
      const stands = await Promise.all(
        [stuck, other].map(async (id) => id && (await hub.erasings.read(id))?.erasing.stand),
      );
      expect(stands).toEqual(['besloten', 'gewist']);
    }
  });

  it('is erased by the sweep when the order was lost, and looked through once more by a later one', async () => {
    const hub = hubInMemory(() => ({}));
    await hub.process([linked()]);
    const zaakId = hub.pseudonyms.zaakId(PERSON.vNummer);
    await hub.erasings.decide(zaakId, {
      gemeentecode: GENNEP,
      reden: 'verzoek-betrokkene',
      now: new Date('2025-12-03T09:00:00Z'),
    });
    const standAfter = async (moment: string) => {
      await hub.sweep(moment);
      return (await hub.erasings.read(zaakId))?.erasing.stand;
    };
    expect(await standAfter('2025-12-03T10:00:00Z')).toBe('gewist');
    expect(JSON.stringify(hub.table.alles())).not.toContain(PERSON.vNummer);
    expect(await standAfter('2025-12-03T11:00:00Z')).toBe('nagezien');
  });

  it('loses its content when it waited long enough for a person whom nobody named', async () => {
    const hub = hubInMemory(() => ({}));
    await hub.process([registered(STRANGER)]);
    const soon = new Date(Date.now() + 27 * 24 * 3600 * 1000).toISOString();
    await hub.sweep(soon);
    expect(await countOntvangsten(hub.ontvangsten)).toMatchObject({ wacht: 1, verwerkt: 0 });
    const later = new Date(Date.now() + 29 * 24 * 3600 * 1000).toISOString();
    await hub.sweep(later);
    expect(await countOntvangsten(hub.ontvangsten)).toMatchObject({ wacht: 0, verwerkt: 1 });
    expect(JSON.stringify(hub.table.alles())).not.toContain(STRANGER);
    // Whoever turns out to be that person begins with what is said from then on.
    await hub.process([registered(STRANGER)]);
    expect(await countOntvangsten(hub.ontvangsten)).toMatchObject({ wacht: 1 });
  });

  it('loses its content also under the number of somebody who was erased before', async () => {
    const hub = hubInMemory(() => ({}));
    await hub.process([linked()]);
    await hub.erase(hub.pseudonyms.zaakId(PERSON.vNummer), GENNEP);
    await hub.process([
      inbound('nl.brp.persoon.overleden.v1', '2025-10-13T08:00:00Z', {
        bsn: PERSON.bsn,
        datumOverlijden: '2025-10-13',
      }),
    ]);
    expect(await countOntvangsten(hub.ontvangsten)).toMatchObject({ wacht: 1 });
    await hub.sweep(new Date(Date.now() + 29 * 24 * 3600 * 1000).toISOString());
    expect(await countOntvangsten(hub.ontvangsten)).toMatchObject({ wacht: 0 });
    expect(JSON.stringify(hub.table.alles())).not.toContain(PERSON.bsn);
    // What was said before the erasing still counts no more.
    await hub.process([registered(PERSON.bsn)]);
    expect(await countOntvangsten(hub.ontvangsten)).toMatchObject({ wacht: 0 });
  });

  it('loses its content also when several messages waited for the same person, or for the same koppeling', async () => {
    const hub = hubInMemory(() => ({}));
    await hub.process([registered(STRANGER), registered(STRANGER), withdrawal, otherWithdrawal]);
    expect(await countOntvangsten(hub.ontvangsten)).toMatchObject({ wacht: 4 });
    await hub.sweep(new Date(Date.now() + 29 * 24 * 3600 * 1000).toISOString());
    expect(JSON.stringify(hub.table.alles())).not.toContain(STRANGER);
    expect(await countOntvangsten(hub.ontvangsten)).toMatchObject({ wacht: 2 });
    await hub.sweep(new Date(Date.now() + 181 * 24 * 3600 * 1000).toISOString());
    expect(await countOntvangsten(hub.ontvangsten)).toMatchObject({ wacht: 0 });
    expect(JSON.stringify(hub.table.alles())).not.toContain('TVS-2');
    // A koppeling that comes after all begins with what is said from then on.
    await hub.process([linked()]);
    expect(await hub.zaken.findZaak({ vNummer: PERSON.vNummer }, GENNEP)).toMatchObject([
      { status: 'actief' },
    ]);
  });
});
