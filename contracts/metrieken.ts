/** Naamruimte van alle eigen metrieken; functies krijgen haar als `POWERTOOLS_METRICS_NAMESPACE`. */
export const METRIEK_NAAMRUIMTE = 'Inburgeringshub';

/** Eén metriek: de eenheid zoals CloudWatch die kent, en wat het getal zegt. */
export type Metriek = { readonly eenheid: 'Count'; readonly omschrijving: string };

/**
 * Elke eigen metriek van de hub. De sleutel is de naam in CloudWatch.
 *
 * Een metriek heeft precies één dimensie, `service`: de `POWERTOOLS_SERVICE_NAME` van de functie die haar
 * uitzendt. Alarmen worden uit dit record gemaakt, dus een nieuwe naam hoort hier eerst.
 */
export const METRIEKEN = {
  /** Berichten die niet verwerkt kunnen worden en met hun reden bewaard zijn. Eén is genoeg voor een alarm. */
  InQuarantaine: {
    eenheid: 'Count',
    omschrijving: 'Berichten die met een reden in quarantaine zijn gezet',
  },
  /** Berichten die langer dan de ingestelde tijd wachten op een persoon die de hub nog niet kent. */
  LangWachtend: {
    eenheid: 'Count',
    omschrijving: 'Berichten die langer dan WACHT_ALARM_NA wachten op een bekende persoon',
  },
  /** Velden in antwoorden van DUO die het contract niet kent: een teken dat DUO het koppelvlak heeft uitgebreid. */
  GenegeerdeDuoVelden: {
    eenheid: 'Count',
    omschrijving: 'Onbekende velden in antwoorden van DUO',
  },
  /** Alle berichten die op dit moment wachten, hoe kort ook. Alleen om te volgen. */
  Wachtend: {
    eenheid: 'Count',
    omschrijving: 'Berichten die wachten op een bekende persoon',
  },
  /** Aangenomen berichten (202) die hun wachtrij niet bereikten en opnieuw aangeboden zijn. */
  OnverwerkteOntvangsten: {
    eenheid: 'Count',
    omschrijving: 'Aangenomen berichten die hun wachtrij niet bereikten en opnieuw zijn aangeboden',
  },
} as const satisfies Readonly<Record<string, Metriek>>;

/** De naam van een eigen metriek. */
export type MetriekNaam = keyof typeof METRIEKEN;
