import type { Bsn, OntvangstId, ZaakId } from '../../contracts/base-types.ts';
import { known } from '../known.ts';
import type { Commit, Decision } from '../log/log.ts';

/**
 * Which person a BSN belongs to. The V-nummer is the key of a zaak; a BSN alone means nothing until some message names
 * both (docs/domein.md, case 3 to 5), unless that message makes the person known by itself: then a zaak is opened under
 * the BSN, and the V-nummer that turns up later leads to it. One log per BSN, under its pseudonym; its content keeps the
 * number itself, because under another secret (re-keying) the pseudonym is another.
 */
export type PersoonsnummerContent =
  /**
   * This BSN and a V-nummer are one person; the latest of these counts. `vanaf`: the id that the V-nummer itself gives, when the zaak is
   * another one. While nothing stands on its timeline the V-nummer may yet be led to another zaak, and this BSN with it (`currentId`).
   */
  | {
      readonly soort: 'gekoppeld';
      readonly bsn: Bsn;
      readonly zaakId: ZaakId;
      readonly vanaf?: ZaakId;
      readonly ontvangstId: OntvangstId;
    }
  /** A zaak was opened under the BSN, before any message named a V-nummer beside it. The latest of these counts. */
  | {
      readonly soort: 'geopend';
      readonly bsn: Bsn;
      readonly zaakId: ZaakId;
      readonly ontvangstId: OntvangstId;
    }
  /** The BSN turned out not to be of this person; what it brought there lies on that timeline still. */
  | {
      readonly soort: 'losgemaakt';
      readonly bsn: Bsn;
      readonly zaakId: ZaakId;
      readonly ontvangstId: OntvangstId;
    }
  /**
   * Everything before this was erased, and a message from before `tot` says nothing any more. `geopend`: how many zaken were
   * opened under the BSN until then, so that none gets the id of an erased one.
   */
  | { readonly soort: 'gewist'; readonly tot: string; readonly geopend: number }
  /**
   * A message waits until it is known whose the BSN is, or until that turns out to be otherwise. `voor`: the zaak that the BSN
   * should be of, when a koppeling or a person claims it; the latest of a message counts, and one of an older hub claims nothing.
   */
  | { readonly soort: 'wacht'; readonly bsn: Bsn; readonly voor?: ZaakId; readonly ontvangstId: OntvangstId };
export type NumberCommit = Commit<PersoonsnummerContent>;

/** Why a message is in quarantine of which the numbers are not those of one person, as far as is known. */
export const CONTRADICTING_NUMBERS = 'BSN en V-nummer spreken een eerder bericht tegen';

type Link = Extract<PersoonsnummerContent, { readonly soort: 'gekoppeld' }>;

/** What was said of this BSN since it was last erased. */
const contentsOf = (commits: readonly NumberCommit[]): readonly PersoonsnummerContent[] => {
  const contents = commits.map(({ inhoud }) => inhoud);
  return contents.slice(contents.findLastIndex(({ soort }) => soort === 'gewist') + 1);
};

/** The moment up to which everything about this BSN was erased. */
export const erasedUntil = (commits: readonly NumberCommit[]): string | undefined =>
  commits.map(({ inhoud }) => inhoud).findLast((content) => content.soort === 'gewist')?.tot;

/** How many zaken were ever opened under the BSN alone, erased ones among them. */
export const openedEver = (commits: readonly NumberCommit[]): number => {
  const erased = commits.map(({ inhoud }) => inhoud).findLast((content) => content.soort === 'gewist');
  return (erased?.geopend ?? 0) + contentsOf(commits).filter(({ soort }) => soort === 'geopend').length;
};

const linkOf = (commits: readonly NumberCommit[]): Link | undefined => {
  const latest = contentsOf(commits).findLast(({ soort }) => soort === 'gekoppeld' || soort === 'losgemaakt');
  return latest?.soort === 'gekoppeld' ? latest : undefined;
};

/** Zaken on which facts of this BSN lie that are about somebody else: they go to the right one once that is known. `by` one message. */
export const strayedTo = (commits: readonly NumberCommit[], by?: OntvangstId): readonly ZaakId[] => [
  ...new Set(
    contentsOf(commits).flatMap((content) =>
      content.soort === 'losgemaakt' && (by ?? content.ontvangstId) === content.ontvangstId
        ? [content.zaakId]
        : [],
    ),
  ),
];

