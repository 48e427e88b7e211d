import type { Bus } from '../../adapters/bus/bus.ts';
import { chunk } from '../../adapters/chunk.ts';
import type { Logs } from '../../adapters/table/logs.ts';
import type { Table } from '../../adapters/table/table.ts';
import { createZaakLists, type ZaakState } from '../../adapters/table/zaak-lists.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import type { Look } from '../../domain/regievoerder/notices.ts';
import { addDay, dossierOf, messagesIn, type ZaakContent } from '../../domain/zaak/dossier.ts';
import { takeAll } from '../shared/steps.ts';

/** What a day adds to zaken without any message: committed first, announced second, and only then placed in lists. */

export interface TellDependencies {
  readonly zaken: Pick<Logs<ZaakContent>, 'append'>;
  readonly bus: Pick<Bus, 'announceUpdated'>;
  readonly table: Pick<Table, 'writeIfNewer'>;
}

/** A zaak on a day, and what that day added to it. */
interface Told extends ZaakState {
  readonly isChanged: boolean;
  readonly teVersturen: boolean;
}

/** Zaken that are looked at side by side. */
const TOGETHER = 25;

const tellOne = async (
  { zaken }: TellDependencies,
  zaakId: ZaakId,
  today: string,
  look: Look,
): Promise<Told> => {
  const { outcome } = await zaken.append<Told>(zaakId, (earlier) => {
    const before = dossierOf(earlier);
    const addition = addDay(zaakId, before, today, look);
    if (addition === undefined) {
      return { outcome: { zaakId, dossier: before, isChanged: false, teVersturen: false } };
    }
    const { inhoud, dossier } = addition;
    return {
      append: inhoud,
      outcome: { zaakId, dossier, isChanged: true, teVersturen: messagesIn(inhoud).length > 0 },
    };
  });
  return outcome;
};

/**
 * Tells of zaken what a day (`YYYY-MM-DD`) adds to them; gives how many that were. One zaak that fails keeps no other from
 * being told: it fails afterwards. A run that was cut off is done again without telling anything twice, and places in lists
 * what it told already.
 */
export const tellZaken = async (
  deps: TellDependencies,
  zaakIds: readonly ZaakId[],
  today: string,
  look: Look = {},
): Promise<number> => {
  const { told, failure } = await tryZaken(deps, zaakIds, today, look);
  if (failure !== undefined) throw failure.reason;
  return told;
};

/** How many zaken were told, and which could not be told or placed in lists. */
interface Tried {
  readonly told: number;
  readonly failed: readonly ZaakId[];
  readonly failure?: PromiseRejectedResult | undefined;
}

/** The same for who goes on after a failure. */
export const tryZaken = async (
  deps: TellDependencies,
  zaakIds: readonly ZaakId[],
  today: string,
  look: Look = {},
): Promise<Tried> => {
  let told = 0;
  const left = new Set(zaakIds);
  const everything = takeAll(
    chunk(zaakIds, TOGETHER).map((some) => async () => {
      const outcomes = await Promise.allSettled(some.map((zaakId) => tellOne(deps, zaakId, today, look)));
      const done = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      const changed = done.filter(({ isChanged }) => isChanged);
      await deps.bus.announceUpdated(
        changed.map(({ zaakId, dossier, teVersturen }) => ({ zaakId, versie: dossier.versie, teVersturen })),
      );
      await createZaakLists(deps.table).store(done);
      told += changed.length;
      for (const { zaakId } of done) left.delete(zaakId);
      const failure = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failure !== undefined) throw failure.reason;
    }),
  );
  const [outcome] = await Promise.allSettled([everything]);
  return { told, failed: [...left], failure: outcome.status === 'rejected' ? outcome : undefined };
};
