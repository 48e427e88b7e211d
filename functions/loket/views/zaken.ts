import * as z from 'zod';
import { type DueTermijn, placeOfDue } from '../../../adapters/table/lists/lists.ts';
import type { ZaakId } from '../../../contracts/base-types.ts';
import { ZakenList } from '../../../contracts/lists.ts';
import { gemeenteProfile } from '../../../domain/gemeenten/index.ts';
import type { GemeenteProfile } from '../../../domain/gemeenten/profile.ts';
import { known } from '../../../domain/known.ts';
import type { Gemeente } from '../../../domain/organisations.ts';
import { dayOf, plus } from '../../../domain/termijnen/calendar.ts';
import type { ZaakStatus } from '../../../domain/zaak/situation.ts';
import { logShown, showsZaken } from '../../shared/rest/http/logging.ts';
import { readPage, readQuery } from '../../shared/rest/http/query.ts';
import { json } from '../../shared/rest/http/response.ts';
import { listZaken } from '../../shared/rest/resources/zaken-list.ts';
import type { LoketDependencies } from '../dependencies.ts';
import { isByTermijn, type WithoutTermijn, ZAKEN_CHOICES, type ZakenChoice } from '../words/zaken.ts';
import { ask, askedBy } from './ask.ts';

/** The zaken of a gemeente as its desk goes through them: which of them, and what presses first. */

/** So many stand on a page. */
const PAGE = 50;
/** So many are read of a list for a page while one term may leave most of them out. */
const FILTERED = 500;

