import type { Toestandsoort } from '../../adapters/kanalen.ts';
import { type Abonnement, tempoVan } from '../../domain/delivery/abonnement.ts';
import {
  GEZOND,
  type Gezondheid,
  heeftStoring,
  magProberen,
  metRust,
  metWaarschuwing,
  naAntwoord,
  naStoring,
  restsUntil,
  STORING_NA,
  type Toegang,
  toegang,
  withoutRest,
} from '../../domain/delivery/circuit.ts';
import { reserveer, type Tempo, teruggegeven } from '../../domain/delivery/rate.ts';
import type { Oordeel } from '../../domain/delivery/verdict.ts';
import { HubFout } from '../../domain/fouten.ts';
import type { PartnerAdres } from '../../domain/partners/projectie.ts';
import type { WebhookAfhankelijkheden } from './afhankelijkheden.ts';
import type { Baanafhankelijkheden } from './geheugen.ts';
import { waarschuw } from './waarschuwing.ts';

/** What the lanes of one abonnement know together about its receiver. Several invocations may change it at once. */

type Nodig = Pick<
  WebhookAfhankelijkheden,
  'kanalen' | 'bezorgwachtrij' | 'bus' | 'waarnemen' | 'nu' | 'toeval' | 'pauze'
>;

type Toestandnodig = Pick<Nodig, 'toeval' | 'pauze'> & {
  readonly kanalen: Pick<Nodig['kanalen'], 'toestand' | 'zetToestand'>;
};

/** Times that another may be first, before the order comes back. */
const POGINGEN = 25;

/** Decides on the state as it is and writes what that led to; decides again when another wrote meanwhile. */
const werkBij = async <Waarde, Uitkomst>(
  { kanalen, toeval, pauze }: Toestandnodig,
  abonnementId: string,
  soort: Toestandsoort,
  beslis: (waarde: Waarde | undefined) => { readonly nieuw: Waarde | undefined; readonly uitkomst: Uitkomst },
): Promise<Uitkomst> => {
  for (let poging = 0; poging < POGINGEN; poging++) {
    const gelezen = await kanalen.toestand<Waarde>(abonnementId, soort);
    const { nieuw, uitkomst } = beslis(gelezen?.waarde);
    if (nieuw === undefined) return uitkomst;
    if (await kanalen.zetToestand(abonnementId, soort, nieuw, gelezen)) return uitkomst;
    await pauze(20 * (1 + poging) * toeval());
  }
  throw new HubFout('opnieuw', 'de toestand van een ontvanger bleef veranderen');
};

/** Whether the receiver may be called now. Whoever is to find out whether it is back is noted at once. */
export const vraagToegang = async (
  afhankelijkheden: Nodig & Pick<Baanafhankelijkheden, 'gezondheid'>,
  { id }: Abonnement,
): Promise<Toegang> => {
  const zoals = (gezondheid: Gezondheid) => toegang(gezondheid, afhankelijkheden.nu().getTime());
  const eerst = zoals(await afhankelijkheden.gezondheid(id));
  if (eerst.soort === 'ga' || eerst.soort === 'wacht') return eerst;
  // Only one finds out, and a try is used up only while it is out of order: decided on the state as it is now.
  return werkBij<Gezondheid, Toegang>(afhankelijkheden, id, 'GEZONDHEID', (gezondheid = GEZOND) => {
    const uitkomst = zoals(gezondheid);
    return { nieuw: uitkomst.soort === 'proef' ? uitkomst.gezondheid : undefined, uitkomst };
  });
};

/**
 * Whether the receiver is back is found out at once. What its partner does (`byPartner`: it verifies, resumes, moves)
 * also ends the rest that the receiver asked for; that another message succeeded does not.
 */
export const laatProberen = (
  afhankelijkheden: Toestandnodig,
  { id }: Abonnement,
  { byPartner }: { readonly byPartner: boolean },
): Promise<void> =>
  werkBij<Gezondheid, void>(afhankelijkheden, id, 'GEZONDHEID', (gezondheid = GEZOND) => {
    const na = magProberen(byPartner ? withoutRest(gezondheid) : gezondheid);
    return { nieuw: na === gezondheid ? undefined : na, uitkomst: undefined };
  });

/** The moment at which this receiver has room for one more message; that room is taken then. */
export const reserveerPlek = async (
  afhankelijkheden: Nodig,
  abonnement: Abonnement,
): Promise<number | undefined> => {
  const perMinuut = tempoVan(abonnement);
  if (perMinuut === undefined) return undefined;
  return werkBij<Tempo, number>(afhankelijkheden, abonnement.id, 'TEMPO', (tempo) => {
    const plek = reserveer(tempo, perMinuut, afhankelijkheden.nu().getTime());
    return { nieuw: plek.tempo, uitkomst: plek.op };
  });
};

