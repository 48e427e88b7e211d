import * as z from 'zod';
import { Wissing } from './wissen.ts';

/** Problem details (RFC 9457) as the hub answers them. Every fault of a message stands under `errors`. */

export const ProblemError = z
  .object({
    pointer: z.string().meta({
      title: 'Pointer',
      description: 'Waar: JSON pointer in het bericht, of de naam van een header of queryparameter',
      examples: ['/data/personen/0/vNummer'],
    }),
    detail: z
      .string()
      .min(1)
      .meta({
        title: 'Detail',
        description: 'Wat er niet klopt; herhaalt nooit de waarde',
        examples: ['moet uit tien cijfers bestaan'],
      }),
  })
  .meta({ title: 'Fout', description: 'Eén fout in het bericht' });

export const Problem = z
  .object({
    type: z.url().meta({
      title: 'Type',
      description: 'Soort probleem, blijvend',
      examples: ['https://hub.example.nl/problemen/ongeldig-verzoek'],
    }),
    status: z
      .int()
      .min(400)
      .max(599)
      .meta({ title: 'Status', description: 'HTTP-status', examples: [400] }),
    title: z
      .string()
      .min(1)
      .meta({ title: 'Titel', description: 'Vast per soort probleem', examples: ['Ongeldig verzoek'] }),
    detail: z
      .string()
      .min(1)
      .meta({
        title: 'Detail',
        description: 'Uitleg bij dit geval, zonder persoonsgegevens',
        examples: ['Er is 1 fout gevonden.'],
      }),
    errors: z
      .array(ProblemError)
      .optional()
      .meta({ title: 'Fouten', description: 'Alle gevonden fouten, alleen bij een ongeldig verzoek' }),
    wissing: Wissing.optional(),
  })
  .meta({ title: 'Probleem', description: 'Foutantwoord volgens RFC 9457' });
export type Problem = z.infer<typeof Problem>;

/** DUO's own body for a 503 on `POST /notificaties` (Notificatie API 1.8.0). */
export const ErrorMessage = z
  .object({
    fouttekst: z
      .string()
      .max(200)
      .meta({
        title: 'Fouttekst',
        description: 'Uitleg van de foutsituatie',
        examples: ['De hub is even niet beschikbaar.'],
      }),
  })
  .meta({ title: 'Foutmelding', description: 'Foutantwoord volgens Notificatie API 1.8.0 van DUO' });

/** Every problem that the hub knows: the last part of its `type`, its status and its fixed title. */
export const PROBLEMS = {
  'ongeldig-verzoek': { status: 400, title: 'Ongeldig verzoek' },
  'niet-aangemeld': { status: 401, title: 'Niet aangemeld' },
  'geen-toegang': { status: 403, title: 'Geen toegang' },
  'niet-gevonden': { status: 404, title: 'Niet gevonden' },
  'methode-niet-toegestaan': { status: 405, title: 'Methode niet toegestaan' },
  'niet-acceptabel': { status: 406, title: 'Niet acceptabel' },
  'ander-bericht': { status: 409, title: 'Zelfde kenmerk, ander bericht' },
  'al-verwerkt': { status: 409, title: 'Al verwerkt' },
  'andere-deur': { status: 409, title: 'Berichten gaan door een andere deur' },
  'intussen-gewijzigd': { status: 409, title: 'Intussen gewijzigd' },
  'stand-laat-niet-toe': { status: 409, title: 'De stand laat dit niet toe' },
  verlopen: { status: 410, title: 'Verlopen' },
  gewist: { status: 410, title: 'Gewist' },
  ingetrokken: { status: 410, title: 'Ingetrokken' },
  'te-groot': { status: 413, title: 'Verzoek te groot' },
  'mediatype-niet-ondersteund': { status: 415, title: 'Mediatype niet ondersteund' },
  'te-veel-verzoeken': { status: 429, title: 'Te veel verzoeken' },
  'interne-fout': { status: 500, title: 'Er ging iets mis' },
  'niet-beschikbaar': { status: 503, title: 'Even niet beschikbaar' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type ProblemKind = keyof typeof PROBLEMS;

/**
 * Headers of every answer, also of the gateway's own answers (NL API Design Rules /core/transport/security-headers).
 */
export const SECURITY_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "frame-ancestors 'none'",
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
} as const;
