import { expect, it } from 'vitest';
import { termijnOf } from './outcomes.ts';
import { byDuo } from './sources.ts';
import { DEN_BOSCH, koppelingOf, MOTHER, member, play, registered, zaakOfPerson } from './support.ts';

/** Of a zaak that it handed over a gemeente still sees for a month, no term goes on running, let alone is exceeded. */

it('who left before the last day: the former gemeente did not exceed the ten weeks', async () => {
  const hub = await play([
    koppelingOf([member(MOTHER)]),
    registered(MOTHER, '2025-06-10'),
    byDuo('SS101', MOTHER, '2025-06-05'),
    registered(MOTHER, '2025-06-20', DEN_BOSCH),
  ]);
  expect(await zaakOfPerson(hub, MOTHER)).toMatchObject({
    status: 'vervallen',
    gegevens: { redenVervallen: 'andere gemeente', overgedragen: { datum: '2025-06-20' } },
  });
  expect(await termijnOf(hub, MOTHER, 'TG07')).toMatchObject({ stand: 'gestopt' });
});

it('who left after the last day: the former gemeente did exceed the ten weeks', async () => {
  const hub = await play([
    koppelingOf([member(MOTHER)]),
    registered(MOTHER, '2025-06-10'),
    byDuo('SS101', MOTHER, '2025-06-05'),
    registered(MOTHER, '2025-09-15', DEN_BOSCH),
  ]);
  expect(await termijnOf(hub, MOTHER, 'TG07')).toMatchObject({
    einddatum: '2025-08-19',
    stand: 'overschreden',
  });
});
