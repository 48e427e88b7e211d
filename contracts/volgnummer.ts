import * as z from 'zod';

/** Numbers by which a receiver orders the messages of the hub. */

const number = (title: string, description: string, example: number) =>
  z
    .int()
    .min(1)
    .meta({ title, description, examples: [example] });

/** The number of a message, counted for each of these. */
export const volgnummerPer = (what: string) => number('Volgnummer', `Telt per ${what}: 1, 2, 3 …`, 1);

/** By which a message takes the place of an earlier one. */
export const Vervangt = number('Vervangt', 'Volgnummer van het bericht dat hierdoor niet meer geldt', 2);
