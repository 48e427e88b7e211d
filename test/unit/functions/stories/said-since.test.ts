import { expect, it } from 'vitest';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import { asKept } from '../../../../domain/bewaren/not-kept.ts';
import { inbound } from '../berichten.ts';
import { hubInMemory } from '../hub-in-memory.ts';
import { termijnOf } from './outcomes.ts';
import { byDuo, reported } from './sources.ts';
import {
  koppelingOf,
  MOTHER,
  member,
  type Person,
  PLICHT,
  type play,
  registered,
  zaakOfPerson,
} from './support.ts';

/**
 * DUO tells a fact after the gemeente typed it over or decided it: either DUO says that it changed since, or DUO says what it is.
 */

const alone = [member(MOTHER)];
/** Each with what DUO answers from then on. */
const playWith = async (steps: readonly (readonly [Parameters<typeof play>[0], DuoResponses])[]) => {
  let now: DuoResponses = {};
  const hub = hubInMemory(() => now);
  for (const [berichten, answers] of steps) {
    now = answers;
    await hub.process(berichten.map((one) => asKept(one)));
  }
  return hub;
};

it('DUO names the leerroute of the change: no MAP in the onderwijsroute', async () => {
  const story = (pip: object) =>
    playWith([
      [[koppelingOf(alone), registered(MOTHER, '2025-06-10'), byDuo('SS101', MOTHER, '2025-06-05')], PLICHT],
      [
        [
          reported('pip-vastgesteld', MOTHER, '2025-08-01', {
            dagtekening: '2025-08-01',
            pip: { leerroute: 'B' },
          }),
          reported('pip-gewijzigd', MOTHER, '2025-08-20', {
            dagtekening: '2025-08-20',
            dagtekeningInitieel: '2025-08-01',
            onderdelen: ['leerroute en ondersteuning'],
          }),
        ],
        PLICHT,
      ],
      [
        [byDuo('SS130', MOTHER, '2025-09-01')],
        {
          ...PLICHT,
          PIP: { gemeentecode: '0907', pip },
          inburgeringstermijn: { startdatum: '2025-08-02', einddatum: '2028-08-02' },
        } as never,
      ],
    ]);
  const later = await story({ dagtekeningPip: '2025-08-21', leerroute: 'O' });
  expect(await termijnOf(later, MOTHER, 'TG15'), 'control: a day later').toBeUndefined();
  const hub = await story({ dagtekeningPip: '2025-08-20', leerroute: 'O' });
  expect(await termijnOf(hub, MOTHER, 'TG15')).toBeUndefined();
});

const plicht = {
  indicatorInburgeringsplicht: true,
  begindatum: '2025-03-01',
  datumKennisgevingInburgeringsplicht: '2025-06-01',
};
const groep = (indeling: string) =>
  ({
    indeling,
    begindatum: '2025-03-01',
    gedetailleerdeDoelgroep: indeling === 'Asielstatushouder' ? indeling : 'Gezinshereniger',
  }) as never;
const [ASIEL, GEZIN] = [groep('Asielstatushouder'), groep('Gezinsmigrant en overige migrant')];
const typed = (more: object = {}) =>
  inbound(
    'nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1',
    '2025-06-12T08:00:00Z',
    { bsn: MOTHER.bsn, vNummer: MOTHER.vNummer, gemeentecode: '0907', ...plicht, doelgroep: ASIEL, ...more },
    'gemeente-0907',
  );
const here = [koppelingOf(alone), registered(MOTHER, '2025-05-10')];
const contradictions = async (hub: Awaited<ReturnType<typeof play>>, who: Person = MOTHER) =>
  (await zaakOfPerson(hub, who))?.gegevens['tegenspraken'] ?? [];

it('DUO says that the doelgroep changed (SS124), and says so again with what comes after: no contradiction', async () => {
  const changed = { inburgeringsplicht: plicht, doelgroep: GEZIN } as never;
  const hub = await playWith([
    [[...here, typed()], {}],
    [[byDuo('SS124', MOTHER, '2025-08-01')], changed],
  ]);
  expect(await contradictions(hub), 'control').toEqual([]);
  const more = await playWith([
    [[...here, typed()], {}],
    [[byDuo('SS124', MOTHER, '2025-08-01'), byDuo('SS101', MOTHER, '2025-09-01')], changed],
  ]);
  expect(await contradictions(more)).toEqual([]);
});

it('DUO tells another begindatum: that the plicht ends later takes the contradiction not away', async () => {
  const other = { inburgeringsplicht: { ...plicht, begindatum: '2025-02-01' } } as never;
  const ended = {
    inburgeringsplicht: {
      indicatorInburgeringsplicht: false,
      begindatum: '2025-02-01',
      einddatum: '2025-12-01',
      redenGeenInburgeringsplicht: 'Tijdelijke vrijstelling',
    },
  } as never;
  const hub = await playWith([
    [[...here, typed()], {}],
    [[byDuo('SS101', MOTHER, '2025-07-01')], other],
  ]);
  expect(await contradictions(hub), 'control').toMatchObject([{ velden: ['begindatum'] }]);
  const after = await playWith([
    [[...here, typed()], {}],
    [[byDuo('SS101', MOTHER, '2025-07-01')], other],
    [[byDuo('SS109', MOTHER, '2025-12-01')], ended],
  ]);
  expect(await contradictions(after)).toMatchObject([{ velden: ['begindatum'] }]);
});

it('DUO says that the doelgroep is no longer asiel, without an answer: what was typed over before counts no more', async () => {
  const hub = await playWith([
    [[...here, typed()], {}],
    [[byDuo('SS124', MOTHER, '2025-08-01')], {}],
  ]);
  expect((await zaakOfPerson(hub, MOTHER))?.gegevens['doelgroep']).not.toEqual(ASIEL);
});
