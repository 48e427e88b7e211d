import type { Gemeentecode } from '../../contracts/base-types.ts';
import { isOwnStep, knowsRegisseur, type PartnerStepName } from '../../contracts/partner-gebeurtenissen.ts';
import { aboutWhat, type Partnerrol } from '../../contracts/partnerrollen.ts';
import { dayFieldOf, isPartyTo, ROUTEMAP } from '../../contracts/routemap.ts';
import type { PartnerProfile } from '../gemeenten/profile.ts';
import { latestMeldingen } from '../huishouden/huishouden.ts';
import { isContract } from '../huishouden/woning-reports.ts';
import { eventIn, latestReports, latestSaid, type SaidReport } from '../routemap/reports.ts';
import { daySaid } from '../termijnen/calendar.ts';
import { dateOfResidence } from '../zaak/brp.ts';
import { oncePerState } from '../zaak/once-per-state.ts';
import { assignmentsBy, assignmentsToTell } from '../zaak/regisseur.ts';
import { type Situation, situationOf } from '../zaak/situation.ts';
import { stayOf } from '../zaak/termijn-ends.ts';
import { isOverWithWoning, woningOf } from '../zaak/woning.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { type KanaalId, kanaalId, kanaalParts } from './address.ts';
import { isForCorporatie, isToldTo } from './corporatie.ts';
import { heardByOpvang } from './opvang.ts';

/**
 * The steps that partners are to know of a zaak, beside the person who comes. They are derived from everything that is known, each
 * under a key that stays the same in whatever order the facts came. The routemap has the fields of each role
 * (`contracts/routemap.ts`).
 */

/** A step that holds, with the fields that one role may know of it. */
export interface PartnerStep {
  readonly gebeurtenis: PartnerStepName;
  readonly gegevens: Readonly<Record<string, unknown>>;
}

type Entry = readonly [sleutel: string, step: PartnerStep];

/**
 * Who directs the zaak, and who was named to direct it from a later day on (werkafspraken R03.T1). A person who was named ahead of
 * another keeps a key of their own, so that partners are not told again on the day on which they begin.
 */
const ofRegisseur = ({ regisseurs }: Zaak, { gemeentecode }: Situation): readonly Entry[] => {
  const [first] = assignmentsBy(regisseurs, gemeentecode);
  return assignmentsToTell(regisseurs, gemeentecode).map((feit) => {
    const { regisseurId: _ownKey, ...gegevens } = feit.gegevens;
    const isAhead = feit !== first && daySaid(feit) < gegevens.ingangsdatum;
    return [
      isAhead ? `regisseur:${gegevens.ingangsdatum}` : 'regisseur',
      { gebeurtenis: 'regievoerder-toegewezen', gegevens },
    ];
  });
};

/** The brede intake can be held once the person settled in the gemeente (RBI.T1). */
const ofIntake = ({ vestiging }: Situation): readonly Entry[] =>
  vestiging === undefined
    ? []
    : [
        [
          'brede-intake',
          { gebeurtenis: 'brede-intake-gestart', gegevens: { datumVestiging: dateOfResidence(vestiging) } },
        ],
      ];

/**
 * The fields of a report that a role hears. There are none when the role is no party to the report, or when the report has nothing
 * of the role's own part.
 */
const ofReport = (
  role: Partnerrol,
  report: Pick<SaidReport, 'melding' | 'datum' | 'routemap'>,
): readonly Entry[] => {
  const { datum, routemap } = report;
  const { event, sleutel } = eventIn(report) ?? {};
  if (event === undefined || sleutel === undefined || !isPartyTo(role, event, routemap)) return [];
  const { horen, inDelen } = ROUTEMAP[event];
  const day = dayFieldOf(event);
  const said: Readonly<Record<string, unknown>> = { ...routemap, [day]: datum };
  const heard = (horen?.[role] ?? []).filter((field) => said[field] !== undefined);
  const hasOwn = inDelen === true ? heard.some((field) => field !== day) : heard.length > 0;
  if (!hasOwn) return [];
  const gegevens = Object.fromEntries(heard.map((field) => [field, said[field]]));
  return [[sleutel, { gebeurtenis: event, gegevens }]];
};

/** The steps as a partner in a role is to know them. */
type StepsFor = (role: Partnerrol, kanaal: KanaalId) => ReadonlyMap<string, PartnerStep>;

/** The steps of a household that go to the partners that serve it. */
const stepsOfHuishouden =
  (huishouden: Zaak): StepsFor =>
  (role, kanaal) =>
    aboutWhat(role) === 'huishouden'
      ? new Map(
          latestMeldingen(huishouden, kanaalParts(kanaal).gemeentecode).flatMap((melding) =>
            ofReport(role, melding),
          ),
        )
      : new Map();

/** What a corporatie hears of the reports on the zaak or of its household. Of reports about a home it hears the last decision. */
const ofCorporatie = (zaak: Zaak, sleutel: string, reports: readonly SaidReport[]): readonly Entry[] =>
  latestReports(reports)
    .filter((report) => isToldTo(zaak, sleutel, report))
    .flatMap((report) => ofReport('corporatie', report));

/** The steps of a zaak or of a household. */
export const partnerStepsOf = oncePerState((zaak): StepsFor => {
  if (zaak.leden.length > 0) return stepsOfHuishouden(zaak);
  const { zoekopdracht, beslissingen = [] } = woningOf(zaak);
  const search = zoekopdracht?.melding;
  const reported = zaak.meldingen.length + zaak.regisseurs.length + beslissingen.length;
  // No role hears of a person by the start of the intake alone: a role that hears of the start was told by another step.
  if (reported === 0 && search === undefined) return () => new Map();
  const situation = situationOf(zaak);
  // A report that is said again after it fell away counts from the moment at which it was said again.
  const reports = latestSaid(zaak.meldingen, stayOf(situation)).filter(
    (report) => !isOverWithWoning(zaak, report),
  );
  const heard = latestReports([...reports, ...beslissingen.filter(isContract)]);
  const regisseur = ofRegisseur(zaak, situation);
  return (role, kanaal) =>
    aboutWhat(role) === 'zaak'
      ? new Map([
          ...(knowsRegisseur(role) ? regisseur : []),
          ...(role === 'casusregisseur' ? ofIntake(situation) : []),
          ...(role === 'corporatie'
            ? [
                ...ofCorporatie(zaak, kanaalParts(kanaal).partner, [...reports, ...beslissingen]),
                ...(search === undefined ? [] : ofReport(role, search)),
              ]
            : (role === 'opvang' ? heardByOpvang(zaak) : heard).flatMap((report) => ofReport(role, report))),
        ])
      : new Map();
});

/** Whether a step stands by which this partner hears of the person (`isToldByStep`). */
export const hasOwnStep = (
  { rol, sleutel }: Pick<PartnerProfile, 'rol' | 'sleutel'>,
  gemeentecode: Gemeentecode,
  zaak: Zaak,
): boolean => {
  const names = [...partnerStepsOf(zaak)(rol, kanaalId(gemeentecode, sleutel)).values()].map(
    ({ gebeurtenis }) => gebeurtenis,
  );
  return rol === 'corporatie'
    ? isForCorporatie(zaak, sleutel, names.includes('woningzoekopdracht-verstuurd'))
    : names.some((gebeurtenis) => isOwnStep(rol, gebeurtenis));
};
