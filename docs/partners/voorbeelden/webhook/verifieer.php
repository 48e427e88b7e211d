<?php
/**
 * Controleert de handtekening van een webhook van de hub (Standard Webhooks). PHP 8.0 of nieuwer, geen pakketten.
 *
 * Proberen: WEBHOOK_GEHEIM=whsec_... php verifieer.php <webhook-id> <webhook-timestamp> <webhook-signature> < inhoud
 * zegt `geldig` (exitcode 0) of `ongeldig` (exitcode 1). Een vierde woord is het moment om van uit te gaan.
 *
 * In een website: is_geldig($geheim, $_SERVER['HTTP_WEBHOOK_ID'] ?? '', $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '',
 * $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? '', file_get_contents('php://input')).
 */
declare(strict_types=1);

/** Zo ver mag de klok van de hub van de uwe afwijken, in seconden. */
const VENSTER = 300;

/** Of deze inhoud van de hub komt. Geef haar zoals ze binnenkwam: niet eerst als JSON lezen en weer schrijven. */
function is_geldig(
    string $geheim,
    string $id,
    string $tijdstip,
    string $handtekeningen,
    string $inhoud,
    ?int $nu = null
): bool {
    if ($id === '' || preg_match('/^[0-9]{1,12}$/D', $tijdstip) !== 1) {
        return false;
    }
    if (abs(($nu ?? time()) - (int) $tijdstip) > VENSTER) {
        return false;
    }
    $sleutel = base64_decode(preg_replace('/^whsec_/', '', $geheim), true);
    if ($sleutel === false || $sleutel === '') {
        throw new InvalidArgumentException('het geheim is leeg of geen base64');
    }
    $verwacht = hash_hmac('sha256', "$id.$tijdstip.$inhoud", $sleutel, true);
    // Tijdens een wissel van geheim staan er twee handtekeningen, met een spatie ertussen: één goede is genoeg.
    foreach (explode(' ', $handtekeningen) as $deel) {
        [$versie, $waarde] = explode(',', $deel, 2) + ['', ''];
        $gekregen = base64_decode($waarde, true);
        // Even lang vergelijken, waar het verschil ook zit: anders verraadt de tijd een stukje van de handtekening.
        if ($versie === 'v1' && is_string($gekregen) && hash_equals($verwacht, $gekregen)) {
            return true;
        }
    }
    return false;
}

// Alleen als dit bestand zelf gestart wordt, niet als een ander het insluit.
if (PHP_SAPI === 'cli' && realpath($argv[0]) === __FILE__) {
    $geldig = is_geldig(
        (string) getenv('WEBHOOK_GEHEIM'),
        $argv[1] ?? '',
        $argv[2] ?? '',
        $argv[3] ?? '',
        stream_get_contents(STDIN),
        isset($argv[4]) ? (int) $argv[4] : null
    );
    echo $geldig ? "geldig\n" : "ongeldig\n";
    exit($geldig ? 0 : 1);
}
