import { findOrganisation, mayScope, type Organisation, type Scope } from '../../../domain/organisations.ts';
import type { Dependencies } from '../dependencies.ts';
import { problem } from './problems.ts';
import type { Request } from './request.ts';

const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;
const CHALLENGE = 'Bearer realm="inburgeringshub"';

const notAuthenticated = (detail: string, challenge = CHALLENGE) =>
  problem('niet-aangemeld', detail, { headers: { 'WWW-Authenticate': challenge } });

/** The organisation that calls, once its token and its right to make this call were found in order. */
export const authenticate = async (
  request: Request,
  scopes: readonly Scope[],
  { checkToken }: Pick<Dependencies, 'checkToken'>,
  admit: (organisation: Organisation) => void,
): Promise<Organisation> => {
  const [, token] = BEARER.exec(request.headers['authorization'] ?? '') ?? [];
  if (token === undefined) throw notAuthenticated('Stuur een token mee in de header Authorization (Bearer).');
  const content = await checkToken(token);
  const organisation = content === undefined ? undefined : findOrganisation(content.organisatie);
  if (content === undefined || organisation === undefined) {
    throw notAuthenticated(
      'Het token is ongeldig, verlopen of niet voor deze API.',
      `${CHALLENGE}, error="invalid_token"`,
    );
  }
  // Before its rights: the log names who is refused.
  admit(organisation);
  if (!scopes.some((scope) => content.scopes.includes(scope) && mayScope(organisation, scope))) {
    throw problem('geen-toegang', 'Het token geeft geen recht op dit verzoek.', {
      headers: {
        'WWW-Authenticate': `${CHALLENGE}, error="insufficient_scope", scope="${scopes.join(' ')}"`,
      },
    });
  }
  return organisation;
};
