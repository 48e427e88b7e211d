import * as z from 'zod';
import { InboundDatum, text, todayInNederland } from './base-types.ts';
import { checkAlways, members } from './checks.ts';
import { Filter } from './filters.ts';
import { gebeurtenissenOf, partnerGebeurtenisType } from './partner-gebeurtenissen.ts';
import { BERICHTTYPEN, PARTNERROLLEN } from './partnerrollen.ts';
import { REGIEVOERDER_TYPES } from './regievoerder.ts';

/**
 * What a partner sends about its abonnementen on a webhook (CloudEvents Subscriptions 0.1, Standard Webhooks 1.0.0).
 */

/** Event types that the hub sends: to partners, and to a gemeente about its own zaken. */
export const OUTBOUND_TYPES: readonly string[] = [
  ...new Set([
    ...Object.values(BERICHTTYPEN),
    ...REGIEVOERDER_TYPES,
    ...PARTNERROLLEN.flatMap(gebeurtenissenOf).map(partnerGebeurtenisType),
  ]),
];

export const AbonnementId = z
  .uuid('moet een UUID zijn')
  .toLowerCase()
  .meta({
    title: 'AbonnementId',
    description: 'Kenmerk van een abonnement',
    examples: ['7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e'],
  });

const OutboundType = z
  .enum(OUTBOUND_TYPES)
  .meta({ title: 'Type', description: 'Soort bericht', examples: [BERICHTTYPEN.gemeld] });

const unique = checkAlways<readonly unknown[]>((list, report) => {
  if (!Array.isArray(list)) return;
  list.forEach((value, place) => {
    if (list.indexOf(value) !== place) report([place], 'staat er al');
  });
});

/** Types that a message must be one of; an empty list asks for all. */
export const OutboundTypes = z
  .array(OutboundType)
  .max(OUTBOUND_TYPES.length)
  .check(unique)
  .meta({ title: 'Typen', description: 'Soorten berichten; leeg betekent alle' });

/**
 * A URL of the receiver. This schema does not judge whether its host is public and speaks https: `adapters/egress`
 * looks at that for every connection.
 */
const webAddress = (title: string, description: string, example: string) =>
  z
    .url('is geen volledig webadres')
    .max(2000)
    .meta({ title, description, examples: [example] });

const Sink = webAddress(
  'Sink',
  'Waar de hub berichten aflevert: https, poort 443, een openbaar adres, zonder gebruikersnaam of wachtwoord',
  'https://partner.example.nl/hooks/inburgering',
);

export const Filters = z.array(Filter).max(10).meta({
  title: 'Filters',
  description: 'Alle filters moeten passen; leeg betekent alles',
});

const SECRET_MIN = 24;
const SECRET_MAX = 64;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const isSecret = (value: string): boolean => {
  const [, key] = /^whsec_(.+)$/.exec(value) ?? [];
  if (key === undefined || !BASE64.test(key)) return false;
  const { length } = Buffer.from(key, 'base64');
  return length >= SECRET_MIN && length <= SECRET_MAX;
};

/** A signing secret (Standard Webhooks): shown once, never read back. */
export const Secret = z
  .string()
  .refine(
    isSecret,
    `moet whsec_ zijn, gevolgd door ${SECRET_MIN} tot ${SECRET_MAX} willekeurige bytes in base64`,
  )
  .meta({
    title: 'Secret',
    description: 'Geheim waarmee de hub elk bericht ondertekent',
    examples: ['whsec_aHViLWNvbmZvcm1hbmNlLXZlY3Rvci1rZXktMzJieXQ='],
  });

export const Tempo = z
  .int()
  .min(1)
  .max(6000)
  .meta({ title: 'Tempo', description: 'Hoogste aantal berichten per minuut', examples: [120] });

/** Where the hub gets a token for a receiver (OAuth 2.0 client credentials): an https address. */
export const TokenUrl = webAddress(
  'Token-URL',
  'Waar de hub een token haalt; dezelfde eisen als sink',
  'https://login.partner.example.nl/oauth2/token',
);
export const ClientId = text(200).meta({
  title: 'Client-id',
  description: 'Naam waarmee de hub zich daar meldt',
  examples: ['inburgeringshub'],
});
export const OauthScope = text(500).meta({
  title: 'Scope',
  description: 'Scope die de hub vraagt',
  examples: ['berichten'],
});

