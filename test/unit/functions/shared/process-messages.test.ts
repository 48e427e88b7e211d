import { beforeEach, describe, expect, it } from 'vitest';
import type { Bus } from '../../../../adapters/bus/bus.ts';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createOntvangsten } from '../../../../adapters/table/ontvangsten.ts';
import { createZaakLists } from '../../../../adapters/table/zaak-lists.ts';
import type { ZaakId } from '../../../../contracts/base-types.ts';
import { CoaBericht } from '../../../../contracts/internal/coa-bericht.ts';
import { HubError } from '../../../../domain/errors.ts';
import { CONTRADICTING_NUMBERS } from '../../../../domain/persoonsnummers/persoonsnummers.ts';
import { emptyDossier } from '../../../../domain/zaak/dossier.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import {
  type Outcome,
  only,
  processMessages,
  type ZaakUpdate,
} from '../../../../functions/shared/process-messages.ts';
import { koppeling, linked, PARTNER_ZAAK, ZAAK } from '../../domain/support.ts';
import { batch, inschrijvingBericht, koppelingBericht, written } from '../berichten.ts';

/** What the processing functions have in common: commit first, publish second, acknowledge last. */

const world = () => {
  const steps: string[] = [];
  const table = memoryTable();
  const really = createOntvangsten(table);
  const offered: string[] = [];
  const gemeld: unknown[] = [];
  const bus: Bus = {
    publish: async (berichten) => {
      steps.push('aanbieden');
      offered.push(...berichten.map(({ ontvangstId }) => ontvangstId));
    },
    announceUpdated: async (zaken) => {
      steps.push('melden');
      gemeld.push(...zaken);
    },
  };
  const ontvangsten: typeof really = {
    ...really,
    settle: async (...args) => {
      steps.push('afronden');
      await really.settle(...args);
    },
  };
  const lists = createZaakLists(table);
  const zaakLists: typeof lists = {
    store: async (states) => {
      steps.push('lijsten');
      await lists.store(states);
    },
  };
  const { telemetry, measured, errors } = written();
  return {
    stappen: steps,
    table,
    offered,
    gemeld,
    measured,
    errors,
    dependencies: { bus, ontvangsten, zaakLists, telemetry },
  };
};

const update = (
  zaakId: ZaakId,
  version: number,
  { teVersturen = false, facts = [linked()] }: { teVersturen?: boolean; facts?: readonly Feit[] } = {},
): ZaakUpdate => ({
  zaakId,
  dossier: { ...emptyDossier, versie: version, zaak: zaakOf(facts) },
  teVersturen,
});
const processed = (change: Partial<Outcome> = {}): Outcome => ({
  ...only({ soort: 'verwerkt' }),
  ...change,
});

let hub: ReturnType<typeof world>;
beforeEach(() => {
  hub = world();
});

const statusOf = async ({ ontvangstId }: CoaBericht) =>
  (await hub.dependencies.ontvangsten.read(ontvangstId))?.status;

/** Accepted messages, all still unprocessed. */
const accepted = async (count: number) => {
  const berichten = Array.from({ length: count }, () => koppelingBericht());
  for (const bericht of berichten) await hub.dependencies.ontvangsten.accept(bericht);
  return berichten as [CoaBericht, ...CoaBericht[]];
};

