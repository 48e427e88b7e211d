import type { ZaakId } from '../contracts/basistypen.ts';
import type { Poststuk } from '../domain/delivery/item.ts';
import { HubFout } from '../domain/fouten.ts';
import type { KoppelingInhoud } from '../domain/koppeling/koppeling.ts';
import type { Commit, Decision } from '../domain/logboek/logboek.ts';
import type { NummerInhoud } from '../domain/persoonsnummers/persoonsnummers.ts';
import type { ZaakInhoud } from '../domain/zaak/dossier.ts';
import { postVan } from './post/poststuk.ts';
import { AGAIN, retry } from './retry.ts';
import type { Item, Tabel } from './tabel.ts';

/** Append-only logs in the table: one partition each, one item per commit, its content as JSON. */
export interface Logboeken<Inhoud> {
  lees(id: string): Promise<readonly Commit<Inhoud>[]>;
  /**
   * Reads, decides, appends; decides again when another writer appended meanwhile. Gives what the decision that holds
   * meant, and the log as it is afterwards. Throws a `HubFout` ('opnieuw') when others are first every time.
   */
  append<Outcome>(
    id: string,
    decide: (commits: readonly Commit<Inhoud>[]) => Decision<Inhoud, Outcome>,
    options?: AppendOptions,
  ): Promise<Appended<Inhoud, Outcome>>;
  /** The log that this id leads to: itself, unless it is the new key of an older log. */
  doel(id: string): Promise<string>;
}

export interface AppendOptions {
  /** Skips the first read: the condition on the first version tells whether the log was empty indeed. */
  readonly probablyEmpty?: boolean;
}

export interface Appended<Inhoud, Outcome> {
  readonly outcome: Outcome;
  readonly commits: readonly Commit<Inhoud>[];
}

/** A commit whose partner messages have not all been sent yet stands in the index under this status. */
export const STATUS_UITGAAND = 'UITGAAND';

/** Times that a writer reads and decides before its message goes back to its queue. */
const ATTEMPTS = 10;
export const COMMIT = 'COMMIT#';

/**
 * The member by which the first place of a log refers to another log instead of holding a commit. It takes the very
 * place of the first commit, so that nobody can begin a second log for the same person there.
 */
export const NAAR = 'naar';

export const commitSleutel = (versie: number): string => `${COMMIT}${String(versie).padStart(6, '0')}`;

const alsCommit = <Inhoud>(item: Item): Commit<Inhoud> => {
  // Whoever comes here has not looked where this key leads, because its secret is older or newer than this item.
  if (item[NAAR] !== undefined) throw new HubFout('opnieuw', 'dit logboek staat onder een eerdere sleutel');
  return {
    versie: Number(item['versie']),
    tijd: String(item['tijd']),
    inhoud: JSON.parse(String(item['inhoud'])),
  };
};

const maakLogboeken = <Inhoud>(
  tabel: Tabel,
  soort: 'ZAAK' | 'BSN' | 'KOPPELING',
  isUitgaand: (inhoud: Inhoud) => boolean = () => false,
): Logboeken<Inhoud> => {
  const lees = async (id: string) =>
    (await tabel.partitie(`${soort}#${id}`, COMMIT)).map((item) => alsCommit<Inhoud>(item));
  return {
    lees,
    async doel(id) {
      const eerste = await tabel.lees({ pk: `${soort}#${id}`, sk: commitSleutel(1) });
      return eerste?.[NAAR] === undefined ? id : String(eerste[NAAR]);
    },
    append: (id, decide, { probablyEmpty = false } = {}) =>
      retry(
        async (nth) => {
          const isGuess = probablyEmpty && nth === 1;
          const commits = isGuess ? [] : await lees(id);
          const { append, outcome } = decide(commits);
          // To append nothing is never decided on a guess.
          if (append === undefined) return isGuess ? AGAIN : { outcome, commits };
          const commit = { versie: commits.length + 1, tijd: new Date().toISOString(), inhoud: append };
          const isFirst = await tabel.voegToe({
            pk: `${soort}#${id}`,
            sk: commitSleutel(commit.versie),
            versie: commit.versie,
            tijd: commit.tijd,
            inhoud: JSON.stringify(append),
            ...(isUitgaand(append) ? { status: STATUS_UITGAAND, sinds: commit.tijd } : {}),
          });
          return isFirst ? { outcome, commits: [...commits, commit] } : AGAIN;
        },
        {
          times: ATTEMPTS,
          pauseMs: (failed) => (probablyEmpty && failed === 1 ? 0 : Math.random() * 20 * failed),
          exhausted: () => new HubFout('opnieuw', 'te veel anderen schreven tegelijk in hetzelfde logboek'),
        },
      ),
  };
};

export const maakZaakLogboeken = (tabel: Tabel): Logboeken<ZaakInhoud> =>
  maakLogboeken(tabel, 'ZAAK', (inhoud) => inhoud.meldingen.length > 0);
export const maakNummerLogboeken = (tabel: Tabel): Logboeken<NummerInhoud> => maakLogboeken(tabel, 'BSN');
export const maakKoppelingLogboeken = (tabel: Tabel): Logboeken<KoppelingInhoud> =>
  maakLogboeken(tabel, 'KOPPELING');

/** A commit, and when messages of it are still to be sent: the item as it will be once they are. */
export type VerzendCommit = Commit<ZaakInhoud> & { readonly naVerzending?: Item };

/** A timeline with what has and what has not been sent of it, for functions/partnerberichten. */
export interface Verzendstand {
  readonly commits: readonly VerzendCommit[];
  /** What stands in the postvak of this zaak, of every partner. */
  readonly post: readonly Poststuk[];
}

export const maakUitgaand = (tabel: Tabel) => ({
  async lees(zaakId: ZaakId): Promise<Verzendstand> {
    const items = await tabel.partitie(`ZAAK#${zaakId}`);
    return {
      commits: items
        .filter(({ sk }) => sk.startsWith(COMMIT))
        .map((item) => ({
          ...alsCommit<ZaakInhoud>(item),
          ...(item['status'] === STATUS_UITGAAND
            ? { naVerzending: { ...item, status: undefined, sinds: undefined } }
            : {}),
        })),
      post: postVan(items),
    };
  },

  /** Everything of these commits has been sent. A commit never changes otherwise: writing it twice is harmless. */
  verstuurd: (naVerzending: readonly Item[]): Promise<void> => tabel.schrijf(naVerzending),
});

export type Uitgaand = ReturnType<typeof maakUitgaand>;
