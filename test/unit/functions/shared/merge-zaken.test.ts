import { describe, expect, it } from 'vitest';
import { Vnummer, type ZaakId } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { GENNEP, koppeling } from '../../domain/support.ts';
import { BSN, inbound, inschrijvingBericht, koppelingBericht } from '../berichten.ts';
import { berichtOf, type HubInMemory, hubInMemory } from '../hub-in-memory.ts';

/** A gemeente says that zaken are of one person: whichever it names first, and however often. */

const V_NUMMERS = ['2798163871', '2712504443', '2795000014'].map((one) => Vnummer.parse(one));

let counter = 0;
const same = (zaakId: ZaakId, zelfdePersoon: ZaakId): InboundBericht => {
  counter += 1;
  const moment = `2025-09-05T08:00:0${counter % 10}Z`;
  const data = { zaakId, reden: 'Dubbel aangemeld', zelfdePersoon };
  return inbound('nl.inburgeringszaken.feit.hersteld.v1', moment, data, 'gemeente-0907');
};

/** A hub with a zaak for every V-nummer; only of the last is the BSN known, and where its person lives. */
const hubWithZaken = async (): Promise<{ readonly hub: HubInMemory; readonly ids: readonly ZaakId[] }> => {
  const hub = hubInMemory(() => ({}));
  await hub.process(
    V_NUMMERS.map((vNummer, number) =>
      koppelingBericht(
        koppeling(
          { koppelingId: `TVS-${number}` },
          number === V_NUMMERS.length - 1 ? { vNummer, bsn: BSN } : { vNummer },
        ),
      ),
    ),
  );
  await hub.process([inschrijvingBericht()]);
  return { hub, ids: V_NUMMERS.map(hub.pseudonyms.zaakId) };
};

/** The zaken that are still of the gemeente, and whether each knows where the person lives. */
const going = async (hub: HubInMemory, ids: readonly ZaakId[]) => {
  const seen = await Promise.all(ids.map((zaakId) => hub.zaken.zaakForGemeente(zaakId, GENNEP)));
  return seen.flatMap((zaak) =>
    zaak === undefined || zaak.status === 'vervallen'
      ? []
      : [{ zaakId: zaak.zaakId, hasAdres: zaak.gegevens['adres'] !== undefined }],
  );
};

const statusOf = async (hub: HubInMemory, { ontvangstId }: InboundBericht) =>
  (await hub.ontvangsten.read(ontvangstId))?.status;

describe('two zaken of one person', () => {
  it('stay one when the gemeente says it again the other way round', async () => {
    const { hub, ids } = await hubWithZaken();
    const [first, , last] = ids as [ZaakId, ZaakId, ZaakId];
    const said = [same(first, last), same(last, first), same(first, last)];
    await hub.process(said);
    expect(await Promise.all(said.map((one) => statusOf(hub, one)))).toEqual(said.map(() => 'verwerkt'));
    expect(await going(hub, [first, last])).toEqual([{ zaakId: first, hasAdres: true }]);
  });

  it.each([
    ['the last one first', (a: ZaakId, b: ZaakId, c: ZaakId) => [same(b, c), same(a, b)]],
    ['the first two first', (a: ZaakId, b: ZaakId, c: ZaakId) => [same(a, b), same(b, c)]],
    ['by the one that ended already', (a: ZaakId, b: ZaakId, c: ZaakId) => [same(a, b), same(c, b)]],
  ])('take up a third with everything of all three, %s', async (_, story) => {
    const { hub, ids } = await hubWithZaken();
    const said = story(...(ids as [ZaakId, ZaakId, ZaakId]));
    await hub.process([...said, ...said]);
    expect(await Promise.all(said.map((one) => statusOf(hub, one)))).toEqual(said.map(() => 'verwerkt'));
    const left = await going(hub, ids);
    expect(left).toEqual([{ zaakId: expect.anything(), hasAdres: true }]);
    const late = inschrijvingBericht();
    await hub.process([late]);
    expect(await statusOf(hub, late)).toBe('verwerkt');
  });
});

