import { describe, expect, it } from 'vitest';
import { createPersoonsnummerLogs } from '../../../../adapters/table/logs.ts';
import { Bsn, Vnummer, type ZaakId } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { GENNEP } from '../../domain/support.ts';
import { BSN, notificatieBericht, OTHER_BSN, registered } from '../berichten.ts';
import { type HubInMemory, hubInMemory } from '../hub-in-memory.ts';
import { OTHER as C, FIRST, type Person, countQuarantaine as quarantined, told } from './people.ts';

/**
 * A koppeling gave a V-nummer this BSN, and went to quarantine for the sake of another member, so that nothing stands on a timeline of
 * the V-nummer. Another koppeling then gives it the BSN under which DUO had opened a zaak: that is where the V-nummer leads from then
 * on, and the first BSN with it.
 */

const { vNummer } = FIRST;
const E: Person = { vNummer: Vnummer.parse('2712504443'), bsn: Bsn.parse('999931118') };
const withBsn = (bsn?: Bsn): Person => ({ vNummer, bsn });

const wrong = (versie: number, members: readonly Person[]) =>
  told(versie, members, undefined, 2, 'TVS-WRONG');
const ofPerson = (versie: number, members: readonly Person[]) =>
  told(versie, members, undefined, versie + 2, 'TVS-PERSON');
const lives = registered(BSN, '2025-07-01', 'Eigen');

const begin: readonly InboundBericht[] = [
  told(1, [C], undefined, 1, 'TVS-C'),
  wrong(1, [withBsn(BSN), { vNummer: Vnummer.parse('2795000015'), bsn: C.bsn }]),
  notificatieBericht('SS101', { bsn: OTHER_BSN }, '2025-06-25T07:00:00Z'),
];

const hubWith = async (berichten: readonly InboundBericht[]): Promise<HubInMemory> => {
  const hub = hubInMemory(() => ({
    inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-06-06' },
  }));
  await hub.process([...begin, ...berichten]);
  return hub;
};

const zaakIdOf = async ({ zaken }: HubInMemory, numbers: Parameters<HubInMemory['zaken']['findZaak']>[0]) =>
  (await zaken.findZaak(numbers, GENNEP))[0]?.zaakId;

describe('a BSN that was linked to a V-nummer before that led to the zaak of another BSN', () => {
  it('leads to that zaak, and what the BRP says by it contradicts the BSN there', async () => {
    const hub = await hubWith([ofPerson(1, [withBsn(OTHER_BSN)]), lives]);
    expect((await hub.ontvangsten.countOpen()).ontvangen).toBe(0);
    expect(await quarantined(hub)).toBe(2);
    const zaakId = await zaakIdOf(hub, { vNummer });
    expect(zaakId).toBeDefined();
    expect(await zaakIdOf(hub, { bsn: BSN })).toBe(zaakId);
  });

  it('is of that zaak once COA puts it right, with what the BRP says by it', async () => {
    const hub = await hubWith([ofPerson(1, [withBsn(OTHER_BSN)]), ofPerson(2, [withBsn(BSN)]), lives]);
    expect(await quarantined(hub)).toBe(1);
    const zaak = await hub.zaken.zaakForGemeente((await zaakIdOf(hub, { vNummer })) as ZaakId, GENNEP);
    expect(zaak?.gegevens['adres']).toMatchObject({ straat: 'Eigen' });
  });

  it('contradicts it when a koppeling gives it to somebody else', async () => {
    const hub = await hubWith([ofPerson(1, [withBsn(OTHER_BSN)]), ofPerson(2, [{ ...E, bsn: BSN }])]);
    expect((await hub.ontvangsten.countOpen()).ontvangen).toBe(0);
    expect(await quarantined(hub)).toBe(2);
  });

  it('goes to another member when COA exchanges the BSNs of both', async () => {
    const hub = await hubWith([
      ofPerson(1, [withBsn(OTHER_BSN), E]),
      ofPerson(2, [withBsn(E.bsn), { ...E, bsn: BSN }]),
    ]);
    expect(await quarantined(hub)).toBe(1);
    expect(await zaakIdOf(hub, { bsn: BSN })).toBe(await zaakIdOf(hub, { vNummer: E.vNummer }));
    expect(await zaakIdOf(hub, { bsn: E.bsn as Bsn })).toBe(await zaakIdOf(hub, { vNummer }));
  });

  it('is forgotten with the person when that is erased', async () => {
    const hub = await hubWith([ofPerson(1, [withBsn(OTHER_BSN)]), wrong(2, [withBsn()])]);
    await hub.erase((await zaakIdOf(hub, { vNummer })) as ZaakId, GENNEP);
    const commits = await createPersoonsnummerLogs(hub.table).read(hub.pseudonyms.bsnKey(BSN));
    expect(commits.at(-1)?.inhoud.soort).toBe('gewist');
  });
});
