import { expect, it } from 'vitest';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import { mijlpalenPerGemeente } from '../../../../domain/kpis/per-gemeente.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { duo, GENNEP, inschrijving, linked } from '../support.ts';

/** The figures know of a diploma what DUO says now, as they do of a plicht that was met. */

const stappen = (...feiten: readonly Feit[]) =>
  mijlpalenPerGemeente(zaakOf([linked(), inschrijving(), ...feiten])).get(GENNEP)?.stappen;
const met = (einddatum: string): DuoResponses => ({
  inburgeringsplicht: {
    indicatorInburgeringsplicht: false,
    redenGeenInburgeringsplicht: 'Inburgeringsplicht voldaan',
    einddatum,
  },
});
const holds = { inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-06-01' } };

it('a diploma that DUO told by mistake counts in no figure once the plicht holds again, as voldaan does not', () => {
  const now = stappen(
    duo('SS106', met('2026-02-01'), '2026-02-09T07:00:00Z'),
    duo('SS101', holds, '2026-03-01T07:00:00Z'),
  );
  expect(now).not.toHaveProperty('voldaan');
  expect(now).not.toHaveProperty('diploma');
});

it('of a diploma of which DUO puts the day right the new day counts, as it does for voldaan', () => {
  const now = stappen(
    duo('SS106', met('2026-02-01'), '2026-02-09T07:00:00Z'),
    duo('SS106', met('2026-01-15'), '2026-03-01T07:00:00Z'),
  );
  expect(now).toMatchObject({ voldaan: '2026-01-15', diploma: '2026-01-15' });
});
