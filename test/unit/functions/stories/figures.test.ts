import { describe, expect, it } from 'vitest';
import { createZaakLogs } from '../../../../adapters/table/logs.ts';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import type { Kpis } from '../../../../contracts/kpis.ts';
import { gemeenteProfile } from '../../../../domain/gemeenten/index.ts';
import { countedIn, kpisOf } from '../../../../domain/kpis/kpis.ts';
import { mijlpalenPerGemeente } from '../../../../domain/kpis/per-gemeente.ts';
import { dossierOf } from '../../../../domain/zaak/dossier.ts';
import { GENNEP } from '../../domain/support.ts';
import type { HubInMemory } from '../hub-in-memory.ts';
import { byDuo, zaakIdOf } from './sources.ts';
import { DEN_BOSCH, inAnyOrder, koppelingOf, MOTHER, member, play, registered } from './support.ts';

/**
 * Stories of figures of a past day. They count what had happened by that day, as the hub knows it now
 * (docs/domein/what-is-shown.md).
 */

const WAYS = ['lopend', 'tijdelijk-vrijgesteld', 'voldaan', 'beeindigd'];

/** The figures of a gemeente on a day. */
const figuresOn = async (hub: HubInMemory, day: string, gemeentecode = GENNEP): Promise<Kpis> => {
  const { zaak } = dossierOf(await createZaakLogs(hub.table).read(zaakIdOf(MOTHER)));
  const days = mijlpalenPerGemeente(zaak).get(gemeentecode);
  const profile = gemeenteProfile(gemeentecode);
  return kpisOf(profile, countedIn(profile, days === undefined ? [] : [days], day), day);
};

/** In which way the zaak counts on a day. */
const waysOn = async (hub: HubInMemory, day: string, gemeentecode = GENNEP): Promise<readonly string[]> => {
  const { indicatoren } = await figuresOn(hub, day, gemeentecode);
  return WAYS.filter((id) => indicatoren.find((one) => one.id === id)?.teller === 1);
};

const HELD: DuoResponses = { inburgeringsplicht: { indicatorInburgeringsplicht: true } };
const WITH_PIP: DuoResponses = {
  ...HELD,
  inburgeringstermijn: { startdatum: '2025-09-16', einddatum: '2028-09-16' },
};
const no = (
  redenGeenInburgeringsplicht:
    | 'Tijdelijke vrijstelling'
    | 'Verblijfsdoel gewijzigd'
    | 'Vertrek uit Nederland langer dan een jaar',
): DuoResponses => ({
  inburgeringsplicht: { indicatorInburgeringsplicht: false, redenGeenInburgeringsplicht },
});

