import { isDeepStrictEqual } from 'node:util';
import { compareInstants } from '../../contracts/instant.ts';
import { duoCodeIn } from '../duo/codes.ts';
import { canBeSame } from '../termijnen/calendar.ts';
import { dateOfResidence, everyResidence, isAboutSame } from './brp.ts';
import { type Cause, type DuoFeit, isReported, type MeldingFeit, onMoment } from './feiten.ts';
import {
  claimOf,
  feitenOfKoppeling,
  koppelingIds,
  typedOverOfOther,
  type VersionFeit,
} from './koppelingen.ts';
import { isOverlijdenByDuo, plichtReported } from './plicht.ts';
import type { Zaak } from './zaak.ts';

/**
 * A difference between a source and what a gemeente typed over from it, or a koppeling of another gemeente that a gemeente typed
 * over. What the source says counts meanwhile; nothing is merged, and the gemeente decides. It names fields, never their values.
 */
export interface Contradiction {
  readonly over: 'koppeling' | 'inschrijving' | 'overlijden' | 'inburgeringsplicht' | 'leerbaarheidstoets';
  readonly velden: readonly string[];
  /**
   * The id of the fact that the gemeente typed over, and that of the fact of the source, or of the gemeente whose koppeling it is.
   */
  readonly gemeld: string;
  readonly bron: string;
  /** The moment of the later of the two facts. */
  readonly tijdstip: string;
}

type Known = Cause & { readonly feitId: string };

/** Every contradiction of a zaak, whichever of the two facts came first. The one that was told longest ago is first. */
export const contradictionsIn = (zaak: Zaak): readonly Contradiction[] =>
  found(zaak).toSorted(
    (one, other) =>
      compareInstants(one.tijdstip, other.tijdstip) ||
      one.gemeld.localeCompare(other.gemeld) ||
      one.bron.localeCompare(other.bron),
  );

