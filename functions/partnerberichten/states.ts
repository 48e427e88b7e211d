import type { SendEntry } from '../../adapters/table/outbound.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import { safeText } from '../../domain/errors.ts';
import type { KanaalId } from '../../domain/partners/address.ts';
import { type Projection, projectionsOf } from '../../domain/partners/projection.ts';
import { emptyDossier, withCommits } from '../../domain/zaak/dossier.ts';

/** The zaak right after a commit. */
export interface State {
  readonly versie: number;
  readonly projections: ReadonlyMap<KanaalId, () => Projection>;
  /** The error that working it out ended in. */
  readonly fault?: string;
}

type SentCommit = SendEntry['commits'][number];

/**
 * The state right after each commit, asked for in their order. It is worked out only where something is to be made, once; the facts of the
 * commits in between are added at once.
 */
export const createStates = (zaakId: ZaakId, commits: readonly SentCommit[]) => {
  let dossier = emptyDossier;
  let since = 0;
  let latest: { readonly index: number; readonly state: State } | undefined;
  const stateOf = (index: number, { versie }: Pick<SentCommit, 'versie'>): State => {
    try {
      dossier = withCommits(dossier, commits.slice(since, index + 1));
      since = index + 1;
      return { versie, projections: projectionsOf(zaakId, dossier.zaak) };
    } catch (error) {
      // From such a state only a withdrawal can be made, which tells nothing of it.
      return { versie, projections: new Map(), fault: safeText(error) };
    }
  };
  return (index: number): State => {
    if (latest?.index !== index) {
      const commit = commits[index];
      if (commit === undefined) throw new Error(`no commit ${index}`);
      latest = { index, state: stateOf(index, commit) };
    }
    return latest.state;
  };
};