describe('a batch', () => {
  it('is processed, published and only then acknowledged', async () => {
    const [bericht] = await accepted(1);
    const response = await processMessages(hub.dependencies, CoaBericht, batch(bericht), async () => {
      hub.stappen.push('verwerken');
      return processed({ updated: [update(ZAAK, 1)] });
    });
    expect(response).toEqual({ batchItemFailures: [] });
    expect(hub.stappen[0]).toBe('verwerken');
    expect(new Set(hub.stappen.slice(1, 3))).toEqual(new Set(['melden', 'aanbieden']));
    expect(new Set(hub.stappen.slice(3))).toEqual(new Set(['afronden', 'lijsten']));
    expect(await statusOf(bericht)).toBe('verwerkt');
  });

  it('announces each zaak once, with its newest version, to be sent when any step has something to send', async () => {
    const berichten = await accepted(3);
    let version = 0;
    await processMessages(hub.dependencies, CoaBericht, batch(...berichten), async () => {
      version += 1;
      return processed({
        updated: [update(ZAAK, version, { teVersturen: version === 2 }), update(PARTNER_ZAAK, 1)],
      });
    });
    expect(hub.gemeld).toEqual([
      { zaakId: ZAAK, versie: 3, teVersturen: true },
      { zaakId: PARTNER_ZAAK, versie: 1, teVersturen: false },
    ]);
  });

  it.each(['announceUpdated', 'publish'] as const)(
    'of which publishing fails (%s) is thrown back whole, and nothing is settled',
    async (broken) => {
      const berichten = await accepted(2);
      const bus = {
        ...hub.dependencies.bus,
        [broken]: async () => {
          throw new HubError('retry', 'de bus weigerde');
        },
      };
      const processing = processMessages(
        { ...hub.dependencies, bus },
        CoaBericht,
        batch(...berichten),
        async () => processed({ updated: [update(ZAAK, 1)] }),
      );
      await expect(processing).rejects.toThrow('de bus weigerde');
      expect(hub.stappen).not.toContain('afronden');
      expect(hub.stappen).not.toContain('lijsten');
      for (const bericht of berichten) expect(await statusOf(bericht)).toBe('ontvangen');
      expect(hub.measured).toEqual([]);
    },
  );

  it('stores list entries of each zaak by its newest state, whichever message had it', async () => {
    const [bericht, other] = await accepted(2);
    const inUrk = [linked(koppeling({ gemeentecode: '0184' }))];
    await processMessages(hub.dependencies, CoaBericht, batch(bericht, other ?? bericht), async (current) =>
      processed({
        updated: [
          current.ontvangstId === bericht.ontvangstId ? update(ZAAK, 5) : update(ZAAK, 4, { facts: inUrk }),
        ],
      }),
    );
    const entries = () => hub.table.alles().filter(({ sk }) => sk === 'STAND');
    const newest = { pk: `ZAAK#${ZAAK}`, sk: 'STAND', status: 'ZAAK#0907', sinds: ZAAK, versie: 5 };
    expect(entries()).toEqual([newest]);
    await processMessages(hub.dependencies, CoaBericht, batch(bericht), async () =>
      processed({ updated: [update(ZAAK, 3, { facts: inUrk })] }),
    );
    expect(entries()).toEqual([newest]);
  });

  it('of which list entries cannot be stored is thrown back whole, and stores them when it comes again', async () => {
    const [bericht] = await accepted(1);
    const process = async () => processed({ updated: [update(ZAAK, 1)] });
    const zaakLists = {
      store: async () => {
        throw new HubError('retry', 'de tabel weigerde');
      },
    };
    await expect(
      processMessages({ ...hub.dependencies, zaakLists }, CoaBericht, batch(bericht), process),
    ).rejects.toThrow('de tabel weigerde');
    expect(await processMessages(hub.dependencies, CoaBericht, batch(bericht), process)).toEqual({
      batchItemFailures: [],
    });
    expect(hub.table.alles().some(({ sk }) => sk === 'STAND')).toBe(true);
    expect(await statusOf(bericht)).toBe('verwerkt');
  });
});

