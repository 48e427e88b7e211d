import type { Bsn, OntvangstId, ZaakId } from '../../contracts/base-types.ts';
import type { Commit, Decision } from '../log/log.ts';

/**
 * Which person a BSN belongs to. The V-nummer is the key of a zaak; a BSN alone means nothing until some message names
 * both (docs/domein.md, case 3 to 5). One log per BSN, under its pseudonym; its content keeps the number itself, because
 * under another secret (re-keying) the pseudonym is another.
 */
export type PersoonsnummerContent =
  | {
      readonly soort: 'gekoppeld';
      readonly bsn: Bsn;
      readonly zaakId: ZaakId;
      readonly ontvangstId: OntvangstId;
    }
  | { readonly soort: 'wacht'; readonly bsn: Bsn; readonly ontvangstId: OntvangstId };
export type NumberCommit = Commit<PersoonsnummerContent>;

/** The zaak that this BSN belongs to. */
export const linkedZaak = (commits: readonly NumberCommit[]): ZaakId | undefined => {
  for (const { inhoud } of commits) if (inhoud.soort === 'gekoppeld') return inhoud.zaakId;
  return undefined;
};

/** Messages that named only this BSN, before it was known whose it is. */
export const waiting = (commits: readonly NumberCommit[]): readonly OntvangstId[] => [
  ...new Set(commits.flatMap(({ inhoud }) => (inhoud.soort === 'wacht' ? [inhoud.ontvangstId] : []))),
];

export type LinkOutcome = 'gekoppeld' | 'al gekoppeld' | 'tegenstrijdig';

/** A message names both numbers: they belong together, unless the BSN already belongs to somebody else. */
export const linkNumbers = (
  commits: readonly NumberCommit[],
  bsn: Bsn,
  zaakId: ZaakId,
  ontvangstId: OntvangstId,
): Decision<PersoonsnummerContent, LinkOutcome> => {
  const known = linkedZaak(commits);
  if (known === undefined) {
    return { append: { soort: 'gekoppeld', bsn, zaakId, ontvangstId }, outcome: 'gekoppeld' };
  }
  return { outcome: known === zaakId ? 'al gekoppeld' : 'tegenstrijdig' };
};

/** A message names only the BSN: it goes to the zaak, or waits until somebody says whose it is. */
export const findOrWait = (
  commits: readonly NumberCommit[],
  bsn: Bsn,
  ontvangstId: OntvangstId,
): Decision<PersoonsnummerContent, ZaakId | 'wacht'> => {
  const known = linkedZaak(commits);
  if (known !== undefined) return { outcome: known };
  return waiting(commits).includes(ontvangstId)
    ? { outcome: 'wacht' }
    : { append: { soort: 'wacht', bsn, ontvangstId }, outcome: 'wacht' };
};
