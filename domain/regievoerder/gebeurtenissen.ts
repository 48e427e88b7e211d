import type { Gemeentecode } from '../../contracts/base-types.ts';
import type { StepContent } from '../../contracts/regievoerder.ts';
import { WORDED_FIELDS } from '../../contracts/routemap.ts';
import { dayInOrder } from '../duomeldingen/orders.ts';
import { notTakenByDuo } from '../duomeldingen/owed.ts';
import { MOST_QUESTIONS, missingUitslag } from '../duomeldingen/uitslag.ts';
import { known } from '../known.ts';
import { missingBefore } from '../routemap/before.ts';
import { eventIn, type RoutemapContent, standingReports } from '../routemap/reports.ts';
import { dayOf } from '../termijnen/calendar.ts';
import type { Residence } from '../zaak/brp.ts';
import type { FormerGemeente } from '../zaak/gemeente.ts';
import { type CurrentKoppeling, perKoppeling } from '../zaak/koppelingen.ts';
import { lbtResultaten } from '../zaak/lbt.ts';
import { plichtSaidOn } from '../zaak/plicht.ts';
import { contradictionsSeen } from '../zaak/seen.ts';
import { endedIn, type Situation, situationOf } from '../zaak/situation.ts';
import { mergedInto, type Zaak } from '../zaak/zaak.ts';

/**
 * The steps of a zaak that its gemeente hears of, derived from everything that is known: each under a key that stays the same in
 * whatever order the facts came. They hold dates and ids only; the gemeente reads over the API who the person is.
 */
export type Steps = ReadonlyMap<string, StepContent>;

type Entry = readonly [key: string, content: StepContent];

const ofZaak = (zaak: Zaak, { status, redenVervallen }: Situation, gemeentecode: Gemeentecode): Entry => {
  if (status === 'vervallen') {
    return [
      'zaak',
      {
        gebeurtenis: 'zaak-vervallen',
        gegevens: known({ reden: redenVervallen ?? 'anders', opgenomenIn: mergedInto(zaak) }),
      },
    ];
  }
  return opened(zaak, gemeentecode, ownKoppelingen(zaak, gemeentecode));
};

/** The step that the zaak was opened, on the first day that a koppeling to this gemeente or an opening of its own names. */
const opened = (
  zaak: Zaak,
  gemeentecode: Gemeentecode,
  koppelingen: readonly Pick<CurrentKoppeling, 'feit'>[],
): Entry => {
  const [datum] = [
    ...koppelingen.map(({ feit }) => feit.koppeling.datumKoppeling),
    ...zaak.geopend
      .filter(({ gegevens }) => gegevens.gemeentecode === gemeentecode)
      .map(({ gegevens }) => gegevens.datumOpening),
  ].toSorted();
  return ['zaak', { gebeurtenis: 'zaak-geopend', gegevens: known({ datum }) }];
};

const ownKoppelingen = (zaak: Zaak, gemeentecode: Gemeentecode): readonly CurrentKoppeling[] =>
  perKoppeling(zaak).filter(({ feit }) => feit.koppeling.gemeentecode === gemeentecode);

const ofKoppeling = ({ feit, vervallen }: CurrentKoppeling): Entry => {
  const { koppelingId, versie, datumKoppeling } = feit.koppeling;
  const gegevens = { koppelingId, versie, datum: datumKoppeling };
  return [
    `koppeling:${koppelingId}`,
    vervallen === undefined
      ? { gebeurtenis: versie === 1 ? 'koppeling-geregistreerd' : 'koppeling-gewijzigd', gegevens }
      : { gebeurtenis: 'koppeling-ingetrokken', gegevens: { ...gegevens, reden: vervallen } },
  ];
};

const ofPlicht = (zaak: Zaak, { plicht }: Situation): readonly Entry[] => {
  const datum = plichtSaidOn(zaak);
  return plicht === undefined || datum === undefined
    ? []
    : [['plicht', { gebeurtenis: 'inburgeringsplicht-gewijzigd', gegevens: { plicht, datum } }]];
};

