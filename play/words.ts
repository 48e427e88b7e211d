import { ROUTEMAP_EVENTS, typeOfEvent } from '../contracts/routemap.ts';
import { reportSteps } from '../functions/loket/words/report.ts';

/** What can be made to happen, as somebody who plays reads it. */

/** A choice of a list, in a group of it. */
export interface ChoiceGroup {
  readonly title: string;
  readonly choices: readonly { readonly value: string; readonly text: string }[];
}

/** What the sources tell of people, by who tells it. */
export const SOURCE_CHOICES = [
  {
    title: 'COA',
    choices: [
      { value: 'koppeling', text: 'Een huishouden krijgt een woonplaats (koppeling)' },
      { value: 'koppeling-gewijzigd', text: 'De koppeling verandert: een ander telefoonnummer' },
      { value: 'intrekking', text: 'De koppeling gaat niet door (intrekking)' },
    ],
  },
  {
    title: 'DUO',
    choices: [
      { value: 'plicht', text: 'Iemand moet inburgeren (inburgeringsplicht)' },
      { value: 'lbt', text: 'De uitslag van de leerbaarheidstoets' },
    ],
  },
  {
    title: 'BRP',
    choices: [
      { value: 'inschrijving', text: 'Het huishouden staat ingeschreven (inschrijving)' },
      { value: 'verhuizing', text: 'Het huishouden verhuist in de gemeente' },
      { value: 'overlijden', text: 'Iemand overlijdt' },
    ],
  },
] as const satisfies readonly ChoiceGroup[];

/** Every event of the routemap, by step. */
export const routemapChoices = (): readonly ChoiceGroup[] =>
  reportSteps(ROUTEMAP_EVENTS.map(typeOfEvent)).map(({ title, events }) => ({
    title,
    choices: events.map(({ event, title: text }) => ({ value: event, text })),
  }));

/** How far the clock can be moved, and how the button says it. */
export const CLOCK_STEPS = [
  { value: '1d', text: '1 dag verder' },
  { value: '1w', text: '1 week verder' },
  { value: '2w', text: '2 weken verder' },
] as const;