it.each<[string, DuoResponses, string, readonly InboundBericht[], DuoResponses?]>([
  ['tijdelijk-vrijgesteld', no('Tijdelijke vrijstelling'), 'SS109', [byDuo('SS130', MOTHER, '2026-03-10')]],
  [
    'beeindigd',
    no('Vertrek uit Nederland langer dan een jaar'),
    'SS110',
    [
      registered(MOTHER, '2026-05-01', '0907', { soort: 'eerste inschrijving' }),
      byDuo('SS101', MOTHER, '2026-05-05'),
    ],
  ],
  [
    'beeindigd',
    no('Verblijfsdoel gewijzigd'),
    'SS110',
    [byDuo('SS101', MOTHER, '2026-05-05')],
    { inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2026-05-01' } },
  ],
])(
  'who was %s on a day stays so in the figure of that day once the plicht holds again, or another one does',
  async (way, answer, code, later, since = HELD) => {
    const answers = [HELD, answer];
    const before = [
      koppelingOf([member(MOTHER)]),
      registered(MOTHER, '2025-08-01'),
      byDuo('SS101', MOTHER, '2025-06-10'),
      byDuo(code, MOTHER, '2025-09-10'),
    ];
    const hub = await play(before, () => answers.shift() ?? since);
    expect(await waysOn(hub, '2025-12-31')).toEqual([way]);
    for (const bericht of later) await hub.process([bericht]);
    expect(await waysOn(hub, '2025-12-31')).toEqual([way]);
    expect(await waysOn(hub, '2026-06-01')).toEqual(['lopend']);
    expect(await waysOn(hub, '2025-09-01')).toEqual(['lopend']);
  },
);

it('the days in between end with the day on which the other plicht began, and not with the one on which DUO told of it', async () => {
  const next = { inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2026-03-01' } };
  const answers = [HELD, no('Verblijfsdoel gewijzigd'), next];
  const hub = await play(
    [
      koppelingOf([member(MOTHER)]),
      byDuo('SS101', MOTHER, '2025-06-10'),
      byDuo('SS110', MOTHER, '2025-09-10'),
      byDuo('SS101', MOTHER, '2026-05-05'),
    ],
    () => answers.shift() ?? next,
  );
  expect(await waysOn(hub, '2026-02-28')).toEqual(['beeindigd']);
  expect(await waysOn(hub, '2026-03-01')).toEqual(['lopend']);
});

describe('who comes back to a gemeente after having lived in another one', () => {
  const TO_GENNEP = '00000099000009070000';
  const TO_DEN_BOSCH = '00000099000007960000';
  const before = [
    koppelingOf([member(MOTHER)]),
    byDuo('SS101', MOTHER, '2025-06-10'),
    registered(MOTHER, '2025-08-01'),
  ];
  const away = registered(MOTHER, '2026-02-01', DEN_BOSCH);
  const back = registered(MOTHER, '2026-05-01');

  it.each<[string, readonly InboundBericht[]]>([
    ['as the BRP tells', [away, back]],
    [
      'as DUO tells before the BRP',
      [
        byDuo('SS120', MOTHER, '2026-02-01', TO_DEN_BOSCH),
        registered(MOTHER, '2026-02-10', DEN_BOSCH, { datumInschrijving: '2026-02-01' }),
        byDuo('SS120', MOTHER, '2026-05-01', TO_GENNEP),
        registered(MOTHER, '2026-05-10', '0907', { datumInschrijving: '2026-05-01' }),
      ],
    ],
    [
      'of which the BRP tells after the return',
      [back, registered(MOTHER, '2026-05-10', DEN_BOSCH, { datumInschrijving: '2026-02-01' })],
    ],
    [
      'to which COA links them again',
      [
        away,
        koppelingOf([member(MOTHER)], {
          koppelingId: 'K2',
          datumKoppeling: '2026-05-01',
          moment: '2026-05-01T08:00:00Z',
        }),
      ],
    ],
    ['of which one takes no part in the hub', [registered(MOTHER, '2026-02-01', '0344'), back]],
    ['and leaves again', [away, back, registered(MOTHER, '2026-07-01', DEN_BOSCH)]],
  ])('%s: counts on each day as of the stay of that day', async (_name, later) => {
    const days = ['2025-12-31', '2026-03-01', '2026-06-01'];
    const ways = (hub: HubInMemory) => Promise.all(days.map((day) => waysOn(hub, day)));
    const hub = await inAnyOrder([...before, ...later], ways);
    expect(await ways(hub)).toEqual([['lopend'], ['beeindigd'], ['lopend']]);
  });

  it('changes nothing of the figures of the days before', async () => {
    const days = ['2025-07-01', '2025-12-31', '2026-02-01', '2026-04-30'];
    const pip = byDuo('SS102', MOTHER, '2025-09-20');
    const figures = async (told: readonly InboundBericht[]) => {
      const hub = await play([...before, pip, ...told], () => WITH_PIP);
      return Promise.all(days.map((day) => figuresOn(hub, day)));
    };
    const [first, second] = [await figures([away]), await figures([away, back])];
    expect(second).toEqual(first);
    expect(first[1]?.indicatoren).toContainEqual(
      expect.objectContaining({ id: 'pip-binnen-tien-weken', teller: 1 }),
    );
  });

  it('counts in both stays of the other gemeente as well', async () => {
    const hub = await play([...before, away, back, registered(MOTHER, '2026-07-01', DEN_BOSCH)]);
    const days = ['2026-01-01', '2026-03-01', '2026-06-01', '2026-08-01'];
    expect(await Promise.all(days.map((day) => waysOn(hub, day, DEN_BOSCH)))).toEqual([
      [],
      ['lopend'],
      ['beeindigd'],
      ['lopend'],
    ]);
  });
});