/** The BSN is not of this zaak after all, which was linked to it or opened under it: by an id that led elsewhere then, perhaps. */
export const loosen = (
  commits: readonly NumberCommit[],
  bsn: Bsn,
  zaakId: ZaakId,
  ontvangstId: OntvangstId,
  linkedAs = zaakId,
): Decision<PersoonsnummerContent, 'losgemaakt' | 'al los'> => {
  const { zaakId: linked, vanaf } = linkOf(commits) ?? { zaakId: openedZaak(commits) };
  return linked === linkedAs || vanaf === linkedAs
    ? { append: { soort: 'losgemaakt', bsn, zaakId, ontvangstId }, outcome: 'losgemaakt' }
    : { outcome: 'al los' };
};

/** The same of a link that this message made itself, and that it turns out to be wrong about. */
export const loosenOwn = (
  commits: readonly NumberCommit[],
  bsn: Bsn,
  ontvangstId: OntvangstId,
): ReturnType<typeof loosen> => {
  const link = linkOf(commits);
  if (link?.ontvangstId !== ontvangstId) return { outcome: 'al los' };
  return loosen(commits, bsn, link.zaakId, ontvangstId);
};

/** Every zaak that was opened under the BSN alone, oldest first, since it last turned out to be of somebody else. */
export const openedZaken = (commits: readonly NumberCommit[]): readonly ZaakId[] => {
  const contents = contentsOf(commits);
  const since = contents.slice(contents.findLastIndex(({ soort }) => soort === 'losgemaakt') + 1);
  return since.flatMap((content) => (content.soort === 'geopend' ? [content.zaakId] : []));
};

/** The zaak that was opened under the BSN alone, unless the BSN turned out to be of somebody else since. */
const openedZaak = (commits: readonly NumberCommit[]): ZaakId | undefined => openedZaken(commits).at(-1);

/** The zaak that this BSN belongs to: of a V-nummer when one is known beside it, otherwise the one opened under the BSN. */
export const linkedZaak = (commits: readonly NumberCommit[]): ZaakId | undefined =>
  linkOf(commits)?.zaakId ?? openedZaak(commits);

/** Messages that named only this BSN while it was not known whose it is, or that contradicted what was known of it. */
export const waiting = (commits: readonly NumberCommit[]): readonly OntvangstId[] => [
  ...new Set(
    contentsOf(commits).flatMap((content) => (content.soort === 'wacht' ? [content.ontvangstId] : [])),
  ),
];

/** What was said since it was last known whose the BSN is, or whose it is not: only that messages wait. */
const sinceKnown = (commits: readonly NumberCommit[]): readonly PersoonsnummerContent[] => {
  const contents = contentsOf(commits);
  return contents.slice(contents.findLastIndex(({ soort }) => soort !== 'wacht') + 1);
};

type LinkOrWait = Extract<PersoonsnummerContent, { readonly soort: 'gekoppeld' | 'geopend' | 'wacht' }>;

/** The latest that this message said here of whose the BSN is, or that it waits. */
const latestOf = (
  contents: readonly PersoonsnummerContent[],
  ontvangstId: OntvangstId,
): LinkOrWait | undefined =>
  contents.findLast(
    (content): content is LinkOrWait =>
      content.soort !== 'gewist' && content.soort !== 'losgemaakt' && content.ontvangstId === ontvangstId,
  );