describe('two zaken that were taken for one person', () => {
  const correct = (zaakId: ZaakId, lapsed: readonly string[]): InboundBericht => {
    counter += 1;
    const moment = `2025-09-06T08:00:0${counter % 10}Z`;
    const data = { zaakId, reden: 'Toch twee personen', vervalt: lapsed };
    return inbound('nl.inburgeringszaken.feit.hersteld.v1', moment, data, 'gemeente-0907');
  };
  const idOf = async (hub: HubInMemory, zaakId: ZaakId, naam: string): Promise<string> => {
    const lines = (await hub.zaken.tijdlijn(zaakId, GENNEP))?.gebeurtenissen ?? [];
    return String(lines.findLast((line) => line.naam === naam)?.feitId);
  };
  const dataOf = async (hub: HubInMemory, zaakId: ZaakId) => {
    const { gegevens, status } = (await hub.zaken.zaakForGemeente(zaakId, GENNEP)) ?? {};
    return { gegevens, status };
  };
  /** Who is signed on at a partner at this moment, by the last message about each zaak. */
  const signedOn = (hub: HubInMemory): readonly string[] => {
    const sent = (hub.queues.get('0907/taalschool') ?? []).map(berichtOf);
    const last = new Map(sent.map(({ subject, type }) => [subject, type]));
    return [...last].flatMap(([id, type]) => (type.includes('vervallen') ? [] : [id])).toSorted();
  };

  it('go on apart once the gemeente says so: each with its own, and what came since under its number', async () => {
    const { hub, ids } = await hubWithZaken();
    const [own, , other] = ids as [ZaakId, ZaakId, ZaakId];
    const before = [await dataOf(hub, own), await dataOf(hub, other)];
    const registered = signedOn(hub);
    await hub.process([same(own, other)]);
    expect(await going(hub, [own, other])).toEqual([{ zaakId: own, hasAdres: true }]);
    const [, , vNummer] = V_NUMMERS;
    const moved = inschrijvingBericht({ bsn: BSN, vNummer: vNummer as Vnummer });
    await hub.process([moved]);
    const split = correct(own, [await idOf(hub, own, 'zaak-opgenomen')]);
    await hub.process([split, split]);
    expect(await statusOf(hub, split)).toBe('verwerkt');
    expect([await dataOf(hub, own), await dataOf(hub, other)]).toEqual(before);
    expect(signedOn(hub)).toEqual(registered);
    const found = await Promise.all([
      hub.zaken.findZaak({ vNummer: V_NUMMERS[0] as Vnummer }, GENNEP),
      hub.zaken.findZaak({ vNummer: vNummer as Vnummer }, GENNEP),
      hub.zaken.findZaak({ bsn: BSN }, GENNEP),
    ]);
    expect(found.map(([zaak]) => zaak?.zaakId)).toEqual([own, other, other]);
    const lines = (await hub.zaken.tijdlijn(other, GENNEP))?.gebeurtenissen ?? [];
    expect(lines.filter(({ naam }) => naam === 'brp-inschrijving-ontvangen')).toHaveLength(2);
    expect(lines.find(({ naam }) => naam === 'zaak-samengevoegd')?.gegevens).toMatchObject({
      hersteld: true,
    });
  });

  it('are not taken for one again by a machine or by mistake, only when that correction is put aside', async () => {
    const { hub, ids } = await hubWithZaken();
    const [own, , other] = ids as [ZaakId, ZaakId, ZaakId];
    await hub.process([same(own, other)]);
    await hub.process([correct(own, [await idOf(hub, own, 'zaak-opgenomen')])]);
    const again = same(own, other);
    await hub.process([again]);
    expect(await statusOf(hub, again)).toBe('quarantaine');
    expect(await going(hub, [own, other])).toHaveLength(2);
    await hub.process([correct(own, [await idOf(hub, own, 'feit-hersteld')])]);
    expect(await going(hub, [own, other])).toEqual([{ zaakId: own, hasAdres: true }]);
  });

  it.each([
    [
      'the outer one first',
      (a: ZaakId, b: ZaakId, c: ZaakId) =>
        [
          [a, b],
          [b, c],
        ] as const,
    ],
    [
      'the inner one first',
      (a: ZaakId, b: ZaakId, c: ZaakId) =>
        [
          [a, c],
          [a, b],
        ] as const,
    ],
  ])('go on apart as well where a third was taken up before, %s', async (_, steps) => {
    const { hub, ids } = await hubWithZaken();
    const [first, middle, last] = ids as [ZaakId, ZaakId, ZaakId];
    const before = await Promise.all(ids.map((id) => dataOf(hub, id)));
    await hub.process([same(middle, last)]);
    await hub.process([same(first, middle)]);
    for (const [from, other] of steps(first, middle, last)) {
      await hub.process([correct(from, [`opgenomen:${other}`])]);
    }
    expect(await Promise.all(ids.map((id) => dataOf(hub, id)))).toEqual(before);
  });

  it('keep what was put right while they were one', async () => {
    const { hub, ids } = await hubWithZaken();
    const [own, , other] = ids as [ZaakId, ZaakId, ZaakId];
    await hub.process([same(own, other)]);
    await hub.process([correct(own, [await idOf(hub, own, 'brp-inschrijving-ontvangen')])]);
    await hub.process([correct(own, [`opgenomen:${other}`])]);
    expect((await going(hub, [own, other])).map(({ hasAdres }) => hasAdres)).toEqual([false, false]);
  });

  it('stay one when the gemeente names a fact that is not on the timeline beside it', async () => {
    const { hub, ids } = await hubWithZaken();
    const [own, , other] = ids as [ZaakId, ZaakId, ZaakId];
    await hub.process([same(own, other)]);
    const wrong = correct(own, [await idOf(hub, own, 'zaak-opgenomen'), 'brp:x#y']);
    await hub.process([wrong]);
    expect(await statusOf(hub, wrong)).toBe('quarantaine');
    expect(await going(hub, [own, other])).toHaveLength(1);
  });
});
