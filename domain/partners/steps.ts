import type { Gemeentecode } from '../../contracts/base-types.ts';
import type { PartnerStepName } from '../../contracts/partner-gebeurtenissen.ts';
import { aboutWhat, type Partnerrol } from '../../contracts/partnerrollen.ts';
import { dayFieldOf, isPartyTo, ROUTEMAP } from '../../contracts/routemap.ts';
import { latestMeldingen } from '../huishouden/huishouden.ts';
import { eventIn, type SaidReport, standingReports } from '../routemap/reports.ts';
import { assignmentsBy } from '../zaak/regisseur.ts';
import { type Situation, situationOf } from '../zaak/situation.ts';
import { stayOf } from '../zaak/termijn-ends.ts';
import type { Zaak } from '../zaak/zaak.ts';

/**
 * What a partner is to know of a zaak beside who comes, derived from everything that is known: each step by a key that stays
 * the same in whatever order the facts came. The fields of each role stand in the routemap (`contracts/routemap.ts`).
 */

/** A step that holds, with the fields that one role may know of it. */
export interface PartnerStep {
  readonly gebeurtenis: PartnerStepName;
  readonly gegevens: Readonly<Record<string, unknown>>;
}

type Entry = readonly [sleutel: string, step: PartnerStep];

/** Who directs the zaak, or is named to from a later day on (werkafspraken R03.T1). */
const ofRegisseur = ({ regisseurs }: Zaak, { gemeentecode }: Situation): readonly Entry[] => {
  const latest = assignmentsBy(regisseurs, gemeentecode).at(-1);
  if (latest === undefined) return [];
  const { regisseurId: _ownKey, ...gegevens } = latest.gegevens;
  return [['regisseur', { gebeurtenis: 'regievoerder-toegewezen', gegevens }]];
};

/** The fields of a report that a role hears; nothing when it is no party to it, or when none of its own part is in it. */
const ofReport = (role: Partnerrol, report: SaidReport): readonly Entry[] => {
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

/** The steps as a role in a gemeente is to know them. */
type StepsFor = (role: Partnerrol, gemeentecode: Gemeentecode) => ReadonlyMap<string, PartnerStep>;

/** The steps of a zaak or of a household. */
export const partnerStepsOf = (zaak: Zaak): StepsFor => {
  if (zaak.leden.length > 0)
    return (role, gemeentecode) =>
      aboutWhat(role) === 'huishouden'
        ? new Map(latestMeldingen(zaak, gemeentecode).flatMap((melding) => ofReport(role, melding)))
        : new Map();
  if (zaak.meldingen.length + zaak.regisseurs.length === 0) return () => new Map();
  const situation = situationOf(zaak);
  const reports = standingReports(zaak.meldingen, stayOf(situation));
  const regisseur = ofRegisseur(zaak, situation);
  return (role) =>
    aboutWhat(role) === 'zaak'
      ? new Map([...regisseur, ...reports.flatMap((report) => ofReport(role, report))])
      : new Map();
};
