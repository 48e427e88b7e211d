import { expect, it } from 'vitest';
import { createZaakLogs } from '../../../../adapters/table/logs.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { accessOf } from '../../../../domain/zaak/access.ts';
import { GENNEP } from '../../domain/support.ts';
import { byDuo, zaakIdOf } from './sources.ts';
import { koppelingOf, MOTHER, member, play, registered } from './support.ts';

/** Stories of what a former gemeente reads when its successor's claim is told anew: no more than before. */

const first = registered(MOTHER, '2025-07-01', '0796');
const base = [
  koppelingOf([member(MOTHER)]),
  registered(MOTHER, '2025-06-10'),
  byDuo('SS101', MOTHER, '2025-06-11'),
  first,
  // To the hub itself: about the stay in the next gemeente.
  byDuo('SS139', MOTHER, '2025-08-01'),
];
const at = (bericht: InboundBericht) => ({ ...bericht, tijdstip: '2025-09-01T08:00:00Z' }) as InboundBericht;
const codesSeen = async (more: readonly InboundBericht[]) => {
  const hub = await play([...base, ...more]);
  const commits = await createZaakLogs(hub.table).read(zaakIdOf(MOTHER));
  const access = accessOf(commits, GENNEP, hub.now().toISOString().slice(0, 10));
  expect(access).toBeDefined();
  return access?.zaak.duo.map(({ notificatie }) => notificatie.gebeurtenisId);
};

it.each<[string, InboundBericht]>([
  ['tells the move again', at(registered(MOTHER, '2025-07-01', '0796'))],
  [
    'puts the day of the move right',
    at(registered(MOTHER, '2025-07-02', '0796', { soort: 'correctie', vervangtBerichtId: first.berichtId })),
  ],
])('a former gemeente sees nothing more when the BRP %s', async (_, later) => {
  expect(await codesSeen([])).toEqual(['SS101']);
  expect(await codesSeen([later])).toEqual(['SS101']);
});

it('a former gemeente sees nothing more when COA changes the koppeling to the next one', async () => {
  const next = (versie: number, moment: string) =>
    koppelingOf([member(MOTHER)], {
      koppelingId: 'S02',
      gemeentecode: '0796',
      datumKoppeling: '2025-07-01',
      versie,
      moment,
    });
  const seen = async (more: readonly InboundBericht[]) => {
    const hub = await play([
      koppelingOf([member(MOTHER)]),
      byDuo('SS101', MOTHER, '2025-06-11'),
      next(1, '2025-07-01T08:00:00Z'),
      byDuo('SS139', MOTHER, '2025-08-01'),
      ...more,
    ]);
    const commits = await createZaakLogs(hub.table).read(zaakIdOf(MOTHER));
    const access = accessOf(commits, GENNEP, hub.now().toISOString().slice(0, 10));
    return access?.zaak.duo.map(({ notificatie }) => notificatie.gebeurtenisId);
  };
  expect(await seen([])).toEqual(['SS101']);
  expect(await seen([next(2, '2025-09-01T08:00:00Z')])).toEqual(['SS101']);
});
