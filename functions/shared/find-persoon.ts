import { findZaak } from '../../adapters/secrets/pseudonyms.ts';
import { currentId, followZaak, readDossier } from '../../adapters/table/follow-zaak.ts';
import type { Bsn, OntvangstId, Vnummer, ZaakId } from '../../contracts/base-types.ts';
import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';
import {
  findOpenOrWait,
  keepOwnZaak,
  type LinkNumbers,
  linkNumbers,
} from '../../domain/persoonsnummers/link.ts';
import {
  CONTRADICTING_NUMBERS,
  erasedUntil,
  linkedZaak,
  type NumberCommit,
  openedEver,
  openedZaken,
  strayedTo,
} from '../../domain/persoonsnummers/persoonsnummers.ts';
import { isKnownBy, toWake, toWakeFromQuarantaine } from '../../domain/persoonsnummers/waiting.ts';
import { erased, isFromBefore } from '../../domain/wissen/boundary.ts';
import { bsnOf } from '../../domain/zaak/bsn.ts';
import { causeOf } from '../../domain/zaak/decide.ts';
import { everyBsnIn, strayedFeiten, strayedNumbers, type Zaak } from '../../domain/zaak/zaak.ts';
import { loosenIn, waitForCorrection, withdrawLink } from './loosen-bsn.ts';
import { type Outcome, only, type ZaakUpdate } from './process-messages.ts';
import type { takeStrayed } from './strayed.ts';
import { appendToZaak, type ZaakDependencies } from './update-zaak.ts';

/** Finds the zaak that a message is about: the zaak behind a V-nummer, a BSN, or both. */

/** The zaak of a message, and what changed in other zaken because of it. */
export interface FoundPersoon {
  readonly zaakId: ZaakId;
  /** Zaken that changed because two zaken turned out to be of one person. */
  readonly updated: readonly ZaakUpdate[];
  readonly wake: readonly OntvangstId[];
}

/** A person whose two numbers were linked. */
export interface LinkedPersoon extends FoundPersoon {
  /** The part of `wake` that is woken also when the message goes to quarantine. */
  readonly wakeFromQuarantaine: readonly OntvangstId[];
  /** Zaken that had the BSN until this message named it with this zaak. */
  readonly takenFrom: readonly ZaakId[];
}

interface Numbers {
  readonly bsn?: Bsn | undefined;
  readonly vNummer?: Vnummer | undefined;
}

/**
 * The zaak of a message, or why nobody can say it (yet). A message that `opens` makes a person known by the BSN alone; any other
 * message waits until a message says whose the BSN is.
 */
export async function findPersoon(
  deps: ZaakDependencies,
  bericht: InboundBericht,
  { bsn, vNummer }: Numbers,
  { opens = false }: { readonly opens?: boolean } = {},
): Promise<FoundPersoon | Outcome> {
  if (vNummer !== undefined) {
    const { zaakId, gewistOp } = await findZaak(deps, vNummer);
    if (isFromBefore(bericht.tijdstip, gewistOp)) throw erased();
    if (bsn === undefined) return { zaakId, updated: [], wake: [] };
    const linked = await linkPersoonsnummers(deps, bericht, bsn, zaakId);
    if (!('tegenstrijdig' in linked)) return linked;
    const wake = await withdrawLink(deps, bericht, bsn);
    return { ...only({ soort: 'quarantaine', reden: CONTRADICTING_NUMBERS }), wake };
  }
  if (bsn === undefined) return only({ soort: 'quarantaine', reden: 'bericht noemt geen persoon' });
  return findByBsn(deps, bericht, bsn, { opens });
}

const findByBsn = async (
  deps: ZaakDependencies,
  bericht: InboundBericht,
  bsn: Bsn,
  { opens }: { readonly opens: boolean },
): Promise<FoundPersoon | Outcome> => {
  const { numbers, pseudonyms } = deps;
  const { ontvangstId, tijdstip } = bericht;
  const underBsn = (openedBefore: number) => pseudonyms.zaakIdUnderBsn(bsn, openedBefore);
  const { commits } = await numbers.append(pseudonyms.bsnKey(bsn), (earlier) => {
    if (isFromBefore(tijdstip, erasedUntil(earlier))) throw erased();
    return findOpenOrWait(earlier, bsn, ontvangstId, opens ? underBsn : undefined);
  });
  const linked = linkedZaak(commits);
  if (linked === undefined) return only({ soort: 'wacht', reden: 'wacht op het V-nummer bij dit BSN' });
  const zaakId = await currentId(deps.zaken, linked);
  const updated = isKnownBy(commits, ontvangstId)
    ? await bringStrayed(deps, bericht, bsn, zaakId, strayedTo(commits))
    : [];
  return { zaakId, updated, wake: toWake(commits, ontvangstId) };
};

