import type { ZaakId } from '../../contracts/base-types.ts';
import type { Dossier } from '../../domain/zaak/dossier.ts';
import type { Table } from './table.ts';

/** A zaak as its timeline is after some commit. */
export interface ZaakState {
  readonly zaakId: ZaakId;
  readonly dossier: Pick<Dossier, 'zaak' | 'versie' | 'latest' | 'regievoerder'>;
}

/** A zaak as it is now; `before` is what it was before, when the caller made that commit and no other. */
export interface ZaakChange extends ZaakState {
  readonly before?: ZaakState['dossier'];
}

/** Keeps the entries of zaken in lists. */
export interface ZaakLists {
  /**
   * Stores the entries that these commits changed, and of a zaak without a `before` every entry: a commit whose entries were lost
   * in a fall comes again that way. An entry of a newer version stays as it is.
   */
  store(changes: readonly ZaakChange[]): Promise<void>;
}

/**
 * The lists in this table. What places a zaak in them takes the terms and the figures, and is loaded once there is a zaak
 * to place: no message waits for it before it is decided on.
 */
export const createZaakLists = (table: Pick<Table, 'writeIfNewer'>): ZaakLists => ({
  async store(changes) {
    if (changes.length === 0) return;
    const { changedEntries } = await import('./zaak-entries.ts');
    await Promise.all(changedEntries(changes).map((entry) => table.writeIfNewer(entry, 'versie')));
  },
});
