import { isDeepStrictEqual } from 'node:util';
import type { Gemeentecode, ZaakId } from '../../contracts/base-types.ts';
import { canonicalInstant } from '../../contracts/instant.ts';
import { typeOfEvent } from '../../contracts/routemap.ts';
import { keptBy } from '../../domain/bewaren/keep-until.ts';
import { owedSince } from '../../domain/duomeldingen/owed.ts';
import { isConnected } from '../../domain/gemeenten/index.ts';
import { gemeentenOf } from '../../domain/huishouden/huishouden.ts';
import { kanaalParts } from '../../domain/partners/address.ts';
import { missingForPartners } from '../../domain/partners/needed.ts';
import { missingIn } from '../../domain/partners/projection.ts';
import { deadlineOf, isOpen, type Termijn } from '../../domain/termijnen/termijnen.ts';
import type { Dossier } from '../../domain/zaak/dossier.ts';
import type { Feit } from '../../domain/zaak/feiten.ts';
import { gemeenteIn, namedGemeenten } from '../../domain/zaak/gemeente.ts';
import { isOverlijdenByDuo, plichtIn, plichtReported } from '../../domain/zaak/plicht.ts';
import { type Situation, situationOf } from '../../domain/zaak/situation.ts';
import { termijnenOf } from '../../domain/zaak/termijnen.ts';
import { mergedInto, type Zaak } from '../../domain/zaak/zaak.ts';
import { appointmentPlaces } from './lists/appointments.ts';
import {
  formerList,
  huishoudenList,
  KEPT,
  keptList,
  LISTS,
  OWED_TO_DUO,
  termijnList,
  zakenList,
} from './lists/names.ts';
import { listPlaces, type Place } from './lists/places.ts';
import { toTellPlaces } from './lists/regievoerder.ts';
import { taskPlaces } from './lists/tasks.ts';
import { mijlpaalEntries } from './mijlpalen.ts';
import type { Item } from './table.ts';
import type { ZaakChange, ZaakState } from './zaak-lists.ts';

/**
 * Entries of a zaak in lists: a cache beside its timeline, of which a message writes what it changed and the watch, at will, all.
 * They carry the version of the timeline that they follow from, so that a late writer never puts an older one back.
 */

type Soort = Termijn['soort'];

const OWED_BY: ReadonlySet<string> = new Set([
  typeOfEvent('leerbaarheidstoets-afgenomen'),
  typeOfEvent('leerbaarheidstoets-overgeslagen'),
  typeOfEvent('pip-deel-gedeeld'),
]);

/** In the list of its gemeente; out of every list when no gemeente of this hub has it any more. */
const zaakPlace = (zaakId: ZaakId, zaak: Zaak, { gemeentecode, hasZaak }: Situation): Place | undefined => {
  if (hasZaak && gemeentecode !== undefined && mergedInto(zaak) === undefined) {
    return { sk: 'STAND', status: zakenList(gemeentecode), sinds: zaakId };
  }
  return mayBeListed(zaak) ? { sk: 'STAND' } : undefined;
};

/** Every fact that was ever said, what was put right since included: an entry that followed from it may have to go. */
const allSaid = (zaak: Zaak): readonly Feit[] => [...zaak.feiten.values()];

/** Kinds of facts that can place a zaak in a list, or take it out of one, beside its koppelingen. */
const MOVES_IN_LISTS: ReadonlySet<Feit['soort']> = new Set<Feit['soort']>([
  'duo',
  'casus-geopend',
  'melding',
  'brp-inschrijving',
  'brp-verhuizing',
  'herstel',
  'samengevoegd',
]);

/** Whether an earlier state of this zaak can have stood in a list: it takes more than the first koppeling to leave one. */
const mayBeListed = (zaak: Zaak): boolean =>
  allSaid(zaak).filter(({ soort }) => soort === 'koppeling').length > 1 ||
  allSaid(zaak).some(({ soort }) => MOVES_IN_LISTS.has(soort));

/** Whether the zaak of a gemeente can have been over before COA linked the person to it: it told of somebody whose plicht ended. */
const wasOverBefore = ({ koppelingen, meldingen, duo }: Zaak): boolean =>
  koppelingen.length > 0 && duo.length > 0 && meldingen.some(({ routemap }) => routemap === undefined);

/**
 * In the list of every gemeente that had the zaak, or of which a partner was told, and that does not have it now; out of
 * it again when the zaak comes back.
 */
