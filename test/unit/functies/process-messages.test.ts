import { beforeEach, describe, expect, it } from 'vitest';
import type { Bus } from '../../../adapters/bus.ts';
import { maakOntvangsten } from '../../../adapters/ontvangsten.ts';
import { createZaakLists } from '../../../adapters/standen.ts';
import type { ZaakId } from '../../../contracts/basistypen.ts';
import { CoaBericht } from '../../../contracts/intern.ts';
import { HubFout } from '../../../domain/fouten.ts';
import { leegDossier } from '../../../domain/zaak/dossier.ts';
import type { Feit } from '../../../domain/zaak/feiten.ts';
import { zaakVan } from '../../../domain/zaak/zaak.ts';
import {
  alleen,
  processMessages,
  type Uitkomst,
  type ZaakUpdate,
} from '../../../functions/gedeeld/process-messages.ts';
import { gekoppeld, koppeling, PARTNER_ZAAK, ZAAK } from '../domein/hulp.ts';
import { batch, inschrijvingBericht, koppelingBericht, opgeschreven } from './berichten.ts';
import { geheugenTabel } from './hub-in-geheugen.ts';

/** What the processing functions have in common: commit first, publish second, acknowledge last. */

const wereld = () => {
  const stappen: string[] = [];
  const tabel = geheugenTabel();
  const echt = maakOntvangsten(tabel);
  const aangeboden: string[] = [];
  const gemeld: unknown[] = [];
  const bus: Bus = {
    biedAan: async (berichten) => {
      stappen.push('aanbieden');
      aangeboden.push(...berichten.map(({ ontvangstId }) => ontvangstId));
    },
    meldBijgewerkt: async (zaken) => {
      stappen.push('melden');
      gemeld.push(...zaken);
    },
  };
  const ontvangsten: typeof echt = {
    ...echt,
    settle: async (...argumenten) => {
      stappen.push('afronden');
      await echt.settle(...argumenten);
    },
  };
  const lists = createZaakLists(tabel);
  const zaakLists: typeof lists = {
    store: async (states) => {
      stappen.push('lijsten');
      await lists.store(states);
    },
  };
  const { waarnemen, gemeten, fouten } = opgeschreven();
  return {
    stappen,
    tabel,
    aangeboden,
    gemeld,
    gemeten,
    fouten,
    afhankelijkheden: { bus, ontvangsten, zaakLists, waarnemen },
  };
};

const update = (
  zaakId: ZaakId,
  versie: number,
  { teVersturen = false, facts = [gekoppeld()] }: { teVersturen?: boolean; facts?: readonly Feit[] } = {},
): ZaakUpdate => ({
  zaakId,
  dossier: { ...leegDossier, versie, zaak: zaakVan(facts) },
  teVersturen,
});
const verwerkt = (wijziging: Partial<Uitkomst> = {}): Uitkomst => ({
  ...alleen({ soort: 'verwerkt' }),
  ...wijziging,
});

let hub: ReturnType<typeof wereld>;
beforeEach(() => {
  hub = wereld();
});

const statusVan = async ({ ontvangstId }: CoaBericht) =>
  (await hub.afhankelijkheden.ontvangsten.lees(ontvangstId))?.status;

/** Accepted messages, all still unprocessed. */
const aangenomen = async (aantal: number) => {
  const berichten = Array.from({ length: aantal }, () => koppelingBericht());
  for (const bericht of berichten) await hub.afhankelijkheden.ontvangsten.neemAan(bericht);
  return berichten as [CoaBericht, ...CoaBericht[]];
};

