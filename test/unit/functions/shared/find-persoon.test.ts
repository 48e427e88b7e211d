import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Vnummer } from '../../../../contracts/base-types.ts';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { findOrganisation } from '../../../../domain/organisations.ts';
import { runs } from '../../../runs.ts';
import { GENNEP, koppeling } from '../../domain/support.ts';
import { BSN, inschrijvingBericht, koppelingBericht, notificatieBericht, V_NUMMER } from '../berichten.ts';
import { type HubInMemory, hubInMemory } from '../hub-in-memory.ts';

/**
 * The person that a message is about. A BSN alone opens a zaak when DUO says that the person is inburgeringsplichtig; the V-nummer
 * may come later.
 */

const responses: DuoResponses = {
  inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-06-06' },
};
const OIN = findOrganisation('gemeente-0907')?.oin ?? '';
const plicht = () => notificatieBericht('SS101', { bsn: BSN }, '2025-06-10T07:00:00Z', OIN);
const both = () => notificatieBericht('SS111', { bsn: BSN, vNummer: V_NUMMER }, '2025-06-21T07:00:00Z');
const term = () => notificatieBericht('SS102', { vNummer: V_NUMMER }, '2025-06-20T07:00:00Z');

const statusOf = async (hub: HubInMemory, { ontvangstId }: InboundBericht) =>
  (await hub.ontvangsten.read(ontvangstId))?.status;
const found = async (hub: HubInMemory) => ({
  byBsn: (await hub.zaken.findZaak({ bsn: BSN }, GENNEP)).map(({ zaakId }) => zaakId),
  byVnummer: (await hub.zaken.findZaak({ vNummer: V_NUMMER }, GENNEP)).map(({ zaakId }) => zaakId),
});
/** What the gemeente sees of the person, apart from the pseudonym. */
const seen = async (hub: HubInMemory) => {
  const [zaak] = await hub.zaken.findZaak({ vNummer: V_NUMMER }, GENNEP);
  if (zaak === undefined) return undefined;
  const { zaakId } = zaak;
  const view = await hub.zaken.zaakForGemeente(zaakId, GENNEP);
  const tijdlijn = await hub.zaken.tijdlijn(zaakId, GENNEP);
  return {
    status: zaak.status,
    gegevens: view?.gegevens,
    gebeurtenissen: tijdlijn?.gebeurtenissen.filter(({ bron }) => bron !== 'hub'),
    termijnen: tijdlijn?.termijnen,
  };
};

describe('a BSN alone', () => {
  it('opens a zaak when DUO tells of the inburgeringsplicht, and other messages that name only the BSN go there', async () => {
    const hub = hubInMemory(() => responses);
    const early = inschrijvingBericht();
    await hub.process([early]);
    expect(await statusOf(hub, early)).toBe('wacht');
    await hub.process([plicht()]);
    expect(await statusOf(hub, early)).toBe('verwerkt');
    expect(await found(hub)).toEqual({ byBsn: [hub.pseudonyms.zaakIdUnderBsn(BSN)], byVnummer: [] });
  });

  it('becomes one zaak with the V-nummer that turns up later, under the id that it has', async () => {
    const hub = hubInMemory(() => responses);
    await hub.process([plicht(), koppelingBericht(koppeling({}, { bsn: BSN }))]);
    const own = [hub.pseudonyms.zaakIdUnderBsn(BSN)];
    expect(await found(hub)).toEqual({ byBsn: own, byVnummer: own });
    expect(hub.queues.get('0907/taalschool')?.map(({ zaakId, volgnummer }) => [zaakId, volgnummer])).toEqual(
      own.map((zaakId) => [zaakId, 1]),
    );
    expect(hub.queues.get('0907/mage')).toHaveLength(1);
  });

  it('is taken up in the zaak of the V-nummer when both have a timeline, and nobody is told twice', async () => {
    const hub = hubInMemory(() => responses);
    await hub.process([koppelingBericht(), plicht(), inschrijvingBericht(), term()]);
    expect((await found(hub)).byBsn).toEqual([hub.pseudonyms.zaakIdUnderBsn(BSN)]);
    await hub.process([notificatieBericht('SS103', { bsn: BSN, vNummer: V_NUMMER })]);
    const own = [hub.pseudonyms.zaakId(V_NUMMER)];
    expect(await found(hub)).toEqual({ byBsn: own, byVnummer: own });
    const { gebeurtenissen, status } = (await seen(hub)) ?? {};
    expect(status).toBe('actief');
    expect(gebeurtenissen?.map(({ naam }) => naam)).toEqual(
      expect.arrayContaining([
        'inburgeringsplicht-vastgesteld',
        'koppeling-geregistreerd',
        'brp-inschrijving-ontvangen',
        'inburgeringstermijn-gestart',
      ]),
    );
    const taalschool = hub.queues.get('0907/taalschool') ?? [];
    expect(taalschool.map(({ zaakId, volgnummer }) => [zaakId, volgnummer])).toEqual([[own[0], 1]]);
    expect(await hub.zaken.nogTeVersturen()).toBe(0);
  });

  it('goes to the zaak that took it up, whatever still comes with it alone', async () => {
    const hub = hubInMemory(() => responses);
    await hub.process([koppelingBericht(), plicht(), both()]);
    const late = inschrijvingBericht();
    await hub.process([late]);
    expect(await statusOf(hub, late)).toBe('verwerkt');
    expect((await seen(hub))?.gebeurtenissen?.map(({ naam }) => naam)).toContain(
      'brp-inschrijving-ontvangen',
    );
  });

  it('that another V-nummer claims stays with the first, and the claim goes to quarantine', async () => {
    const hub = hubInMemory(() => responses);
    await hub.process([plicht(), koppelingBericht(koppeling({}, { bsn: BSN }))]);
    const other = Vnummer.parse('2712504443');
    const claim = koppelingBericht(koppeling({ koppelingId: 'TVS-2' }, { vNummer: other, bsn: BSN }));
    await hub.process([claim]);
    expect(await statusOf(hub, claim)).toBe('quarantaine');
    expect(await hub.zaken.findZaak({ vNummer: other }, GENNEP)).toEqual([]);
  });
});

it('the two numbers of a person may come in any order, however often: the gemeente sees the same', async () => {
  const story = [koppelingBericht(), plicht(), inschrijvingBericht(), term(), both()];
  const orders = fc
    .shuffledSubarray([...story], { minLength: story.length })
    .chain((order) => fc.shuffledSubarray([...story]).map((again) => [...order, ...again]));
  const play = async (order: readonly InboundBericht[]) => {
    const hub = hubInMemory(() => responses);
    await hub.process(order);
    const { byBsn, byVnummer } = await found(hub);
    expect(byBsn).toHaveLength(1);
    expect(byVnummer).toEqual(byBsn);
    expect(await Promise.all(story.map((one) => statusOf(hub, one)))).toEqual(story.map(() => 'verwerkt'));
    expect(await hub.zaken.nogTeVersturen()).toBe(0);
    return seen(hub);
  };
  const expected = await play(story);
  await fc.assert(
    fc.asyncProperty(orders, async (order) => {
      expect(await play(order)).toEqual(expected);
    }),
    { numRuns: runs(40), endOnFailure: true },
  );
});
