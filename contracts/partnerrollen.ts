import type { BaseDoor } from './postvak.ts';
import { REASONS_INTREKKING, type ReasonIntrekking } from './reasons.ts';

/**
 * Whom the hub tells about a nieuwe inburgeraar, and in which kinds of messages. What each message holds stands in
 * `partnerberichten.ts`.
 */

/**
 * The roles that a partner can have: the six that hear of everybody (werkafspraken R00.6a to R00.6f), and those that hear of
 * somebody from their first own step on. The profile of a gemeente says which partner has it.
 */
export const PARTNERROLLEN = [
  'taalschool',
  'intos',
  'balk',
  'taalmaatjes',
  'wijkondersteuner',
  'mage',
  'corporatie',
  'burgerzaken',
  'vakspecialist',
  'maatschappelijk-begeleider',
  'casusregisseur',
  'lbt-afnemer',
  'opvang',
] as const;
export type Partnerrol = (typeof PARTNERROLLEN)[number];

/** Key of the gemeente itself among the receivers of its messages (`regievoerder.ts`): no partner may have it. */
export const REGIEVOERDER = 'gemeente';

/** Event type of each kind of message. */
export const BERICHTTYPEN = {
  gemeld: 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1',
  gewijzigd: 'nl.inburgeringszaken.nieuwe.inburgeraar.gewijzigd.v1',
  vervallen: 'nl.inburgeringszaken.nieuwe.inburgeraar.vervallen.v1',
  gewist: 'nl.inburgeringszaken.nieuwe.inburgeraar.gewist.v1',
} as const;

export type PartnerberichtSoort = keyof typeof BERICHTTYPEN;

/** What a message is about: a zaak, or the household as a whole. */
export type AboutWhat = 'zaak' | 'huishouden';

/** What the hub has to know of a role to tell it of somebody. */
interface Role {
  /** What its messages are about: who serves a household is told once per household, in an order of its own. */
  readonly about: AboutWhat;
  /** Whether it hears of somebody only when a step of its own stands; the others hear of everybody (R00.6). */
  readonly toldByStep: boolean;
  /** Whether it knows somebody by the koppeling alone. */
  readonly byKoppeling: boolean;
  /** Whether it is told of one zaak of a household, as a rule that of the hoofdpersoon. */
  readonly ofHoofdpersoon: boolean;
  /** Whether a queue is made for it. */
  readonly queue: boolean;
  /** Its door for as long as nobody chose one: messages that lie ready to fetch are also what it reads on a page. */
  readonly door: BaseDoor;
  /** Reasons that it may hear; any other is told as `anders` (data minimisation: a shop needs none). */
  readonly reasons: readonly [ReasonIntrekking, ...ReasonIntrekking[]];
}

/** An organisation with its own IT, that has a part in the inburgering of everybody. */
const PARTNER: Role = {
  about: 'zaak',
  toldByStep: false,
  byKoppeling: false,
  ofHoofdpersoon: false,
  queue: true,
  door: 'wachtrij',
  reasons: REASONS_INTREKKING,
};

/** That somebody died or lives elsewhere: what whoever helps somebody where they live has to know. */
const REASONS_OF_LEAVING = ['overleden', 'vertrokken', 'andere gemeente', 'anders'] as const;

/** People without a system of their own: a shop, a coördinator of volunteers, a helper in a village. */
const WITHOUT_IT: Role = { ...PARTNER, door: 'ophalen', reasons: REASONS_OF_LEAVING };

/** People of the gemeente itself, each with a door of its own: they fetch, or have a webhook. */
const WITHIN_GEMEENTE: Role = { ...WITHOUT_IT, toldByStep: true, queue: false };

const ROLES: Readonly<Record<Partnerrol, Role>> = {
  taalschool: PARTNER,
  intos: PARTNER,
  balk: PARTNER,
  taalmaatjes: WITHOUT_IT,
  wijkondersteuner: WITHOUT_IT,
  mage: { ...WITHOUT_IT, about: 'huishouden', reasons: ['anders'] },
  // A home is searched for once.
  corporatie: { ...PARTNER, toldByStep: true, ofHoofdpersoon: true, reasons: ['anders'] },
  burgerzaken: WITHIN_GEMEENTE,
  vakspecialist: WITHIN_GEMEENTE,
  'maatschappelijk-begeleider': WITHIN_GEMEENTE,
  casusregisseur: { ...WITHIN_GEMEENTE, reasons: REASONS_INTREKKING },
  'lbt-afnemer': { ...WITHIN_GEMEENTE, reasons: ['anders'] },
  // COA as who shelters somebody: it hears of a refused home alone (R01.T3), by its own number of the koppeling, and seldom.
  opvang: { ...WITHIN_GEMEENTE, byKoppeling: true, reasons: ['anders'] },
};

/** What messages to this role are about. */
export const aboutWhat = (role: Partnerrol): AboutWhat => ROLES[role].about;

/** Whether a role hears of somebody only when a step of its own stands: nobody is told a name for nothing. */
export const isToldByStep = (role: Partnerrol): boolean => ROLES[role].toldByStep;

/** Whether a role knows somebody by the koppeling alone: without one it is told nothing. */
export const knowsByKoppeling = (role: Partnerrol): boolean => ROLES[role].byKoppeling;

/** Whether a role is told of one zaak of a household alone. */
export const isOfHoofdpersoon = (role: Partnerrol): boolean => ROLES[role].ofHoofdpersoon;

/** Whether a queue is made for a partner in this role. */
export const hasQueue = (role: Partnerrol): boolean => ROLES[role].queue;

/** The door of a partner in this role for as long as nobody chose one. */
export const doorOfRole = (role: Partnerrol): BaseDoor => ROLES[role].door;

/** The reasons that a partner in this role may hear. */
export const reasonsOfRole = (role: Partnerrol): Role['reasons'] => ROLES[role].reasons;

/** The reason as a partner in this role hears it. */
export const reasonForRole = (role: Partnerrol, reason: ReasonIntrekking): ReasonIntrekking =>
  ROLES[role].reasons.includes(reason) ? reason : 'anders';
