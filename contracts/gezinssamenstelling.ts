import * as z from 'zod';

/** How many people a household can have, as a gemeente tells it and as partners hear it. */
export const MOST_IN_HUISHOUDEN = 30;

export const Gezinssamenstelling = z
  .enum(['alleenstaand', 'stel', 'gezin met kinderen', 'eenoudergezin'])
  .meta({
    title: 'Gezinssamenstelling',
    description: 'Het huishouden in hoofdlijn',
    examples: ['gezin met kinderen'],
  });
export type Gezinssamenstelling = z.infer<typeof Gezinssamenstelling>;
