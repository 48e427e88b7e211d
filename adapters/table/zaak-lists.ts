import type { ZaakId } from '../../contracts/base-types.ts';
import type { Dossier } from '../../domain/zaak/dossier.ts';
import type { Table } from './table.ts';

/** A zaak as its timeline is after some commit. */
export interface ZaakState {
  readonly zaakId: ZaakId;
  readonly dossier: Pick<Dossier, 'zaak' | 'versie' | 'latest' | 'regievoerder'>;
}

/** Keeps the entries of zaken in lists. */
export interface ZaakLists {
  /** Stores the entries that follow from these states; an entry of a newer version stays as it is. */
  store(states: readonly ZaakState[]): Promise<void>;
}

/**
 * The lists in this table. What places a zaak in them takes the terms and the figures, and is loaded once there is a zaak
 * to place: no message waits for it before it is decided on.
 */
export const createZaakLists = (table: Pick<Table, 'writeIfNewer'>): ZaakLists => ({
  async store(states) {
    if (states.length === 0) return;
    const { entriesOf } = await import('./zaak-entries.ts');
    await Promise.all(states.flatMap(entriesOf).map((entry) => table.writeIfNewer(entry, 'versie')));
  },
});
