/** Voorvoegsel van alles wat een vaste naam heeft. */
export const APP_NAAM = 'inburgeringshub';

/** De functies van de hub; elke naam is een map onder `functions/`. */
export const FUNCTIES = ['api', 'coa', 'duo', 'brp', 'partnerberichten', 'bewaking'] as const;

/** Naam van een functie van de hub. */
export type FunctieNaam = (typeof FUNCTIES)[number];

/** Test-OIN waaronder de hub zelf optreedt. */
export const HUB_OIN = '00000099000000001000';

/** `source` van elke CloudEvent die de hub zelf maakt. */
export const HUB_BRON = `urn:nld:oin:${HUB_OIN}:systeem:${APP_NAAM}`;

/** Basis van de adressen in probleemantwoorden zolang er geen eigen domein is ingesteld. */
export const STANDAARD_BASIS_URL = 'https://hub.example.nl';

/** EventBridge-`source` van berichten die net binnen zijn. */
export const BRON_INKOMEND = `${APP_NAAM}.inkomend`;

/** EventBridge-`source` van wat er op een zaak gebeurd is: alleen ids, geen persoonsgegevens. */
export const BRON_HUB = APP_NAAM;

/** `detail-type` waarmee de hub zegt dat een zaak is bijgewerkt. */
export const ZAAK_BIJGEWERKT = 'nl.inburgeringszaken.zaak.bijgewerkt.v1';

/** Na hoeveel tijd een wachtend bericht een alarm waard is (ISO 8601). */
export const WACHT_ALARM_NA = 'P14D';

/** De dienstnaam die Powertools aan logregels en metrieken van een functie hangt. */
export const dienstnaam = (functie: FunctieNaam): string => `${APP_NAAM}-${functie}`;
