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

/** Roles that serve a household and not a person: told once per household, in an order of its own. */
const ROLES_OF_HUISHOUDEN: ReadonlySet<string> = new Set(['mage']);

/** What messages to this role are about. */
export const aboutWhat = (role: string): AboutWhat => (ROLES_OF_HUISHOUDEN.has(role) ? 'huishouden' : 'zaak');

/** Roles of people of the gemeente itself, each with a door of its own. */
const ROLES_WITHIN_GEMEENTE: ReadonlySet<Partnerrol> = new Set([
  'burgerzaken',
  'vakspecialist',
  'maatschappelijk-begeleider',
  'casusregisseur',
  'lbt-afnemer',
]);

/** COA as who shelters somebody: it hears of a refused home alone (R01.T3), by its own number of the koppeling. */
const OPVANG = 'opvang' satisfies Partnerrol;

/** Roles that hear of somebody only when a step of their own stands; the others hear of everybody (R00.6). */
const ROLES_BY_STEP: ReadonlySet<Partnerrol> = new Set([...ROLES_WITHIN_GEMEENTE, 'corporatie', OPVANG]);

/** Whether a role hears of somebody only when a step of its own stands: nobody is told a name for nothing. */
export const isToldByStep = (role: Partnerrol): boolean => ROLES_BY_STEP.has(role);

/** Whether a queue is made for a partner in this role. Who works at the gemeente fetches, or has a webhook; so does who hears seldom. */
export const hasQueue = (role: Partnerrol): boolean => !ROLES_WITHIN_GEMEENTE.has(role) && role !== OPVANG;

/** Roles of people without a system of their own: a shop, a coördinator of volunteers, a helper in a village. */
const ROLES_WITHOUT_IT: ReadonlySet<Partnerrol> = new Set(['taalmaatjes', 'wijkondersteuner', 'mage']);

/**
 * The door of a partner in this role for as long as nobody chose one: its messages lie ready to fetch, which is also how it reads
 * them on a page, when it has no queue or nobody to read that.
 */
export const doorOfRole = (role: Partnerrol): BaseDoor =>
  hasQueue(role) && !ROLES_WITHOUT_IT.has(role) ? 'wachtrij' : 'ophalen';

/** Whether a role knows somebody by the koppeling alone: without one it is told nothing. */
export const knowsByKoppeling = (role: Partnerrol): boolean => role === OPVANG;

/** Roles that are told of one zaak of a household, as a rule that of the hoofdpersoon: a home is searched for once. */
const ROLES_OF_HOOFDPERSOON: ReadonlySet<Partnerrol> = new Set(['corporatie']);

/** Whether a role is told of one zaak of a household alone. */
export const isOfHoofdpersoon = (role: Partnerrol): boolean => ROLES_OF_HOOFDPERSOON.has(role);

/** That somebody died or lives elsewhere: what whoever helps somebody where they live has to know. */
const REASONS_OF_LEAVING = ['overleden', 'vertrokken', 'andere gemeente', 'anders'] as const;

/** Reasons that a role may hear; any other is told as `anders` (data minimisation: a shop needs none). */
export const REASONS_PER_ROLE: Readonly<
  Record<Partnerrol, readonly [ReasonIntrekking, ...ReasonIntrekking[]]>
> = {
  taalschool: REASONS_INTREKKING,
  intos: REASONS_INTREKKING,
  balk: REASONS_INTREKKING,
  taalmaatjes: REASONS_OF_LEAVING,
  wijkondersteuner: REASONS_OF_LEAVING,
  mage: ['anders'],
  corporatie: ['anders'],
  burgerzaken: REASONS_OF_LEAVING,
  vakspecialist: REASONS_OF_LEAVING,
  'maatschappelijk-begeleider': REASONS_OF_LEAVING,
  casusregisseur: REASONS_INTREKKING,
  'lbt-afnemer': ['anders'],
  opvang: ['anders'],
};

/** The reason as a partner in this role hears it. */
export const reasonForRole = (role: Partnerrol, reason: ReasonIntrekking): ReasonIntrekking =>
  REASONS_PER_ROLE[role].includes(reason) ? reason : 'anders';
