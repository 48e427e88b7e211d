import * as z from 'zod';
import { described, Gemeentecode, OEFENGEMEENTE, Oin } from './base-types.ts';
import { checkAlways, members } from './checks.ts';
import { UNDELIVERED_DAYS } from './dag.ts';
import { PartnerEntry, Validity } from './partner-profile.ts';
import { ContactTeamInburgering } from './partnerberichten.ts';
import { REGIEVOERDER } from './partnerrollen.ts';
import { INTAKE_PARTS } from './routemap.ts';

/**
 * The file in which a gemeente says everything that is particular to it (`gemeenten/README.md`). Nothing of it is
 * published: a source or a partner sees only what follows from it.
 */

/** Terms of the law, which a gemeente takes over by name (`domain/gemeenten/national.ts`). */
export const NATIONAL_TERMIJNEN = ['pip', 'inburgeringstermijn', 'map', 'pvt'] as const;
export type NationalTermijn = (typeof NATIONAL_TERMIJNEN)[number];

/** Events that start a term; `domain/zaak/termijn-starts.ts` says for each how the hub knows the day. */
export const START_GEBEURTENISSEN = [
  'brp-inschrijving-ontvangen',
  'koppeling-geregistreerd',
  'pip-termijn-gestart',
  'pip-vastgesteld',
  'inburgeringstermijn-gestart',
] as const;
export type StartGebeurtenis = (typeof START_GEBEURTENISSEN)[number];

/** Events that end a term; `domain/zaak/termijn-ends.ts` says for each what the hub can know about it. */
export const END_GEBEURTENISSEN = [
  'brede-intake-gesprek-gevoerd',
  'brede-intake-afgerond',
  'verhuizing-afgerond',
  'maatschappelijke-begeleiding-gestart',
  'screening-uitgevoerd',
  'taallessen-gestart',
  'leerbaarheidstoets-afgenomen',
  'pip-vastgesteld',
  'leerroute-gewijzigd',
  'map-gestart',
  'map-afgerond',
  'pvt-afgerond',
  'participatie-bereikt',
  'regievoerder-toegewezen',
  'inburgeringsplicht-voldaan',
  'diploma-behaald',
] as const;
export type EndGebeurtenis = (typeof END_GEBEURTENISSEN)[number];

/** How long before the last day of a term a gemeente is warned, when its profile does not say so. */
export const WARNED_BEFORE = 'P2W';

/** Its key and its OIN follow: it is the gemeente itself. */
const RegievoerderEntry = Validity.safeExtend({
  onbezorgdNaDagen: z
    .int()
    .min(1)
    .max(30)
    .optional()
    .meta({
      title: 'Onbezorgd na dagen',
      description: `Hoeveel hele werkdagen een bericht op een partner mag wachten voordat de gemeente het hoort; weglaten is ${UNDELIVERED_DAYS}`,
      examples: [UNDELIVERED_DAYS],
    }),
}).meta({
  title: 'Regievoerder',
  description:
    'Sinds wanneer de gemeente zelf berichten krijgt over haar eigen zaken; weglaten als zij die niet wil',
});

const termijnId = described('Nummer', 'Nummer in de lijst van termijnen', 'TG05', 20);
const days = (title: string, description: string, example: string) =>
  z
    .string()
    .regex(/^P\d{1,3}[DWMY]$/, 'moet een duur in dagen, weken, maanden of jaren zijn (P15D, P4W, P18M, P3Y)')
    .meta({ title, description, examples: [example] });
const warning = days(
  'Waarschuwen vooraf',
  'Hoe lang voor de laatste dag de gemeente het hoort; weglaten is twee weken, en een half jaar bij de drie jaar van de wet',
  'P2W',
).optional();
const source = described('Bron', 'Waar de regel staat', 'werkafspraken R07.T2', 200);

const NationalEntry = z
  .strictObject({
    nationaal: z.enum(NATIONAL_TERMIJNEN).meta({
      title: 'Nationaal',
      description: 'De wettelijke termijn; duur en regels volgen uit de wet',
      examples: ['pip'],
    }),
    id: termijnId,
    bron: source,
    waarschuwenVooraf: warning,
  })
  .meta({ title: 'Wettelijke termijn', description: 'Een termijn van de wet, bij haar naam' });