const found = (zaak: Zaak): readonly Contradiction[] => [
  ...inKoppelingen(zaak),
  ...inDates('inschrijving', ['datumInschrijving'], everyResidence(zaak), {
    dateOf: dateOfResidence,
    isAbout: isAboutSame(everyResidence(zaak)),
  }),
  ...inDates('overlijden', ['datumOverlijden'], zaak.overlijden, {
    dateOf: ({ gegevens }) => gegevens.datumOverlijden,
    isAbout: () => true,
  }),
  ...inAnswers(zaak, 'inburgeringsplicht', differsInPlicht, differsInDoelgroep),
  ...inAnswers(zaak, 'leerbaarheidstoets', differsInResultaten),
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

/** What a version says of a person: whether they are among the `personen`, and for which `reden` it ended, if it did. */
const contentOf = (feit: VersionFeit): Readonly<Record<string, unknown>> => {
  if (feit.soort === 'koppeling')
    return { ...feit.koppeling, ...feit.persoon, personen: true, reden: undefined };
  return feit.oorzaakVerval === 'ingetrokken' ? { reden: feit.reden } : { personen: false, reden: undefined };
};

/**
 * Koppelingen of which COA says something else under the same version, and koppelingen of another gemeente that a gemeente typed
 * over.
 */
const inKoppelingen = (zaak: Zaak): readonly Contradiction[] => {
  if (!zaak.koppelingen.some(isReported) && !zaak.vervallen.some(isReported)) return [];
  const ofOther = typedOverOfOther(zaak);
  return [
    ...inSameVersion(
      zaak,
      ofOther.map(({ gemeld }) => gemeld),
    ),
    ...ofOther.map(({ gemeld, bron }) => contradiction('koppeling', ['gemeentecode'], gemeld, bron)),
  ];
};

/** Of each version what COA says otherwise, and in no later one the same. */
const inSameVersion = (zaak: Zaak, ofOther: readonly VersionFeit[]): readonly Contradiction[] =>
  koppelingIds(zaak).flatMap((koppelingId) => {
    const all = feitenOfKoppeling(zaak, koppelingId).map((feit) => ({ feit, versie: claimOf(feit).versie }));
    const own = all
      .filter(({ feit }) => !isReported(feit))
      .toSorted((one, other) => one.versie - other.versie);
    return all.flatMap(({ feit: gemeld, versie }) => {
      if (!isReported(gemeld) || ofOther.includes(gemeld)) return [];
      const [first, ...later] = own.filter((one) => one.versie >= versie);
      if (first?.versie !== versie) return [];
      const content = contentOf(gemeld);
      const agrees = (field: string) => (one: { readonly feit: VersionFeit }) => {
        const said = contentOf(one.feit);
        return field in said && isDeepStrictEqual(content[field], said[field]);
      };
      const velden = differing(content, contentOf(first.feit)).filter((field) => !later.some(agrees(field)));
      return velden.length === 0 ? [] : [contradiction('koppeling', velden, gemeld, first.feit)];
    });
  });

/**
 * Days that a gemeente typed over and that differ from the source: the source says something about the same event, and none of its
 * days can be the day that was typed.
 */
const inDates = <One extends Known>(
  over: Contradiction['over'],
  velden: readonly string[],
  all: readonly One[],
  {
    dateOf,
    isAbout,
  }: {
    /** Undefined when nobody knows it. */
    readonly dateOf: (feit: One) => string | undefined;
    readonly isAbout: (gemeld: One, bron: One) => boolean;
  },
): readonly Contradiction[] =>
  all.filter(isReported).flatMap((gemeld) => {
    const own = all.filter((bron) => !isReported(bron) && isAbout(gemeld, bron));
    const [first] = own.toSorted(onMoment);
    const date = dateOf(gemeld);
    const agrees = (bron: One): boolean => {
      const other = dateOf(bron);
      return date === undefined || other === undefined || canBeSame(date, other);
    };
    return first === undefined || own.some(agrees) ? [] : [contradiction(over, velden, gemeld, first)];
  });

/** Facts with answers of DUO: those of DUO itself, and those that a gemeente read in its portal. */
type Answered = MeldingFeit | DuoFeit;

const indicatorIn = ({ antwoorden }: Answered): boolean | undefined =>
  antwoorden.inburgeringsplicht?.indicatorInburgeringsplicht;

/**
 * Whether DUO says that a plicht or a temporary exemption that was read before has ended. That does not contradict what was read:
 * it says that it was so.
 */
const isPlichtSince = (gemeld: MeldingFeit, bron: DuoFeit): boolean => {
  const { plicht, ended } = duoCodeIn(bron);
  const isEnd = (plicht !== undefined && plicht !== 'geldt') || isOverlijdenByDuo(bron);
  return (
    onMoment(gemeld, bron) < 0 && (indicatorIn(gemeld) === true ? isEnd : plichtReported(gemeld) === ended)
  );
};

/**
 * The fields in which DUO says something else than was read in its portal; undefined when DUO says nothing about what was read.
 * `since`: the answer changed, and no later answer says what it was before.
 */
type Differs = (gemeld: MeldingFeit, bron: DuoFeit) => readonly string[] | 'since' | undefined;

const PLICHT_FIELDS: readonly string[] = [
  'indicatorInburgeringsplicht',
  'begindatum',
  'datumKennisgevingInburgeringsplicht',
];

const differsInPlicht: Differs = (gemeld, bron) => {
  const [typed, told] = [gemeld.antwoorden.inburgeringsplicht, bron.antwoorden.inburgeringsplicht];
  if (typed === undefined || told === undefined) return undefined;
  if (isPlichtSince(gemeld, bron)) return 'since';
  return differing(typed, told).filter((field) => PLICHT_FIELDS.includes(field));
};

const differsInDoelgroep: Differs = (gemeld, bron) => {
  const [typed, told] = [gemeld.antwoorden.doelgroep?.indeling, bron.antwoorden.doelgroep?.indeling];
  if (typed === undefined || told === undefined) return undefined;
  const isChange = duoCodeIn(bron).gebeurtenis === 'doelgroep-gewijzigd' && onMoment(gemeld, bron) < 0;
  if (isChange) return 'since';
  return typed === told ? [] : ['doelgroep'];
};

const differsInResultaten: Differs = (gemeld, bron) => {
  const [typed, told] = [gemeld.antwoorden['lbt/resultaten'], bron.antwoorden['lbt/resultaten']];
  if (typed === undefined || told === undefined) return undefined;
  return typed.some((result) => told.some((known) => isDeepStrictEqual(known, result))) ? [] : ['resultaten'];
};

/** The first answer of DUO that differs from what was typed over, when none of its answers says the same. */
const firstDiffering = (gemeld: MeldingFeit, inOrder: readonly DuoFeit[], differs: Differs) => {
  const said = inOrder.map((bron) => ({ bron, velden: differs(gemeld, bron) }));
  const since = said.findIndex(({ velden }) => velden === 'since');
  const answers = (since === -1 ? said : said.slice(0, since)).flatMap(({ bron, velden }) =>
    velden === undefined || velden === 'since' ? [] : [{ bron, velden }],
  );
  return answers.some(({ velden }) => velden.length === 0) ? [] : answers.slice(0, 1);
};

const inAnswers = (
  { meldingen, duo }: Zaak,
  over: Contradiction['over'],
  ...differs: readonly Differs[]
): readonly Contradiction[] => {
  const inOrder = duo.toSorted(onMoment);
  return meldingen.flatMap((gemeld) => {
    const found = differs.flatMap((one) => firstDiffering(gemeld, inOrder, one));
    return [...Map.groupBy(found, ({ bron }) => bron)].map(([bron, same]) =>
      contradiction(
        over,
        same.flatMap(({ velden }) => velden),
        gemeld,
        bron,
      ),
    );
  });
};
