import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findZaakId } from '../../../../adapters/secrets/pseudonyms.ts';
import { createZaakLogs } from '../../../../adapters/table/logs.ts';
import { Vnummer } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { runs } from '../../../runs.ts';
import { GENNEP } from '../../domain/support.ts';
import { geopendBericht, inbound, notificatieBericht, registered } from '../berichten.ts';
import { type HubInMemory, hubInMemory } from '../hub-in-memory.ts';
import { FIRST as A, SECOND as B, OTHER as C, type Person, told } from './people.ts';

/**
 * Whatever the sources and the gemeente say of whose a BSN is, in whatever order: every message ends, processed, waiting or in
 * quarantine. The hub in memory refuses a step that is tried without end, and messages that wake each other.
 */

const personen = [A, B, C, { vNummer: Vnummer.parse('2795000015') }];
const bsns = [A.bsn, B.bsn, C.bsn, undefined];

const who = fc.constantFrom(...personen.map(({ vNummer }) => vNummer));
const known = fc.constantFrom(...[A, B, C].flatMap(({ bsn }) => bsn ?? []));
const member = fc.record({ vNummer: who, bsn: fc.constantFrom(...bsns) });
const both = fc.record({ vNummer: who, bsn: known });
const numbers = fc.oneof(
  known.map((bsn) => ({ bsn })),
  both,
);
const day = fc.integer({ min: 1, max: 9 });

const version = fc
  .record({
    koppelingId: fc.constantFrom('TVS-1', 'TVS-2', 'TVS-3'),
    versie: fc.integer({ min: 1, max: 3 }),
    by: fc.constantFrom(undefined, undefined, `gemeente-${GENNEP}`),
    members: fc
      .uniqueArray(member, { minLength: 1, maxLength: 3, selector: ({ vNummer }: Person) => vNummer })
      .filter((all) => new Set(all.map(({ bsn }) => bsn ?? {})).size === all.length),
  })
  .map(({ koppelingId, versie, by, members }) => told(versie, members, by, versie, koppelingId));
const withdrawal = fc
  .record({ koppelingId: fc.constantFrom('TVS-1', 'TVS-2', 'TVS-3'), versie: fc.integer({ min: 2, max: 4 }) })
  .map((data) =>
    inbound('nl.tvs.koppeling.ingetrokken.v1', '2025-06-21T08:00:00Z', {
      ...data,
      gemeentecode: GENNEP,
      reden: 'anders',
    }),
  );
const ofBrp = fc.tuple(known, day).map(([bsn, on]) => registered(bsn, `2025-07-0${on}`));
const ofDuo = fc
  .tuple(fc.constantFrom('SS101', 'SS131'), numbers, day)
  .map(([code, keys, on]) => notificatieBericht(code, keys, `2025-07-0${on}T07:00:00Z`));
const opening = numbers.map((keys) => geopendBericht(keys));

/**
 * A correction of an existing zaak: it gives another BSN, says that two zaken are of the same person, or puts the latest fact
 * aside.
 */
const correction = fc.record({ of: who, bsn: fc.option(known), same: fc.option(who) });
type Correction = typeof correction extends fc.Arbitrary<infer Said> ? Said : never;

/** As a message, unless there is no such zaak: a gemeente puts right what it sees (`report-access.ts`). */
const correctionOn = async (
  { table, pseudonyms }: HubInMemory,
  { of, bsn, same }: Correction,
): Promise<readonly InboundBericht[]> => {
  const zaken = createZaakLogs(table);
  const found = (vNummer: Vnummer) => findZaakId({ zaken, pseudonyms }, vNummer);
  const [zaakId, other] = [await found(of), await found(same ?? of)];
  const [own = [], there = []] = await Promise.all(
    [zaakId, other].map(async (id) => (await zaken.read(id)).flatMap(({ inhoud }) => inhoud.feiten)),
  );
  const [first] = own;
  if (first === undefined || there.length === 0) return [];
  const aside = other === zaakId ? { vervalt: [first.feitId] } : { zelfdePersoon: other };
  const said = bsn === null ? aside : { bsn };
  return [
    inbound(
      'nl.inburgeringszaken.feit.hersteld.v1',
      '2025-07-20T08:00:00Z',
      { zaakId, reden: 'Verwisseld', ...said },
      `gemeente-${GENNEP}`,
    ),
  ];
};

it('every message comes to rest, whatever is said of whose a BSN is', async () => {
  const one = fc.oneof(version, version, ofBrp, ofDuo, opening, withdrawal, correction);
  await fc.assert(
    fc.asyncProperty(fc.array(one, { maxLength: 14 }), async (story) => {
      const hub = hubInMemory(() => ({
        inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-06-06' },
      }));
      for (const said of story) await hub.process('type' in said ? [said] : await correctionOn(hub, said));
      expect((await hub.ontvangsten.countOpen()).ontvangen).toBe(0);
    }),
    { numRuns: runs(60) },
  );
});