/** Client credentials (OAuth 2.0) that the hub uses towards the receiver. */
export const Oauth2Request = z
  .strictObject({
    tokenUrl: TokenUrl,
    clientId: ClientId,
    clientSecret: text(500).meta({
      title: 'Client-secret',
      description: 'Wachtwoord van de hub bij deze ontvanger; nooit meer te lezen',
      examples: ['een-lang-willekeurig-wachtwoord'],
    }),
    scope: OauthScope.optional(),
  })
  .meta({ title: 'OAuth 2.0', description: 'Client credentials waarmee de hub zich bij de ontvanger meldt' });

export const Mtls = z.boolean().meta({
  title: 'Clientcertificaat',
  description: 'De hub toont zijn eigen clientcertificaat aan de ontvanger',
  examples: [false],
});

/** Body of `POST /v1/abonnementen`. */
export const AbonnementRequest = z
  .strictObject({
    sink: Sink,
    protocol: z
      .literal('HTTP', 'moet HTTP zijn')
      .meta({ title: 'Protocol', description: 'Hoe de hub aflevert', examples: ['HTTP'] }),
    types: OutboundTypes,
    filters: Filters.optional(),
    secret: Secret.optional(),
    oauth2: Oauth2Request.optional(),
    mtls: Mtls.optional(),
    tempo: Tempo.optional(),
  })
  .meta({
    title: 'Aanvraag van een abonnement',
    description: 'Waar en wat; zonder secret maakt de hub er een',
  });
export type AbonnementRequest = z.infer<typeof AbonnementRequest>;

const oneChange = checkAlways<object>((value, report) => {
  const names = Object.keys(members(value)).filter((name) => name !== 'versie');
  if (names.length === 0) report([], 'noemt niets om te wijzigen');
});

/** Counts the changes of an abonnement. A change that names a version is refused when that is not the last one. */
export const Version = z
  .int()
  .min(1)
  .meta({ title: 'Versie', description: 'Gaat bij elke wijziging omhoog', examples: [1] });

/** Body of `PATCH /v1/abonnementen/{abonnementId}`. A field that is absent stays as it is; `null` removes it. */
export const AbonnementChange = z
  .strictObject({
    sink: Sink.optional(),
    types: OutboundTypes.optional(),
    filters: Filters.optional(),
    oauth2: Oauth2Request.nullable().optional(),
    mtls: Mtls.optional(),
    tempo: Tempo.nullable().optional(),
    versie: Version.optional(),
  })
  .check(oneChange)
  .meta({
    title: 'Wijziging van een abonnement',
    description:
      'Wat er niet staat blijft zoals het is; null haalt weg. Met `versie` alleen als die nog de laatste is',
  });
export type AbonnementChange = z.infer<typeof AbonnementChange>;

/** The longest time that the hub may also sign with the previous secret, in hours. */
const MAX_OVERLAP_HOURS = 168;

/** Body of `POST /v1/abonnementen/{abonnementId}/_nieuwgeheim`. */
export const NewSecret = z
  .strictObject({
    secret: Secret.optional(),
    overlapUren: z
      .int()
      .min(0)
      .max(MAX_OVERLAP_HOURS)
      .default(24)
      .meta({
        title: 'Overlap',
        description: 'Zo lang ondertekent de hub ook nog met het oude geheim, in uren',
        examples: [24],
      }),
  })
  .meta({ title: 'Nieuw geheim', description: 'Zonder secret maakt de hub er een' });

/** Body of `POST /v1/abonnementen/{abonnementId}/_akkoord`. */
export const Consent = z
  .strictObject({
    door: text(200).meta({
      title: 'Door',
      description: 'Wie namens de ontvanger instemde: een functie of afdeling',
      examples: ['hoofd ICT van de taalschool'],
    }),
    datum: InboundDatum.refine((day) => day <= todayInNederland(), 'ligt in de toekomst').meta({
      title: 'Datum',
      description: 'Dag waarop dat was',
      examples: ['2025-06-20'],
    }),
  })
  .meta({
    title: 'Akkoord',
    description: 'Instemming van de ontvanger buiten de hub om, vastgelegd door de gemeente',
  });
export type Consent = z.infer<typeof Consent>;