/** What an address chooses. A field of the form that was left open comes as an empty text. */
const choiceOf = (termijnen: readonly string[]) =>
  z.strictObject({
    kies: z.enum(ZAKEN_CHOICES).default('alles'),
    termijn: z
      .literal('')
      .transform(() => undefined)
      .or(z.enum([...termijnen]))
      .optional(),
    // Opaque: a cursor of the API or of a list, or a place among the terms.
    na: z
      .string()
      .regex(/^[\w#-]{1,1024}$/)
      .optional(),
  });
type Choice = z.infer<ReturnType<typeof choiceOf>>;

/** A zaak in the list, with the term that it stands there by. */
export interface ZaakInPage {
  readonly zaakId: ZaakId;
  readonly naam?: string | undefined;
  readonly datum?: string | undefined;
  readonly soort?: 'lokaal' | 'wettelijk' | undefined;
}

/** Some of the zaken, and where the next page begins. */
interface Page {
  readonly rows: readonly ZaakInPage[];
  readonly na?: string | undefined;
}

export interface ZakenView extends Page {
  readonly kies: ZakenChoice;
  readonly termijn?: string | undefined;
  /** What can be asked for by name. */
  readonly termijnen: readonly { readonly id: string; readonly naam: string }[];
  readonly today: string;
  /** It begins where another page ended. */
  readonly isFurther: boolean;
}

type Reading = {
  readonly needed: LoketDependencies;
  readonly organisation: Gemeente;
  readonly profile: GemeenteProfile;
  readonly today: string;
  readonly choice: Choice;
};

/** All of them with this status, as the API lists them. */
const everyZaak = async (
  { needed, organisation, choice: { termijn, na } }: Reading,
  status: ZaakStatus,
): Promise<Page> => {
  const query = {
    status,
    limit: String(PAGE),
    ...known({ termijn, na }),
  };
  const list = await ask(needed, 'raadplegen', ZakenList, askedBy(organisation, { query }), listZaken);
  return {
    rows: list.zaken.map(({ zaakId, eersteTermijn }) => ({ ...eersteTermijn, zaakId })),
    na: list.na,
  };
};

/** Writes down which zaken are shown, for what no call of the API shows in one answer. */
const logRows = async ({ needed, organisation }: Reading, page: Page, fields: string): Promise<Page> => {
  const shown = showsZaken(
    organisation.gemeentecode,
    page.rows.map(({ zaakId }) => zaakId),
    [fields],
  );
  await logShown('raadplegen', askedBy(organisation), { ...json(200, {}), shown }, needed);
  return page;
};

/** The days of which the terms are asked for. */
const daysOf = (kies: 'te-laat' | 'twee-weken' | 'maand', today: string) => {
  const first = `${today.slice(0, 8)}01`;
  switch (kies) {
    case 'te-laat':
      return { from: '0001-01-01', until: plus(today, '-P1D') };
    case 'twee-weken':
      return { from: today, until: plus(today, 'P14D') };
    case 'maand':
      return { from: first, until: plus(plus(first, 'P1M'), '-P1D') };
  }
};

const byPlace = (one: DueTermijn, other: DueTermijn): number =>
  placeOfDue(one) < placeOfDue(other) ? -1 : 1;

/**
 * The terms of these days, the soonest first. Terms that warn equally long before share a list: the lists are read as one, up to
 * where the first of them has more.
 */
const dueTermijnen = async (reading: Reading, kies: 'te-laat' | 'twee-weken' | 'maand'): Promise<Page> => {
  const { needed, profile, today, choice } = reading;
  const { termijn, na: after } = choice;
  // Terms that share a list cannot be read apart.
  const most = termijn === undefined ? PAGE + 1 : FILTERED;
  const rules = profile.termijnen.filter(({ id }) => termijn === undefined || id === termijn);
  const lists = await Promise.all(
    [...new Set(rules.map(({ warnedBefore }) => warnedBefore))].map((warnedBefore) =>
      needed.lists.due(profile.gemeentecode, warnedBefore, { ...daysOf(kies, today), after }, most),
    ),
  );
  const [horizon] = lists
    .flatMap(({ elements, meer }) => (meer ? elements.slice(-1).map(placeOfDue) : []))
    .toSorted();
  const found = lists
    .flatMap(({ elements }) => elements)
    .filter((one) => horizon === undefined || placeOfDue(one) <= horizon)
    .filter(({ id }) => termijn === undefined || id === termijn)
    .toSorted(byPlace);
  const rows = found.slice(0, PAGE).flatMap(({ zaakId, id, datum }): readonly ZaakInPage[] => {
    // Of a rule that changed, the last one has the name of today.
    const rule = profile.termijnen.findLast((one) => one.id === id);
    return rule === undefined ? [] : [{ zaakId, datum, naam: rule.naam, soort: rule.soort }];
  });
  const last = found[PAGE - 1];
  const na = found.length > PAGE && last !== undefined ? placeOfDue(last) : horizon;
  return logRows(reading, { rows, na }, 'termijnen');
};

/** What the logbook calls what is shown of a list without terms. */
const FIELDS: Readonly<Record<WithoutTermijn, string>> = {
  gegevens: 'wachtOpGegevens',
  mens: 'tegenspraken',
  nieuw: 'nieuw',
};

/** The zaken of a list without terms, from where the page before ended. */
const withoutTermijn = async (reading: Reading, kies: WithoutTermijn): Promise<Page> => {
  const { needed, profile, today, choice } = reading;
  const { lists } = needed;
  const { gemeentecode } = profile;
  const days = { from: plus(today, '-P1D'), until: today };
  const { elements, na } = await readPage(choice.na, (after) => {
    const piece = { after, max: PAGE };
    if (kies === 'nieuw') return lists.opened(gemeentecode, days, piece);
    return kies === 'mens' ? lists.contradictions(gemeentecode, piece) : lists.missing(gemeentecode, piece);
  });
  return logRows(reading, { rows: elements.map((zaakId) => ({ zaakId })), na }, FIELDS[kies]);
};

const pageOf = (reading: Reading): Promise<Page> => {
  const { kies } = reading.choice;
  if (!isByTermijn(kies)) return withoutTermijn(reading, kies);
  if (kies === 'alles') return everyZaak(reading, 'actief');
  return kies === 'vervallen' ? everyZaak(reading, 'vervallen') : dueTermijnen(reading, kies);
};

/** The zaken that an address chooses. What it says of no list is a fault of who wrote it. */
export const zakenOfReader = async (
  needed: LoketDependencies,
  organisation: Gemeente,
  query: Readonly<Record<string, string>>,
): Promise<ZakenView> => {
  const profile = gemeenteProfile(organisation.gemeentecode);
  const names = new Map(profile.termijnen.map(({ id, naam }) => [id, naam]));
  const choice = readQuery(choiceOf([...names.keys()]), askedBy(organisation, { query }));
  const today = dayOf(needed.clock.now());
  const page = await pageOf({ needed, organisation, profile, today, choice });
  return {
    ...page,
    kies: choice.kies,
    termijn: choice.termijn,
    termijnen: [...names].map(([id, naam]) => ({ id, naam })),
    today,
    isFurther: choice.na !== undefined,
  };
};

/** The term by which a gemeente has to establish a PIP; undefined when its profile has none. */
export const pipTermijnOf = ({ gemeentecode }: Gemeente): string | undefined =>
  gemeenteProfile(gemeentecode).termijnen.findLast(
    ({ eindGebeurtenis }) => eindGebeurtenis === 'pip-vastgesteld',
  )?.id;
