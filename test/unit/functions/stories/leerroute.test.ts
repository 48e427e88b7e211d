import { expect, it } from 'vitest';
import { tell, termijnOf } from './outcomes.ts';
import { byDuo, reported } from './sources.ts';
import { koppelingOf, MOTHER, member, registered } from './support.ts';

const here = [
  koppelingOf([member(MOTHER)]),
  registered(MOTHER, '2025-06-10'),
  byDuo('SS101', MOTHER, '2025-06-05'),
];

it('a change that says that the leerroute changed, and not to which, leaves the MAP shown: nobody says which route it is', async () => {
  await tell([
    'leerroute',
    [
      ...here,
      reported('pip-vastgesteld', MOTHER, '2025-08-01', {
        dagtekening: '2025-08-01',
        pip: { leerroute: 'O' },
      }),
      reported('pip-gewijzigd', MOTHER, '2025-08-20', {
        dagtekening: '2025-08-20',
        dagtekeningInitieel: '2025-08-01',
        onderdelen: ['leerroute en ondersteuning'],
      }),
    ],
    async (hub) => expect(await termijnOf(hub, MOTHER, 'TG15')).toBeDefined(),
  ]);
});
