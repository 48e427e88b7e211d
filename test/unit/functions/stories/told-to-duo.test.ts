import { describe, expect, it } from 'vitest';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { asKept } from '../../../../domain/bewaren/not-kept.ts';
import { type DuoWithPips, duoWithPips } from '../duo-pips.ts';
import { hubInMemory } from '../hub-in-memory.ts';
import { byDuo, OTHER_ADRES, reported } from './sources.ts';
import { koppelingOf, MOTHER, member, PLICHT, registered } from './support.ts';

/**
 * A person of Gennep lived in Den Bosch for three months and came back. What DUO is told in the end does not depend on the moment
 * at which the hub heard of this.
 */

const pip = reported('pip-vastgesteld', MOTHER, '2025-08-28', {
  dagtekening: '2025-08-28',
  pip: { leerroute: 'B', niveau: 'B1' },
});
const school = reported('pip-deel-gedeeld', MOTHER, '2025-08-29', {
  ingangsdatum: '2025-08-29',
  instellingsnummer: '0000012345',
  leerroute: 'B1-route',
  lesuren: 600,
});
const directs = (regisseurId: string, day: string, sender: string) =>
  reported(
    'regievoerder-toegewezen',
    MOTHER,
    day,
    {
      regisseurId,
      naam: 'Kim Voorbeeld',
      ingangsdatum: day,
      emailadres: `${regisseurId}@team.example`,
      telefoonnummer: '0485494141',
    },
    sender,
  );
const story = [
  koppelingOf([member(MOTHER)]),
  byDuo('SS101', MOTHER, '2025-06-10'),
  registered(MOTHER, '2025-07-01'),
  directs('kim', '2025-07-02', 'gemeente-0907'),
  pip,
  school,
  registered(MOTHER, '2025-11-01', '0796', { adres: OTHER_ADRES }),
  directs('sam', '2025-11-03', 'gemeente-0796'),
  registered(MOTHER, '2026-02-01'),
];

const play = async (clockAt: (told: string) => string): Promise<DuoWithPips> => {
  const duoPip = duoWithPips();
  let hub = hubInMemory(() => PLICHT, { duoPip, begin: clockAt('2025-06-01T08:00:00Z') });
  const at = ({ tijdstip }: InboundBericht) => ({
    table: hub.table,
    queues: hub.queues,
    duoPip,
    begin: clockAt(tijdstip),
  });
  for (const bericht of story) {
    hub = hubInMemory(() => PLICHT, at(bericht));
    await hub.process([asKept(bericht)]);
  }
  return duoPip;
};

describe.each([
  ['each message in time', (told: string) => told],
  ['every message months late', () => '2026-06-01T10:00:00Z'],
])('who left and came back, with %s', (_name, clockAt) => {
  it('keeps at DUO the PIP and the aanbod that nobody withdrew', async () => {
    const duo = await play(clockAt);
    expect(duo.told.map(({ order }) => order.handeling)).not.toContain('verwijderen');
    expect([...duo.held.values()]).toEqual([
      { gemeentecode: '0907', pip: { dagtekeningPip: '2025-08-28', leerroute: 'B', niveau: 'B1' } },
    ]);
    expect(duo.aanboden.size).toBe(1);
  });

  it('has at DUO the contactpersoon of the gemeente where they live again', async () => {
    const duo = await play(clockAt);
    const linked = duo.linked.get(MOTHER.bsn);
    expect(duo.contacts.get(linked ?? -1)).toMatchObject({ email: 'kim@team.example' });
  });
});
