import type { Pseudonyms } from '../../adapters/secrets/pseudonyms.ts';
import { eraseNumberLog } from '../../adapters/table/erasing/close-log.ts';
import { logPartition } from '../../adapters/table/log-partition.ts';
import { COMMIT } from '../../adapters/table/logs.ts';
import { keyOfOntvangst, listOfStatus, ontvangstIdOf } from '../../adapters/table/ontvangsten.ts';
import type { RemovalTable } from '../../adapters/table/removal.ts';
import type { Item } from '../../adapters/table/table.ts';
import type { Bsn, OntvangstId } from '../../contracts/base-types.ts';
import type { KoppelingContent } from '../../domain/koppeling/koppeling.ts';
import type { PersoonsnummerContent } from '../../domain/persoonsnummers/persoonsnummers.ts';

/** A log of a BSN or of a koppeling that knows nothing but that messages wait. */

export interface WaitingDependencies {
  readonly table: RemovalTable;
  readonly pseudonyms: Pick<Pseudonyms, 'bsnKey' | 'koppelingKey'>;
  readonly now: () => Date;
}

/** Erased of a log that never knew more than that messages waited: nothing was said before, and no zaak opened. */
const NOTHING_SAID = {
  bsn: { soort: 'gewist', tot: '1970-01-01T00:00:00Z', geopend: 0 },
  koppeling: { soort: 'gewist', tot: '1970-01-01T00:00:00Z', keer: 0 },
} as const satisfies { readonly bsn: PersoonsnummerContent; readonly koppeling: KoppelingContent };

type Content = PersoonsnummerContent | KoppelingContent;

/** Erases a log that holds nothing but that this message waits, and others that wait no more. */
const forgetIn = async <Of extends Content>(
  { table, now }: WaitingDependencies,
  pk: string,
  own: OntvangstId,
  nothingSaid: Of,
): Promise<void> => {
  const waitingIn = (content: Content): readonly OntvangstId[] =>
    content.soort === 'wacht' ? [content.ontvangstId] : [];
  const items = await table.partition(pk, COMMIT);
  const others = new Set(
    items.flatMap((item) => waitingIn(JSON.parse(String(item['inhoud'])))).filter((id) => id !== own),
  );
  const settled = new Set([own]);
  for (const id of others) {
    const status = (await table.read(keyOfOntvangst(id)))?.['status'];
    if (status === undefined || status === listOfStatus('verwerkt')) settled.add(id);
  }
  const ending = { gevraagdOp: now().toISOString(), opvolger: own };
  await eraseNumberLog<Of>(table, pk, ending, (commits) => {
    const last = commits.findLastIndex(({ inhoud }) => inhoud.soort === 'gewist');
    const since = commits.slice(last + 1);
    const isDone = since.every(({ inhoud }) => waitingIn(inhoud).some((id) => settled.has(id)));
    // The boundary of an earlier erasing stays.
    return since.length > 0 && isDone ? (commits[last]?.inhoud ?? nothingSaid) : undefined;
  });
};

/** Forgets that the message of this receipt waits, before its content goes. */
export const eraseWaiting = async (
  deps: WaitingDependencies,
  item: Pick<Item, 'pk'> & { readonly inhoud?: unknown },
): Promise<void> => {
  const ontvangstId = ontvangstIdOf(item);
  const { data = {} } = JSON.parse(String(item.inhoud ?? '{}')) as {
    readonly data?: { readonly bsn?: Bsn; readonly koppelingId?: string };
  };
  const { bsn, koppelingId } = data;
  const { pseudonyms } = deps;
  if (bsn !== undefined) {
    await forgetIn<PersoonsnummerContent>(
      deps,
      logPartition('BSN', pseudonyms.bsnKey(bsn)),
      ontvangstId,
      NOTHING_SAID.bsn,
    );
  }
  if (koppelingId !== undefined) {
    const key = logPartition('KOPPELING', pseudonyms.koppelingKey(koppelingId));
    await forgetIn<KoppelingContent>(deps, key, ontvangstId, NOTHING_SAID.koppeling);
  }
};
