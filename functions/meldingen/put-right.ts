import { followZaak, readDossier } from '../../adapters/table/follow-zaak.ts';
import type { Bsn, ZaakId } from '../../contracts/base-types.ts';
import type { MeldingBericht } from '../../contracts/internal/melding-bericht.ts';
import { keepOwnZaak, linkNumbers, openAgain } from '../../domain/persoonsnummers/link.ts';
import { CONTRADICTING_NUMBERS } from '../../domain/persoonsnummers/persoonsnummers.ts';
import { toWake, waiting } from '../../domain/persoonsnummers/waiting.ts';
import { feitenOfOther, takenApart, takenUp } from '../../domain/zaak/apart.ts';
import { bsnOf } from '../../domain/zaak/bsn.ts';
import { causeOf, decideMelding, reasonToKeep } from '../../domain/zaak/decide.ts';
import { dossierOf } from '../../domain/zaak/dossier.ts';
import type { Feit, OpgenomenFeit } from '../../domain/zaak/feiten.ts';
import { vNummerIn } from '../../domain/zaak/numbers.ts';
import { evolve, putAsideIn, type Zaak, zaakOf } from '../../domain/zaak/zaak.ts';
import {
  type FoundPersoon,
  type LinkOptions,
  linkPersoonsnummers,
  openForStrayed,
} from '../shared/find-persoon.ts';
import { loosenBsn, loosenInConflict } from '../shared/loosen-bsn.ts';
import { mergeZaken } from '../shared/merge-zaken.ts';
import { type Outcome, only } from '../shared/process-messages.ts';
import { appendToZaak, decideAboutZaak, type ZaakDependencies } from '../shared/update-zaak.ts';

/** A correction by a person at the gemeente: of facts, of a BSN, or of which zaken are of one person. */

export type Herstel = Extract<MeldingBericht, { readonly type: 'nl.inburgeringszaken.feit.hersteld.v1' }>;

/**
 * First everything moves that has to: the BSN to the right zaak, a zaak into another one, or out of it. Then the correction stands
 * on the timeline. Every step may be repeated.
 */
export const putRight = async (deps: ZaakDependencies, bericht: Herstel): Promise<Outcome> => {
  await refuseErased(deps, bericht);
  const found = await moveFirst(deps, bericht);
  if (!('zaakId' in found)) return found;
  const { zaakId } = found;
  const { outcome } = await decideAboutZaak(deps, zaakId, bericht, ({ zaak }) =>
    decideMelding(zaak, withFeitenOfOthers(zaak, bericht, found.apart), deps.pseudonyms.huishoudenId(zaakId)),
  );
  const after = await moveLater(deps, bericht, zaakId, found);
  const opened = await openForStrayed(deps, bericht, outcome.updated);
  return {
    ...outcome,
    updated: [...found.updated, ...outcome.updated, ...after.updated, ...opened.updated],
    wake: [...found.wake, ...outcome.wake, ...after.wake, ...opened.wake],
  };
};

/**
 * A person who was erased cannot be put right any more: no number and no zaak of somebody else may come to lead to what is gone.
 */
const refuseErased = async (deps: ZaakDependencies, { ontvangstId, data }: Herstel): Promise<void> => {
  for (const id of [data.zaakId, data.zelfdePersoon ?? []].flat()) {
    await appendToZaak(deps, id, ontvangstId, () => ({ feiten: [] }));
  }
};

/** Another zaak that this correction takes out of the zaak that took it up, as it was told until now. */
interface OtherZaak {
  readonly opgenomen: OpgenomenFeit;
  readonly zaak: Zaak;
}

interface Moved extends FoundPersoon {
  readonly apart: readonly OtherZaak[];
  /** Zaken that become one with this zaak again. */
  readonly again: readonly ZaakId[];
}

const NOT_APART = { apart: [], again: [] };

const moveFirst = async (deps: ZaakDependencies, bericht: Herstel): Promise<Moved | Outcome> => {
  const { zaakId, bsn, zelfdePersoon, vervalt = [] } = bericht.data;
  if (bsn !== undefined) return correctBsn(deps, bericht, bsn);
  if (zelfdePersoon !== undefined) {
    const [own, other] = await Promise.all(
      [zaakId, zelfdePersoon].map(async (id) => bsnOf((await readDossier(deps.zaken, id)).zaak)),
    );
    if (own !== undefined && other !== undefined && own !== other) return quarantine(TWO_BSNS);
    const { updated, wake } = await mergeZaken(deps, causeOf(bericht), zelfdePersoon, zaakId);
    const contradicted = await waitingForBsn(deps, bericht, own ?? other);
    return { zaakId, ...NOT_APART, updated, wake: [...wake, ...contradicted] };
  }
  return takeApart(deps, bericht, vervalt);
};

