import type { Bus } from '../../adapters/bus.ts';
import { STATUS_UITGAAND } from '../../adapters/logboeken.ts';
import type { Ontvangsten } from '../../adapters/ontvangsten.ts';
import type { Tabel } from '../../adapters/tabel.ts';
import { ZaakId } from '../../contracts/basistypen.ts';
import type { Waarnemen } from '../gedeeld/waarnemen.ts';

export interface BewakingAfhankelijkheden {
  readonly tabel: Pick<Tabel, 'perStatus'>;
  readonly ontvangsten: Pick<Ontvangsten, 'lijst' | 'telTot' | 'wekbaar' | 'stelSindsUit'>;
  readonly bus: Bus;
  readonly waarnemen: Waarnemen;
  readonly nu: Date;
  /** How long a message may wait for its person before somebody is alarmed. */
  readonly wachtAlarmNaMs: number;
}

/** What stays 'ontvangen' this long was not taken by any queue, or its function keeps failing. */
const ONTVANGEN_TE_LANG_MS = 60 * 60 * 1000;
/** Partner messages that are still to be sent after this long lost their announcement. */
const UITGAAND_TE_LANG_MS = 10 * 60 * 1000;

const voor = (nu: Date, ms: number): string => new Date(nu.getTime() - ms).toISOString();

/** Offers accepted messages to their queue again, each at most once an hour; receivers ignore what they know. */
const biedOpnieuwAan = async ({
  ontvangsten,
  bus,
  waarnemen,
  nu,
}: BewakingAfhankelijkheden): Promise<void> => {
  const { ontvangsten: blijvers } = await ontvangsten.lijst(
    'ontvangen',
    undefined,
    voor(nu, ONTVANGEN_TE_LANG_MS),
  );
  for (const { ontvangstId } of blijvers) {
    const bericht = await ontvangsten.wekbaar(ontvangstId);
    if (bericht === undefined || !(await ontvangsten.stelSindsUit(ontvangstId, nu))) continue;
    await bus.biedAan([bericht]);
    waarnemen.info('ontvangst opnieuw aangeboden', { ontvangstId, type: bericht.type });
  }
  waarnemen.tel('OnverwerkteOntvangsten', blijvers.length);
};

/** Announces zaken again of which partner messages are still to be sent. */
const kondigOpnieuwAan = async ({ tabel, bus, waarnemen, nu }: BewakingAfhankelijkheden): Promise<void> => {
  const { items } = await tabel.perStatus(STATUS_UITGAAND, { totEnMet: voor(nu, UITGAAND_TE_LANG_MS) });
  const zaken = items.map((item) => ({
    zaakId: ZaakId.parse(item.pk.slice('ZAAK#'.length)),
    versie: Number(item['versie']),
    teVersturen: true,
  }));
  await bus.meldBijgewerkt(zaken);
  if (zaken.length > 0) {
    waarnemen.info('zaken opnieuw aangekondigd', { zaken: zaken.map(({ zaakId }) => zaakId) });
  }
};

/** Every five minutes: nothing accepted may be forgotten, nothing may wait unseen. */
export const bewaak = async (afhankelijkheden: BewakingAfhankelijkheden): Promise<void> => {
  const { ontvangsten, waarnemen, nu, wachtAlarmNaMs } = afhankelijkheden;
  await biedOpnieuwAan(afhankelijkheden);
  await kondigOpnieuwAan(afhankelijkheden);
  waarnemen.tel('LangWachtend', await ontvangsten.telTot('wacht', voor(nu, wachtAlarmNaMs)));
  waarnemen.tel('Wachtend', await ontvangsten.telTot('wacht', nu.toISOString()));
};
