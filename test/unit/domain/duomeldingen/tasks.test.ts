import { expect, it } from 'vitest';
import type { Bsn } from '../../../../contracts/base-types.ts';
import { isUitslagOrder } from '../../../../domain/duomeldingen/orders.ts';
import { attemptsIn } from '../../../../domain/duomeldingen/tasks.ts';
import type { DuoMeldingFeit } from '../../../../domain/zaak/feiten.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { pipVastgesteld } from '../pip/support.ts';
import { cause, GENNEP } from '../support.ts';

const told = (besluit: string, moment: string): DuoMeldingFeit => ({
  ...cause(moment),
  feitId: `duo-melding:${moment}`,
  soort: 'duo-melding',
  meldingId: moment,
  nummer: 1,
  stap: 'voorgenomen',
  gemeentecode: GENNEP,
  besluit,
  bsn: '999966133' as Bsn,
  opdracht: { over: 'uitslag', handeling: 'navragen', datum: '2025-09-01' },
});
const since = '2025-09-01';

it.each([
  ['half an hour into the day in the Netherlands, which is the day before in UTC', '2025-08-31T22:30:00Z', 1],
  ['half an hour before it', '2025-08-31T21:30:00Z', 0],
  ['on the day itself', '2025-09-01T08:00:00Z', 1],
])('what DUO was told since somebody came is what was decided since that day: %s', (_, moment, count) => {
  const decision = pipVastgesteld('2025-08-31', {}, cause(moment));
  const zaak = zaakOf([decision, told(decision.feitId, '2026-06-01T08:00:00Z')]);
  expect(attemptsIn({ zaak, gemeentecode: GENNEP, since }, isUitslagOrder)).toHaveLength(count);
});

it('what DUO was told by a decision of another zaak goes by when it was told', () => {
  const zaak = zaakOf([told('elders', '2025-08-01T08:00:00Z')]);
  expect(attemptsIn({ zaak, gemeentecode: GENNEP, since }, isUitslagOrder)).toEqual([]);
});
