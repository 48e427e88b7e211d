import * as z from 'zod';

export const Gezinssamenstelling = z
  .enum(['alleenstaand', 'stel', 'gezin met kinderen', 'eenoudergezin'])
  .meta({
    title: 'Gezinssamenstelling',
    description: 'Het huishouden in hoofdlijn',
    examples: ['gezin met kinderen'],
  });
export type Gezinssamenstelling = z.infer<typeof Gezinssamenstelling>;