/**
 * When two zaken have the BSN of one another, a person puts them right one after the other: the first correction waits for the
 * second.
 */
const correctBsn = async (deps: ZaakDependencies, bericht: Herstel, bsn: Bsn): Promise<Moved | Outcome> => {
  const { zaakId } = bericht.data;
  const linked = await linkPersoonsnummers(deps, bericht, bsn, zaakId, BY_PERSON);
  if (!('tegenstrijdig' in linked)) return { ...linked, ...NOT_APART };
  const { zaak } = await readDossier(deps.zaken, zaakId);
  const wake = await loosenInConflict(deps, bericht.ontvangstId, zaakId, bsnOf(zaak));
  return { ...quarantine(CONTRADICTING_NUMBERS), wake };
};

/** Messages that named this BSN with the other V-nummer. They contradict nothing any more, now that both are of one person. */
const waitingForBsn = async (
  { numbers, pseudonyms }: ZaakDependencies,
  { ontvangstId }: Herstel,
  bsn: Bsn | undefined,
): Promise<Outcome['wake']> =>
  bsn === undefined
    ? []
    : waiting(await numbers.read(pseudonyms.bsnKey(bsn))).filter((one) => one !== ontvangstId);

/** A person says whose the BSN is, whatever was known. A zaak without a V-nummer stays a zaak that was opened under a BSN. */
const BY_PERSON: LinkOptions = {
  corrects: () => true,
  link: (zaak) => (knowsVnummer(zaak) ? linkNumbers : openAgain),
};

const knowsVnummer = (zaak: Zaak): boolean =>
  [...zaak.feiten.values()].some((feit) => vNummerIn(feit) !== undefined);

const TWO_BSNS = 'de twee zaken hebben verschillende BSN’s; zet eerst het BSN recht';

const quarantine = (reden: string): Outcome => only({ soort: 'quarantaine', reden });

/** Lets every zaak go on whose mark is put aside, or end again when the correction that took it apart is put aside. */
const takeApart = async (
  deps: ZaakDependencies,
  bericht: Herstel,
  vervalt: readonly string[],
): Promise<Moved | Outcome> => {
  const { current } = await followZaak(deps.zaken, bericht.data.zaakId);
  const { zaakId, dossier } = current;
  const reden = reasonToKeep(dossier.zaak, vervalt);
  if (reden !== undefined) return quarantine(reden);
  const others = takenUp(dossier.zaak, vervalt);
  const again = takenApart(dossier.zaak, vervalt).map(({ uit }) => uit);
  // The BSN of a zaak that comes or goes stays with that zaak, which leads here as long as both are one.
  const linked =
    others.length + again.length > 0
      ? { updated: [], wake: [] }
      : await relinkBsn(deps, bericht, zaakId, dossier.zaak);
  if ('tegenstrijdig' in linked) return quarantine(CONTRADICTING_NUMBERS);
  const apart = await Promise.all(
    others.map(async (opgenomen) => {
      const { zaak } = dossierOf(await deps.zaken.read(opgenomen.uit));
      const marks = zaak.samengevoegd.map(({ feitId }) => feitId);
      // What was put right while both were one stays so.
      const goesOn = await putAside(deps, bericht, opgenomen.uit, [...marks, ...putAsideIn(dossier.zaak)]);
      const woken = await giveBackBsn(deps, bericht, opgenomen.uit, bsnOf(zaak));
      return { opgenomen, zaak, goesOn: { ...goesOn, wake: [...goesOn.wake, ...woken] } };
    }),
  );
  const ended = await Promise.all(again.map((other) => putAside(deps, bericht, other, vervalt)));
  const moved = [...apart.map(({ goesOn }) => goesOn), ...ended];
  return {
    zaakId,
    apart,
    again,
    updated: [linked, ...moved].flatMap(({ updated }) => updated),
    wake: [linked, ...moved].flatMap(({ wake }) => wake),
  };
};

