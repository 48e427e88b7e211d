import { expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { Vnummer, type ZaakId } from '../../../../contracts/base-types.ts';
import { HubError } from '../../../../domain/errors.ts';
import { GENNEP, koppeling } from '../../domain/support.ts';
import { BSN, inbound, notificatieBericht, OTHER_BSN } from '../berichten.ts';
import { OTHER as C, FIRST, told } from '../coa/people.ts';
import { hubInMemory } from '../hub-in-memory.ts';

/** Each message by the real functions; DUO cannot answer about the first BSN while the others come. */
const { vNummer } = FIRST;
const PLICHT = { inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-06-06' } };

it('who was erased and comes anew by V-nummer is known again, also when the V-nummer led there by way of a zaak that held nothing', async () => {
  const table = memoryTable();
  const whileDuoIsDown = hubInMemory(
    () => {
      throw new HubError('postpone', 'DUO antwoordt niet');
    },
    { table },
  );
  const waitsForDuo = notificatieBericht('SS101', { bsn: BSN }, '2025-06-24T07:00:00Z');
  await expect(whileDuoIsDown.process([waitsForDuo])).rejects.toThrow('gets no further');
  const before = hubInMemory(
    (bsn) => {
      if (bsn === BSN) throw new HubError('postpone', 'DUO antwoordt niet');
      return PLICHT;
    },
    { table },
  );
  await before.process([
    told(1, [C], undefined, 1, 'TVS-C'),
    told(
      1,
      [
        { vNummer, bsn: BSN },
        { vNummer: Vnummer.parse('2795000015'), bsn: C.bsn },
      ],
      undefined,
      2,
      'TVS-WRONG',
    ),
    notificatieBericht('SS101', { bsn: OTHER_BSN }, '2025-06-25T07:00:00Z'),
    told(1, [{ vNummer, bsn: OTHER_BSN }], undefined, 3, 'TVS-PERSON'),
  ]);
  const zaakId = (await before.zaken.findZaak({ vNummer }, GENNEP))[0]?.zaakId as ZaakId;
  expect(zaakId).toBe(before.pseudonyms.zaakIdUnderBsn(OTHER_BSN, 0));
  await before.erase(zaakId, GENNEP);
  const hub = hubInMemory(() => PLICHT, { table, begin: '2025-12-01T10:00:00Z' });
  const again = inbound('nl.tvs.koppeling.geregistreerd.v1', '2025-11-01T08:00:00Z', {
    ...koppeling({ versie: 1, koppelingId: 'TVS-NEW' }, { vNummer, bsn: undefined }),
  });
  await hub.process([again]);
  expect(await hub.zaken.findZaak({ vNummer }, GENNEP)).toHaveLength(1);
});
