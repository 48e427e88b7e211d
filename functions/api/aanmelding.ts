import { magScope, type Organisatie, type Scope, vindOrganisatie } from '../../domain/organisaties.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';
import { probleem } from './problemen.ts';
import type { Verzoek } from './verzoek.ts';

const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;
const UITDAGING = 'Bearer realm="inburgeringshub"';

const nietAangemeld = (detail: string, uitdaging = UITDAGING) =>
  probleem('niet-aangemeld', detail, { headers: { 'WWW-Authenticate': uitdaging } });

/** The organisation that calls, once its token and its right to make this call were found in order. */
export const meldAan = async (
  verzoek: Verzoek,
  scopes: readonly Scope[],
  { controleerToken }: Pick<Afhankelijkheden, 'controleerToken'>,
): Promise<Organisatie> => {
  const [, token] = BEARER.exec(verzoek.headers['authorization'] ?? '') ?? [];
  if (token === undefined) throw nietAangemeld('Stuur een token mee in de header Authorization (Bearer).');
  const inhoud = await controleerToken(token);
  const organisatie = inhoud === undefined ? undefined : vindOrganisatie(inhoud.organisatie);
  if (inhoud === undefined || organisatie === undefined) {
    throw nietAangemeld(
      'Het token is ongeldig, verlopen of niet voor deze API.',
      `${UITDAGING}, error="invalid_token"`,
    );
  }
  if (!scopes.some((scope) => inhoud.scopes.includes(scope) && magScope(organisatie, scope))) {
    throw probleem('geen-toegang', 'Het token geeft geen recht op dit verzoek.', {
      headers: {
        'WWW-Authenticate': `${UITDAGING}, error="insufficient_scope", scope="${scopes.join(' ')}"`,
      },
    });
  }
  return organisatie;
};
