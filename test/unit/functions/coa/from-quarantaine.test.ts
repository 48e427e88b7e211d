import { describe, expect, it } from 'vitest';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { GENNEP } from '../../domain/support.ts';
import { inbound, notificatieBericht, OTHER_BSN } from '../berichten.ts';
import { hubInMemory } from '../hub-in-memory.ts';
import { FIRST as A, SECOND as B, OTHER as C, countQuarantaine, type Person, told } from './people.ts';

describe('a version that lay in quarantine with the BSN of somebody else', () => {
  const withoutBsn: Person = { vNummer: A.vNummer, bsn: undefined };
  const wrong: Person = { ...A, bsn: B.bsn };
  const withdrawn = inbound('nl.tvs.koppeling.ingetrokken.v1', '2025-06-20T08:00:08Z', {
    koppelingId: 'TVS-2025-993909',
    versie: 3,
    gemeentecode: GENNEP,
    reden: 'andere gemeente',
  });

  it.each<[string, readonly InboundBericht[]]>([
    ['one that names no BSN', [told(1, [wrong, C]), told(2, [withoutBsn, C])]],
    ['a withdrawal', [told(1, [withoutBsn, C]), told(2, [wrong, C]), withdrawn]],
    [
      'one that names no BSN, both typed over',
      [told(1, [wrong, C], `gemeente-${GENNEP}`), told(2, [withoutBsn, C], `gemeente-${GENNEP}`)],
    ],
  ])('gives that BSN to nobody when a higher version lets it go on: %s', async (_, versions) => {
    const asked: string[] = [];
    const hub = hubInMemory((bsn) => {
      asked.push(bsn);
      return {};
    });
    await hub.process([told(1, [B], undefined, 0, 'TVS-OTHER'), ...versions]);
    expect(await countQuarantaine(hub)).toBe(0);
    const notified = [A, C].map(({ vNummer }) => notificatieBericht('SS131', { vNummer }));
    await hub.process(notified);
    expect([...new Set(asked)]).toEqual([C.bsn]);
    const receipts = await Promise.all(notified.map(({ ontvangstId }) => hub.ontvangsten.read(ontvangstId)));
    expect(receipts.map((one) => one?.reden)).toEqual([
      'wacht op het BSN van deze persoon',
      expect.stringContaining('wacht op DUO'),
    ]);
    const found = await hub.zaken.findZaak({ bsn: OTHER_BSN }, GENNEP);
    expect(found.map(({ zaakId }) => zaakId)).toEqual([hub.pseudonyms.zaakId(B.vNummer)]);
  });
});