/** Links the BSN that this zaak has without the facts that do not hold, and unlinks the BSN that those facts gave it. */
const relinkBsn = async (
  deps: ZaakDependencies,
  bericht: Herstel,
  zaakId: ZaakId,
  zaak: Zaak,
): Promise<FoundPersoon | { readonly tegenstrijdig: true }> => {
  // When this message is delivered again, the correction is on the timeline already.
  const without = zaakOf([...zaak.feiten.values()].filter((feit) => !isOf(bericht, feit)));
  const decision = decideMelding(without, bericht, deps.pseudonyms.huishoudenId(zaakId));
  const before = bsnOf(without);
  const after = bsnOf(decision.kind === 'feiten' ? evolve(without, decision.feiten) : without);
  if (after !== undefined && after !== before) {
    return linkPersoonsnummers(deps, bericht, after, zaakId, BY_PERSON);
  }
  const isLost = after === undefined && before !== undefined;
  const wake = isLost ? await loosenBsn(deps, before, zaakId, bericht.ontvangstId) : [];
  return { zaakId, updated: [], wake };
};

const isOf = ({ ontvangstId }: Herstel, feit: Feit): boolean =>
  feit.soort === 'herstel' && feit.ontvangstId === ontvangstId;

/** The same correction on the timeline of another zaak, for the facts that stand there. */
const putAside = async (
  deps: ZaakDependencies,
  bericht: Herstel,
  zaakId: ZaakId,
  feitIds: readonly string[],
): Promise<Outcome> => {
  const { outcome } = await decideAboutZaak(deps, zaakId, bericht, ({ zaak }) =>
    decideMelding(
      zaak,
      withVervalt(
        bericht,
        feitIds.filter((feitId) => zaak.feiten.has(feitId)),
      ),
      deps.pseudonyms.huishoudenId(zaakId),
    ),
  );
  return outcome;
};

/** The correction with these facts alone. */
const withVervalt = (bericht: Herstel, vervalt: readonly string[]): Herstel => ({
  ...bericht,
  data: { ...bericht.data, vervalt: [...vervalt] },
});

const withFeitenOfOthers = (zaak: Zaak, bericht: Herstel, apart: readonly OtherZaak[]): Herstel => {
  if (apart.length === 0) return bericht;
  const others = apart.flatMap((other) => feitenOfOther(zaak, other.zaak, other.opgenomen));
  return withVervalt(bericht, [
    ...new Set([...(bericht.data.vervalt ?? []), ...others.map(({ feitId }) => feitId)]),
  ]);
};

/** The BSN of a zaak that goes on by itself leads to it again. The result is the receipts that waited for that. */
const giveBackBsn = async (
  { numbers, pseudonyms }: ZaakDependencies,
  { ontvangstId }: Herstel,
  zaakId: ZaakId,
  bsn: Bsn | undefined,
): Promise<Outcome['wake']> => {
  if (bsn === undefined) return [];
  const { commits } = await numbers.append(pseudonyms.bsnKey(bsn), (earlier) =>
    keepOwnZaak(earlier, bsn, zaakId, ontvangstId),
  );
  return toWake(commits, ontvangstId);
};

/** What was told since under the numbers of the other zaak goes to that zaak, and zaken that are one again become one. */
const moveLater = async (
  deps: ZaakDependencies,
  bericht: Herstel,
  zaakId: ZaakId,
  { apart, again }: Pick<Moved, 'apart' | 'again'>,
): Promise<Pick<Outcome, 'updated' | 'wake'>> => {
  if (apart.length + again.length === 0) return { updated: [], wake: [] };
  const { zaak } = await readDossier(deps.zaken, zaakId);
  const brought = await Promise.all(
    apart.map(async ({ opgenomen, zaak: other }) => {
      const feiten = feitenOfOther(zaak, other, opgenomen);
      const { update, wake } = await appendToZaak(deps, opgenomen.uit, bericht.ontvangstId, () => ({
        feiten,
      }));
      // These facts came with other messages, so only the new commit says whether there is something to send.
      return { updated: [{ ...update, teVersturen: true }], wake };
    }),
  );
  const merged = await Promise.all(again.map((other) => mergeZaken(deps, causeOf(bericht), other, zaakId)));
  const contradicted =
    again.length === 0
      ? []
      : await waitingForBsn(deps, bericht, bsnOf((await readDossier(deps.zaken, zaakId)).zaak));
  return {
    updated: [...brought, ...merged].flatMap(({ updated }) => updated),
    wake: [...[...brought, ...merged].flatMap(({ wake }) => wake), ...contradicted],
  };
};