const formerPlaces = (
  zaakId: ZaakId,
  dossier: ZaakState['dossier'],
  { gemeentecode, hasZaak, belonging }: Situation,
): readonly Place[] => {
  const { zaak } = dossier;
  const current = hasZaak && mergedInto(zaak) === undefined ? gemeentecode : undefined;
  const left = new Set([
    ...toldIn(dossier),
    ...(hasZaak ? belonging.former.map((former) => former.gemeentecode) : []),
  ]);
  const codes = new Set<string>([...namedGemeenten(zaak), ...left]);
  if (codes.size === 1 && current !== undefined && codes.has(current) && !wasOverBefore(zaak)) return [];
  return [...codes].map((code) => ({
    sk: formerList(code),
    ...(left.has(code) && code !== current ? { status: formerList(code), sinds: zaakId } : {}),
  }));
};

/** By the first of its open terms of this kind that can pass; out of the list when there is none. */
const termijnPlace = (termijnen: readonly Termijn[], gemeentecode: Gemeentecode, soort: Soort): Place => {
  const [first] = termijnen
    .filter((candidate) => candidate.soort === soort && isOpen(candidate))
    .flatMap((candidate) => deadlineOf(candidate) ?? [])
    .toSorted();
  return {
    sk: `TERMIJN#${soort}`,
    ...(first === undefined ? {} : { status: termijnList(gemeentecode, soort), sinds: first }),
  };
};

/** Both entries of a zaak by its terms. */
const termijnPlaces = (zaak: Zaak, gemeentecode: Gemeentecode | undefined): readonly Place[] => {
  const termijnen = gemeentecode === undefined ? [] : termijnenOf(zaak);
  const places = (['wettelijk', 'lokaal'] as const).map((soort) =>
    gemeentecode === undefined ? { sk: `TERMIJN#${soort}` } : termijnPlace(termijnen, gemeentecode, soort),
  );
  // Of a zaak that cannot have stood in a list there is nothing to take off one.
  return mayBeListed(zaak) ? places : places.filter(({ status }) => status !== undefined);
};

/** In the list of its gemeente while a partner waits for what no source told of the person; the longest linked first. */
const missingPlaces = (zaak: Zaak, { gemeentecode, peildatum }: Situation): readonly Place[] => {
  // Of a person of whom every koppeling told everything there is nothing to take off a list.
  const mayBeMissing = allSaid(zaak).some(
    (feit) => feit.soort === 'koppeling' && missingForPartners(feit.persoon).length > 0,
  );
  if (!mayBeMissing) return [];
  const isMissing = gemeentecode !== undefined && missingIn(zaak) !== undefined;
  return [
    { sk: 'GEGEVENS', ...(isMissing ? { status: LISTS.missing(gemeentecode), sinds: peildatum } : {}) },
  ];
};

/**
 * By the day from which it is erased, in the list of the gemeente that answers for it; off that list when it goes on. Of a
 * zaak that no fact can have ended there is nothing to take off.
 */
const keptPlaces = (zaak: Zaak): readonly Place[] => {
  const kept = keptBy(zaak);
  if (kept !== undefined) {
    return [{ sk: KEPT, status: keptList(kept.gemeentecode), sinds: kept.until }];
  }
  return mayHaveEnded(zaak) ? [{ sk: KEPT }] : [];
};

/** Who moves to a gemeente that takes no part in this hub has a zaak that ended, unless the BRP takes that back. */
const isOutside = (gemeentecode: string | undefined): boolean =>
  gemeentecode !== undefined && !isConnected(gemeentecode);

/** Whether an earlier state of this zaak can have been an ended one. */
const mayHaveEnded = (zaak: Zaak): boolean =>
  allSaid(zaak).some(
    (feit) =>
      feit.soort === 'koppeling-vervallen' ||
      feit.soort === 'brp-overlijden' ||
      feit.soort === 'herstel' ||
      isOutside(gemeenteIn(feit)) ||
      (feit.soort === 'duo' && (isOverlijdenByDuo(feit) || (plichtIn(feit) ?? 'geldt') !== 'geldt')) ||
      (feit.soort === 'melding' && plichtReported(feit) !== undefined && plichtReported(feit) !== 'geldt'),
  ) || situationOf(zaak).belonging.former.length > 0;

/** Whether something can have been owed to DUO: a PIP or a part of it, a test, or who directs the zaak. */
const mayBeOwed = (feit: Feit): boolean =>
  feit.soort === 'regisseur' ||
  feit.soort === 'duo-melding' ||
  (feit.soort === 'melding' && (feit.pip !== undefined || OWED_BY.has(feit.melding)));

