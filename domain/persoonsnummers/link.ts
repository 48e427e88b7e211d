import type { Bsn, OntvangstId, ZaakId } from '../../contracts/base-types.ts';
import type { Decision } from '../log/log.ts';
import {
  linkedZaak,
  linkOf,
  type NumberCommit,
  openedEver,
  openedZaak,
  type PersoonsnummerContent,
} from './persoonsnummers.ts';
import { waitForBsn } from './waiting.ts';

/**
 * What a message says about the zaak that a BSN belongs to. Each function decides on the log of the BSN, and appends at most one
 * record to it.
 */

/** The BSN turns out not to be of this zaak, which was linked to it or opened under it. The zaak may have had another id then. */
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

/** Loosens a link that this message itself made and that turns out to be wrong. */
export const loosenOwn = (
  commits: readonly NumberCommit[],
  bsn: Bsn,
  ontvangstId: OntvangstId,
): ReturnType<typeof loosen> => {
  const link = linkOf(commits);
  if (link?.ontvangstId !== ontvangstId) return { outcome: 'al los' };
  return loosen(commits, bsn, link.zaakId, ontvangstId);
};

type LinkOutcome = 'gekoppeld' | 'al gekoppeld' | 'tegenstrijdig';

/** The way in which a message says that a BSN is of this zaak. */
export type LinkNumbers = (
  commits: readonly NumberCommit[],
  bsn: Bsn,
  zaakId: ZaakId,
  ontvangstId: OntvangstId,
) => Decision<PersoonsnummerContent, LinkOutcome>;

/**
 * A message names both numbers, so they belong together, unless the BSN already belongs to another V-nummer. A zaak that was opened
 * under the BSN becomes the zaak of the V-nummer.
 */
export const linkNumbers: LinkNumbers = (commits, bsn, zaakId, ontvangstId) => {
  const known = linkOf(commits);
  if (known !== undefined) {
    return { outcome: [known.zaakId, known.vanaf].includes(zaakId) ? 'al gekoppeld' : 'tegenstrijdig' };
  }
  const opened = openedZaak(commits);
  const link = opened === undefined || opened === zaakId ? { zaakId } : { zaakId: opened, vanaf: zaakId };
  return { append: { soort: 'gekoppeld', bsn, ...link, ontvangstId }, outcome: 'gekoppeld' };
};

/**
 * The BSN of a zaak without a known V-nummer is put right. It is recorded as if the zaak was opened under this BSN, so that a
 * V-nummer that turns up later leads to it. Contradicted when the BSN belongs to a V-nummer.
 */
export const openAgain: LinkNumbers = (commits, bsn, zaakId, ontvangstId) => {
  if (linkedZaak(commits) === zaakId) return { outcome: 'al gekoppeld' };
  if (linkOf(commits) !== undefined) return { outcome: 'tegenstrijdig' };
  return { append: { soort: 'geopend', bsn, zaakId, ontvangstId }, outcome: 'gekoppeld' };
};

/** The V-nummer has a timeline of its own. That one stays, and takes up the zaak that was opened under the BSN. */
export const keepOwnZaak: LinkNumbers = (commits, bsn, zaakId, ontvangstId) =>
  linkedZaak(commits) === zaakId
    ? { outcome: 'al gekoppeld' }
    : { append: { soort: 'gekoppeld', bsn, zaakId, ontvangstId }, outcome: 'gekoppeld' };

/**
 * A message names only the BSN. It goes to the known zaak, or opens one when it says who inburgeringsplichtig is (`opens` gives the
 * id for a zaak under this BSN, by how many were opened before), or waits until a message says whose the BSN is.
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
