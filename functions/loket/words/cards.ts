import * as z from 'zod';
import { hubType, nameOfType, titleOf } from '../../../contracts/hub-type.ts';
import { BERICHTTYPEN } from '../../../contracts/partnerrollen.ts';
import type { Reply } from '../../../contracts/replies.ts';
import { known } from '../../../domain/known.ts';
import { type Line, labelOf, linesOf, nameOf } from './fields.ts';
import { shortId } from './states.ts';

/** A message to a partner as a card in plain words. */
export interface Card {
  readonly id: string;
  /** About whom something can be reported. */
  readonly zaakId?: string;
  readonly title: string;
  readonly since: string;
  /** What to do with it, when that is not plain. */
  readonly advice?: string;
  readonly lines: readonly Line[];
  /** The partner can say that it takes this up, or that it cannot. */
  readonly asks: boolean;
  /** What it said of that last. */
  readonly reply?: Reply;
}

/** What a card is made of: the message as every door sends it. */
export const CardMessage = z.object({
  id: z.uuid(),
  type: z.string(),
  time: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type CardMessage = z.infer<typeof CardMessage>;

const NUMBERS = ['nul', 'één', 'twee', 'drie', 'vier', 'vijf', 'zes', 'zeven', 'acht', 'negen', 'tien'];

const household = (count: number): string =>
  count === 1 ? 'één persoon' : `een gezin van ${NUMBERS[count] ?? count} personen`;

/** Who it is about, as far as this partner is told. */
const whom = (data: CardMessage['data']): string | undefined =>
  nameOf(data['naam']) ?? (typeof data['voornaam'] === 'string' ? data['voornaam'] : undefined);

const arrival = (data: CardMessage['data']): string => {
  if (typeof data['aantalPersonen'] === 'number') return `Er komt ${household(data['aantalPersonen'])}`;
  const name = whom(data);
  return name === undefined ? 'Er komt iemand' : `Er komt iemand: ${name}`;
};

/** By which a partner knows again whom a later message is about. */
const about = (data: CardMessage['data']): string => {
  const name = whom(data) ?? (typeof data['referentie'] === 'string' ? data['referentie'] : undefined);
  return name === undefined ? '' : `: ${name}`;
};

const changedFields = ({ gewijzigd }: CardMessage['data']): string =>
  Array.isArray(gewijzigd) ? gewijzigd.map((field) => labelOf(String(field)).toLowerCase()).join(', ') : '';

/**
 * By which every message about the same person or household is known again, and the gemeente finds it: of most messages nothing
 * else says whom to see or whose data to throw away. COA knows somebody by its own number alone.
 */
const marksOf = ({ zaakId, huishoudenId, koppelingId }: CardMessage['data']): readonly Line[] => {
  const id = zaakId ?? huishoudenId;
  return [
    ...(typeof id === 'string' ? [{ label: zaakId === id ? 'Zaak' : 'Huishouden', text: shortId(id) }] : []),
    ...(typeof koppelingId === 'string' ? [{ label: 'Kenmerk van de koppeling', text: koppelingId }] : []),
  ];
};

const STEP_GONE = hubType('gebeurtenis-vervallen');

/** After these there is nothing more to do or to report. */
const ENDS: ReadonlySet<string> = new Set([BERICHTTYPEN.vervallen, BERICHTTYPEN.gewist]);

/** A message as a card, with what its partner said of it. */
export const cardOf = ({ id, type, time, data }: CardMessage, reply?: Reply): Card => {
  const { zaakId } = data;
  const shared = {
    id,
    ...(typeof zaakId === 'string' && !ENDS.has(type) ? { zaakId } : {}),
    since: time,
    asks: !ENDS.has(type),
    ...known({ reply }),
    lines: [...marksOf(data), ...linesOf(data)],
  };
  switch (type) {
    case BERICHTTYPEN.gemeld:
      return { ...shared, title: arrival(data) };
    case BERICHTTYPEN.gewijzigd:
      return {
        ...shared,
        title: `Er is iets veranderd${about(data)}`,
        advice: `Nieuw of anders is: ${changedFields(data)}.`,
      };
    case BERICHTTYPEN.vervallen:
      return {
        ...shared,
        title: 'Dit gaat niet door',
        advice: 'U hoeft voor deze persoon of dit gezin niets meer te doen.',
      };
    case BERICHTTYPEN.gewist:
      return {
        ...shared,
        title: 'Gooi weg wat u over deze persoon of dit gezin bewaart',
        advice: 'De gemeente heeft de gegevens gewist. Doe dat bij u ook.',
      };
    case STEP_GONE:
      return {
        ...shared,
        title: `Geldt niet meer: ${titleOf(String(data['gebeurtenis']))}`,
        advice: 'Wat u hierover eerder hoorde, geldt niet meer.',
        lines: marksOf(data),
      };
    default:
      return {
        ...shared,
        title: titleOf(nameOfType(type)),
        ...(data['vervangt'] === undefined
          ? {}
          : { advice: 'Dit komt in de plaats van wat u eerder hoorde.' }),
      };
  }
};
