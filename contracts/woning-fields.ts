import * as z from 'zod';
import { closed, Datum } from './base-types.ts';

/** What the events about a home hold (werkafspraken R00.3 to R01.T3), for `routemap-data.ts`. */

const whole = (title: string, description: string, max: number, example: number) =>
  z
    .int('moet een geheel getal zijn')
    .min(1)
    .max(max)
    .meta({ title, description, examples: [example] });

export const WONING_FIELDS = {
  // A UUID holds no address, is nobody else's by chance, and cannot be guessed by another corporatie.
  woningId: () =>
    z
      .guid('moet een UUID zijn')
      .toLowerCase()
      .meta({
        title: 'WoningId',
        description: 'Eigen kenmerk van de corporatie voor deze woning; zegt niets over het adres',
        examples: ['9b2e6f14-7c35-4d0a-8e61-2f5a7b9c0d13'],
      }),
  beschikbaarVanaf: () =>
    Datum.meta({
      title: 'Beschikbaar vanaf',
      description: 'Eerste dag waarop de woning vrij is',
      examples: ['2026-04-01'],
    }),
  woningtype: () =>
    closed(
      ['eengezinswoning', 'appartement', 'seniorenwoning', 'studio', 'kamer', 'anders'],
      'Woningtype',
      'Soort woning',
    ),
  kamers: () => whole('Kamers', 'Aantal kamers', 15, 4),
  huurprijs: () => whole('Huurprijs', 'Huur per maand in hele euro’s', 3000, 640),
  toegankelijkheid: () =>
    closed(
      ['met trap', 'gelijkvloers', 'met lift', 'rolstoeltoegankelijk'],
      'Toegankelijkheid',
      'Hoe de woning te bereiken en te gebruiken is',
    ),
  redenAfkeuring: () =>
    closed(
      [
        'past niet bij het huishouden',
        'voldoet niet aan de woningeis',
        'huurprijs',
        'niet op tijd beschikbaar',
        'anders',
      ],
      'Reden afkeuring',
      'Waarom de gemeente de woning afkeurt',
    ),
  ingangsdatumHuur: () =>
    Datum.meta({
      title: 'Ingangsdatum huur',
      description: 'Eerste dag waarop de woning gehuurd wordt',
      examples: ['2026-04-15'],
    }),
} as const satisfies Readonly<Record<string, () => z.ZodType>>;
