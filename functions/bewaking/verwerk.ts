import type { Bus } from '../../adapters/bus.ts';
import { COMMIT, STATUS_UITGAAND } from '../../adapters/logboeken.ts';
import type { Ontvangsten } from '../../adapters/ontvangsten.ts';
import { inStukken } from '../../adapters/stukken.ts';
import { alleBladzijden, type Tabel } from '../../adapters/tabel.ts';
import { ZaakId } from '../../contracts/basistypen.ts';
import { isStuck } from '../../domain/delivery/item.ts';
import { ruimPostOp } from './bewaring.ts';
import {
  type BezorgAfhankelijkheden,
  biedBanenAan,
  biedBlijversAan,
  biedHerleveringenAan,
} from './bezorging.ts';
import {
  type MeetAfhankelijkheden,
  meetPost,
  meetStilte,
  meetTermijnen,
  meetWachtenden,
} from './metingen.ts';
import { offerPendingQuestions, type PendingAnswerDependencies } from './pending-answers.ts';
import { alleStukken } from './post.ts';
import { elk } from './stappen.ts';

export interface BewakingAfhankelijkheden
  extends MeetAfhankelijkheden,
    BezorgAfhankelijkheden,
    PendingAnswerDependencies {
  readonly tabel: Pick<Tabel, 'lees' | 'voegToe' | 'tel' | 'perStatus' | 'wijzig' | 'partitie'>;
  readonly ontvangsten: Pick<Ontvangsten, 'lijst' | 'telTot' | 'opnieuwAanTeBieden' | 'wekbaar'>;
  readonly bus: Bus;
}

/** What stays 'ontvangen' this long was not taken by any queue, or its function keeps failing. */
const ONTVANGEN_TE_LANG_MS = 60 * 60 * 1000;
/** Partner messages that are still to be sent after this long lost their announcement, or are stuck. */
const UITGAAND_TE_LANG_MS = 30 * 60 * 1000;

const voor = (nu: Date, ms: number): string => new Date(nu.getTime() - ms).toISOString();

/** Offers accepted messages to their queue again, each at most once an hour; receivers ignore what they know. */
const biedOpnieuwAan = async (afhankelijkheden: BewakingAfhankelijkheden): Promise<void> => {
  const { ontvangsten, bus, waarnemen, nu } = afhankelijkheden;
  const blijvers = await alleBladzijden(async (na) => {
    const { ontvangsten: elementen, ...rest } = await ontvangsten.lijst(
      'ontvangen',
      na,
      voor(nu, ONTVANGEN_TE_LANG_MS),
    );
    return { elementen, ...rest };
  });
  waarnemen.tel('OnverwerkteOntvangsten', blijvers.length);
  await elk(
    blijvers.map(({ ontvangstId }) => async () => {
      const bericht = await ontvangsten.opnieuwAanTeBieden(ontvangstId, nu);
      if (bericht === undefined) return;
      await bus.biedAan([bericht]);
      waarnemen.info('ontvangst opnieuw aangeboden', { ontvangstId, type: bericht.type });
    }),
  );
};

/** Announces zaken again of which partner messages are still to be sent, each at most once per half hour. */
const kondigOpnieuwAan = async (afhankelijkheden: BewakingAfhankelijkheden): Promise<void> => {
  const { tabel, bus, waarnemen, nu } = afhankelijkheden;
  const openstaand = await alleBladzijden(async (na) => {
    const { items: elementen, ...rest } = await tabel.perStatus(STATUS_UITGAAND, {
      totEnMet: voor(nu, UITGAAND_TE_LANG_MS),
      ...(na === undefined ? {} : { na }),
    });
    return { elementen, ...rest };
  });
  const zaken = [...Map.groupBy(openstaand, ({ pk }) => pk)].map(([pk, commits]) => ({
    zaakId: ZaakId.parse(pk.slice('ZAAK#'.length)),
    versie: Math.max(...commits.map((commit) => Number(commit['versie']))),
    teVersturen: true,
  }));
  await bus.meldBijgewerkt(zaken);
  await Promise.all(
    openstaand.map(({ pk, sk }) => tabel.wijzig({ pk, sk }, { sinds: nu.toISOString() }, [STATUS_UITGAAND])),
  );
  if (zaken.length > 0) {
    waarnemen.info('zaken opnieuw aangekondigd', { zaken: zaken.map(({ zaakId }) => zaakId) });
  }
};

/** Zaken that are announced side by side. */
const TOGETHER = 100;

/**
 * Announces zaken with a message that could not be made or was refused. A correction announces its zaak itself; this is
 * for what a newer hub can make of the facts as they are.
 */
const announceStuck = async ({
  postvak,
  tabel,
  bus,
  waarnemen,
  partners,
}: BewakingAfhankelijkheden): Promise<void> => {
  const stuck = new Set<ZaakId>();
  await elk(
    partners.map((partner) => async () => {
      for await (const item of alleStukken(postvak, partner, { plekken: ['geparkeerd'] })) {
        if (isStuck(item)) stuck.add(item.zaakId);
      }
    }),
  );
  for (const zaakIds of inStukken([...stuck], TOGETHER)) {
    const zaken = await Promise.all(
      zaakIds.map(async (zaakId) => {
        const commits = await tabel.partitie(`ZAAK#${zaakId}`, COMMIT);
        return { zaakId, versie: Number(commits.at(-1)?.['versie']), teVersturen: true };
      }),
    );
    await bus.meldBijgewerkt(zaken);
    waarnemen.info('zaken met stilstaande berichten opnieuw aangekondigd', { zaken: zaakIds });
  }
};

/** What one run of the watch is about. */
export const TAKEN = ['waken', 'bezorging', 'termijnen'] as const;
export type Taak = (typeof TAKEN)[number];

const STAPPEN: Readonly<
  Record<Taak, readonly ((afhankelijkheden: BewakingAfhankelijkheden) => Promise<void>)[]>
> = {
  waken: [biedOpnieuwAan, kondigOpnieuwAan, biedBlijversAan, meetWachtenden, meetStilte, meetPost],
  bezorging: [biedBanenAan, biedHerleveringenAan, offerPendingQuestions],
  termijnen: [meetTermijnen, ruimPostOp, announceStuck],
};

/** Nothing accepted may be forgotten, nothing may wait unseen. */
export const bewaak = (afhankelijkheden: BewakingAfhankelijkheden, taak: Taak = 'waken'): Promise<void> =>
  elk(STAPPEN[taak].map((stap) => () => stap(afhankelijkheden)));
