import { inboundData } from './berichttypen.ts';
import type { InboundType } from './event-types.ts';
import { type GroupQuestion, questionOf } from './questions.ts';

const forms = new Map<InboundType, GroupQuestion>();

/**
 * What the data of an event of this type asks of a person. Worked out once for each type: to make a schema and to ask it of
 * every member takes milliseconds. Throws when the data is no object.
 */
export const inboundForm = (type: InboundType): GroupQuestion => {
  const known = forms.get(type);
  if (known !== undefined) return known;
  const form = questionOf(inboundData(type));
  if (form.kind !== 'group') throw new Error(`the data of ${type} is no object`);
  forms.set(type, form);
  return form;
};
