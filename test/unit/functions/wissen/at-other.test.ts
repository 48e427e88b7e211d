import { describe, expect, it } from 'vitest';
import { createSentMessages } from '../../../../adapters/table/postvak/sent-messages.ts';
import { Bsn, Vnummer, type ZaakId } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { countOntvangsten } from '../../../count.ts';
import { everyFall, type Fault, outsideCalls } from '../../../faults/outside-calls.ts';
import { GENNEP, koppeling } from '../../domain/support.ts';
import { inbound, koppelingBericht, notificatieBericht, registered } from '../berichten.ts';
import { type HubInMemory, hubInMemory } from '../hub-in-memory.ts';

/** Facts of an erased person on the timeline of somebody else are erased too, and the other person keeps their own facts. */

const ERASED = { vNummer: Vnummer.parse('2795000007'), bsn: Bsn.parse('999910139') };
const OTHER = { vNummer: Vnummer.parse('2795000014'), bsn: Bsn.parse('999910267') };
const PLICHT = { inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-03-01' } };
const { pseudonyms } = hubInMemory(() => ({}));
const erasedZaak = pseudonyms.zaakId(ERASED.vNummer);
const otherZaak = pseudonyms.zaakId(OTHER.vNummer);

const linked = (
  numbers: { readonly vNummer: Vnummer; readonly bsn: Bsn | undefined },
  name: string,
  change: Record<string, unknown> = {},
): InboundBericht =>
  koppelingBericht(koppeling(change, { ...numbers, naam: { voornamen: name, geslachtsnaam: name } }));

let second = 0;
const putRight = (data: Record<string, unknown>): InboundBericht => {
  second += 1;
  return inbound(
    'nl.inburgeringszaken.feit.hersteld.v1',
    `2025-09-05T08:00:${String(second).padStart(2, '0')}Z`,
    { reden: 'Verwisseld', ...data },
    'gemeente-0907',
  );
};

const marksIn = (hub: HubInMemory, ...marks: readonly string[]): readonly string[] => {
  const everything = JSON.stringify(hub.table.alles());
  return marks.filter((mark) => everything.includes(mark));
};

/** What the gemeente sees of the other, and what the hub counts of it. */
const seen = async (hub: HubInMemory) => ({
  zaak: await hub.zaken.zaakForGemeente(otherZaak, GENNEP),
  byVnummer: await hub.zaken.findZaak({ vNummer: OTHER.vNummer }, GENNEP),
  byBsn: await hub.zaken.findZaak({ bsn: OTHER.bsn }, GENNEP),
});

const MARKS = ['Merkteken', 'Gewistestraat', ERASED.vNummer, ERASED.bsn];

describe('what landed on the timeline of another', () => {
  /** COA named the BSN of the one beside the V-nummer of the other, and put that right. */
  const mistaken = () => [
    linked({ vNummer: OTHER.vNummer, bsn: ERASED.bsn }, 'Andere'),
    registered(ERASED.bsn, '2025-08-13', 'Gewistestraat'),
    notificatieBericht('SS101', { bsn: ERASED.bsn }, '2025-08-20T07:00:00Z'),
    linked(OTHER, 'Andere', { versie: 2 }),
    registered(OTHER.bsn, '2025-08-14', 'Anderestraat'),
  ];

  it('by a BSN that COA put right is gone, and the other keeps all that is theirs', async () => {
    const hub = hubInMemory(() => PLICHT);
    await hub.process([...mistaken(), linked(ERASED, 'Merkteken', { koppelingId: 'TVS-2' })]);
    const [byBsn] = await hub.zaken.findZaak({ bsn: ERASED.bsn }, GENNEP);
    expect(marksIn(hub, ...MARKS)).toEqual(MARKS);
    const before = await seen(hub);
    await hub.erase(byBsn?.zaakId as ZaakId, GENNEP);
    expect(marksIn(hub, ...MARKS)).toEqual([]);
    expect(await seen(hub)).toEqual(before);
    expect(marksIn(hub, 'Andere', 'Anderestraat', OTHER.vNummer, OTHER.bsn)).toHaveLength(4);
  });

  it('is gone wherever the hub falls while it erases', async () => {
    const before = hubInMemory(() => PLICHT);
    await before.process([...mistaken(), linked(ERASED, 'Merkteken', { koppelingId: 'TVS-2' })]);
    const [byBsn] = await before.zaken.findZaak({ bsn: ERASED.bsn }, GENNEP);
    const play = async (fall?: Fault) => {
      const { outside, made } = outsideCalls(fall);
      const hub = before.copy(outside);
      await hub.erase(byBsn?.zaakId as ZaakId, GENNEP);
      return { made, outcome: { left: marksIn(hub, ...MARKS), seen: await seen(hub) } };
    };
    const whole = await play();
    expect(whole.outcome.left).toEqual([]);
    const falls = everyFall(whole.made);
    expect(falls.length).toBeGreaterThan(60);
    for (const fall of falls.filter((_, place) => place % 3 === 0)) {
      expect({ fall, ...(await play(fall)).outcome }).toEqual({ fall, ...whole.outcome });
    }
  });

  it('by a BSN that the gemeente put right is gone too', async () => {
    const hub = hubInMemory(() => PLICHT);
    await hub.process([
      ...mistaken().slice(0, 3),
      putRight({ zaakId: otherZaak, bsn: OTHER.bsn }),
      registered(OTHER.bsn, '2025-08-14', 'Anderestraat'),
      linked(ERASED, 'Merkteken', { koppelingId: 'TVS-2' }),
    ]);
    const [byBsn] = await hub.zaken.findZaak({ bsn: ERASED.bsn }, GENNEP);
    expect(byBsn?.zaakId).not.toBe(otherZaak);
    const before = await seen(hub);
    await hub.erase(byBsn?.zaakId as ZaakId, GENNEP);
    expect(marksIn(hub, ...MARKS)).toEqual([]);
    expect(await seen(hub)).toEqual(before);
  });

  it('by taking two for one person is gone after they went apart', async () => {
    const hub = hubInMemory(() => ({}));
    await hub.process([
      linked(OTHER, 'Andere'),
      registered(OTHER.bsn, '2025-08-14', 'Anderestraat'),
      linked({ vNummer: ERASED.vNummer, bsn: undefined }, 'Merkteken', { koppelingId: 'TVS-2' }),
      putRight({ zaakId: otherZaak, zelfdePersoon: erasedZaak }),
    ]);
    const lines = (await hub.zaken.tijdlijn(otherZaak, GENNEP))?.gebeurtenissen ?? [];
    const feitId = lines.findLast(({ naam }) => naam === 'zaak-opgenomen')?.feitId;
    await hub.process([putRight({ zaakId: otherZaak, vervalt: [feitId] })]);
    const before = await seen(hub);
    expect(marksIn(hub, 'Merkteken', ERASED.vNummer)).toHaveLength(2);
    await hub.erase(erasedZaak, GENNEP);
    expect(marksIn(hub, 'Merkteken', ERASED.vNummer)).toEqual([]);
    expect(await seen(hub)).toEqual(before);
  });

  it('takes with it what partners heard of its steps, and leaves them who the other is and when they meet', async () => {
    const hub = hubInMemory(() => ({}));
    const invite = (zaakId: ZaakId, plaats: string, onderdeel: string) =>
      inbound(
        'nl.inburgeringszaken.brede.intake.uitgenodigd.v1',
        '2025-09-01T08:00:00Z',
        { zaakId, afspraakdatum: '2025-09-12', tijd: '10:30', plaats, onderdeel },
        'gemeente-0907',
      );
    await hub.process([
      linked(OTHER, 'Andere'),
      invite(otherZaak, 'Eigenplek', 'taalschool'),
      linked({ vNummer: ERASED.vNummer, bsn: undefined }, 'Merkteken', { koppelingId: 'TVS-2' }),
      invite(erasedZaak, 'Vreemdeplek', 'participatie'),
      putRight({ zaakId: otherZaak, zelfdePersoon: erasedZaak }),
    ]);
    const lines = (await hub.zaken.tijdlijn(otherZaak, GENNEP))?.gebeurtenissen ?? [];
    const feitId = lines.findLast(({ naam }) => naam === 'zaak-opgenomen')?.feitId;
    await hub.process([putRight({ zaakId: otherZaak, vervalt: [feitId] })]);
    expect(marksIn(hub, 'Vreemdeplek', 'Eigenplek')).toHaveLength(2);
    await hub.erase(erasedZaak, GENNEP);
    expect(marksIn(hub, 'Vreemdeplek', 'Merkteken', ERASED.vNummer)).toEqual([]);
    const known = await createSentMessages(hub.table).berichtenOver(otherZaak, GENNEP, 'taalschool');
    const calendars = hub.table.alles().filter(({ status }) => String(status).startsWith('AGENDA#'));
    expect(calendars.map(({ status }) => status).toSorted()).toEqual([
      'AGENDA#0907/gemeente',
      'AGENDA#0907/taalschool',
    ]);
    const text = JSON.stringify(known);
    expect(text).toContain('Andere');
    expect(text).toContain('Eigenplek');
    // A later fact finds every partner as it was told, and tells no step a second time.
    const told = async (partner: string) =>
      (await createSentMessages(hub.table).berichtenOver(otherZaak, GENNEP, partner)).length;
    const before = await Promise.all(['taalschool', 'intos'].map(told));
    await hub.process([registered(OTHER.bsn, '2025-09-03', 'Anderestraat')]);
    expect(await Promise.all(['taalschool', 'intos'].map(told))).toEqual(before);
  });

  it('stays, with what waits about that person, when the one whose timeline it is is erased', async () => {
    const hub = hubInMemory(() => PLICHT);
    await hub.process([
      linked({ vNummer: OTHER.vNummer, bsn: ERASED.bsn }, 'Andere'),
      linked(OTHER, 'Andere', { versie: 2 }),
      // Waits until somebody says whose the BSN is, which is not the other's.
      registered(ERASED.bsn, '2025-08-13', 'Gewistestraat'),
    ]);
    expect(await countOntvangsten(hub.ontvangsten)).toMatchObject({ wacht: 1 });
    await hub.erase(otherZaak, GENNEP);
    expect(marksIn(hub, 'Andere', OTHER.vNummer, OTHER.bsn)).toEqual([]);
    expect(await countOntvangsten(hub.ontvangsten)).toMatchObject({ wacht: 1 });
    await hub.process([linked(ERASED, 'Merkteken', { koppelingId: 'TVS-2' })]);
    expect(await hub.zaken.findZaak({ bsn: ERASED.bsn }, GENNEP)).toHaveLength(1);
    expect(marksIn(hub, 'Gewistestraat')).toEqual(['Gewistestraat']);
  });
});
