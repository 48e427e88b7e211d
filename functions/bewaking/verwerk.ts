import type { Bus } from '../../adapters/bus.ts';
import { STATUS_UITGAAND } from '../../adapters/logboeken.ts';
import type { Ontvangsten } from '../../adapters/ontvangsten.ts';
import type { Tabel } from '../../adapters/tabel.ts';
import { ZaakId } from '../../contracts/basistypen.ts';
import { HubFout, veiligeTekst } from '../../domain/fouten.ts';
import type { Waarnemen } from '../gedeeld/waarnemen.ts';

export interface BewakingAfhankelijkheden {
  readonly tabel: Pick<Tabel, 'perStatus' | 'wijzig'>;
  readonly ontvangsten: Pick<Ontvangsten, 'lijst' | 'telTot' | 'opnieuwAanTeBieden'>;
  readonly bus: Bus;
  readonly waarnemen: Waarnemen;
  readonly nu: Date;
  /** How long a message may wait for its person before somebody is alarmed. */
  readonly wachtAlarmNaMs: number;
}

/** What stays 'ontvangen' this long was not taken by any queue, or its function keeps failing. */
const ONTVANGEN_TE_LANG_MS = 60 * 60 * 1000;
/** Partner messages that are still to be sent after this long lost their announcement, or are stuck. */
const UITGAAND_TE_LANG_MS = 30 * 60 * 1000;

const voor = (nu: Date, ms: number): string => new Date(nu.getTime() - ms).toISOString();

/** Takes every step, also after one that failed; fails afterwards when any did. */
const elk = async (stappen: readonly (() => Promise<void>)[]): Promise<void> => {
  const fouten: string[] = [];
  for (const stap of stappen) {
    try {
      await stap();
    } catch (fout) {
      fouten.push(veiligeTekst(fout));
    }
  }
  if (fouten.length > 0) throw new HubFout('opnieuw', [...new Set(fouten)].join('; '));
};

/** Every element of a list that comes page by page. */
const alle = async <Element>(
  leesBladzij: (na?: string) => Promise<{ readonly elementen: readonly Element[]; readonly na?: string }>,
): Promise<readonly Element[]> => {
  const elementen: Element[] = [];
  let na: string | undefined;
  do {
    const bladzij = await leesBladzij(na);
    elementen.push(...bladzij.elementen);
    na = bladzij.na;
  } while (na !== undefined);
  return elementen;
};

/** Offers accepted messages to their queue again, each at most once an hour; receivers ignore what they know. */
const biedOpnieuwAan = async (afhankelijkheden: BewakingAfhankelijkheden): Promise<void> => {
  const { ontvangsten, bus, waarnemen, nu } = afhankelijkheden;
  const blijvers = await alle(async (na) => {
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
  const openstaand = await alle(async (na) => {
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

/** Says how much waits, and how much of that too long. */
const meetWachtenden = async ({
  ontvangsten,
  waarnemen,
  nu,
  wachtAlarmNaMs,
}: BewakingAfhankelijkheden): Promise<void> => {
  waarnemen.tel('LangWachtend', await ontvangsten.telTot('wacht', voor(nu, wachtAlarmNaMs)));
  waarnemen.tel('Wachtend', await ontvangsten.telTot('wacht', nu.toISOString()));
};

/** Every five minutes: nothing accepted may be forgotten, nothing may wait unseen. */
export const bewaak = (afhankelijkheden: BewakingAfhankelijkheden): Promise<void> =>
  elk([biedOpnieuwAan, kondigOpnieuwAan, meetWachtenden].map((stap) => () => stap(afhankelijkheden)));