/**
 * Records that these two numbers are one person, unless either is another's, and wakes what waited for that. When a zaak was opened
 * under the BSN, the V-nummer leads to it from now on. When the V-nummer has a timeline too, that one takes up the other.
 */
export async function linkPersoonsnummers(
  deps: ZaakDependencies,
  bericht: InboundBericht,
  bsn: Bsn,
  zaakId: ZaakId,
  { corrects, link = () => linkNumbers }: LinkOptions = {},
): Promise<LinkedPersoon | { readonly tegenstrijdig: true }> {
  const { numbers, pseudonyms, zaken } = deps;
  const { ontvangstId, tijdstip } = bericht;
  // A BSN that the zaak contradicts may be somebody else's, so this is decided before anything is recorded.
  const { zaak } = await readDossier(zaken, zaakId);
  const known = bsnOf(zaak);
  const isOther = known !== undefined && known !== bsn;
  if (isOther && corrects?.(zaak, known) !== true) return waitForCorrection(deps, ontvangstId, [bsn, known]);
  const { outcome, commits } = await numbers.append(
    pseudonyms.bsnKey(bsn),
    (earlier) =>
      isFromBefore(tijdstip, erasedUntil(earlier))
        ? { outcome: 'gewist' as const }
        : link(zaak)(earlier, bsn, zaakId, ontvangstId),
    { probablyEmpty: true },
  );
  if (outcome === 'gewist') {
    await refuseErased(deps, bericht, zaakId, { zaak, commits });
    return waitForCorrection(deps, ontvangstId, [bsn]);
  }
  const linked = linkedZaak(commits) ?? zaakId;
  // A BSN that was linked before its V-nummer led to this zaak is linked anew, and no reference leads back.
  const leadsHere = linked === zaakId || (await currentId(zaken, linked)) === zaakId;
  if (outcome === 'tegenstrijdig' && !leadsHere) {
    return (await isOnePerson(deps, linked, zaakId))
      ? { zaakId, updated: [], takenFrom: [], ...wokenBy([commits], ontvangstId) }
      : waitForCorrection(deps, ontvangstId, [bsn], corrects === undefined ? undefined : zaakId);
  }
  // When the message is delivered again, the right BSN is on the timeline already, and what waited for the wrong one still has to
  // be woken.
  const wrong = corrects === undefined ? [] : everyBsnIn(zaak).filter((named) => named !== bsn);
  const loosened = await Promise.all(wrong.map((named) => loosenIn(deps, named, zaakId, ontvangstId)));
  const stays = leadsHere ? zaakId : ((await zaken.refer(zaakId, linked)) as ZaakId);
  const joined = await joinZaken(deps, bericht, bsn, stays, commits);
  const woken = wokenBy([commits, ...loosened], ontvangstId);
  return {
    zaakId: stays,
    updated: joined.updated,
    wake: [...woken.wake, ...joined.wake],
    wakeFromQuarantaine: [...woken.wakeFromQuarantaine, ...joined.wake],
    takenFrom: strayedTo(commits, ontvangstId),
  };
}

/**
 * Makes this zaak the zaak of the BSN, takes up the zaken that were opened under it, and brings here what the BSN left elsewhere.
 */
const joinZaken = async (
  deps: ZaakDependencies,
  bericht: InboundBericht,
  bsn: Bsn,
  stays: ZaakId,
  commits: readonly NumberCommit[],
): Promise<Pick<FoundPersoon, 'updated' | 'wake'>> => {
  const { numbers, pseudonyms } = deps;
  if (linkedZaak(commits) !== stays) {
    await numbers.append(pseudonyms.bsnKey(bsn), (earlier) =>
      keepOwnZaak(earlier, bsn, stays, bericht.ontvangstId),
    );
  }
  const others = openedZaken(commits).filter((opened) => opened !== stays);
  const merged = await mergeAll(deps, bericht, others, stays);
  const brought = await bringStrayed(deps, bericht, bsn, stays, strayedTo(commits));
  return {
    updated: [...merged.flatMap(({ updated }) => updated), ...brought],
    wake: merged.flatMap(({ wake }) => wake),
  };
};

/**
 * Refuses a message about a person who was erased. The BSN was erased, and what was said of it until then counts no more. A person
 * who was known by it alone, or by this zaak, is the one who was erased. A person who had it by mistake is not.
 */
