import { expect, it } from 'vitest';
import type { Bsn } from '../../../../contracts/base-types.ts';
import { attemptsOf } from '../../../../domain/duomeldingen/attempts.ts';
import { isUitslagOrder } from '../../../../domain/duomeldingen/orders.ts';
import type { DuoMeldingFeit } from '../../../../domain/zaak/feiten.ts';
import { cause, GENNEP } from '../support.ts';

const asked = (moment: string): DuoMeldingFeit => ({
  ...cause(moment),
  feitId: `duo-melding:${moment}`,
  soort: 'duo-melding',
  meldingId: moment,
  nummer: 1,
  stap: 'voorgenomen',
  gemeentecode: GENNEP,
  besluit: 'afgenomen',
  bsn: '999966133' as Bsn,
  opdracht: { over: 'uitslag', handeling: 'navragen', datum: '2025-09-01' },
});

it.each([
  ['half an hour into the day in the Netherlands, which is the day before in UTC', '2025-08-31T22:30:00Z', 1],
  ['half an hour before it', '2025-08-31T21:30:00Z', 0],
  ['on the day itself', '2025-09-01T08:00:00Z', 1],
])(
  'what DUO was told since somebody came counts from that day in the Netherlands: %s',
  (_, moment, count) => {
    expect(attemptsOf({ duoMeldingen: [asked(moment)] }, GENNEP, '2025-09-01', isUitslagOrder)).toHaveLength(
      count,
    );
  },
);
