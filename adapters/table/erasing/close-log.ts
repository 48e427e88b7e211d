import { v5 as uuidV5 } from 'uuid';
import type { ZaakId } from '../../../contracts/base-types.ts';
import { DAY_SECONDS } from '../../../contracts/time.ts';
import type { Commit } from '../../../domain/log/log.ts';
import { farewell } from '../../../domain/wissen/farewell.ts';
import { type Dossier, dossierOf, messagesIn, type ZaakContent } from '../../../domain/zaak/dossier.ts';
import { AGAIN, retry } from '../../retry.ts';
import { expiresAfter } from '../expires-after.ts';
import { logPartition } from '../log-partition.ts';
import { COMMIT, COMMIT_ATTEMPTS, commitKey, ERASED_AT, STATUS_OUTBOUND, TO } from '../logs.ts';
import type { RemovalTable } from '../removal.ts';
import type { Item } from '../table.ts';
import { TOMBSTONE_SECONDS } from './erasings.ts';

/** Ends logs. Nothing can be added to a log after its last commit, and that commit stays when the others are gone. */

/** When it was decided, and from what a log that begins anew gets its id. */
export interface Ending {
  readonly gevraagdOp: string;
  readonly opvolger: string;
}

/** Longer than the zaak itself is known to be erased: the keys that lead to it must not outlive what they lead to. */
export const KEY_SECONDS = TOMBSTONE_SECONDS + 14 * DAY_SECONDS;

/** The id of the log that begins anew where this one was erased. */
export const successorOf = ({ opvolger }: Ending, zaakId: string): ZaakId =>
  uuidV5(zaakId, opvolger) as ZaakId;

const contentOf = <Content>(item: Item): Content => JSON.parse(String(item['inhoud']));

/** Undefined for a place that only leads elsewhere. */
const commitOf = (item: Item): Commit<ZaakContent> | undefined =>
  item['inhoud'] === undefined
    ? undefined
    : { versie: Number(item['versie']), tijd: String(item['tijd']), inhoud: contentOf<ZaakContent>(item) };

/**
 * Adds the last commit of a timeline: everybody who was told hears that the person is erased. Gives the timeline as it was
 * until then, as far as it is still there.
 */
export const closeZaakLog = (
  table: RemovalTable,
  zaakId: ZaakId,
  { gevraagdOp }: Ending,
  today: string,
): Promise<Dossier> =>
  retry(async () => {
    const items = await table.partition(logPartition('ZAAK', zaakId), COMMIT);
    const last = items.find((item) => item[ERASED_AT] !== undefined && item[TO] === undefined);
    const commits = items.filter((item) => item !== last).flatMap((item) => commitOf(item) ?? []);
    const dossier = dossierOf(commits);
    if (last !== undefined || commits.length === 0) return dossier;
    const versie = dossier.versie + 1;
    const inhoud = farewell(dossier, today);
    const tijd = new Date().toISOString();
    const isFirst = await table.insert({
      pk: logPartition('ZAAK', zaakId),
      sk: commitKey(versie),
      versie,
      tijd,
      inhoud: JSON.stringify(inhoud),
      [ERASED_AT]: gevraagdOp,
      ...(messagesIn(inhoud).length > 0 ? { status: STATUS_OUTBOUND, sinds: tijd } : {}),
      verlooptOp: expiresAfter(new Date(gevraagdOp), TOMBSTONE_SECONDS),
    });
    return isFirst ? dossier : AGAIN;
  }, COMMIT_ATTEMPTS);

/** What leads from a place in the table to a log that begins anew. */
export const leadAway = (zaakId: string, to: ZaakId, { gevraagdOp }: Ending): Item => ({
  pk: logPartition('ZAAK', zaakId),
  sk: commitKey(1),
  [TO]: to,
  [ERASED_AT]: gevraagdOp,
  verlooptOp: expiresAfter(new Date(gevraagdOp), KEY_SECONDS),
});

/**
 * Erases the log of a BSN or of a koppeling: adds what says so, puts the same in its first place, where a writer that takes the
 * log for an empty one comes, and removes everything between. Nothing when `content` gives nothing.
 */
export const eraseNumberLog = <Content extends { readonly soort: string }>(
  table: RemovalTable,
  pk: string,
  { gevraagdOp }: Ending,
  content: (commits: readonly Commit<Content>[]) => Content | undefined,
): Promise<void> =>
  retry<void>(async () => {
    const items = await table.partition(pk, COMMIT);
    const commits = items.map((item) => ({
      versie: Number(item['versie']),
      tijd: String(item['tijd']),
      inhoud: contentOf<Content>(item),
    }));
    const latest = commits.at(-1);
    const said = content(commits);
    if (latest === undefined) return undefined;
    if (said !== undefined) {
      const versie = latest.versie + 1;
      const added = await table.insert({
        pk,
        sk: commitKey(versie),
        versie,
        tijd: new Date().toISOString(),
        inhoud: JSON.stringify(said),
        verlooptOp: expiresAfter(new Date(gevraagdOp), KEY_SECONDS),
      });
      if (!added) return AGAIN;
    }
    await cleanNumberLog(table, pk);
    return undefined;
  }, COMMIT_ATTEMPTS);

/** Removes what was said before a log was erased; its first place keeps that it was. */
const cleanNumberLog = async (table: RemovalTable, pk: string): Promise<void> => {
  const items = await table.partition(pk, COMMIT);
  const last = items.findLastIndex((item) => contentOf<{ soort: string }>(item).soort === 'gewist');
  const mark = items[last];
  if (mark === undefined) return;
  const before = items.slice(0, last);
  if (before.length === 0) return;
  await table.write([{ ...mark, sk: commitKey(1), versie: 1 }]);
  await table.remove(before.filter(({ sk }) => sk !== commitKey(1)));
};
