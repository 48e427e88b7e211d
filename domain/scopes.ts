/** What a token can allow, as its issuer writes it. They stand apart, so that infra/ can read them without the profiles. */
export const SCOPES = [
  'gebeurtenissen:aanleveren',
  'notificaties:aanleveren',
  'zaken:lezen',
  'zaken:wissen',
  'berichten:lezen',
  'abonnementen:beheren',
  'medewerkers:beheren',
  'beheer',
] as const;

/** What a token can allow; an organisation never gets more than its own list. */
export type Scope = (typeof SCOPES)[number];
