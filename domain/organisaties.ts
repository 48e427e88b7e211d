import type { Gemeentecode } from '../contracts/basistypen.ts';
import { INKOMENDE_DATA, type InkomendType } from '../contracts/berichttypen.ts';
import type { Partnerrol } from '../contracts/partnerberichten.ts';
import { gemeenteProfielen } from './gemeenten/index.ts';
import type { GemeenteProfiel } from './gemeenten/profiel.ts';

/** Who may do what: every organisation that can hold a token, as data. */

export const SCOPES = [
  'gebeurtenissen:aanleveren',
  'notificaties:aanleveren',
  'zaken:lezen',
  'berichten:lezen',
  'abonnementen:beheren',
  'beheer',
] as const;

/** What a token can allow; an organisation never gets more than its own list. */
export type Scope = (typeof SCOPES)[number];

interface Kenmerken {
  /** `sub` of its tokens. */
  readonly sleutel: string;
  readonly naam: string;
  /** Organisatie-identificatienummer; test numbers start with 00000099. */
  readonly oin: string;
  readonly scopes: readonly Scope[];
  /** Event types it may send: its own and no others. */
  readonly eventtypen: readonly InkomendType[];
}

export type Bron = Kenmerken & { readonly rol: 'bron' };
export type Gemeente = Kenmerken & { readonly rol: 'gemeente'; readonly gemeentecode: Gemeentecode };
export type Partner = Kenmerken & {
  readonly rol: 'partner';
  readonly gemeentecode: Gemeentecode;
  /** Key of the partner in its gemeente's profile. */
  readonly partner: string;
  readonly partnerrol: Partnerrol;
};
export type Beheer = Kenmerken & { readonly rol: 'beheer' };

/** An organisation has one role; what it may see follows from that. */
export type Organisatie = Bron | Gemeente | Partner | Beheer;

const OIN_HUB = '00000099000000001000';

const eventtypenVan = (voorvoegsel: string): readonly InkomendType[] =>
  (Object.keys(INKOMENDE_DATA) as InkomendType[]).filter((type) => type.startsWith(voorvoegsel));

const bronnen: readonly Bron[] = [
  {
    rol: 'bron',
    sleutel: 'coa',
    naam: 'COA',
    oin: '00000099000000002000',
    scopes: ['gebeurtenissen:aanleveren'],
    eventtypen: eventtypenVan('nl.tvs.'),
  },
  {
    rol: 'bron',
    sleutel: 'brp',
    naam: 'BRP',
    oin: '00000099000000003000',
    scopes: ['gebeurtenissen:aanleveren'],
    eventtypen: eventtypenVan('nl.brp.'),
  },
  {
    rol: 'bron',
    sleutel: 'duo',
    naam: 'DUO',
    oin: '00000099000000004000',
    scopes: ['notificaties:aanleveren'],
    eventtypen: [],
  },
];

const beheer: Beheer = {
  rol: 'beheer',
  sleutel: 'beheer',
  naam: 'Beheer van de hub',
  oin: OIN_HUB,
  scopes: ['beheer'],
  eventtypen: [],
};

/** Test OIN of the n-th organisation of a gemeente; 0 is the gemeente itself. */
const gemeenteOin = (gemeentecode: Gemeentecode, nummer: number): string =>
  `000000990000${gemeentecode}${String(nummer).padStart(4, '0')}`;

const organisatiesVan = (profiel: GemeenteProfiel): readonly Organisatie[] => [
  {
    rol: 'gemeente',
    sleutel: `gemeente-${profiel.gemeentecode}`,
    naam: `Gemeente ${profiel.naam}`,
    oin: gemeenteOin(profiel.gemeentecode, 0),
    gemeentecode: profiel.gemeentecode,
    scopes: ['gebeurtenissen:aanleveren', 'zaken:lezen', 'berichten:lezen', 'abonnementen:beheren'],
    eventtypen: [],
  },
  ...profiel.partners.map(
    (partner, plaats): Partner => ({
      rol: 'partner',
      sleutel: `${partner.sleutel}-${profiel.gemeentecode}`,
      naam: partner.organisatie,
      oin: gemeenteOin(profiel.gemeentecode, plaats + 1),
      gemeentecode: profiel.gemeentecode,
      partner: partner.sleutel,
      partnerrol: partner.rol,
      scopes: ['gebeurtenissen:aanleveren', 'zaken:lezen', 'berichten:lezen', 'abonnementen:beheren'],
      eventtypen: [],
    }),
  ),
];

/** Every organisation of the hub. */
export const organisaties: readonly Organisatie[] = [
  ...bronnen,
  beheer,
  ...gemeenteProfielen.flatMap(organisatiesVan),
];

/** The gemeente whose organisations may also be called without its code: the first of the hub. */
const GEMEENTE_ZONDER_CODE: Gemeentecode = '0907';

const perSleutel: ReadonlyMap<string, Organisatie> = new Map([
  ...organisaties.flatMap((organisatie): (readonly [string, Organisatie])[] => {
    if (!('gemeentecode' in organisatie) || organisatie.gemeentecode !== GEMEENTE_ZONDER_CODE) return [];
    return [[organisatie.rol === 'gemeente' ? 'gemeente' : organisatie.partner, organisatie]];
  }),
  // Last, so that a full key always wins from a short one.
  ...organisaties.map((organisatie) => [organisatie.sleutel, organisatie] as const),
]);

/** The organisation that a token's `sub` names: a full key, or the short one of the first gemeente. */
export const vindOrganisatie = (sleutel: string): Organisatie | undefined => perSleutel.get(sleutel);

/** True when this organisation itself may have this scope, whatever its token says. */
export const magScope = (organisatie: Organisatie, scope: Scope): boolean =>
  organisatie.scopes.includes(scope);
