import { type HubType, hubType } from './hub-type.ts';
import { aboutWhat, knowsByKoppeling, type Partnerrol } from './partnerrollen.ts';
import { heardBy, type RoutemapEvent } from './routemap.ts';

/**
 * What a partner hears of a zaak beside who comes: what was planned, agreed and decided along the routemap, and who of the
 * gemeente directs the zaak. What is in these messages stands in `partner-gebeurtenis-data.ts`, so that who needs the names alone
 * loads no schemas.
 */

/** What a partner can hear that holds until it hears otherwise. */
export type PartnerStepName = RoutemapEvent | 'regievoerder-toegewezen' | 'brede-intake-gestart';

/** The name of a message to a partner about a step of a zaak, or that one holds no longer. */
export type PartnerGebeurtenis = PartnerStepName | 'gebeurtenis-vervallen';

/**
 * Whether a role hears who directs a zaak: all partners of somebody (R03.T1) but those of a household, and COA, which hands over the
 * person and has no part in what follows.
 */
export const knowsRegisseur = (role: Partnerrol): boolean =>
  aboutWhat(role) === 'zaak' && !knowsByKoppeling(role);

/** What a role can hear. That the brede intake can begin is for who holds it together (RBI.T1). */
export const stepNamesOf = (role: Partnerrol): readonly PartnerStepName[] => [
  ...(knowsRegisseur(role) ? (['regievoerder-toegewezen'] as const) : []),
  ...(role === 'casusregisseur' ? (['brede-intake-gestart'] as const) : []),
  ...heardBy(role),
];

/** Whether a step concerns this role so much that it hears of somebody by it (`isToldByStep`). */
export const isOwnStep = (role: Partnerrol, gebeurtenis: PartnerStepName): boolean =>
  gebeurtenis === 'regievoerder-toegewezen'
    ? role === 'casusregisseur'
    : gebeurtenis !== 'brede-intake-gestart' && heardBy(role).includes(gebeurtenis);

/** Every message about a step that a role can get. */
export const gebeurtenissenOf = (role: Partnerrol): readonly PartnerGebeurtenis[] => {
  const names = stepNamesOf(role);
  return names.length === 0 ? [] : [...names, 'gebeurtenis-vervallen'];
};

/** The type of the message by which partners hear of this event. */
export const partnerGebeurtenisType = (gebeurtenis: PartnerGebeurtenis): HubType<PartnerGebeurtenis> =>
  hubType(gebeurtenis);