/** Whether another message, which the link of this BSN contradicted, claims it for another zaak than this one, which has it. */
export const hasConflict = (
  commits: readonly NumberCommit[],
  zaakId: ZaakId,
  ontvangstId: OntvangstId,
): boolean => {
  const contents = contentsOf(commits);
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

/** Whether this message made known here whose the BSN is, or whose it is not. */
const isSaidBy = (content: PersoonsnummerContent, ontvangstId: OntvangstId): boolean =>
  content.soort !== 'wacht' && content.soort !== 'gewist' && content.ontvangstId === ontvangstId;

/** What waited for this message, if it made known whose the BSN is, or whose it is not. */
export const toWake = (commits: readonly NumberCommit[], ontvangstId: OntvangstId): readonly OntvangstId[] =>
  contentsOf(commits).some((content) => isSaidBy(content, ontvangstId))
    ? waiting(commits).filter((id) => id !== ontvangstId)
    : [];

/**
 * The same of a message that stays in quarantine: only what waits since before the latest that it made known, and did not get the BSN
 * since. Two in quarantine would wake one another for ever otherwise. A redelivery finds the same, until what it wakes was tried.
 */
export const toWakeFromQuarantaine = (
  commits: readonly NumberCommit[],
  ontvangstId: OntvangstId,
): readonly OntvangstId[] => {
  const contents = contentsOf(commits);
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

export type LinkOutcome = 'gekoppeld' | 'al gekoppeld' | 'tegenstrijdig';

/**
 * A message names both numbers: they belong together, unless the BSN already belongs to another V-nummer. A zaak that was
 * opened under the BSN is the one of the V-nummer from then on.
 */
export const linkNumbers = (
  commits: readonly NumberCommit[],
  bsn: Bsn,
  zaakId: ZaakId,
  ontvangstId: OntvangstId,
): Decision<PersoonsnummerContent, LinkOutcome> => {
  const known = linkOf(commits);
  if (known !== undefined) {
    return { outcome: [known.zaakId, known.vanaf].includes(zaakId) ? 'al gekoppeld' : 'tegenstrijdig' };
  }
  const opened = openedZaak(commits);
  const link = opened === undefined || opened === zaakId ? { zaakId } : { zaakId: opened, vanaf: zaakId };
  return { append: { soort: 'gekoppeld', bsn, ...link, ontvangstId }, outcome: 'gekoppeld' };
};

/**
 * The BSN of a zaak of which no V-nummer is known is put right: as if it was opened under this number, so that the V-nummer
 * that turns up later leads to it. Contradicted when the number belongs to a V-nummer.
 */
export const openAgain = (
  commits: readonly NumberCommit[],
  bsn: Bsn,
  zaakId: ZaakId,
  ontvangstId: OntvangstId,
): Decision<PersoonsnummerContent, LinkOutcome> => {
  if (linkedZaak(commits) === zaakId) return { outcome: 'al gekoppeld' };
  if (linkOf(commits) !== undefined) return { outcome: 'tegenstrijdig' };
  return { append: { soort: 'geopend', bsn, zaakId, ontvangstId }, outcome: 'gekoppeld' };
};

/** The V-nummer has a timeline of its own, so that one stays, and takes up the zaak that was opened under the BSN. */
export const keepOwnZaak = (
  commits: readonly NumberCommit[],
  bsn: Bsn,
  zaakId: ZaakId,
  ontvangstId: OntvangstId,
): Decision<PersoonsnummerContent, LinkOutcome> =>
  linkedZaak(commits) === zaakId
    ? { outcome: 'al gekoppeld' }
    : { append: { soort: 'gekoppeld', bsn, zaakId, ontvangstId }, outcome: 'gekoppeld' };

/**
 * A message names only the BSN: it goes to the zaak that is known, opens one when it says who inburgeringsplichtig is
 * (`opens`: the id for a zaak under this BSN, by how many were opened before), or waits until some message says whose the
 * BSN is.
 */
export const findOpenOrWait = (
  commits: readonly NumberCommit[],
  bsn: Bsn,
  ontvangstId: OntvangstId,
  opens: ((openedBefore: number) => ZaakId) | undefined,
): Decision<PersoonsnummerContent, ZaakId | 'wacht'> => {
  const known = linkedZaak(commits);
  if (known !== undefined) return { outcome: known };
  if (opens !== undefined) {
    const zaakId = opens(openedEver(commits));
    return { append: { soort: 'geopend', bsn, zaakId, ontvangstId }, outcome: zaakId };
  }
  return waitForBsn(commits, bsn, ontvangstId);
};

/**
 * A message waits for what will be known of this BSN, and may claim it for a zaak (`voor`). It says so again when it was tried since
 * something new was known, in vain.
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

/** A message that another put right claims the BSN no more. */
export const endClaim = (
  commits: readonly NumberCommit[],
  bsn: Bsn,
  ontvangstId: OntvangstId,
): Decision<PersoonsnummerContent, 'beëindigd' | 'geen'> => {
  const latest = latestOf(contentsOf(commits), ontvangstId);
  return latest?.soort === 'wacht' && latest.voor !== undefined
    ? { append: { soort: 'wacht', bsn, ontvangstId }, outcome: 'beëindigd' }
    : { outcome: 'geen' };
};
