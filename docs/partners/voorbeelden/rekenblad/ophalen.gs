/**
 * Haalt berichten van de hub op in een Google-rekenblad: één rij per zaak (bij MaGe: per huishouden), op het blad `Mensen`.
 *
 * Zet onder Projectinstellingen > Scripteigenschappen: HUB, TOKEN_URL, CLIENT_ID, CLIENT_SECRET. Gaf de gemeente u ook een
 * SCOPE, zet die erbij.
 * Zet onder Triggers: functie `haalOp`, op tijd, elke 5 minuten.
 */

const BLAD = 'Mensen';
/** De kolom met de berichten die niet meer gelden: komt zo'n bericht nog eens, dan gebeurt er niets. */
const VERVANGEN = 'vervangen';
const VASTE_KOLOMMEN = ['volgnummer', 'stand', 'bijgewerkt'];
/** Wie er komt, of niet. Elk ander bericht gaat over een stap: een afspraak, of wie de casusregisseur is. */
const OVER_PERSOON = 'nl.inburgeringszaken.nieuwe.inburgeraar.';
/** De hele rij moet weg, ook het nummer. */
const GEWIST = OVER_PERSOON + 'gewist.v1';

function haalOp() {
  // Nooit twee keer tegelijk.
  const slot = LockService.getScriptLock();
  if (!slot.tryLock(1000)) return;
  try {
    const instellingen = PropertiesService.getScriptProperties();
    const hub = instellingen.getProperty('HUB');
    const token = haalToken(instellingen);
    const fouten = [];
    const mislukt = {};
    const gezien = {};
    let nieuw = [];
    let verder = '';
    do {
      const antwoord = vraag(hub + '/v1/berichten?wacht=0' + verder, 'get', token);
      const lijst = JSON.parse(antwoord.getContentText());
      verder = '&na=' + lijst.na;
      nieuw = lijst.berichten.filter(function (bericht) {
        return !gezien[bericht.id];
      });
      nieuw.forEach(function (bericht) {
        gezien[bericht.id] = true;
        // Berichten met hetzelfde onderwerp (subject) staan op volgorde: na een fout wachten de volgende daarvan ook.
        if (mislukt[bericht.subject]) return;
        try {
          schrijf(bericht);
          // Eerst echt in het blad, dan pas bevestigen: anders kan een bericht verloren gaan.
          SpreadsheetApp.flush();
          vraag(hub + '/v1/berichten/' + bericht.id + '/_bevestig', 'post', token);
        } catch (fout) {
          mislukt[bericht.subject] = true;
          fouten.push(fout);
        }
      });
      // Achter wat niet lukte ligt misschien meer.
    } while (fouten.length > 0 && nieuw.length > 0);
    // De andere zaken zijn verwerkt. Met deze fout mailt Google u; wat niet lukte komt de volgende keer weer.
    if (fouten.length > 0) throw fouten[0];
  } finally {
    slot.releaseLock();
  }
}

/** Een token is kort geldig: haal er elke keer een. */
function haalToken(instellingen) {
  const velden = {
    grant_type: 'client_credentials',
    client_id: instellingen.getProperty('CLIENT_ID'),
    client_secret: instellingen.getProperty('CLIENT_SECRET'),
  };
  const scope = instellingen.getProperty('SCOPE');
  if (scope) velden.scope = scope;
  const antwoord = UrlFetchApp.fetch(instellingen.getProperty('TOKEN_URL'), { method: 'post', payload: velden });
  return JSON.parse(antwoord.getContentText()).access_token;
}

/** Gooit een fout als het niet lukt: dan blijft het bericht bij de hub liggen en komt het de volgende keer weer. */
function vraag(adres, methode, token) {
  return UrlFetchApp.fetch(adres, { method: methode, headers: { Authorization: 'Bearer ' + token } });
}

function schrijf(bericht) {
  const gegevens = bericht.data;
  // Een bericht gaat over een zaak of over een huishouden: de eerste kolom zegt over welke.
  const blad = blad_('zaakId' in gegevens ? 'zaakId' : 'huishoudenId');
  const rijen = blad.getDataRange().getValues();
  const kolommen = rijen[0];
  const plaats = rijen.findIndex(function (rij) {
    return rij[0] === bericht.subject;
  });
  if (bericht.type === GEWIST) {
    if (plaats > 0) blad.deleteRow(plaats + 1);
    return;
  }
  const bestaand = plaats > 0 ? rijen[plaats] : [bericht.subject];
  const waarden = bericht.type.startsWith(OVER_PERSOON)
    ? metPersoon(bericht, kolommen, bestaand)
    : metStap(bericht, kolommen, bestaand);
  if (waarden === undefined) return;

  Object.keys(waarden).forEach(function (veld) {
    if (kolommen.indexOf(veld) < 0) kolommen.push(veld);
  });
  blad.getRange(1, 1, 1, kolommen.length).setValues([kolommen]);
  const rij = kolommen.map(function (kolom) {
    return kolom in waarden ? veilig(waarden[kolom]) : '';
  });
  // Tekst blijft tekst: anders verliest 0612345678 de nul en wordt 1990-05 een datum.
  const opmaak = rij.map(function (waarde) {
    return typeof waarde === 'number' ? '0' : '@';
  });
  const nummer = plaats > 0 ? plaats + 1 : rijen.length + 1;
  blad.getRange(nummer, 1, 1, kolommen.length).setNumberFormats([opmaak]).setValues([rij]);
}

