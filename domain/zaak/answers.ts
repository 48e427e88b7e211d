import type { DuoQuery, DuoResponses } from '../../contracts/duo-queries.ts';
import { duoCodeIn } from '../duo/codes.ts';
import { type DuoFeit, type MeldingFeit, onMoment } from './feiten.ts';
import { plichtIn } from './plicht.ts';
import type { Zaak } from './zaak.ts';

/** DUO's answers as the gemeente reads them, here or in DUO's portal. Results of the leerbaarheidstoets stand apart (`lbt.ts`). */

type Shown = Exclude<DuoQuery, 'lbt/resultaten'>;

/** Under which name each answer is shown. */
const NAMES = {
  inburgeringsplicht: 'inburgeringsplicht',
  doelgroep: 'doelgroep',
  'lbt/examennummer': 'examennummer',
  inburgeringstermijn: 'inburgeringstermijn',
  PIP: 'pip',
  vrijstellingen: 'vrijstellingen',
  ontheffingen: 'ontheffingen',
  'examens/resultaten': 'examenresultaten',
  'examens/gratispogingen': 'gratisPogingen',
} as const satisfies Readonly<Record<Shown, string>>;

type Named = { readonly [Query in Shown as (typeof NAMES)[Query]]?: DuoResponses[Query] };

const QUERIES = Object.keys(NAMES) as readonly Shown[];

const named = (answerTo: (query: Shown) => unknown): Named =>
  Object.fromEntries(
    QUERIES.flatMap((query) => {
      const answer = answerTo(query);
      return answer === undefined ? [] : [[NAMES[query], answer]];
    }),
  );

/** The answers to one notification, each under its name. */
export const namedAnswers = (responses: DuoResponses): Named => named((query) => responses[query]);

/**
 * What DUO says now: to each question the answer that came with its latest notification. A 404 takes no answer away, because DUO
 * notifies before its answers are there. As long as DUO says nothing about a question, the answer is what a gemeente read in its
 * portal.
 */
export const latestAnswers = ({ duo, meldingen }: Pick<Zaak, 'duo' | 'meldingen'>): Named => {
  const newestFirst = <Feit extends DuoFeit | MeldingFeit>(feiten: readonly Feit[]) =>
    feiten.toSorted((one, other) => onMoment(other, one));
  const newest = (inOrder: readonly (DuoFeit | MeldingFeit)[], query: Shown) =>
    inOrder.find(({ antwoorden }) => antwoorden[query] !== undefined)?.antwoorden[query];
  const [told, read] = [newestFirst(duo), newestFirst(meldingen)];
  // A code alone says how the plicht stands, too.
  const plichtByDuo = duo.some((feit) => plichtIn(feit) !== undefined);
  // A code also says that the doelgroep differs from what was read before it.
  const changed = told.find((feit) => duoCodeIn(feit).gebeurtenis === 'doelgroep-gewijzigd');
  const readSince = changed === undefined ? read : read.filter((feit) => onMoment(changed, feit) < 0);
  const typed = (query: Shown) => {
    if (query === 'inburgeringsplicht' && plichtByDuo) return undefined;
    return newest(query === 'doelgroep' ? readSince : read, query);
  };
  return named((query) => newest(told, query) ?? typed(query));
};
