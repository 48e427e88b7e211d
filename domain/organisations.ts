import type { Gemeentecode } from '../contracts/base-types.ts';
import { INBOUND_TYPES, type InboundType } from '../contracts/event-types.ts';
import type { Partnerrol } from '../contracts/partnerrollen.ts';
import { ROUTEMAP, ROUTEMAP_EVENTS, typeOfEvent } from '../contracts/routemap.ts';
import { gemeenteProfile, gemeenteProfiles } from './gemeenten/index.ts';
import type { GemeenteProfile } from './gemeenten/profile.ts';
import { HUB_OIN } from './hub-oin.ts';
import { gemeenteKey, partnerKey } from './organisation-keys.ts';
import { SCOPES, type Scope } from './scopes.ts';

/** Who may do what: every organisation that can hold a token, as data. */

export { SCOPES, type Scope };

interface Attributes {
  /** `sub` of its tokens. */
  readonly sleutel: string;
  readonly naam: string;
  /** Organisatie-identificatienummer; test numbers start with 00000099. */
  readonly oin: string;
  readonly scopes: readonly Scope[];
  /** Event types it may send: its own and no others. */
  readonly eventTypes: readonly InboundType[];
}

export type Source = Attributes & { readonly rol: 'bron' };
export type Gemeente = Attributes & { readonly rol: 'gemeente'; readonly gemeentecode: Gemeentecode };
export type Partner = Attributes & {
  readonly rol: 'partner';
  readonly gemeentecode: Gemeentecode;
  /** Key of the partner in its gemeente's profile. */
  readonly partner: string;
  readonly partnerrol: Partnerrol;
};
export type Operations = Attributes & { readonly rol: 'beheer' };

/** An organisation has one role; what it may see follows from that. */
export type Organisation = Source | Gemeente | Partner | Operations;

/** An organisation that asks something, and by whom: the id of a person on the pages, and none of a programme. */
export type Caller = Organisation & { readonly medewerker?: string | undefined };

const eventTypesOf = (voorvoegsel: string): readonly InboundType[] =>
  INBOUND_TYPES.filter((type) => type.startsWith(voorvoegsel));

/** Everything that can be reported: until the sources connect by machine, a gemeente types over what it sees at them. */
const everyEventType = INBOUND_TYPES;

/** What a partner reports beside the events of the routemap that name its role (R07.T2). */
const ALSO_REPORTED: Readonly<Partial<Record<Partnerrol, readonly InboundType[]>>> = {
  taalschool: ['nl.inburgeringszaken.taallessen.gestart.v1'],
};

/** What a partner reports of a zaak that it was told of, by its role in the routemap. */
const reportedBy = (role: Partnerrol): readonly InboundType[] => [
  ...(ALSO_REPORTED[role] ?? []),
  ...ROUTEMAP_EVENTS.filter((event) => ROUTEMAP[event].rollen?.includes(role) === true).map(typeOfEvent),
];

const sources: readonly Source[] = [
  {
    rol: 'bron',
    sleutel: 'coa',
    naam: 'COA',
    oin: '00000099000000002000',
    scopes: ['gebeurtenissen:aanleveren'],
    eventTypes: eventTypesOf('nl.tvs.'),
  },
  {
    rol: 'bron',
    sleutel: 'brp',
    naam: 'BRP',
    oin: '00000099000000003000',
    scopes: ['gebeurtenissen:aanleveren'],
    eventTypes: eventTypesOf('nl.brp.'),
  },
  {
    rol: 'bron',
    sleutel: 'duo',
    naam: 'DUO',
    oin: '00000099000000004000',
    scopes: ['notificaties:aanleveren'],
    eventTypes: [],
  },
];

const operations: Operations = {
  rol: 'beheer',
  sleutel: 'beheer',
  naam: 'Beheer van de hub',
  oin: HUB_OIN,
  scopes: ['beheer'],
  eventTypes: [],
};

const organisationsOf = (profile: GemeenteProfile): readonly Organisation[] => [
  {
    rol: 'gemeente',
    sleutel: gemeenteKey(profile.gemeentecode),
    naam: `Gemeente ${profile.naam}`,
    oin: profile.oin,
    gemeentecode: profile.gemeentecode,
    scopes: [
      'gebeurtenissen:aanleveren',
      'zaken:lezen',
      'zaken:wissen',
      'berichten:lezen',
      'abonnementen:beheren',
      'medewerkers:beheren',
    ],
    eventTypes: everyEventType,
  },
  ...profile.partners.map(
    (partner): Partner => ({
      rol: 'partner',
      sleutel: partnerKey(partner.sleutel, profile.gemeentecode),
      naam: partner.organisatie,
      oin: partner.oin,
      gemeentecode: profile.gemeentecode,
      partner: partner.sleutel,
      partnerrol: partner.rol,
      scopes: ['gebeurtenissen:aanleveren', 'zaken:lezen', 'berichten:lezen', 'abonnementen:beheren'],
      eventTypes: reportedBy(partner.rol),
    }),
  ),
];

/** Every organisation of a hub with these gemeenten. */
export const allOrganisations = (profiles: readonly GemeenteProfile[]): readonly Organisation[] => [
  ...sources,
  operations,
  ...profiles.flatMap(organisationsOf),
];

/** The gemeente whose organisations may also be called without its code, where it takes part: the first of all. */
const GEMEENTE_WITHOUT_CODE = '0907';

/** These organisations by what they are called: the full key of each, and the short one of those of the first gemeente. */
export const organisationsByName = (
  organisations: readonly Organisation[],
): ReadonlyMap<string, Organisation> =>
  new Map([
    ...organisations.flatMap((organisation): (readonly [string, Organisation])[] => {
      if (!('gemeentecode' in organisation) || organisation.gemeentecode !== GEMEENTE_WITHOUT_CODE) return [];
      return [[organisation.rol === 'gemeente' ? 'gemeente' : organisation.partner, organisation]];
    }),
    // Last, so that a full key always wins from a short one.
    ...organisations.map((organisation) => [organisation.sleutel, organisation] as const),
  ]);

/** Every organisation of this hub. */
export const organisations = allOrganisations(gemeenteProfiles);

/** The keys of a gemeente and of its partners. */
export const organisationKeysOf = (gemeentecode: Gemeentecode): ReadonlySet<string> =>
  new Set(
    organisations
      .filter((one) => 'gemeentecode' in one && one.gemeentecode === gemeentecode)
      .map(({ sleutel }) => sleutel),
  );

/** The OIN of a gemeente. Throws as `gemeenteProfile` does when it takes no part any more. */
export const oinOfGemeente = (gemeentecode: Gemeentecode): string => gemeenteProfile(gemeentecode).oin;

const byName = organisationsByName(organisations);

/** The organisation of this hub that a token's `sub` names. */
export const findOrganisation = (name: string): Organisation | undefined => byName.get(name);

/** True when this organisation itself may have this scope, whatever its token says. */
export const mayScope = (organisation: Organisation, scope: Scope): boolean =>
  organisation.scopes.includes(scope);

/** Whether a CloudEvents `source` names this organisation by its OIN (NL GOV profile, `urn:nld:oin:<OIN>:systeem:<naam>`). */
export const isOwnSource = ({ oin }: Organisation, source: string): boolean =>
  source.startsWith(`urn:nld:oin:${oin}:`);
