import type { Region } from '@polyphony/contracts';

/** A country of the demo: how many fellows it has, where its assemblies' clocks are, what is spoken in them. */
export interface DemoCountry {
  code: string;
  region: Region;
  fellows: number;
  zone: string;
  /** BCP 47; the first is the one in which its assemblies speak. */
  languages: string[];
}

/** By region: code, IANA zone, languages, and the number of fellows when it is not one. */
const TABLE: Record<Region, string> = {
  africa: `
    BF Africa/Ouagadougou fr | BI Africa/Bujumbura rn,fr | BJ Africa/Porto-Novo fr | BW Africa/Gaborone en
    CD Africa/Kinshasa fr 2 | CI Africa/Abidjan fr | CM Africa/Douala fr,en | ET Africa/Addis_Ababa am
    GH Africa/Accra en | GN Africa/Conakry fr | KE Africa/Nairobi en,sw 2 | MG Indian/Antananarivo mg,fr
    ML Africa/Bamako fr | MU Indian/Mauritius en,fr | MW Africa/Blantyre en | MZ Africa/Maputo pt
    NA Africa/Windhoek en | NE Africa/Niamey fr | NG Africa/Lagos en 2 | RW Africa/Kigali rw,en
    SN Africa/Dakar fr | TG Africa/Lome fr | TZ Africa/Dar_es_Salaam sw,en | UG Africa/Kampala en
    ZA Africa/Johannesburg en 2 | ZM Africa/Lusaka en`,
  'asia-pacific': `
    AU Australia/Sydney en | BD Asia/Dhaka bn,en 2 | BT Asia/Thimphu dz | CN Asia/Shanghai zh
    FJ Pacific/Fiji en | ID Asia/Jakarta id 2 | IN Asia/Kolkata hi,en 2 | JP Asia/Tokyo ja
    KH Asia/Phnom_Penh km | KR Asia/Seoul ko | LK Asia/Colombo si,ta | MN Asia/Ulaanbaatar mn
    MY Asia/Kuala_Lumpur ms | NP Asia/Kathmandu ne | NZ Pacific/Auckland en | PH Asia/Manila fil,en 2
    PK Asia/Karachi ur | SG Asia/Singapore en | TH Asia/Bangkok th | VN Asia/Ho_Chi_Minh vi`,
  'latin-america-caribbean': `
    AR America/Argentina/Buenos_Aires es | BO America/La_Paz es | BR America/Sao_Paulo pt 2
    CL America/Santiago es | CO America/Bogota es | CR America/Costa_Rica es | DO America/Santo_Domingo es
    EC America/Guayaquil es | GT America/Guatemala es | HN America/Tegucigalpa es | MX America/Mexico_City es 2
    PE America/Lima es | PY America/Asuncion es | SV America/El_Salvador es | UY America/Montevideo es`,
  europe: `
    AL Europe/Tirane sq | BE Europe/Brussels fr,nl | CH Europe/Zurich fr,de | DE Europe/Berlin de 2
    DK Europe/Copenhagen da | ES Europe/Madrid es | FI Europe/Helsinki fi | FR Europe/Paris fr
    GB Europe/London en | GR Europe/Athens el | IT Europe/Rome it | PL Europe/Warsaw pl
    PT Europe/Lisbon pt | RO Europe/Bucharest ro | SE Europe/Stockholm sv | UA Europe/Kyiv uk`,
  'middle-east-north-africa': `
    DZ Africa/Algiers ar,fr | JO Asia/Amman ar | LB Asia/Beirut ar,fr | MA Africa/Casablanca ar,fr
    TN Africa/Tunis ar,fr`,
  'north-america': `
    US America/Chicago en,es 2 | CA America/Toronto en,fr`,
};

/** The 84 countries of the demo. */
export const COUNTRIES: readonly DemoCountry[] = Object.entries(TABLE).flatMap(([region, text]) =>
  text
    .trim()
    .split(/\s*[|\n]\s*/)
    .map((line) => {
      const [code, zone, languages, fellows] = line.split(' ');
      return {
        code: code!,
        region: region as Region,
        zone: zone!,
        languages: languages!.split(','),
        fellows: Number(fellows ?? 1),
      };
    }),
);

/** A country's English name. */
export function countryName(code: string): string {
  return new Intl.DisplayNames('en', { type: 'region' }).of(code) ?? code;
}
