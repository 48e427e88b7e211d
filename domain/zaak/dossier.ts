import type { OntvangstId, ZaakId } from '../../contracts/base-types.ts';
import type { AcceptedTrace } from '../../contracts/internal/accepted-bericht.ts';
import type { Commit } from '../log/log.ts';
import { type LatestNotices, type Notice, notices, withNotices } from '../partners/notices.ts';
import { regievoerderKanaal } from '../regievoerder/kanaal.ts';
import { type Look, type RegievoerderNotice, regievoerderNotices } from '../regievoerder/notices.ts';
import type { Feit } from './feiten.ts';
import { emptyZaak, evolve, type Zaak } from './zaak.ts';

/** What one commit on a zaak's timeline holds: facts, and whom they oblige us to tell. */
export interface ZaakContent {
  readonly feiten: readonly Feit[];
  readonly meldingen: readonly Notice[];
  /** What the gemeente is told of its own zaak; absent when that is nothing. */
  readonly regievoerder?: readonly RegievoerderNotice[];
  /** The trace of the message that caused the commit, for the logbook; absent when no message did, and in older commits. */
  readonly trace?: CommitTrace;
}

/** The trace of the message that caused a commit, and when the hub began to work it out (ms since 1970). */
export interface CommitTrace extends AcceptedTrace {
  readonly ontvangstId: OntvangstId;
  readonly begun: number;
}

/** The messages that a commit decided on, each by its receiver and its volgnummer there. */
export const messagesIn = ({
  meldingen,
  regievoerder = [],
}: ZaakContent): readonly Pick<Notice, 'partner' | 'volgnummer'>[] => [
  ...meldingen.map(({ partner, volgnummer }) => ({ partner, volgnummer })),
  ...regievoerder.flatMap(({ gemeentecode, volgnummer }) =>
    volgnummer === undefined ? [] : [{ partner: regievoerderKanaal(gemeentecode), volgnummer }],
  ),
];

export type ZaakCommit = Commit<ZaakContent>;

/** The timeline as read: the state it amounts to, and what each partner was last told. */
export interface Dossier {
  readonly zaak: Zaak;
  readonly latest: LatestNotices;
  /** Everything that gemeenten were told of this zaak, oldest first. */
  readonly regievoerder: readonly RegievoerderNotice[];
  readonly versie: number;
}

export const emptyDossier: Dossier = { zaak: emptyZaak, latest: new Map(), regievoerder: [], versie: 0 };

/** The dossier after more commits. Their facts are added at once, so that the time per commit does not grow with the timeline. */
export const withCommits = (dossier: Dossier, commits: readonly ZaakCommit[]): Dossier => {
  const latest = commits.at(-1);
  if (latest === undefined) return dossier;
  return {
    zaak: evolve(
      dossier.zaak,
      commits.flatMap(({ inhoud }) => inhoud.feiten),
    ),
    latest: withNotices(
      dossier.latest,
      commits.flatMap(({ inhoud }) => inhoud.meldingen),
    ),
    regievoerder: [...dossier.regievoerder, ...commits.flatMap(({ inhoud }) => inhoud.regievoerder ?? [])],
    versie: latest.versie,
  };
};

/** The dossier after one more commit. */
export const withCommit = (dossier: Dossier, commit: ZaakCommit): Dossier => withCommits(dossier, [commit]);

/** The dossier that these commits make, oldest first. */
export const dossierOf = (commits: readonly ZaakCommit[]): Dossier => withCommits(emptyDossier, commits);

/** Content for one more commit, and the dossier as it is with that commit. */
export interface Addition {
  readonly inhoud: ZaakContent;
  readonly dossier: Dossier;
}

/**
 * The content of the commit that adds these facts on a day (`YYYY-MM-DD`); undefined when the dossier has every one of them
 * already. The trace of the facts goes to the commit; when several messages brought them, it is the trace of this receipt.
 */
export const addFeiten = (
  zaakId: ZaakId,
  dossier: Dossier,
  feiten: readonly Feit[],
  today: string,
  cause?: { readonly ontvangstId: OntvangstId; readonly begun: number },
): Addition | undefined => {
  const fresh = feiten.filter((feit) => !dossier.zaak.feiten.has(feit.feitId));
  if (fresh.length === 0) return undefined;
  const bare = fresh.map(({ trace: _, ...feit }) => feit as Feit);
  const added = addition(zaakId, dossier, bare, today);
  const traced = fresh.filter(({ trace }) => trace !== undefined);
  const { trace, ontvangstId } =
    traced.find((feit) => feit.ontvangstId === cause?.ontvangstId) ?? traced[0] ?? {};
  if (cause === undefined || trace === undefined || ontvangstId === undefined) return added;
  return {
    ...added,
    inhoud: { ...added.inhoud, trace: { ...trace, ontvangstId, begun: cause.begun } },
  };
};

/**
 * The content of the commit that a day adds without any new fact; undefined when everybody knows everything already. A partner of
 * which the contract ended is signed off, and its successor is told (docs/domein/cases.md, case 35). The gemeente hears of terms
 * that fell due, and of messages that partners did not get, when the caller looked at those.
 */
export const addDay = (
  zaakId: ZaakId,
  dossier: Dossier,
  today: string,
  look: Look = {},
): Addition | undefined => {
  const added = addition(zaakId, dossier, [], today, look);
  const { meldingen, regievoerder = [] } = added.inhoud;
  return meldingen.length + regievoerder.length === 0 ? undefined : added;
};

const addition = (
  zaakId: ZaakId,
  dossier: Dossier,
  feiten: readonly Feit[],
  today: string,
  look?: Look,
): Addition => {
  const zaak = evolve(dossier.zaak, feiten);
  const meldingen = notices(zaakId, dossier.zaak, zaak, dossier.latest, today);
  const regievoerder = regievoerderNotices(zaak, dossier.regievoerder, today, look);
  return {
    inhoud: { feiten, meldingen, ...(regievoerder.length > 0 && { regievoerder }) },
    dossier: {
      zaak,
      latest: withNotices(dossier.latest, meldingen),
      regievoerder: [...dossier.regievoerder, ...regievoerder],
      versie: dossier.versie + 1,
    },
  };
};
