import { onderteken } from '../../adapters/uitgaand/handtekening.ts';
import { type Antwoord, TIJDSLIMIET_MS } from '../../adapters/uitgaand/verzender.ts';
import type { Poging } from '../../contracts/post.ts';
import type { Abonnement } from '../../domain/delivery/abonnement.ts';
import type { Poststuk } from '../../domain/delivery/item.ts';
import { type Oordeel, oordeelOver } from '../../domain/delivery/verdict.ts';
import { HubFout } from '../../domain/fouten.ts';
import type { WebhookAfhankelijkheden } from './afhankelijkheden.ts';
import { leverkoppen } from './verzoeken.ts';

type Nodig = Pick<WebhookAfhankelijkheden, 'verzender' | 'tokens' | 'versleuteling' | 'herkomst' | 'nu'>;

/** One try, and what it amounts to. */
export interface Aflevering {
  readonly poging: Poging;
  readonly oordeel: Oordeel;
}

/** The secrets that sign now: the newest, and the one before it while a rotation lasts. */
const geldigeGeheimen = (
  { versleuteling }: Nodig,
  { id, geheimen }: Abonnement,
  nu: Date,
): readonly string[] =>
  geheimen
    .filter(({ tot }) => tot === undefined || Date.parse(tot) > nu.getTime())
    .map(({ versleuteld }) => versleuteling.ontsleutel(versleuteld, id));

/** An access token when the receiver wants one; undefined when it cannot be had. */
export const haalToegang = async (
  { tokens, versleuteling }: Pick<Nodig, 'tokens' | 'versleuteling'>,
  { id, oauth2 }: Pick<Abonnement, 'id' | 'oauth2'>,
  tijdslimietMs: number,
): Promise<Readonly<Record<'authorization', string>> | Record<never, string> | undefined> => {
  if (oauth2 === undefined) return {};
  const { clientGeheim, ...rest } = oauth2;
  const aanvraag = { ...rest, clientGeheim: versleuteling.ontsleutel(clientGeheim, id) };
  const token = await tokens.token(id, aanvraag, tijdslimietMs);
  return token === undefined ? undefined : { authorization: `Bearer ${token}` };
};

const bearer = (toegang: Readonly<Record<string, string>>): string | undefined =>
  toegang['authorization']?.slice('Bearer '.length);

/** Delivers the stored bytes once; again at once with a new token when the receiver no longer takes the old one. */
export const leverAf = async (
  afhankelijkheden: Nodig,
  abonnement: Abonnement,
  { id, tekst }: Poststuk,
): Promise<Aflevering> => {
  const { verzender, tokens, herkomst, nu } = afhankelijkheden;
  if (tekst === undefined) throw new HubFout('opnieuw', 'van dit bericht is de inhoud al weg');
  const body = Buffer.from(tekst);
  const begin = nu();
  const resterendMs = (): number => Math.max(1, TIJDSLIMIET_MS - (nu().getTime() - begin.getTime()));

  const probeer = async (magOpnieuw: boolean): Promise<Antwoord> => {
    const toegang = await haalToegang(afhankelijkheden, abonnement, resterendMs());
    if (toegang === undefined) return { soort: 'geen antwoord', reden: 'geen-token', duurMs: 0 };
    const moment = nu();
    const antwoord = await verzender.verstuur({
      methode: 'POST',
      url: abonnement.sink,
      headers: {
        ...leverkoppen(herkomst),
        ...onderteken(id, body, geldigeGeheimen(afhankelijkheden, abonnement, moment), moment),
        ...toegang,
      },
      body,
      mtls: abonnement.mtls ?? false,
      tijdslimietMs: resterendMs(),
    });
    const token = bearer(toegang);
    const geweigerd = antwoord.soort === 'antwoord' && antwoord.status === 401 && token !== undefined;
    if (!geweigerd) return antwoord;
    tokens.vergeet(abonnement.id, token);
    return magOpnieuw ? probeer(false) : antwoord;
  };

  const antwoord = await probeer(true);
  const klaar = nu();
  const oordeel = oordeelOver(
    antwoord.soort === 'antwoord'
      ? { status: antwoord.status, retryAfter: antwoord.headers['retry-after'] }
      : { reden: antwoord.reden },
    klaar,
  );
  return {
    oordeel,
    poging: {
      tijdstip: begin.toISOString(),
      reden: oordeel.soort === 'gelukt' ? 'gelukt' : oordeel.reden,
      ...(antwoord.soort === 'antwoord' ? { status: antwoord.status } : {}),
      duurMs: klaar.getTime() - begin.getTime(),
    },
  };
};