/** Every lane of this receiver lost the moment that it had: room is given out anew, from now on. */
export const geefPlekkenTerug = async (
  afhankelijkheden: Toestandnodig & Pick<Nodig, 'nu'>,
  abonnement: Abonnement,
): Promise<void> => {
  const perMinuut = tempoVan(abonnement);
  if (perMinuut === undefined) return;
  await werkBij<Tempo, void>(afhankelijkheden, abonnement.id, 'TEMPO', (tempo) => ({
    nieuw: tempo && teruggegeven(tempo, perMinuut, afhankelijkheden.nu().getTime()),
    uitkomst: undefined,
  }));
};

/** A rest shorter than this is not worth a line on a timeline: busy receivers ask for seconds all the time. */
const NOTED_REST_MS = 60_000;

/** Says on the timeline of the abonnement that its receiver asked for rest, and until when what waits. */
const noteRest = async (
  { kanalen, nu }: Pick<Nodig, 'kanalen' | 'nu'>,
  abonnementId: string,
  { retryAfterMs, rustMs }: Extract<Oordeel, { soort: 'later' }>,
): Promise<void> => {
  const moment = nu().getTime();
  const rustTot = new Date(moment + rustMs).toISOString();
  const wachtTot = new Date(moment + retryAfterMs).toISOString();
  await kanalen.noteer(abonnementId, {
    tijdstip: nu().toISOString(),
    naam: 'ontvanger-vraagt-rust',
    door: 'hub',
    gegevens: {
      reden:
        `de ontvanger vroeg met Retry-After om te wachten; de hub stuurt hem niets tot ${rustTot} en het bericht ` +
        `waarop hij dat antwoordde niet voor ${wachtTot}; _verifieer of _hervat maakt daar een einde aan`,
      rustTot,
      wachtTot,
    },
  });
};

const redenVan = (oordeel: Oordeel): string => (oordeel.soort === 'gelukt' ? 'gelukt' : oordeel.reden);

/** Notes what an answer, or its absence, says about the receiver as a whole. */
export const noteerOordeel = async (
  afhankelijkheden: Nodig & Pick<Baanafhankelijkheden, 'gezondheid'>,
  kanaal: PartnerAdres,
  { id }: Abonnement,
  oordeel: Oordeel,
): Promise<void> => {
  // The common case: all was well a moment ago, and it is.
  if (oordeel.soort === 'gelukt') {
    const gezondheid = await afhankelijkheden.gezondheid(id);
    if (naAntwoord(gezondheid) === gezondheid) return;
  }
  const isStoring = oordeel.soort === 'later' && oordeel.storing;
  const rustMs = oordeel.soort === 'later' ? oordeel.rustMs : 0;
  const { ging, kwam, rests } = await werkBij<Gezondheid, { ging: boolean; kwam: boolean; rests: boolean }>(
    afhankelijkheden,
    id,
    'GEZONDHEID',
    (gezondheid = GEZOND) => {
      const nu = afhankelijkheden.nu().getTime();
      const na = metRust(isStoring ? naStoring(gezondheid, nu) : naAntwoord(gezondheid), rustMs, nu);
      const [was, is] = [heeftStoring(gezondheid), heeftStoring(na)];
      return {
        nieuw: na === gezondheid ? undefined : na,
        uitkomst: {
          ging: !was && is,
          kwam: was && !is,
          rests: restsUntil(gezondheid, nu) === undefined && restsUntil(na, nu) !== undefined,
        },
      };
    },
  );
  if (rests && oordeel.soort === 'later' && oordeel.retryAfterMs >= NOTED_REST_MS) {
    await noteRest(afhankelijkheden, id, oordeel);
  }
  if (ging) {
    const reden = `${STORING_NA} keer achter elkaar mislukt (${redenVan(oordeel)}); de hub probeert af en toe of het weer gaat`;
    await waarschuw(afhankelijkheden, kanaal, id, 'ontvanger-in-storing', reden);
  }
  if (!kwam) return;
  await afhankelijkheden.kanalen.noteer(id, {
    tijdstip: afhankelijkheden.nu().toISOString(),
    naam: 'ontvanger-hersteld',
    door: 'hub',
    gegevens: {},
  });
  // Whoever waits because of the failure need not wait any longer.
  await afhankelijkheden.bezorgwachtrij.bied([{ opdracht: { soort: 'kanaal', kanaal, hersteld: true } }]);
};

/** Warns that messages were parked, at most once an hour: a whole day's work can end there at once. */
export const waarschuwGeparkeerd = async (
  afhankelijkheden: Nodig,
  kanaal: PartnerAdres,
  { id }: Abonnement,
): Promise<void> => {
  const isNieuw = await werkBij<Gezondheid, boolean>(
    afhankelijkheden,
    id,
    'GEZONDHEID',
    (gezondheid = GEZOND) => {
      const nieuw = metWaarschuwing(gezondheid, afhankelijkheden.nu().getTime());
      return { nieuw, uitkomst: nieuw !== undefined };
    },
  );
  if (!isNieuw) return;
  await waarschuw(
    afhankelijkheden,
    kanaal,
    id,
    'bericht-geparkeerd',
    'na de laatste poging zijn berichten geparkeerd; vraag ze opnieuw als de ontvanger werkt',
  );
};