const ofResidence = (feit: Residence, vestigingen: readonly Residence[]): Entry => {
  const where = { isCoaLocatie: feit.gegevens.isCoaLocatie, teltAlsVestiging: vestigingen.includes(feit) };
  return [
    feit.feitId,
    feit.soort === 'brp-inschrijving'
      ? {
          gebeurtenis: 'brp-inschrijving-ontvangen',
          gegevens: { datumInschrijving: feit.gegevens.datumInschrijving, ...where },
        }
      : {
          gebeurtenis: 'brp-adres-gewijzigd',
          gegevens: { datumVerhuizing: feit.gegevens.datumVerhuizing, ...where },
        },
  ];
};

const ofLbt = (zaak: Zaak): readonly Entry[] => {
  const standing = lbtResultaten(zaak).find(({ status }) => status === 'geldig');
  return standing === undefined
    ? []
    : [
        [
          'leerbaarheidstoets',
          {
            gebeurtenis: 'leerbaarheidstoets-uitslag-bekend',
            gegevens: { datum: standing.datumAfname, gemeldOp: standing.gemeldOp },
          },
        ],
      ];
};

const NO_RESULT: readonly string[] = [
  'DUO had 48 uur na de toets nog geen uitslag.',
  `De hub vraagt het DUO elke dag opnieuw, ${MOST_QUESTIONS} keer in totaal. Vraag het daarna zelf aan DUO.`,
];

/** The step that DUO was asked for the result of a test and has none. It is told once, however often DUO is asked. */
const ofMissingUitslag = (zaak: Zaak): readonly Entry[] => {
  const missing = missingUitslag(zaak);
  if (missing === undefined) return [];
  const { datum, firstAsked } = missing;
  return [
    [
      'leerbaarheidstoets:uitslag',
      {
        gebeurtenis: 'leerbaarheidstoets-uitslag-uitgebleven',
        gegevens: { datum, nagevraagdOp: firstAsked, redenen: [...NO_RESULT] },
      },
    ],
  ];
};

const ofContradictions = (zaak: Zaak, gemeentecode: Gemeentecode): readonly Entry[] =>
  contradictionsSeen(zaak, gemeentecode).map(({ over, velden, gemeld, bron, tijdstip }) => [
    `tegenspraak:${over}:${gemeld}:${bron}`,
    {
      gebeurtenis: 'tegenspraak-gevonden',
      gegevens: { over, velden: [...velden], datum: dayOf(new Date(tijdstip)) },
    },
  ]);

/** What the gemeente is told of a report: not what the report replaces, and no text that a person wrote. */
const saidToGemeente = ({
  vervangtBerichtId: _vervangt,
  ingetrokken: _ingetrokken,
  ...said
}: RoutemapContent): Omit<
  RoutemapContent,
  (typeof WORDED_FIELDS)[number] | 'vervangtBerichtId' | 'ingetrokken'
> => {
  const worded: readonly string[] = WORDED_FIELDS;
  return Object.fromEntries(Object.entries(said).filter(([name]) => !worded.includes(name)));
};

/** Each report along the routemap that counts, of the gemeente and its partners, and what it misses. */
const ofReports = (zaak: Zaak, gemeentecode: Gemeentecode): readonly Entry[] => {
  const missing = missingBefore(zaak);
  return standingReports(zaak.meldingen, { gemeentecode, since: '' }).flatMap((report): readonly Entry[] => {
    const { feitId, datum, routemap } = report;
    const { event, sleutel } = eventIn(report) ?? {};
    const said = saidToGemeente(routemap);
    return event === undefined || sleutel === undefined || datum === undefined
      ? []
      : [
          [
            sleutel,
            {
              gebeurtenis: 'melding-ontvangen',
              gegevens: known({
                gebeurtenis: event,
                datum,
                ...said,
                ontbreektVooraf: missing.get(feitId),
              }),
            },
          ],
        ];
  });
};

/** The steps that a decision of the gemeente does not stand at DUO, and why. */
const ofDuo = (zaak: Zaak): readonly Entry[] =>
  notTakenByDuo(zaak).map(([over, owed]): Entry => {
    const { order } = owed.task;
    const what = { over, handeling: order.handeling, datum: dayInOrder(order) } as const;
    if (owed.kind === 'refused') {
      const redenen = [...(owed.attempt.end?.redenen ?? [])];
      return [`duo:${over}`, { gebeurtenis: 'duo-weigert', gegevens: { ...what, redenen } }];
    }
    const regels = owed.rules.map(({ nummer }) => nummer);
    const redenen = owed.rules.map(({ tekst }) => tekst);
    return [`duo:${over}`, { gebeurtenis: 'duo-niet-gemeld', gegevens: { ...what, regels, redenen } }];
  });

