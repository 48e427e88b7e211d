import type { Bus } from '../../adapters/bus/bus.ts';
import { chunk } from '../../adapters/chunk.ts';
import type { Logs } from '../../adapters/table/logs.ts';
import type { Table } from '../../adapters/table/table.ts';
import { createZaakLists, type ZaakState } from '../../adapters/table/zaak-lists.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import type { WaitingPost } from '../../domain/regievoerder/post.ts';
import { addDay, dossierOf, messagesIn, type ZaakContent } from '../../domain/zaak/dossier.ts';
import { takeAll } from './steps.ts';

/** What a day adds to zaken without any message: committed first, announced second, and only then placed in lists. */

export interface TellDependencies {
  readonly zaken: Pick<Logs<ZaakContent>, 'append'>;
  readonly bus: Pick<Bus, 'announceUpdated'>;
  readonly table: Pick<Table, 'writeIfNewer'>;
}

/** A zaak on a day, and whether that day added anything to it. */
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
  post: readonly WaitingPost[] | undefined,
): Promise<Told> => {
  const { outcome } = await zaken.append<Told>(zaakId, (earlier) => {
    const before = dossierOf(earlier);
    const addition = addDay(zaakId, before, today, post);
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
 * Tells of zaken what a day (`YYYY-MM-DD`) adds to them; gives how many that were, and the others as they are. `postOf` looks
 * up which messages about a zaak no partner has. One zaak that fails keeps no other from being told: it fails afterwards. A
 * run that was cut off is done again without telling anything twice.
 */
export const tellZaken = async (
  deps: TellDependencies,
  zaakIds: readonly ZaakId[],
  today: string,
  postOf: (zaakId: ZaakId) => Promise<readonly WaitingPost[] | undefined> = async () => undefined,
): Promise<{ readonly told: number; readonly unchanged: readonly ZaakState[] }> => {
  let told = 0;
  const unchanged: ZaakState[] = [];
  await takeAll(
    chunk(zaakIds, TOGETHER).map((some) => async () => {
      const outcomes = await Promise.allSettled(
        some.map(async (zaakId) => tellOne(deps, zaakId, today, await postOf(zaakId))),
      );
      const done = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      const changed = done.filter(({ isChanged }) => isChanged);
      await deps.bus.announceUpdated(
        changed.map(({ zaakId, dossier, teVersturen }) => ({ zaakId, versie: dossier.versie, teVersturen })),
      );
      await createZaakLists(deps.table).store(changed);
      unchanged.push(...done.filter(({ isChanged }) => !isChanged));
      told += changed.length;
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    }),
  );
  return { told, unchanged };
};