/** Only a term that talks end can say which. */
const partsOfTalks = checkAlways<unknown>((termijn, announce) => {
  const { eindGebeurtenis, onderdelen } = members(termijn);
  if (onderdelen !== undefined && eindGebeurtenis !== 'brede-intake-gesprek-gevoerd') {
    announce(['onderdelen'], 'hoort bij eindGebeurtenis brede-intake-gesprek-gevoerd');
  }
});

const LocalEntry = z
  .strictObject({
    id: termijnId,
    naam: described('Naam', 'Wat er gedaan moet zijn', 'Taallessen starten', 200),
    duur: days('Duur', 'ISO 8601, in dagen, weken, maanden of jaren; P0D is dezelfde dag', 'P4W'),
    startGebeurtenis: z
      .enum(START_GEBEURTENISSEN)
      .optional()
      .meta({
        title: 'Startgebeurtenis',
        description: 'Waarmee de termijn begint; weglaten is de vestiging in de gemeente',
        examples: ['koppeling-geregistreerd'],
      }),
    eindGebeurtenis: z.enum(END_GEBEURTENISSEN).meta({
      title: 'Eindgebeurtenis',
      description: 'Wat de termijn beëindigt',
      examples: ['taallessen-gestart'],
    }),
    onderdelen: z
      .array(z.enum(INTAKE_PARTS))
      .min(1)
      .refine((parts) => new Set(parts).size === parts.length, 'noemt een onderdeel twee keer')
      .optional()
      .meta({
        title: 'Onderdelen',
        description:
          'Van een termijn die met gesprekken van de brede intake eindigt: welke dat zijn; weglaten is de drie van de routemap (casusregisseur, taalschool, participatie)',
        examples: [['taalschool']],
      }),
    algemeneTermijnenwet: z
      .boolean()
      .optional()
      .meta({
        title: 'Algemene termijnenwet',
        description: 'Of een einde in het weekend of op een feestdag opschuift; weglaten is niet',
        examples: [true],
      }),
    bron: source,
    geldig: Validity,
    waarschuwenVooraf: warning,
  })
  .check(partsOfTalks)
  .meta({
    title: 'Eigen termijn',
    description: 'Een afspraak van de gemeente, die waarschuwt en niet wordt overschreden',
  });

const HIGHEST_YEARS = 20;
const DAYS_PER: Readonly<Record<string, number>> = { D: 1, W: 7, M: 30, Y: 365 };

const daysIn = (duration: string): number =>
  Number(duration.slice(1, -1)) * (DAYS_PER[duration.at(-1) ?? ''] ?? 0);

/** How long something is kept: it has an end, and more than none of it. */
const keeping = (title: string, description: string, example: string) =>
  days(title, description, example)
    .refine((duration) => daysIn(duration) > 0, {
      error: 'bewaart niets: wat een dag later weg is kan niet gebruikt of verantwoord worden',
      abort: true,
    })
    .refine((duration) => daysIn(duration) <= HIGHEST_YEARS * 365, {
      error: `is meer dan ${HIGHEST_YEARS} jaar: langer bewaren dan nodig mag niet (AVG art. 5 lid 1 onder e)`,
    })
    .optional();

const afterEnd = (reason: string, example: string) =>
  keeping(reason, `Na het einde van een zaak door: ${reason}; weglaten is wat de hub aanneemt`, example);

const Bewaartermijnen = z
  .strictObject({
    zaak: z
      .strictObject({
        overleden: afterEnd('overleden', 'P1Y'),
        vertrokken: afterEnd('vertrokken', 'P5Y'),
        'andere gemeente': afterEnd('andere gemeente', 'P1Y'),
        'gezinshereniging elders': afterEnd('gezinshereniging elders', 'P1Y'),
        'ten onrechte': afterEnd('ten onrechte', 'P3M'),
        anders: afterEnd('anders, ook als de inburgering klaar is', 'P5Y'),
      })
      .optional()
      .meta({
        title: 'Zaak',
        description: 'Hoe lang een zaak blijft nadat zij eindigde; een open zaak blijft altijd',
      }),
  })
  .meta({ title: 'Bewaartermijnen', description: 'Wat de gemeente zelf vaststelde over bewaren' });

