import type { Bsn, OntvangstId, ZaakId } from '../../contracts/base-types.ts';
import { known } from '../known.ts';
import type { Decision } from '../log/log.ts';
import { contentOf, linkOf, type NumberCommit, type PersoonsnummerContent } from './persoonsnummers.ts';

/** Messages that wait until it is known whose a BSN is, or until another message says otherwise, and what wakes them. */

/** Messages that named only this BSN while it was not known whose it is, or that contradicted what was known. */
export const waiting = (commits: readonly NumberCommit[]): readonly OntvangstId[] => [
  ...new Set(
    contentOf(commits).flatMap((content) => (content.soort === 'wacht' ? [content.ontvangstId] : [])),
  ),
];

/** The records since it was last said whose the BSN is, or whose it is not: only that messages wait. */
const sinceKnown = (commits: readonly NumberCommit[]): readonly PersoonsnummerContent[] => {
  const contents = contentOf(commits);
  return contents.slice(contents.findLastIndex(({ soort }) => soort !== 'wacht') + 1);
};

type LinkOrWait = Extract<PersoonsnummerContent, { readonly soort: 'gekoppeld' | 'geopend' | 'wacht' }>;

/** The latest record in which this message said whose the BSN is, or that it waits. */
const latestOf = (
  contents: readonly PersoonsnummerContent[],
  ontvangstId: OntvangstId,
): LinkOrWait | undefined =>
  contents.findLast(
    (content): content is LinkOrWait =>
      content.soort !== 'gewist' && content.soort !== 'losgemaakt' && content.ontvangstId === ontvangstId,
  );

/** Whether another message, which the link of this BSN contradicted, claims the BSN for another zaak than the one that has it. */
export const hasConflict = (
  commits: readonly NumberCommit[],
  zaakId: ZaakId,
  ontvangstId: OntvangstId,
): boolean => {
  const contents = contentOf(commits);
  const known = linkOf(commits);
  const own = [zaakId, known?.zaakId, known?.vanaf];
  return contents.slice(contents.findLastIndex(({ soort }) => soort === 'gekoppeld') + 1).some((content) => {
    if (content.soort !== 'wacht' || content.ontvangstId === ontvangstId) return false;
    const latest = latestOf(contents, content.ontvangstId);
    return latest?.soort === 'wacht' && latest.voor !== undefined && !own.includes(latest.voor);
  });
};

/** Whether this message made known whose the BSN is: for the first time, or again after it was loosened. */
export const isKnownBy = (commits: readonly NumberCommit[], ontvangstId: OntvangstId): boolean =>
  commits.some(
    ({ inhoud }) =>
      (inhoud.soort === 'gekoppeld' || inhoud.soort === 'geopend') && inhoud.ontvangstId === ontvangstId,
  );

/** Whether this message made known whose the BSN is, or whose it is not. */
const isSaidBy = (content: PersoonsnummerContent, ontvangstId: OntvangstId): boolean =>
  content.soort !== 'wacht' && content.soort !== 'gewist' && content.ontvangstId === ontvangstId;

/** The messages that waited for this one, if it made known whose the BSN is, or whose it is not. */
export const toWake = (commits: readonly NumberCommit[], ontvangstId: OntvangstId): readonly OntvangstId[] =>
  contentOf(commits).some((content) => isSaidBy(content, ontvangstId))
    ? waiting(commits).filter((id) => id !== ontvangstId)
    : [];

/**
 * The messages to wake after a message that stays in quarantine. Only a message counts that was waiting already when this one last
 * recorded something about the BSN, and that is still waiting. Otherwise two messages in quarantine would wake one another for
 * ever. A redelivery finds the same messages, until each of them was tried.
 */
export const toWakeFromQuarantaine = (
  commits: readonly NumberCommit[],
  ontvangstId: OntvangstId,
): readonly OntvangstId[] => {
  const contents = contentOf(commits);
  const before = contents.slice(
    0,
    Math.max(
      0,
      contents.findLastIndex((content) => isSaidBy(content, ontvangstId)),
    ),
  );
  return toWake(commits, ontvangstId).filter((id) => {
    const latest = latestOf(contents, id);
    return latest?.soort === 'wacht' && before.includes(latest);
  });
};

/**
 * A message waits for what will be known of this BSN, and may claim the BSN for a zaak (`voor`). It is recorded again when the
 * message was tried in vain since something new was known.
 */
export const waitForBsn = (
  commits: readonly NumberCommit[],
  bsn: Bsn,
  ontvangstId: OntvangstId,
  voor?: ZaakId,
): Decision<PersoonsnummerContent, 'wacht'> => {
  const own = sinceKnown(commits).findLast(
    (content) => content.soort === 'wacht' && content.ontvangstId === ontvangstId,
  );
  const isSaid = own?.soort === 'wacht' && (voor === undefined || own.voor === voor);
  return isSaid
    ? { outcome: 'wacht' }
    : { append: { soort: 'wacht', bsn, ...known({ voor }), ontvangstId }, outcome: 'wacht' };
};

/** A message that another message put right does not claim the BSN any more. */
export const endClaim = (
  commits: readonly NumberCommit[],
  bsn: Bsn,
  ontvangstId: OntvangstId,
): Decision<PersoonsnummerContent, 'beëindigd' | 'geen'> => {
  const latest = latestOf(contentOf(commits), ontvangstId);
  return latest?.soort === 'wacht' && latest.voor !== undefined
    ? { append: { soort: 'wacht', bsn, ontvangstId }, outcome: 'beëindigd' }
    : { outcome: 'geen' };
};
