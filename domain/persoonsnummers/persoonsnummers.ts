import type { Bsn, OntvangstId, ZaakId } from '../../contracts/base-types.ts';
import type { Commit } from '../log/log.ts';

/**
 * Which person a BSN belongs to. The V-nummer is the key of a zaak. A BSN alone means nothing until a message names both
 * (docs/domein/cases.md, case 3 to 5), unless a message with the BSN alone makes the person known: then a zaak is opened under the
 * BSN, and the V-nummer that turns up later leads to it. There is one log per BSN, under its pseudonym. Its content keeps the BSN
 * itself, because under another secret (re-keying) the pseudonym is another.
 */
export type PersoonsnummerContent =
  /**
   * This BSN and a V-nummer are one person; the latest of these records counts. `vanaf`: the id that the V-nummer itself gives,
   * when the zaak is another one. While nothing stands on its timeline the V-nummer may yet be led to another zaak, and this BSN
   * with it (`currentId`).
   */
  | {
      readonly soort: 'gekoppeld';
      readonly bsn: Bsn;
      readonly zaakId: ZaakId;
      readonly vanaf?: ZaakId;
      readonly ontvangstId: OntvangstId;
    }
  /** A zaak was opened under the BSN, before any message named a V-nummer beside it. The latest of these records counts. */
  | {
      readonly soort: 'geopend';
      readonly bsn: Bsn;
      readonly zaakId: ZaakId;
      readonly ontvangstId: OntvangstId;
    }
  /** The BSN turned out not to be of this person; the facts that it brought there are still on that timeline. */
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
   * A message waits until it is known whose the BSN is, or until another message says otherwise. `voor`: the zaak for which a
   * koppeling or a person claims the BSN. The latest record of a message counts, and a record of an older hub claims nothing.
   */
  | { readonly soort: 'wacht'; readonly bsn: Bsn; readonly voor?: ZaakId; readonly ontvangstId: OntvangstId };

export type NumberCommit = Commit<PersoonsnummerContent>;

/** Why a message is in quarantine whose numbers are not those of one person, as far as is known. */
export const CONTRADICTING_NUMBERS = 'BSN en V-nummer spreken een eerder bericht tegen';

type Link = Extract<PersoonsnummerContent, { readonly soort: 'gekoppeld' }>;

/** The records of this BSN since it was last erased. */
export const contentOf = (commits: readonly NumberCommit[]): readonly PersoonsnummerContent[] => {
  const contents = commits.map(({ inhoud }) => inhoud);
  return contents.slice(contents.findLastIndex(({ soort }) => soort === 'gewist') + 1);
};

/** The moment before which everything about this BSN was erased. */
export const erasedUntil = (commits: readonly NumberCommit[]): string | undefined =>
  commits.map(({ inhoud }) => inhoud).findLast((content) => content.soort === 'gewist')?.tot;

/** How many zaken were ever opened under the BSN alone, also those that were erased. */
export const openedEver = (commits: readonly NumberCommit[]): number => {
  const erased = commits.map(({ inhoud }) => inhoud).findLast((content) => content.soort === 'gewist');
  return (erased?.geopend ?? 0) + contentOf(commits).filter(({ soort }) => soort === 'geopend').length;
};

export const linkOf = (commits: readonly NumberCommit[]): Link | undefined => {
  const latest = contentOf(commits).findLast(({ soort }) => soort === 'gekoppeld' || soort === 'losgemaakt');
  return latest?.soort === 'gekoppeld' ? latest : undefined;
};

/**
 * Zaken that hold facts with this BSN about somebody else: the facts go to the right zaak once that is known. `by` chooses those of
 * one message.
 */
export const strayedTo = (commits: readonly NumberCommit[], by?: OntvangstId): readonly ZaakId[] => [
  ...new Set(
    contentOf(commits).flatMap((content) =>
      content.soort === 'losgemaakt' && (by ?? content.ontvangstId) === content.ontvangstId
        ? [content.zaakId]
        : [],
    ),
  ),
];

/** Every zaak that was opened under the BSN alone, oldest first, since the BSN last turned out to be of somebody else. */
export const openedZaken = (commits: readonly NumberCommit[]): readonly ZaakId[] => {
  const contents = contentOf(commits);
  const since = contents.slice(contents.findLastIndex(({ soort }) => soort === 'losgemaakt') + 1);
  return since.flatMap((content) => (content.soort === 'geopend' ? [content.zaakId] : []));
};

/** The zaak that was opened under the BSN alone, unless the BSN turned out to be of somebody else since. */
export const openedZaak = (commits: readonly NumberCommit[]): ZaakId | undefined =>
  openedZaken(commits).at(-1);

/** The zaak that this BSN belongs to: the zaak of the V-nummer beside it, or else the zaak that was opened under the BSN. */
export const linkedZaak = (commits: readonly NumberCommit[]): ZaakId | undefined =>
  linkOf(commits)?.zaakId ?? openedZaak(commits);