describe('a message that fails', () => {
  it.each([
    ['is not JSON', 'geen json 999966133'],
    ['has no detail', '{}'],
    ['is of another function', inschrijvingBericht()],
    ['misses a member', { ...koppelingBericht(), afdruk: undefined }],
  ])('because it %s stays on the queue alone', async (_, broken) => {
    const [bericht] = await accepted(1);
    const response = await processMessages(hub.dependencies, CoaBericht, batch(broken, bericht), async () =>
      processed(),
    );
    expect(response.batchItemFailures).toEqual([{ itemIdentifier: 'record-1' }]);
    expect(await statusOf(bericht)).toBe('verwerkt');
    expect(JSON.stringify(hub.errors)).not.toContain('999966133');
  });

  it('stays on the queue after an unforeseen error, whose text is not shown', async () => {
    const [broken, whole] = await accepted(2);
    const response = await processMessages(
      hub.dependencies,
      CoaBericht,
      batch(broken, whole ?? broken),
      async ({ ontvangstId }) => {
        if (ontvangstId === broken.ontvangstId) throw new TypeError('BSN 999966133 is raar');
        return processed();
      },
    );
    expect(response.batchItemFailures).toEqual([{ itemIdentifier: 'record-1' }]);
    expect(await statusOf(broken)).toBe('ontvangen');
    expect(hub.errors).toEqual([
      { ontvangstId: broken.ontvangstId, messageId: 'record-1', poging: '1', fout: 'TypeError' },
    ]);
  });

  it('in a way that trying again will not mend goes to quarantine with its reason, and is counted', async () => {
    const berichten = await accepted(3);
    const response = await processMessages(
      hub.dependencies,
      CoaBericht,
      batch(...berichten),
      async (bericht) => {
        if (bericht.ontvangstId === berichten[0].ontvangstId) return processed();
        throw new HubError('quarantaine', 'dit kan niet');
      },
    );
    expect(response.batchItemFailures).toEqual([]);
    expect(await Promise.all(berichten.map(statusOf))).toEqual(['verwerkt', 'quarantaine', 'quarantaine']);
    const { ontvangsten } = await hub.dependencies.ontvangsten.list('quarantaine');
    expect(ontvangsten.map(({ reden }) => reden)).toEqual(['dit kan niet', 'dit kan niet']);
    expect(hub.measured).toEqual([['InQuarantaine', 2]]);
  });

  it('only for now is put off and stays on the queue, while the others are settled', async () => {
    const [soon, now] = await accepted(2);
    const postponed: string[] = [];
    const response = await processMessages(
      hub.dependencies,
      CoaBericht,
      batch(soon, now ?? soon),
      async (bericht) => {
        if (bericht.ontvangstId === soon.ontvangstId) throw new HubError('postpone', 'nu niet');
        return processed();
      },
      { putOff: async ({ messageId }) => postponed.push(messageId) },
    );
    expect(postponed).toEqual(['record-1']);
    expect(response.batchItemFailures).toEqual([{ itemIdentifier: 'record-1' }]);
    expect(await Promise.all([soon, now ?? soon].map(statusOf))).toEqual(['ontvangen', 'verwerkt']);
  });

  it('does not hold up the others when it cannot even be put off', async () => {
    const [soon, now] = await accepted(2);
    const response = await processMessages(
      hub.dependencies,
      CoaBericht,
      batch(soon, now ?? soon),
      async (bericht) => {
        if (bericht.ontvangstId === soon.ontvangstId) throw new HubError('postpone', 'nu niet');
        return processed();
      },
      {
        putOff: async () => {
          throw Object.assign(new Error('te laat'), { name: 'ReceiptHandleIsInvalid' });
        },
      },
    );
    expect(response.batchItemFailures).toEqual([{ itemIdentifier: 'record-1' }]);
    expect(await statusOf(now ?? soon)).toBe('verwerkt');
    expect(hub.errors.map(({ fout }) => fout)).toContain('ReceiptHandleIsInvalid');
  });
});

