import * as z from 'zod';
import { Gemeentecode } from '../base-types.ts';

/**
 * An issuer of tokens that the hub trusts, as data: what its tokens look like, and whom they may speak for. The file of an
 * environment holds these; `infra` hands them to the API in `TOKEN_UITGEVERS`.
 */

/** Where a claim stands in the content of a token: a JSON pointer (RFC 6901) that names at least one member. */
const ClaimPointer = z
  .string()
  .regex(
    /^(\/([^/~]|~[01])+)+$/,
    'moet een JSON pointer naar een claim zijn, zoals /azp of /realm_access/roles',
  );

/** Names of the header `typ` that a token may have; `geen` is a token without one. */
const HEADER_TYPES = ['at+jwt', 'JWT', 'geen'] as const;

/** Which claim names the organisation, and how. */
const OrganisationClaim = z
  .strictObject({
    claim: ClaimPointer,
    /** The keys of organisations by the value of the claim. Without it the value itself is the key. */
    sleutels: z
      .record(z.string().min(1), z.string().min(1))
      .refine((keys) => Object.keys(keys).length > 0, 'noemt geen enkele organisatie')
      .optional(),
    /** The value is a client at this issuer, of which `hub partner toelaten` wrote down whose it is. */
    toegelaten: z.literal(true).optional(),
  })
  .refine(
    ({ sleutels, toegelaten }) => sleutels === undefined || toegelaten === undefined,
    'kies tussen sleutels en toegelaten',
  );

const DAY_MINUTES = 1440;

/** The schema of an issuer whose keys lie at an address of this form: https in an environment, loopback too for a function. */
export const tokenIssuer = (address: z.ZodType<string, string>) =>
  z
    .strictObject({
      /** A short name of the hub's own, under which clients of this issuer are admitted. */
      naam: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'moet kleine letters, cijfers en streepjes hebben'),
      /** `iss` of its tokens. */
      uitgever: z.string().min(1),
      jwksUrl: address,
      /**
       * `aud` has to name one of these. Left out, a token may have no `aud`, and its rights must carry a prefix that says
       * which API they are for.
       */
      publiek: z.array(z.string().min(1)).min(1).optional(),
      typ: z
        .array(z.enum(HEADER_TYPES))
        .min(1)
        .default([...HEADER_TYPES]),
      organisatie: OrganisationClaim.default({ claim: '/sub' }),
      /** Which claim holds the rights, as a text with spaces or as a list; only what begins with the prefix counts. */
      rechten: z
        .strictObject({ claim: ClaimPointer, voorvoegsel: z.string().min(1).optional() })
        .default({ claim: '/scope' }),
      /** Claims that must have exactly this value, such as `/token_use: access`. */
      eisen: z.record(ClaimPointer, z.string().min(1)).default({}),
      /** Which claim names the person in an id token of the pages: the same for as long as the person is. */
      persoon: ClaimPointer.default('/sub'),
      /**
       * With `login` the issuer asks people of the pages to sign in each time, also when their browser is still signed in there
       * (OpenID Connect Core 1.0 §3.1.2.1).
       */
      prompt: z.literal('login').optional(),
      /** Which claim names this one token, so that it can be shut out. */
      kenmerk: ClaimPointer.default('/jti'),
      /** A token that is valid for longer, from `iat` to `exp`, is refused. */
      langsteMinuten: z.int().min(1).max(DAY_MINUTES).default(90),
      /** The gemeenten whose organisations it may speak for. Left out, it may speak for every organisation. */
      gemeenten: z.array(Gemeentecode).min(1).optional(),
    })
    .refine(({ publiek, rechten }) => publiek !== undefined || rechten.voorvoegsel !== undefined, {
      path: ['publiek'],
      message: 'ontbreekt: zonder publiek moet rechten.voorvoegsel zeggen voor welke API een token is',
    });

/** An issuer as a function finds it in its environment. */
export const TokenIssuer = tokenIssuer(z.url());
export type TokenIssuer = Readonly<z.output<typeof TokenIssuer>>;

/** An issuer as a file may write it: what has a default can be left out. */
export type TokenIssuerInput = z.input<typeof TokenIssuer>;
