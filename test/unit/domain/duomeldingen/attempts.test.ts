import { expect, it } from 'vitest';
import type { Bsn } from '../../../../contracts/base-types.ts';
import { attemptsOf } from '../../../../domain/duomeldingen/attempts.ts';
import { isUitslagOrder } from '../../../../domain/duomeldingen/orders.ts';
import type { DuoMeldingFeit } from '../../../../domain/zaak/feiten.ts';
import { cause, GENNEP } from '../support.ts';

const step = (nummer: number, stap: DuoMeldingFeit['stap'], moment: string): DuoMeldingFeit => ({
  ...cause(moment),
  feitId: `duo-melding:${nummer}:${stap}`,
  soort: 'duo-melding',
  meldingId: `melding-${nummer}`,
  nummer,
  stap,
  gemeentecode: GENNEP,
  besluit: 'afgenomen',
  bsn: '999966133' as Bsn,
  opdracht: { over: 'uitslag', handeling: 'navragen', datum: '2025-09-01' },
});

it('what DUO was told stands in the order of its numbers, each with its end', () => {
  const duoMeldingen = [
    step(2, 'voorgenomen', '2025-09-01T08:00:00Z'),
    step(1, 'niet gedaan', '2025-09-02T08:00:01Z'),
    step(1, 'voorgenomen', '2025-09-02T08:00:00Z'),
  ];
  const found = attemptsOf({ duoMeldingen }, isUitslagOrder);
  expect(found.map(({ nummer, end }) => [nummer, end?.stap])).toEqual([
    [1, 'niet gedaan'],
    [2, undefined],
  ]);
});
