import * as z from 'zod';
import { Datum, lived, ZaakId } from './base-types.ts';
import { checkAlways, members } from './checks.ts';
import { PIP_CONTENT } from './duo-resources.ts';
import { CONTENT_RULES } from './pip-rules.ts';
import { LEERROUTE_AT_DUO, LEERROUTES } from './routemap.ts';

/**
 * What a gemeente decides about the PIP (R10.2, R10.T4). With its content, in DUO's own names and values, the hub tells DUO;
 * without it the decision stands on the timeline alone.
 */

const PipContent = z.strictObject(PIP_CONTENT).meta({
  title: 'Inhoud van het PIP',
  description: 'Zoals DUO het PIP registreert. Staat dit erbij, dan meldt de hub het PIP aan DUO',
});
export type PipContent = z.infer<typeof PipContent>;

const Gemotiveerd = z
  .boolean()
  .optional()
  .meta({
    title: 'Gemotiveerd',
    description:
      'Of in het dossier staat waarom de leerroute afwijkt van de uitslag van de leerbaarheidstoets (R09.T2)',
    examples: [true],
  });

/** DUO's rules that can be known from the message alone. */
const withinRules = checkAlways<unknown>((besluit, announce) => {
  const { pip, dagtekening, leerroute } = members(besluit);
  if (pip === undefined) return;
  if (dagtekening === undefined) announce(['dagtekening'], 'is verplicht bij de inhoud van een PIP');
  const content: Partial<PipContent> = members(pip);
  const named = content.leerroute && LEERROUTE_AT_DUO[content.leerroute];
  if (leerroute !== undefined && named !== undefined && leerroute !== named) {
    announce(['leerroute'], 'is een andere leerroute dan die in pip');
  }
  for (const { veld, tekst, nummer, isBrokenBy } of CONTENT_RULES) {
    if (isBrokenBy(content)) announce(['pip', veld], `${tekst} (regel ${nummer} van DUO)`);
  }
});

const notBeforeFirst = checkAlways<unknown>((besluit, announce) => {
  const { dagtekening, dagtekeningInitieel } = members(besluit);
  if (typeof dagtekening !== 'string' || typeof dagtekeningInitieel !== 'string') return;
  if (dagtekening < dagtekeningInitieel) {
    announce(['dagtekening'], 'ligt voor de dagtekening van het eerste PIP (regel PIP-2 van DUO)');
  }
});

/** `nl.inburgeringszaken.pip.vastgesteld.v1` (R10.2): the casusregisseur established the PIP. */
export const PipVastgesteld = z
  .strictObject({
    zaakId: ZaakId,
    dagtekening: lived('Dagtekening', 'Dag van het besluit').optional(),
    leerroute: z
      .enum(LEERROUTES)
      .optional()
      .meta({ title: 'Leerroute', description: 'Leerroute in het PIP', examples: ['B1-route'] }),
    pip: PipContent.optional(),
    gemotiveerd: Gemotiveerd,
  })
  .check(withinRules)
  .meta({
    title: 'PIP vastgesteld',
    description: 'Het persoonlijk plan inburgering en participatie is vastgesteld',
  });
export type PipVastgesteld = z.infer<typeof PipVastgesteld>;

/** The parts of a PIP (R10.T2). */
const PIP_PARTS = [
  'leerroute en ondersteuning',
  'intensiteit PVT en MAP',
  'ontzorging',
  'maatschappelijke begeleiding',
  'voorschoolse educatie',
  'Participatiewetbeschikkingen',
  'voortgangsgesprekken',
] as const;
export type PipPart = (typeof PIP_PARTS)[number];

/** `nl.inburgeringszaken.pip.gewijzigd.v1` (R10.T4): a change of the PIP is another decision, of another day. */
export const PipGewijzigd = z
  .strictObject({
    zaakId: ZaakId,
    dagtekening: lived('Dagtekening', 'Dag van het besluit waarbij het PIP gewijzigd is'),
    dagtekeningInitieel: Datum.meta({
      title: 'Dagtekening eerste PIP',
      description: 'Dag van het besluit waarbij het eerste PIP is vastgesteld',
      examples: ['2026-03-12'],
    }),
    pip: PipContent.optional(),
    gemotiveerd: Gemotiveerd,
    onderdelen: z
      .array(
        z.enum(PIP_PARTS).meta({
          title: 'Onderdeel',
          description: 'Onderdeel van het PIP (R10.T2)',
          examples: ['ontzorging'],
        }),
      )
      .min(1)
      .max(PIP_PARTS.length)
      .optional()
      .meta({
        title: 'Onderdelen',
        description: 'Welke onderdelen van het PIP gewijzigd zijn',
        examples: [['ontzorging']],
      }),
  })
  .check(withinRules)
  .check(notBeforeFirst)
  .meta({ title: 'PIP gewijzigd', description: 'Het PIP is opnieuw vastgesteld, met een wijziging' });
export type PipGewijzigd = z.infer<typeof PipGewijzigd>;

/** `nl.inburgeringszaken.pip.ingetrokken.v1`: the gemeente withdraws the PIP of a day, or it is annulled after an objection. */
export const PipIngetrokken = z
  .strictObject({
    zaakId: ZaakId,
    datum: lived('Datum', 'Dag waarop het PIP is ingetrokken of vernietigd'),
    dagtekening: Datum.meta({
      title: 'Dagtekening',
      description: 'Dagtekening van het PIP dat niet meer geldt',
      examples: ['2026-03-12'],
    }),
  })
  .meta({
    title: 'PIP ingetrokken',
    description: 'Een PIP is ingetrokken of vernietigd. Was het bij DUO gemeld, dan meldt de hub ook dit',
  });
export type PipIngetrokken = z.infer<typeof PipIngetrokken>;