/** In the list of those of which DUO has to be told something, until it was; of any other zaak there is nothing to take off. */
const duoPlaces = (zaak: Zaak): readonly Place[] => {
  const since = owedSince(zaak);
  if (since !== undefined) return [{ sk: OWED_TO_DUO, status: OWED_TO_DUO, sinds: canonicalInstant(since) }];
  return allSaid(zaak).some(mayBeOwed) ? [{ sk: OWED_TO_DUO }] : [];
};

/** A household stands in the list of every gemeente where it lives, or of which a partner was told of it. */
const huishoudenPlaces = (id: ZaakId, dossier: ZaakState['dossier']): readonly Place[] =>
  [...new Set([...gemeentenOf(dossier.zaak), ...toldIn(dossier)])].map((code) => ({
    sk: huishoudenList(code),
    status: huishoudenList(code),
    sinds: id,
  }));

/** The gemeenten of which a partner was told, or that were told themselves. */
const toldIn = ({ latest, regievoerder }: Pick<Dossier, 'latest' | 'regievoerder'>): readonly string[] => [
  ...[...latest.keys()].map((kanaal) => kanaalParts(kanaal).gemeentecode),
  ...regievoerder.map(({ gemeentecode }) => gemeentecode),
];

/** What an entry says, wherever and of whatever version it is; nothing when it stands in no list and counts nothing. */
const contentOf = ({
  pk: _pk,
  sk: _sk,
  versie: _versie,
  ...content
}: Item): Readonly<Record<string, unknown>> => content;

const keyOf = ({ pk, sk }: Item): string => `${pk}\n${sk}`;

/** Those of its entries that a commit changed. An entry that was not there said as much as one that says nothing. */
const changedBy = ({ before, ...state }: ZaakChange): readonly Item[] => {
  const entries = entriesOf(state);
  if (before === undefined) return entries;
  const earlier = new Map(
    entriesOf({ zaakId: state.zaakId, dossier: before }).map((entry) => [keyOf(entry), contentOf(entry)]),
  );
  return entries.filter((entry) => !isDeepStrictEqual(contentOf(entry), earlier.get(keyOf(entry)) ?? {}));
};

/**
 * The entries to store after these commits, of each the newest. What one commit changed and the next put back is stored too:
 * a writer that comes late with the first finds the newer version there.
 */
export const changedEntries = (changes: readonly ZaakChange[]): readonly Item[] => {
  const newest = new Map<string, Item>();
  for (const entry of changes.flatMap(changedBy)) {
    const known = newest.get(keyOf(entry));
    if (known === undefined || Number(known['versie']) < Number(entry['versie']))
      newest.set(keyOf(entry), entry);
  }
  return [...newest.values()];
};

/** The entries that follow from a zaak as it is, in lists and for the figures. */
const entriesOf = (state: ZaakState): readonly Item[] => [
  ...placesOf(state).map((place) => ({ pk: `ZAAK#${state.zaakId}`, versie: state.dossier.versie, ...place })),
  ...mijlpaalEntries(state, mayBeListed(state.dossier.zaak)),
];

const placesOf = ({ zaakId, dossier }: ZaakState): readonly Place[] => {
  const { zaak } = dossier;
  if (zaak.leden.length > 0)
    return [...huishoudenPlaces(zaakId, dossier), ...appointmentPlaces(zaakId, dossier)];
  const situation = situationOf(zaak);
  const own = zaakPlace(zaakId, zaak, situation);
  const missing = missingPlaces(zaak, situation);
  if (own === undefined) return missing;
  return [
    own,
    ...formerPlaces(zaakId, dossier, situation),
    ...termijnPlaces(zaak, situation.gemeentecode),
    ...missing,
    ...duoPlaces(zaak),
    ...keptPlaces(zaak),
    // Of a zaak that cannot have stood in a list there is nothing to take off one.
    ...listPlaces(zaakId, dossier).filter(({ status }) => status !== undefined || mayBeListed(zaak)),
    // A talk can be due from the koppeling on, so that whatever comes after it may take it off.
    ...taskPlaces(zaakId, dossier).filter(({ status }) => status !== undefined || zaak.feiten.size > 1),
    ...toTellPlaces(dossier, mayBeListed(zaak)),
    ...appointmentPlaces(zaakId, dossier),
  ];
};
