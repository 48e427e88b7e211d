// Controleert de handtekening van een webhook van de hub (Standard Webhooks). .NET, geen pakketten.
//
// Proberen (.NET 10): WEBHOOK_GEHEIM=whsec_... dotnet run Verifieer.cs <webhook-id> <webhook-timestamp> <webhook-signature> < inhoud
// zegt `geldig` (exitcode 0) of `ongeldig` (exitcode 1). Een vierde woord is het moment om van uit te gaan.

using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

public static class Handtekening
{
    /// <summary>Zo ver mag de klok van de hub van de uwe afwijken, in seconden.</summary>
    private const long Venster = 300;

    /// <summary>
    /// Of deze inhoud van de hub komt. Geef de bytes zoals ze binnenkwamen: niet eerst als JSON lezen en weer schrijven.
    /// </summary>
    public static bool IsGeldig(
        string geheim, string id, string tijdstip, string handtekeningen, byte[] inhoud, DateTimeOffset nu)
    {
        if (id == "" || !Regex.IsMatch(tijdstip, "^[0-9]{1,12}\\z")) return false;
        if (Math.Abs(nu.ToUnixTimeSeconds() - long.Parse(tijdstip)) > Venster) return false;
        var sleutel = Convert.FromBase64String(geheim.StartsWith("whsec_") ? geheim.Substring(6) : geheim);
        if (sleutel.Length == 0) throw new ArgumentException("het geheim is leeg");
        byte[] verwacht;
        using (var hmac = new HMACSHA256(sleutel))
        {
            verwacht = hmac.ComputeHash(Encoding.UTF8.GetBytes(id + "." + tijdstip + ".").Concat(inhoud).ToArray());
        }
        // Tijdens een wissel van geheim staan er twee handtekeningen, met een spatie ertussen: één goede is genoeg.
        return handtekeningen.Split(' ').Any(deel => deel.StartsWith("v1,") && IsGelijk(deel.Substring(3), verwacht));
    }

    private static bool IsGelijk(string waarde, byte[] verwacht)
    {
        try
        {
            // Even lang vergelijken, waar het verschil ook zit: anders verraadt de tijd een stukje van de handtekening.
            return CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(waarde), verwacht);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}

public static class Programma
{
    public static int Main(string[] woorden)
    {
        var inhoud = new MemoryStream();
        Console.OpenStandardInput().CopyTo(inhoud);
        var nu = woorden.Length > 3
            ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(woorden[3]))
            : DateTimeOffset.UtcNow;
        var geheim = Environment.GetEnvironmentVariable("WEBHOOK_GEHEIM") ?? "";
        var geldig = Handtekening.IsGeldig(
            geheim, Woord(woorden, 0), Woord(woorden, 1), Woord(woorden, 2), inhoud.ToArray(), nu);
        Console.WriteLine(geldig ? "geldig" : "ongeldig");
        return geldig ? 0 : 1;
    }

    private static string Woord(string[] woorden, int plaats)
    {
        return woorden.Length > plaats ? woorden[plaats] : "";
    }
}
