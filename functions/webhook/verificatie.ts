import type { Bezorgopdracht } from '../../contracts/bezorging.ts';
import type { Abonnement } from '../../domain/post/abonnement.ts';
import { WACHTTIJDEN_MS } from '../../domain/post/herhaalschema.ts';
import { KLAAR, type Vervolg, type WebhookAfhankelijkheden } from './afhankelijkheden.ts';
import { haalToegang, USER_AGENT } from './aflevering.ts';

type Nodig = Pick<
  WebhookAfhankelijkheden,
  'kanalen' | 'bezorgwachtrij' | 'verzender' | 'tokens' | 'versleuteling' | 'waarnemen' | 'herkomst' | 'nu'
>;
type Verificatie = Extract<Bezorgopdracht, { soort: 'verificatie' }>;

/** Deliveries per minute that the hub asks for when its partner set no limit. */
const GEVRAAGD_TEMPO = 120;
/** After these it is for the partner to ask again. */
const HERHALINGEN = 2;

/** What the receiver said when it was asked whether it wants these messages. */
type Antwoord =
  | { readonly soort: 'ja'; readonly tempo?: number }
  | { readonly soort: 'nee'; readonly reden: string };

const nee = (reden: string): Antwoord => ({ soort: 'nee', reden });

/**
 * Consent as the headers of an answer give it (CloudEvents webhook §4.2); its status never does. Without a rate the one
 * that was asked for holds.
 */
export const instemmingUit = (
  status: number,
  headers: Readonly<Record<string, unknown>>,
  herkomst: string,
  gevraagd: number,
): Antwoord => {
  const tekst = (naam: string): string => String(headers[naam] ?? '').trim();
  const oorsprong = tekst('webhook-allowed-origin').toLowerCase();
  if (oorsprong === '') return nee(`geen WebHook-Allowed-Origin in het antwoord (status ${status})`);
  if (oorsprong !== '*' && oorsprong !== herkomst.toLowerCase()) {
    return nee(`WebHook-Allowed-Origin noemt een ander dan ${herkomst} (status ${status})`);
  }
  const tempo = tekst('webhook-allowed-rate');
  if (tempo === '*') return { soort: 'ja' };
  if (tempo === '') return { soort: 'ja', tempo: gevraagd };
  return /^[1-9]\d{0,8}$/.test(tempo)
    ? { soort: 'ja', tempo: Number(tempo) }
    : nee(`WebHook-Allowed-Rate is geen aantal per minuut (status ${status})`);
};

/** Asks the receiver for its consent. */
const vraag = async (afhankelijkheden: Nodig, abonnement: Abonnement): Promise<Antwoord> => {
  const { verzender, herkomst } = afhankelijkheden;
  const tempo = abonnement.tempo ?? GEVRAAGD_TEMPO;
  const toegang = await haalToegang(afhankelijkheden, abonnement, 10_000);
  if (toegang === undefined) return nee('geen token te krijgen bij de tokenUrl');
  const antwoord = await verzender.verstuur({
    methode: 'OPTIONS',
    url: abonnement.sink,
    headers: {
      'user-agent': USER_AGENT,
      'webhook-request-origin': herkomst,
      'webhook-request-rate': String(tempo),
      ...toegang,
    },
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
      status: gelezen.status === 'wacht-op-verificatie' ? 'actief' : gelezen.status,
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