describe('a batch', () => {
  it('is processed, published and only then acknowledged', async () => {
    const [bericht] = await aangenomen(1);
    const antwoord = await processMessages(hub.afhankelijkheden, CoaBericht, batch(bericht), async () => {
      hub.stappen.push('verwerken');
      return verwerkt({ bijgewerkt: [update(ZAAK, 1)] });
    });
    expect(antwoord).toEqual({ batchItemFailures: [] });
    expect(hub.stappen[0]).toBe('verwerken');
    expect(new Set(hub.stappen.slice(1, 3))).toEqual(new Set(['melden', 'aanbieden']));
    expect(new Set(hub.stappen.slice(3))).toEqual(new Set(['afronden', 'lijsten']));
    expect(await statusVan(bericht)).toBe('verwerkt');
  });

  it('announces each zaak once, with its newest version, to be sent when any step has something to send', async () => {
    const berichten = await aangenomen(3);
    let versie = 0;
    await processMessages(hub.afhankelijkheden, CoaBericht, batch(...berichten), async () => {
      versie += 1;
      return verwerkt({
        bijgewerkt: [update(ZAAK, versie, { teVersturen: versie === 2 }), update(PARTNER_ZAAK, 1)],
      });
    });
    expect(hub.gemeld).toEqual([
      { zaakId: ZAAK, versie: 3, teVersturen: true },
      { zaakId: PARTNER_ZAAK, versie: 1, teVersturen: false },
    ]);
  });

  it.each(['meldBijgewerkt', 'biedAan'] as const)(
    'of which publishing fails (%s) is thrown back whole, and nothing is settled',
    async (kapot) => {
      const berichten = await aangenomen(2);
      const bus = {
        ...hub.afhankelijkheden.bus,
        [kapot]: async () => {
          throw new HubFout('opnieuw', 'de bus weigerde');
        },
      };
      const verwerking = processMessages(
        { ...hub.afhankelijkheden, bus },
        CoaBericht,
        batch(...berichten),
        async () => verwerkt({ bijgewerkt: [update(ZAAK, 1)] }),
      );
      await expect(verwerking).rejects.toThrow('de bus weigerde');
      expect(hub.stappen).not.toContain('afronden');
      expect(hub.stappen).not.toContain('lijsten');
      for (const bericht of berichten) expect(await statusVan(bericht)).toBe('ontvangen');
      expect(hub.gemeten).toEqual([]);
    },
  );

  it('stores list entries of each zaak by its newest state, whichever message had it', async () => {
    const [bericht, ander] = await aangenomen(2);
    const inUrk = [gekoppeld(koppeling({ gemeentecode: '0184' }))];
    await processMessages(
      hub.afhankelijkheden,
      CoaBericht,
      batch(bericht, ander ?? bericht),
      async (huidig) =>
        verwerkt({
          bijgewerkt: [
            huidig.ontvangstId === bericht.ontvangstId ? update(ZAAK, 5) : update(ZAAK, 4, { facts: inUrk }),
          ],
        }),
    );
    const entries = () => hub.tabel.alles().filter(({ sk }) => sk === 'STAND');
    const newest = { pk: `ZAAK#${ZAAK}`, sk: 'STAND', status: 'ZAAK#0907', sinds: ZAAK, versie: 5 };
    expect(entries()).toEqual([newest]);
    await processMessages(hub.afhankelijkheden, CoaBericht, batch(bericht), async () =>
      verwerkt({ bijgewerkt: [update(ZAAK, 3, { facts: inUrk })] }),
    );
    expect(entries()).toEqual([newest]);
  });

  it('of which list entries cannot be stored is thrown back whole, and stores them when it comes again', async () => {
    const [bericht] = await aangenomen(1);
    const process = async () => verwerkt({ bijgewerkt: [update(ZAAK, 1)] });
    const zaakLists = {
      store: async () => {
        throw new HubFout('opnieuw', 'de tabel weigerde');
      },
    };
    await expect(
      processMessages({ ...hub.afhankelijkheden, zaakLists }, CoaBericht, batch(bericht), process),
    ).rejects.toThrow('de tabel weigerde');
    expect(await processMessages(hub.afhankelijkheden, CoaBericht, batch(bericht), process)).toEqual({
      batchItemFailures: [],
    });
    expect(hub.tabel.alles().some(({ sk }) => sk === 'STAND')).toBe(true);
    expect(await statusVan(bericht)).toBe('verwerkt');
  });
});