const MOVED = 'gemeente:';

/** Whether a step says that the zaak came to a gemeente, or left it. */
export const isMove = (key: string): boolean => key.startsWith(MOVED);

/** The day on which the zaak became another gemeente's; undefined when no source told it. */
const sinceOf = ({ since }: FormerGemeente['next']): string | undefined => (since === '' ? undefined : since);

/** The step that the person moved in: the zaak was another gemeente's before. */
const ofArrival = ({ belonging: { former } }: Situation): readonly Entry[] =>
  former
    .slice(0, 1)
    .map(({ next }) => [
      `${MOVED}${next.feit.feitId}`,
      { gebeurtenis: 'gemeente-gewijzigd', gegevens: known({ richting: 'ingekomen', datum: sinceOf(next) }) },
    ]);

/** The step that the person moved out, as the gemeente that they left hears it. */
export const movedOut = ({ next }: FormerGemeente): Entry => [
  `${MOVED}${next.feit.feitId}`,
  {
    gebeurtenis: 'gemeente-gewijzigd',
    gegevens: known({ richting: 'vertrokken', datum: sinceOf(next), naar: next.gemeentecode }),
  },
];

/**
 * The step that a person goes on elsewhere, for a gemeente that had their koppeling once, or opened the zaak itself. A gemeente
 * without a zaak to hand over is not told where they went.
 */
export const MOVED_TO_OTHER: Entry = [
  `${MOVED}koppeling`,
  { gebeurtenis: 'gemeente-gewijzigd', gegevens: { richting: 'vertrokken' } },
];

/**
 * The steps that still hold for a gemeente that does not have the zaak any more: about the koppelingen to it, and about the zaak as
 * far as these ended it. It is the same for a gemeente that had the zaak and for one that never had it, whichever came first.
 * `told` is the step about the zaak that the gemeente was told.
 */
export const linkedSteps = (
  zaak: Zaak,
  gemeentecode: Gemeentecode,
  told: StepContent | undefined,
): readonly Entry[] => {
  const own = ownKoppelingen(zaak, gemeentecode);
  const all = [...givenAway(zaak, gemeentecode), ...own];
  const reden = endedIn(zaak, gemeentecode);
  const steps = all.map(ofKoppeling);
  if (reden !== undefined)
    return [['zaak', { gebeurtenis: 'zaak-vervallen', gegevens: { reden } }], ...steps];
  // What ended the zaak for everybody, as a death does, ended it for this gemeente too.
  const isOver = situationOf(zaak).isOverleden || mergedInto(zaak) !== undefined;
  const staysOver = told?.gebeurtenis === 'zaak-vervallen' && isOver;
  return staysOver ? steps : [opened(zaak, gemeentecode, all), ...steps];
};

/** The last version for this gemeente of each koppeling that COA gave to another gemeente since. */
const givenAway = (zaak: Zaak, gemeentecode: Gemeentecode): readonly CurrentKoppeling[] => {
  const own = new Set(ownKoppelingen(zaak, gemeentecode).map(({ feit }) => feit.koppeling.koppelingId));
  const before = zaak.koppelingen.filter(
    ({ koppeling }) => koppeling.gemeentecode === gemeentecode && !own.has(koppeling.koppelingId),
  );
  return perKoppeling({ ...zaak, koppelingen: before, vervallen: [] });
};

/** Every step of a zaak that belongs to this gemeente now. */
export const stepsOf = (zaak: Zaak, gemeentecode: Gemeentecode): Steps => {
  const situation = situationOf(zaak);
  const { valid, vestigingen } = situation;
  return new Map<string, StepContent>([
    ofZaak(zaak, situation, gemeentecode),
    ...ofArrival(situation),
    ...ownKoppelingen(zaak, gemeentecode).map(ofKoppeling),
    ...ofPlicht(zaak, situation),
    ...[...valid.inschrijvingen, ...valid.verhuizingen]
      .filter(({ gegevens }) => gegevens.gemeentecode === gemeentecode)
      .map((feit) => ofResidence(feit, vestigingen)),
    ...ofLbt(zaak),
    ...ofMissingUitslag(zaak),
    ...ofContradictions(zaak, gemeentecode),
    ...ofReports(zaak, gemeentecode),
    ...ofDuo(zaak),
  ]);
};