const refuseErased = async (
  deps: ZaakDependencies,
  { ontvangstId }: InboundBericht,
  zaakId: ZaakId,
  { zaak, commits }: { readonly zaak: Zaak; readonly commits: readonly NumberCommit[] },
): Promise<void> => {
  const isOfZaak = zaak.feiten.size === 0 || linkedZaak(commits) === zaakId;
  if (isOfZaak && openedEver(commits) > 0) throw erased();
  await appendToZaak(deps, zaakId, ontvangstId, () => ({ feiten: [] }));
};

const wokenBy = (
  logs: readonly (readonly NumberCommit[])[],
  ontvangstId: OntvangstId,
): Pick<LinkedPersoon, 'wake' | 'wakeFromQuarantaine'> => ({
  wake: logs.flatMap((commits) => toWake(commits, ontvangstId)),
  wakeFromQuarantaine: logs.flatMap((commits) => toWakeFromQuarantaine(commits, ontvangstId)),
});

/** Whether a person at the gemeente said that the zaak of this BSN and this zaak are of one person. Then they go on as one. */
const isOnePerson = async ({ zaken }: ZaakDependencies, linked: ZaakId, zaakId: ZaakId): Promise<boolean> => {
  const found = await Promise.all([linked, zaakId].map((one) => followZaak(zaken, one)));
  return new Set(found.map(({ current }) => current.zaakId)).size === 1;
};

/** What a BSN left on the timeline of somebody else. There is seldom anything, so the code that brings it is loaded only then. */
const bringStrayed = async (...[deps, bericht, bsn, zaakId, strayed]: Parameters<typeof takeStrayed>) =>
  strayed.length === 0 ? [] : (await import('./strayed.ts')).takeStrayed(deps, bericht, bsn, zaakId, strayed);

/** Makes other zaken of the person one with this zaak. It is seldom needed, so its code is loaded only then. */
const mergeAll = async (
  deps: ZaakDependencies,
  bericht: InboundBericht,
  others: readonly ZaakId[],
  stays: ZaakId,
) => {
  if (others.length === 0) return [];
  const { mergeZaken } = await import('./merge-zaken.ts');
  return Promise.all(others.map((opened) => mergeZaken(deps, causeOf(bericht), opened, stays)));
};

export interface LinkOptions {
  /** Whether the message puts right the BSN that this zaak has. */
  readonly corrects?: ((zaak: Zaak, known: Bsn) => boolean) | undefined;
  /** How the BSN is linked to this zaak: by its V-nummer, unless it has none. */
  readonly link?: (zaak: Zaak) => LinkNumbers;
}

/**
 * After a correction, facts that came by the BSN of somebody else are on the wrong timeline. They go to the zaak to which that BSN
 * leads. When it leads to none, and the facts say enough to know the person by, a zaak is opened for them, as if the facts came
 * now.
 */
export const openForStrayed = async (
  deps: ZaakDependencies,
  bericht: InboundBericht,
  corrected: readonly ZaakUpdate[],
): Promise<Pick<FoundPersoon, 'updated' | 'wake'>> => {
  const personen = new Set(corrected.flatMap(({ dossier }) => strayedNumbers(dossier.zaak)));
  const opened = await Promise.all(
    [...personen].map((bsn) => findByBsn(deps, bericht, bsn, { opens: true })),
  );
  const brought = await Promise.all(corrected.map((one) => bringToOwners(deps, bericht, one)));
  return {
    updated: [...opened.flatMap(({ updated }) => updated), ...brought.flat()],
    wake: opened.flatMap((one) => one.wake),
  };
};

/**
 * Two members of one koppeling may have had each other's BSN, and so may the members of two koppelingen. The first to get the right
 * BSN got it while it still seemed to be of the other zaak, so what it brought there is moved afterwards.
 */
const bringToOwners = async (
  deps: ZaakDependencies,
  bericht: InboundBericht,
  { zaakId, dossier: { zaak } }: ZaakUpdate,
): Promise<readonly ZaakUpdate[]> => {
  const own = bsnOf(zaak);
  const others = everyBsnIn(zaak).filter((bsn) => bsn !== own && strayedFeiten(zaak, bsn).length > 0);
  const brought = await Promise.all(
    others.map(async (bsn) => {
      const owner = linkedZaak(await deps.numbers.read(deps.pseudonyms.bsnKey(bsn)));
      return owner === undefined ? [] : bringStrayed(deps, bericht, bsn, owner, [zaakId]);
    }),
  );
  return brought.flat();
};
