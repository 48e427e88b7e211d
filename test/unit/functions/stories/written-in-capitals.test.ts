import { expect, it } from 'vitest';
import { tell, termijnOf } from './outcomes.ts';
import { reported } from './sources.ts';
import { koppelingOf, MOTHER, member, registered } from './support.ts';

/** An id that is a UUID is the same in capitals, also in `vervangtBerichtId` of a report of the routemap. */

const ID = 'ab1031d0-f646-41f4-8a09-7c976bf46c69';
const said = { datum: '2025-06-20', onderdeel: 'taalschool' };
const mistaken = {
  ...reported('brede-intake-gesprek-gevoerd', MOTHER, '2025-06-20', said, 'taalschool-0907'),
  berichtId: ID.toUpperCase(),
};

it('a report whose id was written in capitals is taken back by the same id in small letters', async () => {
  await tell([
    'taken back',
    [
      koppelingOf([member(MOTHER)]),
      registered(MOTHER, '2025-06-10'),
      mistaken,
      reported(
        'brede-intake-gesprek-gevoerd',
        MOTHER,
        '2025-06-21',
        { ...said, vervangtBerichtId: ID, ingetrokken: true },
        'taalschool-0907',
      ),
    ],
    async (hub) => {
      expect(await termijnOf(hub, MOTHER, 'TG03')).not.toHaveProperty('gehaaldOp');
    },
  ]);
});
