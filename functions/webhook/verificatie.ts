import type { Bezorgopdracht } from '../../contracts/bezorging.ts';
import type { Abonnement } from '../../domain/delivery/abonnement.ts';
import { statusNaInstemming } from '../../domain/delivery/abonnement-changes.ts';
import { WACHTTIJDEN_MS } from '../../domain/delivery/schedule.ts';
import { KLAAR, type Vervolg, type WebhookAfhankelijkheden } from './afhankelijkheden.ts';
import { haalToegang } from './aflevering.ts';
import { GEVRAAGD_TEMPO, type Instemmingsantwoord, instemmingUit, nee, vraagkoppen } from './verzoeken.ts';

type Nodig = Pick<
  WebhookAfhankelijkheden,
  'kanalen' | 'bezorgwachtrij' | 'verzender' | 'tokens' | 'versleuteling' | 'waarnemen' | 'herkomst' | 'nu'
>;
type Verificatie = Extract<Bezorgopdracht, { soort: 'verificatie' }>;

/** After these it is for the partner to ask again. */
const HERHALINGEN = 2;

/** Asks the receiver for its consent. */
const vraag = async (afhankelijkheden: Nodig, abonnement: Abonnement): Promise<Instemmingsantwoord> => {
  const { verzender, herkomst } = afhankelijkheden;
  const tempo = abonnement.tempo ?? GEVRAAGD_TEMPO;
  const toegang = await haalToegang(afhankelijkheden, abonnement, 10_000);
  if (toegang === undefined) return nee('geen token te krijgen bij de tokenUrl');
  const antwoord = await verzender.verstuur({
    methode: 'OPTIONS',
    url: abonnement.sink,
    headers: { ...vraagkoppen(herkomst, tempo), ...toegang },
    mtls: abonnement.mtls ?? false,
  });
  return antwoord.soort === 'antwoord'
    ? instemmingUit(antwoord.status, antwoord.headers, herkomst, tempo)
    : nee(`geen antwoord (${antwoord.reden})`);
};

/** Writes the consent down; false when the abonnement is gone or leads elsewhere by now. */
const legVast = async (
  { kanalen, nu }: Nodig,
  { kanaal, abonnementId }: Verificatie,
  { sink }: Abonnement,
  tempo: number | undefined,
): Promise<boolean> => {
  const op = nu().toISOString();
  for (;;) {
    const gelezen = await kanalen.abonnement(kanaal, abonnementId);
    if (gelezen === undefined || gelezen.sink !== sink) return false;
    const gewijzigd = await kanalen.wijzig(kanaal, gelezen, {
      status: statusNaInstemming(gelezen),
      instemming: { wijze: 'handdruk', op, ...(tempo === undefined ? {} : { tempo }) },
    });
    if (gewijzigd !== undefined) return true;
  }
};

/**
 * The handshake before the first delivery. What the receiver does not consent to now is asked again after the first steps
 * of the schedule; then it is for its partner to ask. An abonnement that had consent keeps it.
 */
export const verifieer = async (
  afhankelijkheden: Nodig,
  opdracht: Verificatie,
  keer: number,
): Promise<Vervolg> => {
  const { kanalen, bezorgwachtrij, waarnemen, nu } = afhankelijkheden;
  const { kanaal, abonnementId } = opdracht;
  const abonnement = await kanalen.abonnement(kanaal, abonnementId);
  if (abonnement === undefined) return KLAAR;
  const antwoord = await vraag(afhankelijkheden, abonnement);
  const noteer = (naam: string, gegevens: Readonly<Record<string, unknown>>) =>
    kanalen.noteer(abonnementId, { tijdstip: nu().toISOString(), naam, door: 'hub', gegevens });
  waarnemen.info('verificatie', { partner: kanaal, abonnementId, keer, uitkomst: antwoord.soort });

  if (antwoord.soort === 'ja') {
    if (!(await legVast(afhankelijkheden, opdracht, abonnement, antwoord.tempo))) return KLAAR;
    await noteer('verificatie-gelukt', {});
    // What lies ready goes through this door from now on.
    await bezorgwachtrij.bied([{ opdracht: { soort: 'kanaal', kanaal } }]);
    return KLAAR;
  }
  const wachttijd = WACHTTIJDEN_MS[keer - 1];
  const nogEens =
    abonnement.status === 'wacht-op-verificatie' && keer <= HERHALINGEN && wachttijd !== undefined;
  const reden = nogEens ? antwoord.reden : `${antwoord.reden}; de hub vraagt het niet meer uit zichzelf`;
  await noteer('verificatie-mislukt', { reden });
  return nogEens ? { soort: 'wacht', tot: nu().getTime() + wachttijd, inIndex: false } : KLAAR;
};
