/** Versie van de API (semver). Staat in `info.version` van de specificatie en in de header `API-Version` van elk antwoord. */
export const API_VERSIE = '1.0.0';
