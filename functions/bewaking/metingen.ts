import { stilteMs } from '../../adapters/bronnen.ts';
import type { Ontvangsten } from '../../adapters/ontvangsten.ts';
import { telTermijnen, telZaken } from '../../adapters/standen.ts';
import type { Tabel } from '../../adapters/tabel.ts';
import type { Gemeentecode } from '../../contracts/basistypen.ts';
import { BRONNEN, type MetriekVan } from '../../contracts/metrieken.ts';
import type { PartnerAdres } from '../../domain/partners/projectie.ts';
import { dagVan } from '../../domain/termijnen/kalender.ts';
import type { Waarnemen } from '../gedeeld/waarnemen.ts';
import type { BezorgAfhankelijkheden } from './bezorging.ts';
import { elk } from './stappen.ts';

/** What the watch measures, beside what it does. */
export interface MeetAfhankelijkheden {
  readonly tabel: Pick<Tabel, 'lees' | 'voegToe' | 'tel' | 'perStatus'>;
  readonly ontvangsten: Pick<Ontvangsten, 'telTot'>;
  readonly waarnemen: Waarnemen<MetriekVan<'bewaking'>>;
  readonly nu: Date;
  /** How long a message may wait for its person before somebody is alarmed. */
  readonly wachtAlarmNaMs: number;
  /** Whose zaken are counted. */
  readonly gemeenten: readonly Gemeentecode[];
}

/** Says how much waits, and how much of that too long. */
export const meetWachtenden = async ({
  ontvangsten,
  waarnemen,
  nu,
  wachtAlarmNaMs,
}: MeetAfhankelijkheden): Promise<void> => {
  const sinds = new Date(nu.getTime() - wachtAlarmNaMs).toISOString();
  waarnemen.tel('LangWachtend', await ontvangsten.telTot('wacht', sinds));
  waarnemen.tel('Wachtend', await ontvangsten.telTot('wacht', nu.toISOString()));
};

/** Says of each source how long it has been silent. */
export const meetStilte = ({ tabel, waarnemen, nu }: MeetAfhankelijkheden): Promise<void> =>
  elk(
    BRONNEN.map((bron) => async () => {
      waarnemen.telPer('Stilte', bron, Math.floor((await stilteMs(tabel, bron, nu)) / 1000));
    }),
  );

/** Counts per gemeente the zaken, and those with a term that passed or was exceeded. Seldom: a day is what changes it. */
export const meetTermijnen = ({ tabel, waarnemen, nu, gemeenten }: MeetAfhankelijkheden): Promise<void> =>
  elk(
    gemeenten.map((gemeentecode) => async () => {
      const telling = await telTermijnen(tabel, gemeentecode, dagVan(nu));
      waarnemen.telPer('TermijnenOverschreden', gemeentecode, telling.overschreden);
      waarnemen.telPer('TermijnenNetOverschreden', gemeentecode, telling.netOverschreden.length);
      waarnemen.telPer('TermijnenVerstreken', gemeentecode, telling.verstreken);
      if (telling.netOverschreden.length > 0) {
        waarnemen.info('wettelijke termijn overschreden', { gemeentecode, zaken: telling.netOverschreden });
      }
      waarnemen.telPer('Zaken', gemeentecode, await telZaken(tabel, gemeentecode));
    }),
  );

/** How long ago the oldest message of a partner was put that is not with it; 0 when there is none. */
const oudsteMs = async ({ postvak, nu }: BezorgAfhankelijkheden, partner: PartnerAdres): Promise<number> => {
  const { stukken } = await postvak.lijst(partner, { plekken: ['klaargezet', 'bezig'], max: 1 });
  const [eerste] = stukken;
  return eerste === undefined ? 0 : nu.getTime() - Date.parse(eerste.positie.split('#')[0] ?? '');
};

/** Says per gemeente how many messages no door tries any more, and how old the oldest is that its partner has not got. */
export const meetPost = (
  afhankelijkheden: BezorgAfhankelijkheden & Pick<MeetAfhankelijkheden, 'gemeenten'>,
): Promise<void> => {
  const { postvak, waarnemen, partners, gemeenten } = afhankelijkheden;
  return elk(
    gemeenten.map((gemeentecode) => async () => {
      const eigen = partners.filter((partner) => partner.startsWith(`${gemeentecode}/`));
      const geparkeerd = await Promise.all(eigen.map((partner) => postvak.tel(partner, ['geparkeerd'])));
      const ouderdom = await Promise.all(eigen.map((partner) => oudsteMs(afhankelijkheden, partner)));
      const totaal = geparkeerd.reduce((som, aantal) => som + aantal, 0);
      waarnemen.telPer('Geparkeerd', gemeentecode, totaal);
      waarnemen.telPer('OudsteKlaargezet', gemeentecode, Math.floor(Math.max(0, ...ouderdom) / 1000));
    }),
  );
};
