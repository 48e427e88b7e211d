import { isDeepStrictEqual } from 'node:util';
import { compareInstants } from '../../contracts/instant.ts';
import { bounds } from '../termijnen/calendar.ts';
import { dateOfResidence } from './brp.ts';
import { type Cause, isReported, type KoppelingFeit, onMoment } from './feiten.ts';
import { typedOverOfOther, type VersionFeit } from './koppelingen.ts';
import type { Zaak } from './zaak.ts';

/**
 * Where a source says something else than a gemeente typed over from it, or another gemeente has what it typed over. What the
 * source says counts meanwhile; nothing is merged, and the gemeente decides. Names of fields, never their values.
 */
export interface Contradiction {
  readonly over: 'koppeling' | 'inschrijving' | 'overlijden' | 'inburgeringsplicht' | 'leerbaarheidstoets';
  readonly velden: readonly string[];
  /** Ids of the fact of the gemeente and of that of the source, or of the gemeente whose koppeling it is. */
  readonly gemeld: string;
  readonly bron: string;
  /** When the later of the two was told. */
  readonly tijdstip: string;
}

type Known = Cause & { readonly feitId: string };

/** Every contradiction of a zaak, whichever of the two facts came first. */
export const contradictionsIn = (zaak: Zaak): readonly Contradiction[] => [
  ...inKoppelingen(zaak),
  ...inDates(
    'inschrijving',
    ['datumInschrijving'],
    [...zaak.inschrijvingen, ...zaak.verhuizingen].map((feit) => ({
      feit,
      subject: feit.gegevens.gemeentecode,
      date: dateOfResidence(feit),
    })),
  ),
  ...inDates(
    'overlijden',
    ['datumOverlijden'],
    zaak.overlijden.map((feit) => ({ feit, subject: '', date: feit.gegevens.datumOverlijden })),
  ),
  ...inAnswers(
    zaak,
    'inburgeringsplicht',
    'inburgeringsplicht',
    ['indicatorInburgeringsplicht'],
    (one, other) => one?.indicatorInburgeringsplicht === other?.indicatorInburgeringsplicht,
  ),
  ...inAnswers(zaak, 'leerbaarheidstoets', 'lbt/resultaten', ['resultaten'], (one = [], other = []) =>
    one.some((result) => other.some((known) => isDeepStrictEqual(known, result))),
  ),
];

const contradiction = (
  over: Contradiction['over'],
  velden: readonly string[],
  gemeld: Known,
  bron: Known,
): Contradiction => ({
  over,
  velden,
  gemeld: gemeld.feitId,
  bron: bron.feitId,
  tijdstip: compareInstants(gemeld.tijdstip, bron.tijdstip) > 0 ? gemeld.tijdstip : bron.tijdstip,
});

/** Fields that both name, and name differently. */
const differing = (one: object, other: object): readonly string[] => {
  const [left, right] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  return [...left.keys()].filter(
    (key) => right.has(key) && !isDeepStrictEqual(left.get(key), right.get(key)),
  );
};

const contentOf = ({ koppeling, persoon }: KoppelingFeit): object => ({ ...koppeling, ...persoon });

/** Where COA says otherwise under the same number, and what was typed over of the household of another gemeente. */
const inKoppelingen = (zaak: Zaak): readonly Contradiction[] => {
  if (!zaak.koppelingen.some(isReported) && !zaak.vervallen.some(isReported)) return [];
  const ofOther = typedOverOfOther(zaak);
  return [
    ...inSameVersion(zaak.koppelingen, new Set(ofOther.map(({ gemeld }) => gemeld))),
    ...ofOther.map(({ gemeld, bron }) => contradiction('koppeling', ['gemeentecode'], gemeld, bron)),
  ];
};

const inSameVersion = (
  koppelingen: readonly KoppelingFeit[],
  ofOther: ReadonlySet<VersionFeit>,
): readonly Contradiction[] =>
  koppelingen
    .filter((feit) => isReported(feit) && !ofOther.has(feit))
    .flatMap((gemeld) => {
      const bron = koppelingen.find(
        (other) =>
          !isReported(other) &&
          other.koppeling.koppelingId === gemeld.koppeling.koppelingId &&
          other.koppeling.versie === gemeld.koppeling.versie,
      );
      if (bron === undefined) return [];
      const velden = differing(contentOf(gemeld), contentOf(bron));
      return velden.length === 0 ? [] : [contradiction('koppeling', velden, gemeld, bron)];
    });

interface Dated {
  readonly feit: Known;
  readonly subject: string;
  /** Absent when nobody knows it. */
  readonly date: string | undefined;
}

/** Whether two dates, either of which may be incomplete or unknown, can be the same day. */
const canBeSame = (one: string | undefined, other: string | undefined): boolean => {
  if (one === undefined || other === undefined) return true;
  const [left, right] = [bounds(one), bounds(other)];
  return left.first <= right.latest && right.first <= left.latest;
};

const inDates = (
  over: Contradiction['over'],
  velden: readonly string[],
  all: readonly Dated[],
): readonly Contradiction[] =>
  all
    .filter(({ feit }) => isReported(feit))
    .flatMap(({ feit, subject, date }) => {
      const own = all.filter((other) => !isReported(other.feit) && other.subject === subject);
      const [first] = own.toSorted((one, another) => onMoment(one.feit, another.feit));
      return first === undefined || own.some((other) => canBeSame(other.date, date))
        ? []
        : [contradiction(over, velden, feit, first.feit)];
    });

const inAnswers = <Query extends 'inburgeringsplicht' | 'lbt/resultaten'>(
  { meldingen, duo }: Zaak,
  over: Contradiction['over'],
  query: Query,
  velden: readonly string[],
  agrees: (
    one: Zaak['duo'][number]['antwoorden'][Query],
    other: Zaak['duo'][number]['antwoorden'][Query],
  ) => boolean,
): readonly Contradiction[] =>
  meldingen
    .filter(({ antwoorden }) => antwoorden[query] !== undefined)
    .flatMap((gemeld) => {
      const own = duo.filter(({ antwoorden }) => antwoorden[query] !== undefined);
      const [first] = own.toSorted(onMoment);
      return first === undefined ||
        own.some(({ antwoorden }) => agrees(gemeld.antwoorden[query], antwoorden[query]))
        ? []
        : [contradiction(over, velden, gemeld, first)];
    });