describe('a message that fails', () => {
  it.each([
    ['is not JSON', 'geen json 999966133'],
    ['has no detail', '{}'],
    ['is of another function', inschrijvingBericht()],
    ['misses a member', { ...koppelingBericht(), afdruk: undefined }],
  ])('because it %s stays on the queue alone', async (_, kapot) => {
    const [bericht] = await aangenomen(1);
    const antwoord = await processMessages(
      hub.afhankelijkheden,
      CoaBericht,
      batch(kapot, bericht),
      async () => verwerkt(),
    );
    expect(antwoord.batchItemFailures).toEqual([{ itemIdentifier: 'record-1' }]);
    expect(await statusVan(bericht)).toBe('verwerkt');
    expect(JSON.stringify(hub.fouten)).not.toContain('999966133');
  });

  it('for a reason that nobody foresaw stays on the queue, and its text is not shown', async () => {
    const [kapot, heel] = await aangenomen(2);
    const antwoord = await processMessages(
      hub.afhankelijkheden,
      CoaBericht,
      batch(kapot, heel ?? kapot),
      async ({ ontvangstId }) => {
        if (ontvangstId === kapot.ontvangstId) throw new TypeError('BSN 999966133 is raar');
        return verwerkt();
      },
    );
    expect(antwoord.batchItemFailures).toEqual([{ itemIdentifier: 'record-1' }]);
    expect(await statusVan(kapot)).toBe('ontvangen');
    expect(hub.fouten).toEqual([
      { ontvangstId: kapot.ontvangstId, messageId: 'record-1', poging: '1', fout: 'TypeError' },
    ]);
  });

  it('in a way that trying again will not mend goes to quarantine with its reason, and is counted', async () => {
    const berichten = await aangenomen(3);
    const antwoord = await processMessages(
      hub.afhankelijkheden,
      CoaBericht,
      batch(...berichten),
      async (bericht) => {
        if (bericht.ontvangstId === berichten[0].ontvangstId) return verwerkt();
        throw new HubFout('quarantaine', 'dit kan niet');
      },
    );
    expect(antwoord.batchItemFailures).toEqual([]);
    expect(await Promise.all(berichten.map(statusVan))).toEqual(['verwerkt', 'quarantaine', 'quarantaine']);
    const { ontvangsten } = await hub.afhankelijkheden.ontvangsten.lijst('quarantaine');
    expect(ontvangsten.map(({ reden }) => reden)).toEqual(['dit kan niet', 'dit kan niet']);
    expect(hub.gemeten).toEqual([['InQuarantaine', 2]]);
  });

  it('only for now is put off and stays on the queue, while the others are settled', async () => {
    const [straks, nu] = await aangenomen(2);
    const uitgesteld: string[] = [];
    const antwoord = await processMessages(
      hub.afhankelijkheden,
      CoaBericht,
      batch(straks, nu ?? straks),
      async (bericht) => {
        if (bericht.ontvangstId === straks.ontvangstId) throw new HubFout('later opnieuw', 'nu niet');
        return verwerkt();
      },
      { putOff: async ({ messageId }) => uitgesteld.push(messageId) },
    );
    expect(uitgesteld).toEqual(['record-1']);
    expect(antwoord.batchItemFailures).toEqual([{ itemIdentifier: 'record-1' }]);
    expect(await Promise.all([straks, nu ?? straks].map(statusVan))).toEqual(['ontvangen', 'verwerkt']);
  });

  it('does not hold up the others when it cannot even be put off', async () => {
    const [straks, nu] = await aangenomen(2);
    const antwoord = await processMessages(
      hub.afhankelijkheden,
      CoaBericht,
      batch(straks, nu ?? straks),
      async (bericht) => {
        if (bericht.ontvangstId === straks.ontvangstId) throw new HubFout('later opnieuw', 'nu niet');
        return verwerkt();
      },
      {
        putOff: async () => {
          throw Object.assign(new Error('te laat'), { name: 'ReceiptHandleIsInvalid' });
        },
      },
    );
    expect(antwoord.batchItemFailures).toEqual([{ itemIdentifier: 'record-1' }]);
    expect(await statusVan(nu ?? straks)).toBe('verwerkt');
    expect(hub.fouten.map(({ fout }) => fout)).toContain('ReceiptHandleIsInvalid');
  });
});

describe('waking what waited', () => {
  it('offers only receipts that still wait, each of them once', async () => {
    const { ontvangsten } = hub.afhankelijkheden;
    const [wekker, wacht, klaar, apart, vers] = await aangenomen(5);
    if (!wacht || !klaar || !apart || !vers) throw new Error('vijf berichten');
    await ontvangsten.settle([
      { bericht: wacht, afloop: { soort: 'wacht', reden: 'wacht' } },
      { bericht: klaar, afloop: { soort: 'verwerkt' } },
      { bericht: apart, afloop: { soort: 'quarantaine', reden: 'apart' } },
    ]);
    const onbekend = koppelingBericht();
    const wekken = [wacht, klaar, apart, vers, onbekend, wacht].map(({ ontvangstId }) => ontvangstId);
    await processMessages(hub.afhankelijkheden, CoaBericht, batch(wekker), async () => verwerkt({ wekken }));
    expect(hub.aangeboden).toEqual([wacht.ontvangstId, vers.ontvangstId]);
  });
});