const TermijnEntry = z.union([LocalEntry, NationalEntry]);

const repeated = (values: readonly string[]): readonly number[] =>
  values.flatMap((value, place) => (values.indexOf(value) < place ? [place] : []));

type Entry = z.output<typeof TermijnEntry>;

/** A term of the law holds always. */
const periodOf = (entry: Entry): readonly [from: string, until: string] =>
  'geldig' in entry ? [entry.geldig.vanaf, entry.geldig.totEnMet ?? '9999'] : ['', '9999'];

/** Terms under a number that an earlier one has at the same time: a rule that changes keeps its number. */
const overlapping = (termijnen: readonly Entry[]): readonly number[] =>
  termijnen.flatMap((termijn, place) => {
    const [from, until] = periodOf(termijn);
    const isTaken = termijnen.slice(0, place).some((other) => {
      const [otherFrom, otherUntil] = periodOf(other);
      return other.id === termijn.id && from <= otherUntil && otherFrom <= until;
    });
    return isTaken ? [place] : [];
  });

/** Everything that is particular to one gemeente, as its file has it. */
export const GemeenteProfileFile = z
  .strictObject({
    $schema: z
      .string()
      .optional()
      .meta({
        title: 'Schema',
        description: 'Het schema waarmee een editor helpt',
        examples: ['./gemeenteprofiel.schema.json'],
      }),
    gemeentecode: Gemeentecode,
    naam: described('Naam', 'Naam van de gemeente', 'Gennep', 80),
    oin: Oin,
    alleenOefenen: z
      .literal(true)
      .optional()
      .meta({
        title: 'Alleen oefenen',
        description: 'Neemt geen deel in acceptatie en productie; weglaten als de gemeente meedoet',
        examples: [true],
      }),
    passkeys: z
      .literal(true)
      .optional()
      .meta({
        title: 'Passkeys',
        description:
          'Wie zich met een link uit een mail aanmeldt, mag dat voortaan met een passkey doen; weglaten als dat niet mag',
        examples: [true],
      }),
    contactTeamInburgering: ContactTeamInburgering,
    partners: z.array(PartnerEntry).max(40).meta({ title: 'Partners', description: 'Wie over wie hoort' }),
    regievoerder: RegievoerderEntry.optional(),
    geheimAdresAan: z
      .array(z.enum(['balk']))
      .max(1)
      .optional()
      .meta({
        title: 'Geheim adres aan',
        description: 'Rollen die ook een geheim adres krijgen: alleen balk kan dat nodig hebben',
        examples: [['balk']],
      }),
    termijnen: z
      .array(TermijnEntry)
      .max(100)
      .meta({ title: 'Termijnen', description: 'Wettelijke termijnen en eigen afspraken' }),
    bewaartermijnen: Bewaartermijnen.optional(),
  })
  .superRefine(({ gemeentecode, alleenOefenen, partners, termijnen }, ctx) => {
    for (const place of repeated(partners.map(({ sleutel }) => sleutel)))
      ctx.addIssue({ code: 'custom', path: ['partners', place, 'sleutel'], message: 'staat er al' });
    partners.forEach(({ sleutel }, place) => {
      if (sleutel === REGIEVOERDER)
        ctx.addIssue({
          code: 'custom',
          path: ['partners', place, 'sleutel'],
          message: `is van de gemeente zelf: zie regievoerder`,
        });
    });
    for (const place of overlapping(termijnen))
      ctx.addIssue({
        code: 'custom',
        path: ['termijnen', place, 'id'],
        message: 'staat er al, voor dezelfde tijd',
      });
    if (gemeentecode === OEFENGEMEENTE && alleenOefenen === undefined)
      ctx.addIssue({ code: 'custom', path: ['alleenOefenen'], message: 'moet true zijn: 9999 bestaat niet' });
  })
  .meta({ title: 'Profiel van een gemeente', description: 'Alles wat van één gemeente eigen is' });
export type GemeenteProfileFile = z.output<typeof GemeenteProfileFile>;