/** De rij met wie er komt. Wat al vaststond aan stappen blijft staan, behalve bij vervallen. */
function metPersoon(bericht, kolommen, bestaand) {
  const gegevens = bericht.data;
  // Hetzelfde bericht nog eens, of een ouder: wat er staat is nieuwer.
  if (Number(bestaand[1]) >= gegevens.volgnummer) return undefined;
  const soort = bericht.type.split('.').slice(-2)[0];
  const isVoorbij = soort === 'vervallen';
  const waarden = {
    volgnummer: gegevens.volgnummer,
    stand: isVoorbij ? 'vervallen: ' + gegevens.reden : soort,
    bijgewerkt: bericht.time,
  };
  waarden[kolommen[0]] = bericht.subject;
  kolommen.forEach(function (kolom, nummer) {
    if (!isVoorbij && String(bestaand[nummer]).indexOf('(bericht ') >= 0) waarden[kolom] = bestaand[nummer];
  });
  // Bij vervallen blijft van de persoon zelf niets staan.
  Object.keys(isVoorbij ? {} : gegevens).forEach(function (veld) {
    if (!(veld in waarden)) waarden[veld] = alsTekst(gegevens[veld]);
  });
  return waarden;
}

/** De rij met een stap in een eigen kolom, achteraan met het nummer van het bericht: daarmee vervangt een later bericht het. */
function metStap(bericht, kolommen, bestaand) {
  const gegevens = bericht.data;
  const merk = function (nummer) {
    return '(bericht ' + nummer + ')';
  };
  const waarden = {};
  kolommen.forEach(function (kolom, nummer) {
    waarden[kolom] = nummer in bestaand ? bestaand[nummer] : '';
  });
  const namen = Object.keys(waarden);
  const metNummer = function (nummer) {
    return namen.find(function (naam) {
      return naam !== VERVANGEN && String(waarden[naam]).endsWith(merk(nummer));
    });
  };
  const oud = metNummer(gegevens.vervangt);
  if (oud) waarden[oud] = '';
  const vervangen = waarden[VERVANGEN] || '';
  const isGehad = metNummer(gegevens.volgnummer) || vervangen.indexOf(merk(gegevens.volgnummer)) >= 0;
  if (isGehad) return oud ? waarden : undefined;
  if (gegevens.vervangt) waarden[VERVANGEN] = (vervangen + ' ' + merk(gegevens.vervangt)).trim();
  const naam = bericht.type.split('.').slice(2, -1).join('-');
  if (naam === 'gebeurtenis-vervallen') {
    waarden[VERVANGEN] += ' ' + merk(gegevens.volgnummer);
  } else {
    const tekst = Object.keys(gegevens)
      .filter(function (veld) {
        return ['zaakId', 'huishoudenId', 'gemeentecode', 'volgnummer', 'vervangt'].indexOf(veld) < 0;
      })
      .map(function (veld) {
        return veld + ' ' + alsTekst(gegevens[veld]);
      })
      .join(', ');
    let kolom = oud || naam;
    // Van sommige stappen zijn er meer, zoals van elke medewerker een.
    for (let nog = 2; waarden[kolom]; nog += 1) kolom = naam + ' ' + nog;
    waarden[kolom] = tekst + ' ' + merk(gegevens.volgnummer);
  }
  waarden.bijgewerkt = bericht.time;
  return waarden;
}

function blad_(onderwerp) {
  const boek = SpreadsheetApp.getActive();
  const bestaand = boek.getSheetByName(BLAD);
  if (bestaand) return bestaand;
  const nieuw = boek.insertSheet(BLAD);
  const kolommen = [onderwerp].concat(VASTE_KOLOMMEN);
  nieuw.getRange(1, 1, 1, kolommen.length).setValues([kolommen]);
  return nieuw;
}

/** `{straat: 'Oefenlaan', huisnummer: 1}` wordt `Oefenlaan, 1`. */
function alsTekst(waarde) {
  if (Array.isArray(waarde)) return waarde.map(alsTekst).join('; ');
  if (waarde !== null && typeof waarde === 'object') {
    return Object.keys(waarde)
      .map(function (naam) {
        return alsTekst(waarde[naam]);
      })
      .join(', ');
  }
  if (typeof waarde === 'boolean') return waarde ? 'ja' : 'nee';
  return waarde;
}

/** Een tekst die met = begint zou een formule worden; bij + - en @ is de opmaak als tekst genoeg. */
function veilig(waarde) {
  return typeof waarde === 'string' && waarde.charAt(0) === '=' ? "'" + waarde : waarde;
}
