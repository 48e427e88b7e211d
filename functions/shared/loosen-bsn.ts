import { currentId } from '../../adapters/table/follow-zaak.ts';
import type { Bsn, OntvangstId, ZaakId } from '../../contracts/base-types.ts';
import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';
import { loosen, loosenOwn } from '../../domain/persoonsnummers/link.ts';
import { linkedZaak, type NumberCommit } from '../../domain/persoonsnummers/persoonsnummers.ts';
import {
  hasConflict,
  toWake,
  toWakeFromQuarantaine,
  waitForBsn,
} from '../../domain/persoonsnummers/waiting.ts';
import type { ZaakDependencies } from './update-zaak.ts';

/** A BSN that is not of the zaak that has it, and messages that wait until that is put right. */

/**
 * Withdraws the link of a message that waited. It may have linked its numbers before anything contradicted them: that link goes,
 * and what it kept from the BSN is offered again. Once another message has linked the BSN, nothing waits for this one.
 */
export const withdrawLink = async (
  { numbers, pseudonyms }: ZaakDependencies,
  { ontvangstId }: InboundBericht,
  bsn: Bsn,
): Promise<readonly OntvangstId[]> => {
  const { commits } = await numbers.append(pseudonyms.bsnKey(bsn), (earlier) =>
    loosenOwn(earlier, bsn, ontvangstId),
  );
  return linkedZaak(commits) === undefined ? toWakeFromQuarantaine(commits, ontvangstId) : [];
};

/** Records that a BSN is not of this zaak. The result is the receipts that waited for that. */
export const loosenBsn = async (
  deps: ZaakDependencies,
  bsn: Bsn,
  zaakId: ZaakId,
  ontvangstId: OntvangstId,
): Promise<readonly OntvangstId[]> => toWake(await loosenIn(deps, bsn, zaakId, ontvangstId), ontvangstId);

export const loosenIn = async (
  { numbers, pseudonyms, zaken }: ZaakDependencies,
  bsn: Bsn,
  zaakId: ZaakId,
  ontvangstId: OntvangstId,
): Promise<readonly NumberCommit[]> => {
  const loosenAs = (linkedAs: ZaakId) =>
    numbers.append(pseudonyms.bsnKey(bsn), (earlier) => loosen(earlier, bsn, zaakId, ontvangstId, linkedAs));
  const { outcome, commits } = await loosenAs(zaakId);
  const linked = linkedZaak(commits);
  if (outcome === 'losgemaakt' || linked === undefined) return commits;
  // The BSN may have been linked before its V-nummer led to this zaak.
  return (await currentId(zaken, linked)) === zaakId ? (await loosenAs(linked)).commits : commits;
};

/**
 * Gives up the wrong BSN of a zaak that a message puts right, also while it cannot have the right one, when another koppeling or
 * correction claims it: two messages that put right each other's BSN would otherwise wait for one another for ever. The result is
 * the receipts that waited for that.
 */
export const loosenInConflict = async (
  deps: ZaakDependencies,
  ontvangstId: OntvangstId,
  zaakId: ZaakId,
  wrong: Bsn | undefined,
): Promise<readonly OntvangstId[]> => {
  if (wrong === undefined) return [];
  const commits = await deps.numbers.read(deps.pseudonyms.bsnKey(wrong));
  const loosened = hasConflict(commits, zaakId, ontvangstId)
    ? await loosenIn(deps, wrong, zaakId, ontvangstId)
    : commits;
  return toWakeFromQuarantaine(loosened, ontvangstId);
};

/**
 * Records that a message whose numbers contradict what is known is offered again when one of these numbers is put right. The
 * message may claim the number.
 */
export const waitForCorrection = async (
  { numbers, pseudonyms }: ZaakDependencies,
  ontvangstId: OntvangstId,
  bsns: readonly Bsn[],
  claimedFor?: ZaakId,
): Promise<{ readonly tegenstrijdig: true }> => {
  await Promise.all(
    bsns.map((bsn) =>
      numbers.append(pseudonyms.bsnKey(bsn), (earlier) => waitForBsn(earlier, bsn, ontvangstId, claimedFor)),
    ),
  );
  return { tegenstrijdig: true };
};