describe('waking what waited', () => {
  it('offers only receipts that still wait, each of them once', async () => {
    const { ontvangsten } = hub.dependencies;
    const [alarmClock, wait, done, apart, fresh] = await accepted(5);
    if (!wait || !done || !apart || !fresh) throw new Error('vijf berichten');
    await ontvangsten.settle([
      { bericht: wait, settlement: { soort: 'wacht', reden: 'wacht' } },
      { bericht: done, settlement: { soort: 'verwerkt' } },
      { bericht: apart, settlement: { soort: 'quarantaine', reden: 'apart' } },
    ]);
    const unknown = koppelingBericht();
    const wake = [wait, done, apart, fresh, unknown, wait].map(({ ontvangstId }) => ontvangstId);
    await processMessages(hub.dependencies, CoaBericht, batch(alarmClock), async () => processed({ wake }));
    expect(hub.offered).toEqual([wait.ontvangstId, fresh.ontvangstId]);
  });

  it('offers a message again of which the numbers contradicted what was known, as one that has just come', async () => {
    const { ontvangsten } = hub.dependencies;
    const [correction, contradicting] = await accepted(2);
    if (!contradicting) throw new Error('twee berichten');
    const { ontvangstId } = contradicting;
    const settlement = { soort: 'quarantaine', reden: CONTRADICTING_NUMBERS } as const;
    await ontvangsten.settle([{ bericht: contradicting, settlement }]);
    await processMessages(hub.dependencies, CoaBericht, batch(correction), async () =>
      processed({ wake: [ontvangstId] }),
    );
    expect(hub.offered).toEqual([ontvangstId]);
    expect(await ontvangsten.read(ontvangstId)).not.toHaveProperty('reden');
    expect(await statusOf(contradicting)).toBe('ontvangen');
  });
});

describe('a message that its contract does not allow any more', () => {
  /** On its queue, and in its receipt, as a version before accepted it. */
  const acceptedBefore = async () => {
    const [bericht] = await accepted(1);
    const old = { ...bericht, data: { ...bericht.data, personen: [] } };
    const place = { pk: `ONTVANGST#${bericht.ontvangstId}`, sk: 'ONTVANGST' };
    await hub.table.change(place, { inhoud: JSON.stringify(old) }, ['ONTVANGST#ontvangen']);
    return { bericht, old, place };
  };
  const take = (...content: readonly (object | string)[]) =>
    processMessages(hub.dependencies, CoaBericht, batch(...content), async () => processed());
  const STAYS = { batchItemFailures: [{ itemIdentifier: 'record-1' }] };
  const LEAVES = { batchItemFailures: [] };

  it('goes to quarantine with its reason and leaves its queue, counted once however often it comes', async () => {
    const { bericht, old } = await acceptedBefore();
    expect(await take(old)).toEqual(LEAVES);
    expect(await take(old)).toEqual(LEAVES);
    expect(await hub.dependencies.ontvangsten.read(bericht.ontvangstId)).toMatchObject({
      status: 'quarantaine',
      reden: 'bewaard bericht voldoet niet meer aan het contract',
    });
    expect(hub.measured).toEqual([['InQuarantaine', 1]]);
  });

  it('leaves its queue when it was processed already', async () => {
    const { bericht, old, place } = await acceptedBefore();
    await hub.table.change(place, { status: 'ONTVANGST#verwerkt', inhoud: undefined }, [
      'ONTVANGST#ontvangen',
    ]);
    expect(await take(old)).toEqual(LEAVES);
    expect(await statusOf(bericht)).toBe('verwerkt');
  });

  it('holds up nothing else in its batch', async () => {
    const { old } = await acceptedBefore();
    const [other] = await accepted(1);
    expect(await take(old, other)).toEqual(LEAVES);
    expect(await statusOf(other)).toBe('verwerkt');
  });

  it('stays on its queue when its receipt can still be read', async () => {
    const [bericht] = await accepted(1);
    expect(await take({ ...bericht, data: {} })).toEqual(STAYS);
    expect(await statusOf(bericht)).toBe('ontvangen');
  });

  it('stays on its queue without a receipt', async () => {
    expect(await take({ ...koppelingBericht(), data: {} })).toEqual(STAYS);
    expect(await take({})).toEqual(STAYS);
    expect(await take('no json')).toEqual(STAYS);
  });

  it('stays on its queue while the table is away', async () => {
    const { old } = await acceptedBefore();
    hub.dependencies.ontvangsten.wakeable = () => Promise.reject(new Error('away'));
    expect(await take(old)).toEqual(STAYS);
  });
});
