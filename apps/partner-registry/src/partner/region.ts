import type { Region } from '@polyphony/contracts';
import { DomainError } from '@polyphony/service-kit';

/**
 * ISO 3166-1 alpha-2 codes by region. Source: the sub-regions of the United Nations' M49 standard
 * (unstats.un.org/unsd/methodology/m49), with Northern Africa, Iran and the Arab countries and Israel of Western Asia taken
 * together as Middle East and North Africa, as the World Bank groups them; the Caribbean and Mexico belong to Latin
 * America, the Caucasus, Cyprus and Türkiye to Europe, Central Asia to Asia and Pacific.
 */
export const COUNTRIES: Record<Region, string> = {
  africa: `AO BF BI BJ BW CD CF CG CI CM CV ER ET GA GH GM GN GQ GW IO KE KM LR LS MG ML MR MU MW MZ NA NE NG RE RW SC SD
    SH SL SN SO SS ST SZ TD TF TG TZ UG YT ZA ZM ZW`,
  'asia-pacific': `AF AS AU BD BN BT CC CK CN CX FJ FM GU HK HM ID IN JP KG KH KI KP KR KZ LA LK MH MM MN MO MP MV MY NC NF
    NP NR NU NZ PF PG PH PK PN PW SB SG TH TJ TK TL TM TO TV TW UM UZ VN VU WF WS`,
  europe: `AD AL AM AT AX AZ BA BE BG BV BY CH CY CZ DE DK EE ES FI FO FR GB GE GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD
    ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM TR UA VA`,
  'latin-america-caribbean': `AG AI AR AW BB BL BO BQ BR BS BZ CL CO CR CU CW DM DO EC FK GD GF GP GS GT GY HN HT JM KN KY LC
    MF MQ MS MX NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI`,
  'middle-east-north-africa': 'AE BH DJ DZ EG EH IL IQ IR JO KW LB LY MA OM PS QA SA SY TN YE',
  'north-america': 'BM CA GL PM US',
};

const REGION_OF = new Map(
  Object.entries(COUNTRIES).flatMap(([region, codes]) =>
    codes.split(/\s+/).map((country) => [country, region as Region] as const),
  ),
);

/** @throws {DomainError} invalid `country-without-region` for what is no inhabited country, such as AQ */
export function regionOf(country: string): Region {
  const region = REGION_OF.get(country);
  if (!region)
    throw new DomainError('invalid', 'country-without-region', `${country} belongs to no region`, [
      { pointer: '/country', detail: 'takes the ISO 3166-1 alpha-2 code of a country in capitals' },
    ]);
  return region;
}
