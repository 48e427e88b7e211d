import { expect, it } from 'vitest';
import { createZaakLogs } from '../../../../adapters/table/logs.ts';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { gemeenteProfile } from '../../../../domain/gemeenten/index.ts';
import { countedIn, kpisOf } from '../../../../domain/kpis/kpis.ts';
import { mijlpalenPerGemeente } from '../../../../domain/kpis/per-gemeente.ts';
import { dossierOf } from '../../../../domain/zaak/dossier.ts';
import { GENNEP } from '../../domain/support.ts';
import type { HubInMemory } from '../hub-in-memory.ts';
import { byDuo, zaakIdOf } from './sources.ts';
import { koppelingOf, MOTHER, member, play, registered } from './support.ts';

/** Stories of figures of a past day: they take what had happened by then, as it is known now (docs/domein.md). */

const WAYS = ['lopend', 'tijdelijk-vrijgesteld', 'voldaan', 'beeindigd'];

/** In which way the zaak counts on a day. */
const waysOn = async (hub: HubInMemory, day: string): Promise<readonly string[]> => {
  const { zaak } = dossierOf(await createZaakLogs(hub.table).read(zaakIdOf(MOTHER)));
  const days = mijlpalenPerGemeente(zaak).get(GENNEP);
  const profile = gemeenteProfile(GENNEP);
  const { indicatoren } = kpisOf(profile, countedIn(profile, days === undefined ? [] : [days], day), day);
  return WAYS.filter((id) => indicatoren.find((one) => one.id === id)?.teller === 1);
};

const HELD: DuoResponses = { inburgeringsplicht: { indicatorInburgeringsplicht: true } };
const no = (
  redenGeenInburgeringsplicht: 'Tijdelijke vrijstelling' | 'Vertrek uit Nederland langer dan een jaar',
): DuoResponses => ({
  inburgeringsplicht: { indicatorInburgeringsplicht: false, redenGeenInburgeringsplicht },
});

it.each<[string, DuoResponses, string, readonly InboundBericht[]]>([
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
])(
  'who was %s on a day stays so in the figure of that day once the plicht holds again',
  async (way, answer, code, later) => {
    const answers = [HELD, answer];
    const before = [
      koppelingOf([member(MOTHER)]),
      registered(MOTHER, '2025-08-01'),
      byDuo('SS101', MOTHER, '2025-06-10'),
      byDuo(code, MOTHER, '2025-09-10'),
    ];
    const hub = await play(before, () => answers.shift() ?? HELD);
    expect(await waysOn(hub, '2025-12-31')).toEqual([way]);
    for (const bericht of later) await hub.process([bericht]);
    expect(await waysOn(hub, '2025-12-31')).toEqual([way]);
    expect(await waysOn(hub, '2026-06-01')).toEqual(['lopend']);
    expect(await waysOn(hub, '2025-09-01')).toEqual(['lopend']);
  },
);
