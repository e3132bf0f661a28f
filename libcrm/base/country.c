/* country.c - the countries of ISO 3166-1 and Kosovo: calling codes, trunk prefixes, names.
 *
 * Names are those of Debian's iso-codes in English, German and French, with what people write
 * besides; one table for all languages, as no name means two countries in two of them. */
#include <stdlib.h>
#include <string.h>
#include "ascii.h"
#include "money.h"
#include "utf8.h"

#define KEY_MAX 64 /* longer than any name below */

/* Ordered by code. Countries that share a calling code share the trunk prefix. */
/* clang-format off */
static const struct country countries[] = {
	{"AD", 376, 0, "Andorra"}, {"AE", 971, '0', "United Arab Emirates"}, {"AF", 93, '0', "Afghanistan"},
	{"AG", 1, '1', "Antigua and Barbuda"}, {"AI", 1, '1', "Anguilla"}, {"AL", 355, '0', "Albania"}, {"AM", 374, '0', "Armenia"},
	{"AO", 244, 0, "Angola"}, {"AQ", 672, 0, "Antarctica"}, {"AR", 54, '0', "Argentina"}, {"AS", 1, '1', "American Samoa"},
	{"AT", 43, '0', "Austria"}, {"AU", 61, '0', "Australia"}, {"AW", 297, 0, "Aruba"}, {"AX", 358, '0', "Åland Islands"},
	{"AZ", 994, '0', "Azerbaijan"}, {"BA", 387, '0', "Bosnia and Herzegovina"}, {"BB", 1, '1', "Barbados"},
	{"BD", 880, '0', "Bangladesh"}, {"BE", 32, '0', "Belgium"}, {"BF", 226, 0, "Burkina Faso"}, {"BG", 359, '0', "Bulgaria"},
	{"BH", 973, 0, "Bahrain"}, {"BI", 257, 0, "Burundi"}, {"BJ", 229, 0, "Benin"}, {"BL", 590, '0', "Saint Barthélemy"},
	{"BM", 1, '1', "Bermuda"}, {"BN", 673, 0, "Brunei Darussalam"}, {"BO", 591, '0', "Bolivia"},
	{"BQ", 599, 0, "Bonaire, Sint Eustatius and Saba"}, {"BR", 55, '0', "Brazil"}, {"BS", 1, '1', "Bahamas"}, {"BT", 975, 0, "Bhutan"},
	{"BV", 47, 0, "Bouvet Island"}, {"BW", 267, 0, "Botswana"}, {"BY", 375, '8', "Belarus"}, {"BZ", 501, 0, "Belize"},
	{"CA", 1, '1', "Canada"}, {"CC", 61, '0', "Cocos (Keeling) Islands"}, {"CD", 243, '0', "Democratic Republic of the Congo"},
	{"CF", 236, 0, "Central African Republic"}, {"CG", 242, 0, "Congo"}, {"CH", 41, '0', "Switzerland"},
	{"CI", 225, 0, "Côte d'Ivoire"}, {"CK", 682, 0, "Cook Islands"}, {"CL", 56, 0, "Chile"}, {"CM", 237, 0, "Cameroon"},
	{"CN", 86, '0', "China"}, {"CO", 57, '0', "Colombia"}, {"CR", 506, 0, "Costa Rica"}, {"CU", 53, '0', "Cuba"},
	{"CV", 238, 0, "Cabo Verde"}, {"CW", 599, 0, "Curaçao"}, {"CX", 61, '0', "Christmas Island"}, {"CY", 357, 0, "Cyprus"},
	{"CZ", 420, 0, "Czechia"}, {"DE", 49, '0', "Germany"}, {"DJ", 253, 0, "Djibouti"}, {"DK", 45, 0, "Denmark"},
	{"DM", 1, '1', "Dominica"}, {"DO", 1, '1', "Dominican Republic"}, {"DZ", 213, '0', "Algeria"}, {"EC", 593, '0', "Ecuador"},
	{"EE", 372, 0, "Estonia"}, {"EG", 20, '0', "Egypt"}, {"EH", 212, '0', "Western Sahara"}, {"ER", 291, '0', "Eritrea"},
	{"ES", 34, 0, "Spain"}, {"ET", 251, '0', "Ethiopia"}, {"FI", 358, '0', "Finland"}, {"FJ", 679, 0, "Fiji"},
	{"FK", 500, 0, "Falkland Islands"}, {"FM", 691, 0, "Micronesia"}, {"FO", 298, 0, "Faroe Islands"}, {"FR", 33, '0', "France"},
	{"GA", 241, 0, "Gabon"}, {"GB", 44, '0', "United Kingdom"}, {"GD", 1, '1', "Grenada"}, {"GE", 995, '0', "Georgia"},
	{"GF", 594, '0', "French Guiana"}, {"GG", 44, '0', "Guernsey"}, {"GH", 233, '0', "Ghana"}, {"GI", 350, 0, "Gibraltar"},
	{"GL", 299, 0, "Greenland"}, {"GM", 220, 0, "Gambia"}, {"GN", 224, 0, "Guinea"}, {"GP", 590, '0', "Guadeloupe"},
	{"GQ", 240, 0, "Equatorial Guinea"}, {"GR", 30, 0, "Greece"}, {"GS", 500, 0, "South Georgia and the South Sandwich Islands"},
	{"GT", 502, 0, "Guatemala"}, {"GU", 1, '1', "Guam"}, {"GW", 245, 0, "Guinea-Bissau"}, {"GY", 592, 0, "Guyana"},
	{"HK", 852, 0, "Hong Kong"}, {"HM", 672, 0, "Heard Island and McDonald Islands"}, {"HN", 504, 0, "Honduras"},
	{"HR", 385, '0', "Croatia"}, {"HT", 509, 0, "Haiti"}, {"HU", 36, '0', "Hungary"}, {"ID", 62, '0', "Indonesia"},
	{"IE", 353, '0', "Ireland"}, {"IL", 972, '0', "Israel"}, {"IM", 44, '0', "Isle of Man"}, {"IN", 91, '0', "India"},
	{"IO", 246, 0, "British Indian Ocean Territory"}, {"IQ", 964, '0', "Iraq"}, {"IR", 98, '0', "Iran"}, {"IS", 354, 0, "Iceland"},
	{"IT", 39, 0, "Italy"}, {"JE", 44, '0', "Jersey"}, {"JM", 1, '1', "Jamaica"}, {"JO", 962, '0', "Jordan"}, {"JP", 81, '0', "Japan"},
	{"KE", 254, '0', "Kenya"}, {"KG", 996, '0', "Kyrgyzstan"}, {"KH", 855, '0', "Cambodia"}, {"KI", 686, '0', "Kiribati"},
	{"KM", 269, 0, "Comoros"}, {"KN", 1, '1', "Saint Kitts and Nevis"}, {"KP", 850, '0', "North Korea"}, {"KR", 82, '0', "South Korea"},
	{"KW", 965, 0, "Kuwait"}, {"KY", 1, '1', "Cayman Islands"}, {"KZ", 7, '8', "Kazakhstan"}, {"LA", 856, '0', "Laos"},
	{"LB", 961, '0', "Lebanon"}, {"LC", 1, '1', "Saint Lucia"}, {"LI", 423, '0', "Liechtenstein"}, {"LK", 94, '0', "Sri Lanka"},
	{"LR", 231, '0', "Liberia"}, {"LS", 266, 0, "Lesotho"}, {"LT", 370, '0', "Lithuania"}, {"LU", 352, 0, "Luxembourg"},
	{"LV", 371, 0, "Latvia"}, {"LY", 218, '0', "Libya"}, {"MA", 212, '0', "Morocco"}, {"MC", 377, '0', "Monaco"},
	{"MD", 373, '0', "Moldova"}, {"ME", 382, '0', "Montenegro"}, {"MF", 590, '0', "Saint Martin (French part)"},
	{"MG", 261, '0', "Madagascar"}, {"MH", 692, '1', "Marshall Islands"}, {"MK", 389, '0', "North Macedonia"}, {"ML", 223, 0, "Mali"},
	{"MM", 95, '0', "Myanmar"}, {"MN", 976, '0', "Mongolia"}, {"MO", 853, 0, "Macao"}, {"MP", 1, '1', "Northern Mariana Islands"},
	{"MQ", 596, '0', "Martinique"}, {"MR", 222, 0, "Mauritania"}, {"MS", 1, '1', "Montserrat"}, {"MT", 356, 0, "Malta"},
	{"MU", 230, 0, "Mauritius"}, {"MV", 960, 0, "Maldives"}, {"MW", 265, '0', "Malawi"}, {"MX", 52, 0, "Mexico"},
	{"MY", 60, '0', "Malaysia"}, {"MZ", 258, 0, "Mozambique"}, {"NA", 264, '0', "Namibia"}, {"NC", 687, 0, "New Caledonia"},
	{"NE", 227, 0, "Niger"}, {"NF", 672, 0, "Norfolk Island"}, {"NG", 234, '0', "Nigeria"}, {"NI", 505, 0, "Nicaragua"},
	{"NL", 31, '0', "Netherlands"}, {"NO", 47, 0, "Norway"}, {"NP", 977, '0', "Nepal"}, {"NR", 674, 0, "Nauru"}, {"NU", 683, 0, "Niue"},
	{"NZ", 64, '0', "New Zealand"}, {"OM", 968, 0, "Oman"}, {"PA", 507, 0, "Panama"}, {"PE", 51, '0', "Peru"},
	{"PF", 689, 0, "French Polynesia"}, {"PG", 675, 0, "Papua New Guinea"}, {"PH", 63, '0', "Philippines"}, {"PK", 92, '0', "Pakistan"},
	{"PL", 48, 0, "Poland"}, {"PM", 508, '0', "Saint Pierre and Miquelon"}, {"PN", 64, '0', "Pitcairn"}, {"PR", 1, '1', "Puerto Rico"},
	{"PS", 970, '0', "Palestine"}, {"PT", 351, 0, "Portugal"}, {"PW", 680, 0, "Palau"}, {"PY", 595, '0', "Paraguay"},
	{"QA", 974, 0, "Qatar"}, {"RE", 262, '0', "Réunion"}, {"RO", 40, '0', "Romania"}, {"RS", 381, '0', "Serbia"},
	{"RU", 7, '8', "Russian Federation"}, {"RW", 250, '0', "Rwanda"}, {"SA", 966, '0', "Saudi Arabia"},
	{"SB", 677, 0, "Solomon Islands"}, {"SC", 248, 0, "Seychelles"}, {"SD", 249, '0', "Sudan"}, {"SE", 46, '0', "Sweden"},
	{"SG", 65, 0, "Singapore"}, {"SH", 290, 0, "Saint Helena, Ascension and Tristan da Cunha"}, {"SI", 386, '0', "Slovenia"},
	{"SJ", 47, 0, "Svalbard and Jan Mayen"}, {"SK", 421, '0', "Slovakia"}, {"SL", 232, '0', "Sierra Leone"},
	{"SM", 378, 0, "San Marino"}, {"SN", 221, 0, "Senegal"}, {"SO", 252, '0', "Somalia"}, {"SR", 597, 0, "Suriname"},
	{"SS", 211, '0', "South Sudan"}, {"ST", 239, 0, "Sao Tome and Principe"}, {"SV", 503, 0, "El Salvador"},
	{"SX", 1, '1', "Sint Maarten (Dutch part)"}, {"SY", 963, '0', "Syria"}, {"SZ", 268, 0, "Eswatini"},
	{"TC", 1, '1', "Turks and Caicos Islands"}, {"TD", 235, 0, "Chad"}, {"TF", 262, '0', "French Southern Territories"},
	{"TG", 228, 0, "Togo"}, {"TH", 66, '0', "Thailand"}, {"TJ", 992, 0, "Tajikistan"}, {"TK", 690, 0, "Tokelau"},
	{"TL", 670, 0, "Timor-Leste"}, {"TM", 993, '8', "Turkmenistan"}, {"TN", 216, 0, "Tunisia"}, {"TO", 676, 0, "Tonga"},
	{"TR", 90, '0', "Türkiye"}, {"TT", 1, '1', "Trinidad and Tobago"}, {"TV", 688, 0, "Tuvalu"}, {"TW", 886, '0', "Taiwan"},
	{"TZ", 255, '0', "Tanzania"}, {"UA", 380, '0', "Ukraine"}, {"UG", 256, '0', "Uganda"},
	{"UM", 1, '1', "United States Minor Outlying Islands"}, {"US", 1, '1', "United States"}, {"UY", 598, '0', "Uruguay"},
	{"UZ", 998, 0, "Uzbekistan"}, {"VA", 39, 0, "Holy See"}, {"VC", 1, '1', "Saint Vincent and the Grenadines"},
	{"VE", 58, '0', "Venezuela"}, {"VG", 1, '1', "British Virgin Islands"}, {"VI", 1, '1', "U.S. Virgin Islands"},
	{"VN", 84, '0', "Vietnam"}, {"VU", 678, 0, "Vanuatu"}, {"WF", 681, 0, "Wallis and Futuna"}, {"WS", 685, 0, "Samoa"},
	{"XK", 383, '0', "Kosovo"},
	{"YE", 967, '0', "Yemen"}, {"YT", 262, '0', "Mayotte"}, {"ZA", 27, '0', "South Africa"}, {"ZM", 260, '0', "Zambia"},
	{"ZW", 263, '0', "Zimbabwe"},
};

/* Keys of the names and three-letter codes, as name_key makes them, ordered.
 * What means more than one country ("korea", "virgin islands") is not here, but for names that ISO
 * gives to one of them ("congo", "guinea", "samoa"). */
static const struct alias {
	const char *key;
	char code[3];
} names[] = {
	{"abw", "AW"}, {"aegypten", "EG"}, {"aequatorialguinea", "GQ"}, {"aethiopien", "ET"}, {"afg", "AF"}, {"afghanistan", "AF"},
	{"afrique du sud", "ZA"}, {"ago", "AO"}, {"agypten", "EG"}, {"aia", "AI"}, {"ala", "AX"}, {"aland", "AX"}, {"aland iles", "AX"},
	{"aland inseln", "AX"}, {"aland islands", "AX"}, {"alb", "AL"}, {"albania", "AL"}, {"albanie", "AL"}, {"albanien", "AL"},
	{"algeria", "DZ"}, {"algerie", "DZ"}, {"algerien", "DZ"}, {"allemagne", "DE"}, {"american samoa", "AS"}, {"amerika", "US"},
	{"amerikanisch samoa", "AS"}, {"amerikanische jungferninseln", "VI"}, {"and", "AD"}, {"andorra", "AD"}, {"andorre", "AD"},
	{"angleterre", "GB"}, {"angola", "AO"}, {"anguilla", "AI"}, {"antarctica", "AQ"}, {"antarctique", "AQ"}, {"antarktis", "AQ"},
	{"antigua and barbuda", "AG"}, {"antigua et barbuda", "AG"}, {"antigua und barbuda", "AG"}, {"aquatorialguinea", "GQ"},
	{"arab republic of egypt", "EG"}, {"arabie saoudite", "SA"}, {"arabische republik syrien", "SY"}, {"are", "AE"}, {"arg", "AR"},
	{"argentina", "AR"}, {"argentine", "AR"}, {"argentine republic", "AR"}, {"argentinien", "AR"}, {"arm", "AM"}, {"armenia", "AM"},
	{"armenie", "AM"}, {"armenien", "AM"}, {"aruba", "AW"}, {"ascension et tristan da cunha sainte helene", "SH"},
	{"ascension island", "SH"}, {"ascension und tristan da cunha st helena", "SH"}, {"aserbaidschan", "AZ"}, {"asm", "AS"},
	{"ata", "AQ"}, {"atf", "TF"}, {"atg", "AG"}, {"athiopien", "ET"}, {"aus", "AU"}, {"australia", "AU"}, {"australie", "AU"},
	{"australien", "AU"}, {"austria", "AT"}, {"aut", "AT"}, {"autriche", "AT"}, {"aze", "AZ"}, {"azerbaidjan", "AZ"},
	{"azerbaijan", "AZ"}, {"bahamas", "BS"}, {"bahrain", "BH"}, {"bahrein", "BH"}, {"bangladesch", "BD"}, {"bangladesh", "BD"},
	{"barbade", "BB"}, {"barbados", "BB"}, {"bdi", "BI"}, {"bel", "BE"}, {"belarus", "BY"}, {"belgie", "BE"}, {"belgien", "BE"},
	{"belgique", "BE"}, {"belgium", "BE"}, {"belize", "BZ"}, {"belorussia", "BY"}, {"ben", "BJ"}, {"benin", "BJ"}, {"bermuda", "BM"},
	{"bermudes", "BM"}, {"bes", "BQ"}, {"bfa", "BF"}, {"bgd", "BD"}, {"bgr", "BG"}, {"bhoutan", "BT"}, {"bhr", "BH"}, {"bhs", "BS"},
	{"bhutan", "BT"}, {"bielorussie", "BY"}, {"bih", "BA"}, {"birma", "MM"}, {"birmanie", "MM"}, {"blm", "BL"}, {"blr", "BY"},
	{"blz", "BZ"}, {"bmu", "BM"}, {"bol", "BO"}, {"bolivarian republic of venezuela", "VE"}, {"bolivarische republik venezuela", "VE"},
	{"bolivia", "BO"}, {"bolivia plurinational state of", "BO"}, {"bolivie", "BO"}, {"bolivie etat plurinational de", "BO"},
	{"bolivien", "BO"}, {"bolivien plurinationaler staat", "BO"}, {"bonaire", "BQ"}, {"bonaire saint eustache et saba", "BQ"},
	{"bonaire sint eustatius and saba", "BQ"}, {"bonaire sint eustatius und saba", "BQ"}, {"bosnia", "BA"},
	{"bosnia and herzegovina", "BA"}, {"bosnia herzegovina", "BA"}, {"bosnie", "BA"}, {"bosnie herzegovine", "BA"}, {"bosnien", "BA"},
	{"bosnien herzegowina", "BA"}, {"bosnien und herzegowina", "BA"}, {"botsuana", "BW"}, {"botswana", "BW"}, {"bouvet insel", "BV"},
	{"bouvet island", "BV"}, {"bra", "BR"}, {"brasil", "BR"}, {"brasilien", "BR"}, {"brazil", "BR"}, {"brb", "BB"}, {"brd", "DE"},
	{"bresil", "BR"}, {"britain", "GB"}, {"britische jungferninseln", "VG"}, {"britisches territorium im indischen ozean", "IO"},
	{"british indian ocean territory", "IO"}, {"british virgin islands", "VG"}, {"brn", "BN"}, {"brunei", "BN"},
	{"brunei darussalam", "BN"}, {"btn", "BT"}, {"bulgaria", "BG"}, {"bulgarie", "BG"}, {"bulgarien", "BG"}, {"bundesrepublik", "DE"},
	{"burkina faso", "BF"}, {"burma", "MM"}, {"burundi", "BI"}, {"bvt", "BV"}, {"bwa", "BW"}, {"byelorussia", "BY"},
	{"cabo verde", "CV"}, {"caf", "CF"}, {"cambodge", "KH"}, {"cambodia", "KH"}, {"cameroon", "CM"}, {"cameroun", "CM"}, {"can", "CA"},
	{"canada", "CA"}, {"cap vert", "CV"}, {"cape verde", "CV"}, {"caribbean netherlands", "BQ"}, {"cayman inseln", "KY"},
	{"cayman islands", "KY"}, {"cck", "CC"}, {"central african rep", "CF"}, {"central african republic", "CF"}, {"chad", "TD"},
	{"chagos archipelago", "IO"}, {"chagos islands", "IO"}, {"che", "CH"}, {"chile", "CL"}, {"chili", "CL"}, {"china", "CN"},
	{"chine", "CN"}, {"chinese taipei", "TW"}, {"chinesische provinz taiwan", "TW"}, {"chl", "CL"}, {"chn", "CN"}, {"christmas", "CX"},
	{"christmas ile", "CX"}, {"christmas island", "CX"}, {"chypre", "CY"}, {"cite du vatican", "VA"}, {"civ", "CI"}, {"cmr", "CM"},
	{"cocos islands", "CC"}, {"cocos keeling", "CC"}, {"cocos keeling iles", "CC"}, {"cocos keeling islands", "CC"}, {"cod", "CD"},
	{"cog", "CG"}, {"cok", "CK"}, {"col", "CO"}, {"colombia", "CO"}, {"colombie", "CO"}, {"com", "KM"},
	{"commonwealth of dominica", "DM"}, {"commonwealth of the bahamas", "BS"}, {"commonwealth of the northern mariana islands", "MP"},
	{"comores", "KM"}, {"comoros", "KM"}, {"confederation suisse", "CH"}, {"congo", "CG"}, {"congo brazzaville", "CG"},
	{"congo democratic republic", "CD"}, {"congo democratic republic of the", "CD"}, {"congo kinshasa", "CD"},
	{"congo republic", "CG"}, {"congo the democratic republic of the", "CD"}, {"cook islands", "CK"}, {"cookinseln", "CK"},
	{"coree du nord", "KP"}, {"coree du sud", "KR"}, {"coree republique de", "KR"},
	{"coree republique populaire democratique de", "KP"}, {"costa rica", "CR"}, {"cote divoire", "CI"}, {"cpv", "CV"}, {"cri", "CR"},
	{"croatia", "HR"}, {"croatie", "HR"}, {"cub", "CU"}, {"cuba", "CU"}, {"curacao", "CW"}, {"cuw", "CW"}, {"cxr", "CX"},
	{"cym", "KY"}, {"cyp", "CY"}, {"cyprus", "CY"}, {"cze", "CZ"}, {"czech rep", "CZ"}, {"czech republic", "CZ"}, {"czechia", "CZ"},
	{"daenemark", "DK"}, {"danemark", "DK"}, {"danmark", "DK"}, {"democratic peoples republic of korea", "KP"},
	{"democratic republic of congo", "CD"}, {"democratic republic of sao tome and principe", "ST"},
	{"democratic republic of the congo", "CD"}, {"democratic republic of timor leste", "TL"},
	{"democratic socialist republic of sri lanka", "LK"}, {"demokratische republik kongo", "CD"},
	{"demokratische volksrepublik laos", "LA"}, {"denmark", "DK"}, {"deu", "DE"}, {"deutschland", "DE"}, {"dji", "DJ"},
	{"djibouti", "DJ"}, {"dma", "DM"}, {"dnk", "DK"}, {"dom", "DO"}, {"dominica", "DM"}, {"dominican rep", "DO"},
	{"dominican republic", "DO"}, {"dominikanische republik", "DO"}, {"dominique", "DM"}, {"dprk", "KP"}, {"dr congo", "CD"},
	{"dr kongo", "CD"}, {"drc", "CD"}, {"dschibuti", "DJ"}, {"dza", "DZ"}, {"east timor", "TL"}, {"eastern republic of uruguay", "UY"},
	{"eau", "AE"}, {"ecosse", "GB"}, {"ecu", "EC"}, {"ecuador", "EC"}, {"eesti", "EE"}, {"egy", "EG"}, {"egypt", "EG"},
	{"egypte", "EG"}, {"eire", "IE"}, {"el salvador", "SV"}, {"elfenbeinkueste", "CI"}, {"elfenbeinkuste", "CI"}, {"emirates", "AE"},
	{"emirats arabes unis", "AE"}, {"england", "GB"}, {"equateur", "EC"}, {"equatorial guinea", "GQ"}, {"eri", "ER"},
	{"eritrea", "ER"}, {"erythree", "ER"}, {"esh", "EH"}, {"esp", "ES"}, {"espagne", "ES"}, {"espana", "ES"}, {"est", "EE"},
	{"estados unidos", "US"}, {"estland", "EE"}, {"estonia", "EE"}, {"estonie", "EE"}, {"eswatini", "SZ"}, {"etat de palestine", "PS"},
	{"etat plurinational de bolivie", "BO"}, {"etats federes de micronesie", "FM"}, {"etats unis", "US"},
	{"etats unis damerique", "US"}, {"eth", "ET"}, {"ethiopia", "ET"}, {"ethiopie", "ET"}, {"faeroe islands", "FO"},
	{"faeroeer", "FO"}, {"faeroeer inseln", "FO"}, {"faeroes", "FO"}, {"falkland islands", "FK"}, {"falkland islands malvinas", "FK"},
	{"falklandinseln malwinen", "FK"}, {"falklands", "FK"}, {"faroe islands", "FO"}, {"faroer", "FO"}, {"faroer inseln", "FO"},
	{"faroes", "FO"}, {"federal democratic republic of ethiopia", "ET"}, {"federal democratic republic of nepal", "NP"},
	{"federal republic of germany", "DE"}, {"federal republic of nigeria", "NG"}, {"federal republic of somalia", "SO"},
	{"federated states of micronesia", "FM"}, {"federation de russie", "RU"}, {"federative republic of brazil", "BR"}, {"fidji", "FJ"},
	{"fidschi", "FJ"}, {"fiji", "FJ"}, {"fin", "FI"}, {"finland", "FI"}, {"finlande", "FI"}, {"finnland", "FI"}, {"fji", "FJ"},
	{"flk", "FK"}, {"foderierte staaten von mikronesien", "FM"}, {"foederierte staaten von mikronesien", "FM"}, {"fra", "FR"},
	{"france", "FR"}, {"frankreich", "FR"}, {"franzoesisch guayana", "GF"}, {"franzoesisch guyana", "GF"},
	{"franzoesisch polynesien", "PF"}, {"franzoesische sued und antarktisgebiete", "TF"}, {"franzosisch guayana", "GF"},
	{"franzosisch guyana", "GF"}, {"franzosisch polynesien", "PF"}, {"franzosische sud und antarktisgebiete", "TF"},
	{"french guiana", "GF"}, {"french guyana", "GF"}, {"french polynesia", "PF"}, {"french republic", "FR"},
	{"french southern and antarctic lands", "TF"}, {"french southern territories", "TF"}, {"fro", "FO"}, {"fsm", "FM"},
	{"fuerstentum liechtenstein", "LI"}, {"furstentum liechtenstein", "LI"}, {"fyrom", "MK"}, {"gab", "GA"}, {"gabon", "GA"},
	{"gabonese republic", "GA"}, {"gabun", "GA"}, {"gambia", "GM"}, {"gambie", "GM"}, {"gbr", "GB"}, {"geo", "GE"}, {"georgia", "GE"},
	{"georgie", "GE"}, {"georgie du sud et les iles sandwich du sud", "GS"}, {"georgien", "GE"}, {"germany", "DE"}, {"ggy", "GG"},
	{"gha", "GH"}, {"ghana", "GH"}, {"gib", "GI"}, {"gibraltar", "GI"}, {"gin", "GN"}, {"glp", "GP"}, {"gmb", "GM"}, {"gnb", "GW"},
	{"gnq", "GQ"}, {"grand duchy of luxembourg", "LU"}, {"grande bretagne", "GB"}, {"grc", "GR"}, {"grd", "GD"},
	{"great britain", "GB"}, {"grece", "GR"}, {"greece", "GR"}, {"greenland", "GL"}, {"grenada", "GD"}, {"grenade", "GD"},
	{"griechenland", "GR"}, {"grl", "GL"}, {"groenland", "GL"}, {"gronland", "GL"}, {"grossbritannien", "GB"},
	{"großbritannien", "GB"}, {"gtm", "GT"}, {"guadeloupe", "GP"}, {"guam", "GU"}, {"guatemala", "GT"}, {"guernesey", "GG"},
	{"guernsey", "GG"}, {"guf", "GF"}, {"guinea", "GN"}, {"guinea bissau", "GW"}, {"guinea conakry", "GN"}, {"guinee", "GN"},
	{"guinee bissau", "GW"}, {"guinee equatoriale", "GQ"}, {"gum", "GU"}, {"guy", "GY"}, {"guyana", "GY"}, {"guyane", "GF"},
	{"guyane francaise", "GF"}, {"haiti", "HT"}, {"hashemite kingdom of jordan", "JO"}, {"heard and mcdonald islands", "HM"},
	{"heard island", "HM"}, {"heard island and mcdonald islands", "HM"}, {"heard und mcdonaldinseln", "HM"},
	{"heiliger stuhl staat vatikanstadt", "VA"}, {"hellas", "GR"}, {"hellenic republic", "GR"}, {"hkg", "HK"}, {"hmd", "HM"},
	{"hnd", "HN"}, {"holland", "NL"}, {"hollande", "NL"}, {"holy see", "VA"}, {"holy see vatican city state", "VA"},
	{"honduras", "HN"}, {"hong kong", "HK"}, {"hong kong china", "HK"}, {"hong kong sar", "HK"}, {"hong kong sar china", "HK"},
	{"hong kong special administrative region of china", "HK"}, {"hongkong", "HK"}, {"hongrie", "HU"}, {"hrv", "HR"},
	{"hrvatska", "HR"}, {"hti", "HT"}, {"hun", "HU"}, {"hungary", "HU"}, {"iceland", "IS"}, {"idn", "ID"}, {"ile bouvet", "BV"},
	{"ile christmas", "CX"}, {"ile de la reunion", "RE"}, {"ile de man", "IM"}, {"ile norfolk", "NF"}, {"iles aland", "AX"},
	{"iles caimans", "KY"}, {"iles cocos keeling", "CC"}, {"iles cook", "CK"}, {"iles falkland malouines", "FK"}, {"iles feroe", "FO"},
	{"iles heard et macdonald", "HM"}, {"iles mariannes du nord", "MP"}, {"iles marshall", "MH"},
	{"iles mineures eloignees des etats unis", "UM"}, {"iles pitcairn", "PN"}, {"iles salomon", "SB"},
	{"iles turques et caiques", "TC"}, {"iles vierges americaines", "VI"}, {"iles vierges britanniques", "VG"},
	{"iles vierges etats unis", "VI"}, {"imn", "IM"}, {"ind", "IN"}, {"inde", "IN"}, {"independent state of papua new guinea", "PG"},
	{"independent state of samoa", "WS"}, {"india", "IN"}, {"indien", "IN"}, {"indonesia", "ID"}, {"indonesie", "ID"},
	{"indonesien", "ID"}, {"insel man", "IM"}, {"iot", "IO"}, {"irak", "IQ"}, {"iran", "IR"}, {"iran islamic republic of", "IR"},
	{"iran islamische republik", "IR"}, {"iran republique islamique d", "IR"}, {"iraq", "IQ"}, {"ireland", "IE"}, {"irl", "IE"},
	{"irland", "IE"}, {"irlande", "IE"}, {"irlande du nord", "GB"}, {"irn", "IR"}, {"irq", "IQ"}, {"isl", "IS"},
	{"islamic republic of afghanistan", "AF"}, {"islamic republic of iran", "IR"}, {"islamic republic of mauritania", "MR"},
	{"islamic republic of pakistan", "PK"}, {"islamische republik iran", "IR"}, {"island", "IS"}, {"islande", "IS"},
	{"isle of man", "IM"}, {"isr", "IL"}, {"israel", "IL"}, {"ita", "IT"}, {"italia", "IT"}, {"italian republic", "IT"},
	{"italie", "IT"}, {"italien", "IT"}, {"italy", "IT"}, {"ivory coast", "CI"}, {"jam", "JM"}, {"jamaica", "JM"}, {"jamaika", "JM"},
	{"jamaique", "JM"}, {"japan", "JP"}, {"japon", "JP"}, {"jemen", "YE"}, {"jersey", "JE"}, {"jey", "JE"}, {"jor", "JO"},
	{"jordan", "JO"}, {"jordanie", "JO"}, {"jordanien", "JO"}, {"jpn", "JP"}, {"kaimaninseln", "KY"}, {"kambodscha", "KH"},
	{"kamerun", "CM"}, {"kanada", "CA"}, {"kap verde", "CV"}, {"kapverden", "CV"}, {"kasachstan", "KZ"}, {"katar", "QA"},
	{"kaz", "KZ"}, {"kazakhstan", "KZ"}, {"keeling islands", "CC"}, {"ken", "KE"}, {"kenia", "KE"}, {"kenya", "KE"}, {"kgz", "KG"},
	{"khm", "KH"}, {"kingdom of bahrain", "BH"}, {"kingdom of belgium", "BE"}, {"kingdom of bhutan", "BT"},
	{"kingdom of cambodia", "KH"}, {"kingdom of denmark", "DK"}, {"kingdom of eswatini", "SZ"}, {"kingdom of lesotho", "LS"},
	{"kingdom of morocco", "MA"}, {"kingdom of norway", "NO"}, {"kingdom of saudi arabia", "SA"}, {"kingdom of spain", "ES"},
	{"kingdom of sweden", "SE"}, {"kingdom of thailand", "TH"}, {"kingdom of the netherlands", "NL"}, {"kingdom of tonga", "TO"},
	{"kir", "KI"}, {"kirghizistan", "KG"}, {"kirgisistan", "KG"}, {"kirgistan", "KG"}, {"kiribati", "KI"}, {"kna", "KN"},
	{"kokos keeling inseln", "CC"}, {"kolumbien", "CO"}, {"komoren", "KM"}, {"kongo", "CG"}, {"kongo brazzaville", "CG"},
	{"kongo kinshasa", "CD"}, {"kor", "KR"}, {"korea democratic peoples rep", "KP"}, {"korea democratic peoples republic of", "KP"},
	{"korea demokratische volksrepublik", "KP"}, {"korea north", "KP"}, {"korea rep", "KR"}, {"korea republic of", "KR"},
	{"korea republik", "KR"}, {"korea south", "KR"}, {"korea the republic of", "KR"}, {"kosova", "XK"}, {"kosovo", "XK"},
	{"koweit", "KW"}, {"kroatien", "HR"}, {"ksa", "SA"}, {"kuba", "CU"}, {"kuwait", "KW"}, {"kwt", "KW"}, {"kyrgyz republic", "KG"},
	{"kyrgyzstan", "KG"}, {"la reunion", "RE"}, {"lao", "LA"}, {"lao pdr", "LA"}, {"lao peoples democratic republic", "LA"},
	{"lao republique democratique populaire", "LA"}, {"laos", "LA"}, {"laos demokratische volksrepublik", "LA"}, {"latvia", "LV"},
	{"latvija", "LV"}, {"lbn", "LB"}, {"lbr", "LR"}, {"lby", "LY"}, {"lca", "LC"}, {"lebanese republic", "LB"}, {"lebanon", "LB"},
	{"lesotho", "LS"}, {"lettland", "LV"}, {"lettonie", "LV"}, {"letzebuerg", "LU"}, {"liban", "LB"}, {"libanon", "LB"},
	{"liberia", "LR"}, {"libya", "LY"}, {"libye", "LY"}, {"libyen", "LY"}, {"lie", "LI"}, {"liechtenstein", "LI"}, {"lietuva", "LT"},
	{"litauen", "LT"}, {"lithuania", "LT"}, {"lituanie", "LT"}, {"lka", "LK"}, {"lso", "LS"}, {"ltu", "LT"}, {"lux", "LU"},
	{"luxembourg", "LU"}, {"luxemburg", "LU"}, {"lva", "LV"}, {"mac", "MO"}, {"macao", "MO"}, {"macao sar", "MO"},
	{"macao sar china", "MO"}, {"macao special administrative region of china", "MO"}, {"macau", "MO"}, {"macau sar", "MO"},
	{"macau sar china", "MO"}, {"macedoine", "MK"}, {"macedoine du nord", "MK"}, {"macedonia", "MK"},
	{"macedonia the former yugoslav republic of", "MK"}, {"madagascar", "MG"}, {"madagaskar", "MG"}, {"maf", "MF"},
	{"magyarorszag", "HU"}, {"mainland china", "CN"}, {"malaisie", "MY"}, {"malawi", "MW"}, {"malaysia", "MY"}, {"maldives", "MV"},
	{"malediven", "MV"}, {"mali", "ML"}, {"malouines", "FK"}, {"malouines iles falkland", "FK"}, {"malta", "MT"}, {"malte", "MT"},
	{"malvinas", "FK"}, {"mar", "MA"}, {"maroc", "MA"}, {"marokko", "MA"}, {"marshall islands", "MH"}, {"marshallinseln", "MH"},
	{"martinique", "MQ"}, {"mauretanien", "MR"}, {"maurice", "MU"}, {"mauritania", "MR"}, {"mauritanie", "MR"}, {"mauritius", "MU"},
	{"mayotte", "YT"}, {"mazedonien", "MK"}, {"mco", "MC"}, {"mda", "MD"}, {"mdg", "MG"}, {"mdv", "MV"}, {"metropolitan france", "FR"},
	{"mex", "MX"}, {"mexico", "MX"}, {"mexiko", "MX"}, {"mexique", "MX"}, {"mhl", "MH"}, {"micronesia", "FM"},
	{"micronesia federated states of", "FM"}, {"micronesie", "FM"}, {"micronesie etats federes de", "FM"}, {"mikronesien", "FM"},
	{"mikronesien foderierte staaten von", "FM"}, {"mikronesien foederierte staaten von", "FM"}, {"mkd", "MK"}, {"mli", "ML"},
	{"mlt", "MT"}, {"mmr", "MM"}, {"mne", "ME"}, {"mng", "MN"}, {"mnp", "MP"}, {"moldau", "MD"}, {"moldau republik", "MD"},
	{"moldavie", "MD"}, {"moldawien", "MD"}, {"moldova", "MD"}, {"moldova republic of", "MD"}, {"moldova republique de", "MD"},
	{"monaco", "MC"}, {"mongolei", "MN"}, {"mongolia", "MN"}, {"mongolie", "MN"}, {"montenegro", "ME"}, {"montserrat", "MS"},
	{"morocco", "MA"}, {"mosambik", "MZ"}, {"moz", "MZ"}, {"mozambique", "MZ"}, {"mrt", "MR"}, {"msr", "MS"}, {"mtq", "MQ"},
	{"mus", "MU"}, {"mwi", "MW"}, {"myanmar", "MM"}, {"mys", "MY"}, {"myt", "YT"}, {"nam", "NA"}, {"namibia", "NA"}, {"namibie", "NA"},
	{"nauru", "NR"}, {"ncl", "NC"}, {"nederland", "NL"}, {"nepal", "NP"}, {"ner", "NE"}, {"netherlands", "NL"},
	{"neukaledonien", "NC"}, {"neuseeland", "NZ"}, {"new caledonia", "NC"}, {"new zealand", "NZ"}, {"nfk", "NF"}, {"nga", "NG"},
	{"nic", "NI"}, {"nicaragua", "NI"}, {"niederlande", "NL"}, {"niger", "NE"}, {"nigeria", "NG"}, {"nioue", "NU"}, {"niu", "NU"},
	{"niue", "NU"}, {"nld", "NL"}, {"noerdliche marianen", "MP"}, {"nor", "NO"}, {"nord korea", "KP"}, {"nordirland", "GB"},
	{"nordkorea", "KP"}, {"nordliche marianen", "MP"}, {"nordmazedonien", "MK"}, {"noreg", "NO"}, {"norfolk island", "NF"},
	{"norfolkinsel", "NF"}, {"norge", "NO"}, {"north korea", "KP"}, {"north macedonia", "MK"}, {"northern ireland", "GB"},
	{"northern mariana islands", "MP"}, {"norvege", "NO"}, {"norway", "NO"}, {"norwegen", "NO"}, {"nouvelle caledonie", "NC"},
	{"nouvelle zelande", "NZ"}, {"npl", "NP"}, {"nru", "NR"}, {"nzl", "NZ"}, {"occupied palestinian territory", "PS"},
	{"oesterreich", "AT"}, {"oman", "OM"}, {"omn", "OM"}, {"osterreich", "AT"}, {"osttimor", "TL"}, {"ouganda", "UG"},
	{"ouzbekistan", "UZ"}, {"pak", "PK"}, {"pakistan", "PK"}, {"palaestina", "PS"}, {"palaestina staat", "PS"}, {"palaos", "PW"},
	{"palastina", "PS"}, {"palastina staat", "PS"}, {"palau", "PW"}, {"palestine", "PS"}, {"palestine etat de", "PS"},
	{"palestine state of", "PS"}, {"palestinian territories", "PS"}, {"palestinian territory", "PS"},
	{"palestinian territory occupied", "PS"}, {"pan", "PA"}, {"panama", "PA"}, {"papouasie nouvelle guinee", "PG"},
	{"papua neuguinea", "PG"}, {"papua new guinea", "PG"}, {"paraguay", "PY"}, {"pays bas", "NL"}, {"pays de galles", "GB"},
	{"pcn", "PN"}, {"peoples democratic republic of algeria", "DZ"}, {"peoples republic of bangladesh", "BD"},
	{"peoples republic of china", "CN"}, {"per", "PE"}, {"perou", "PE"}, {"peru", "PE"}, {"philippinen", "PH"}, {"philippines", "PH"},
	{"phl", "PH"}, {"pitcairn", "PN"}, {"pitcairn islands", "PN"}, {"plurinational state of bolivia", "BO"},
	{"plurinationaler staat bolivien", "BO"}, {"plw", "PW"}, {"png", "PG"}, {"pol", "PL"}, {"poland", "PL"}, {"polen", "PL"},
	{"pologne", "PL"}, {"polska", "PL"}, {"polynesie francaise", "PF"}, {"porto rico", "PR"}, {"portugal", "PT"},
	{"portuguese republic", "PT"}, {"pr china", "CN"}, {"prc", "CN"}, {"pri", "PR"}, {"principality of andorra", "AD"},
	{"principality of liechtenstein", "LI"}, {"principality of monaco", "MC"}, {"prk", "KP"}, {"province de chine taiwan", "TW"},
	{"prt", "PT"}, {"pry", "PY"}, {"pse", "PS"}, {"puerto rico", "PR"}, {"pyf", "PF"}, {"qat", "QA"}, {"qatar", "QA"},
	{"rd congo", "CD"}, {"rdc", "CD"}, {"republic of albania", "AL"}, {"republic of angola", "AO"}, {"republic of armenia", "AM"},
	{"republic of austria", "AT"}, {"republic of azerbaijan", "AZ"}, {"republic of belarus", "BY"}, {"republic of benin", "BJ"},
	{"republic of bosnia and herzegovina", "BA"}, {"republic of botswana", "BW"}, {"republic of bulgaria", "BG"},
	{"republic of burundi", "BI"}, {"republic of cabo verde", "CV"}, {"republic of cameroon", "CM"}, {"republic of chad", "TD"},
	{"republic of chile", "CL"}, {"republic of china", "TW"}, {"republic of colombia", "CO"}, {"republic of congo", "CG"},
	{"republic of costa rica", "CR"}, {"republic of cote divoire", "CI"}, {"republic of croatia", "HR"}, {"republic of cuba", "CU"},
	{"republic of cyprus", "CY"}, {"republic of djibouti", "DJ"}, {"republic of ecuador", "EC"}, {"republic of el salvador", "SV"},
	{"republic of equatorial guinea", "GQ"}, {"republic of estonia", "EE"}, {"republic of fiji", "FJ"}, {"republic of finland", "FI"},
	{"republic of ghana", "GH"}, {"republic of guatemala", "GT"}, {"republic of guinea", "GN"}, {"republic of guinea bissau", "GW"},
	{"republic of guyana", "GY"}, {"republic of haiti", "HT"}, {"republic of honduras", "HN"}, {"republic of iceland", "IS"},
	{"republic of india", "IN"}, {"republic of indonesia", "ID"}, {"republic of iraq", "IQ"}, {"republic of ireland", "IE"},
	{"republic of kazakhstan", "KZ"}, {"republic of kenya", "KE"}, {"republic of kiribati", "KI"}, {"republic of korea", "KR"},
	{"republic of kosovo", "XK"}, {"republic of latvia", "LV"}, {"republic of liberia", "LR"}, {"republic of lithuania", "LT"},
	{"republic of madagascar", "MG"}, {"republic of malawi", "MW"}, {"republic of maldives", "MV"}, {"republic of mali", "ML"},
	{"republic of malta", "MT"}, {"republic of mauritius", "MU"}, {"republic of moldova", "MD"}, {"republic of mozambique", "MZ"},
	{"republic of myanmar", "MM"}, {"republic of namibia", "NA"}, {"republic of nauru", "NR"}, {"republic of nicaragua", "NI"},
	{"republic of north macedonia", "MK"}, {"republic of palau", "PW"}, {"republic of panama", "PA"}, {"republic of paraguay", "PY"},
	{"republic of peru", "PE"}, {"republic of poland", "PL"}, {"republic of san marino", "SM"}, {"republic of senegal", "SN"},
	{"republic of serbia", "RS"}, {"republic of seychelles", "SC"}, {"republic of sierra leone", "SL"},
	{"republic of singapore", "SG"}, {"republic of slovenia", "SI"}, {"republic of south africa", "ZA"},
	{"republic of south sudan", "SS"}, {"republic of suriname", "SR"}, {"republic of tajikistan", "TJ"},
	{"republic of the congo", "CG"}, {"republic of the gambia", "GM"}, {"republic of the marshall islands", "MH"},
	{"republic of the niger", "NE"}, {"republic of the philippines", "PH"}, {"republic of the sudan", "SD"},
	{"republic of trinidad and tobago", "TT"}, {"republic of tunisia", "TN"}, {"republic of turkiye", "TR"},
	{"republic of uganda", "UG"}, {"republic of uzbekistan", "UZ"}, {"republic of vanuatu", "VU"}, {"republic of yemen", "YE"},
	{"republic of zambia", "ZM"}, {"republic of zimbabwe", "ZW"}, {"republik irland", "IE"}, {"republik kongo", "CG"},
	{"republik korea", "KR"}, {"republik kosovo", "XK"}, {"republik moldau", "MD"}, {"republique arabe syrienne", "SY"},
	{"republique bolivarienne du venezuela", "VE"}, {"republique centrafricaine", "CF"}, {"republique de coree", "KR"},
	{"republique de moldova", "MD"}, {"republique democratique du congo", "CD"}, {"republique democratique populaire lao", "LA"},
	{"republique dominicaine", "DO"}, {"republique du congo", "CG"}, {"republique du kosovo", "XK"},
	{"republique islamique d iran", "IR"}, {"republique tcheque", "CZ"}, {"republique unie de tanzanie", "TZ"}, {"reu", "RE"},
	{"reunion", "RE"}, {"reunion ile de la", "RE"}, {"reunion island", "RE"}, {"rfa", "DE"}, {"rks", "XK"}, {"romania", "RO"},
	{"rou", "RO"}, {"roumanie", "RO"}, {"royaume uni", "GB"}, {"rsa", "ZA"}, {"ruanda", "RW"}, {"rumaenien", "RO"}, {"rumanien", "RO"},
	{"rus", "RU"}, {"russia", "RU"}, {"russian federation", "RU"}, {"russie", "RU"}, {"russie federation de", "RU"},
	{"russische foderation", "RU"}, {"russische foederation", "RU"}, {"russland", "RU"}, {"rwa", "RW"}, {"rwanda", "RW"},
	{"rwandese republic", "RW"}, {"sahara occidental", "EH"}, {"saint barth", "BL"}, {"saint barthelemy", "BL"}, {"saint barts", "BL"},
	{"saint christophe et nieves", "KN"}, {"saint eustache et saba bonaire", "BQ"}, {"saint helena", "SH"},
	{"saint helena ascension and tristan da cunha", "SH"}, {"saint helena ascension und tristan da cunha", "SH"},
	{"saint kitts and nevis", "KN"}, {"saint kitts und nevis", "KN"}, {"saint lucia", "LC"}, {"saint maarten", "SX"},
	{"saint marin", "SM"}, {"saint martin", "MF"}, {"saint martin franzoesischer teil", "MF"},
	{"saint martin franzosischer teil", "MF"}, {"saint martin french part", "MF"}, {"saint martin niederlaendischer teil", "SX"},
	{"saint martin niederlandischer teil", "SX"}, {"saint martin partie francaise", "MF"}, {"saint martin partie neerlandaise", "SX"},
	{"saint pierre", "PM"}, {"saint pierre and miquelon", "PM"}, {"saint pierre et miquelon", "PM"},
	{"saint pierre und miquelon", "PM"}, {"saint siege", "VA"}, {"saint siege etat de la cite du vatican", "VA"},
	{"saint vincent", "VC"}, {"saint vincent and the grenadines", "VC"}, {"saint vincent et les grenadines", "VC"},
	{"saint vincent und die grenadinen", "VC"}, {"sainte helene", "SH"}, {"sainte helene ascension et tristan da cunha", "SH"},
	{"sainte lucie", "LC"}, {"salomon", "SB"}, {"salomon iles", "SB"}, {"salomoninseln", "SB"}, {"salvador", "SV"}, {"sambia", "ZM"},
	{"samoa", "WS"}, {"samoa americaines", "AS"}, {"san marino", "SM"}, {"sao tome", "ST"}, {"sao tome and principe", "ST"},
	{"sao tome et principe", "ST"}, {"sao tome und principe", "ST"}, {"sau", "SA"}, {"saudi arabia", "SA"}, {"saudi arabien", "SA"},
	{"saudiarabien", "SA"}, {"schottland", "GB"}, {"schweden", "SE"}, {"schweiz", "CH"}, {"schweizerische eidgenossenschaft", "CH"},
	{"scotland", "GB"}, {"sdn", "SD"}, {"sen", "SN"}, {"senegal", "SN"}, {"serbia", "RS"}, {"serbie", "RS"}, {"serbien", "RS"},
	{"seychellen", "SC"}, {"seychelles", "SC"}, {"sgp", "SG"}, {"sgs", "GS"}, {"shn", "SH"}, {"sierra leone", "SL"},
	{"simbabwe", "ZW"}, {"singapore", "SG"}, {"singapour", "SG"}, {"singapur", "SG"}, {"sint eustatius und saba bonaire", "BQ"},
	{"sint maarten", "SX"}, {"sint maarten dutch part", "SX"}, {"sjm", "SJ"}, {"slb", "SB"}, {"sle", "SL"}, {"slovak republic", "SK"},
	{"slovakia", "SK"}, {"slovaquie", "SK"}, {"slovenia", "SI"}, {"slovenie", "SI"}, {"slovenija", "SI"}, {"slovensko", "SK"},
	{"slowakei", "SK"}, {"slowenien", "SI"}, {"slv", "SV"}, {"smr", "SM"}, {"socialist republic of viet nam", "VN"},
	{"solomon islands", "SB"}, {"som", "SO"}, {"somalia", "SO"}, {"somalie", "SO"}, {"soudan", "SD"}, {"soudan du sud", "SS"},
	{"south africa", "ZA"}, {"south georgia", "GS"}, {"south georgia and the south sandwich islands", "GS"},
	{"south georgia und die sudlichen sandwichinseln", "GS"}, {"south georgia und die suedlichen sandwichinseln", "GS"},
	{"south korea", "KR"}, {"south sudan", "SS"}, {"spain", "ES"}, {"spanien", "ES"}, {"spm", "PM"}, {"srb", "RS"}, {"srbija", "RS"},
	{"sri lanka", "LK"}, {"ssd", "SS"}, {"staat palaestina", "PS"}, {"staat palastina", "PS"}, {"state of eritrea", "ER"},
	{"state of israel", "IL"}, {"state of kuwait", "KW"}, {"state of palestine", "PS"}, {"state of qatar", "QA"}, {"stp", "ST"},
	{"sud korea", "KR"}, {"sudafrika", "ZA"}, {"sudan", "SD"}, {"sudkorea", "KR"}, {"sudsudan", "SS"}, {"sued korea", "KR"},
	{"suedafrika", "ZA"}, {"suede", "SE"}, {"suedkorea", "KR"}, {"suedsudan", "SS"}, {"suisse", "CH"}, {"sultanate of oman", "OM"},
	{"suomi", "FI"}, {"sur", "SR"}, {"surinam", "SR"}, {"suriname", "SR"}, {"svalbard", "SJ"}, {"svalbard and jan mayen", "SJ"},
	{"svalbard et ile jan mayen", "SJ"}, {"svalbard und jan mayen", "SJ"}, {"sverige", "SE"}, {"svizra", "CH"}, {"svizzera", "CH"},
	{"svk", "SK"}, {"svn", "SI"}, {"swasiland", "SZ"}, {"swaziland", "SZ"}, {"swe", "SE"}, {"sweden", "SE"},
	{"swiss confederation", "CH"}, {"switzerland", "CH"}, {"swz", "SZ"}, {"sxm", "SX"}, {"syc", "SC"}, {"syr", "SY"}, {"syria", "SY"},
	{"syrian arab republic", "SY"}, {"syrie", "SY"}, {"syrien", "SY"}, {"syrien arabische republik", "SY"}, {"syrienne", "SY"},
	{"syrienne republique arabe", "SY"}, {"tadjikistan", "TJ"}, {"tadschikistan", "TJ"}, {"taiwan", "TW"},
	{"taiwan chinesische provinz", "TW"}, {"taiwan province de chine", "TW"}, {"taiwan province of china", "TW"}, {"tajikistan", "TJ"},
	{"tansania", "TZ"}, {"tansania vereinigte republik", "TZ"}, {"tanzania", "TZ"}, {"tanzania united republic of", "TZ"},
	{"tanzanie", "TZ"}, {"tanzanie republique unie de", "TZ"}, {"tca", "TC"}, {"tcd", "TD"}, {"tchad", "TD"}, {"tchequie", "CZ"},
	{"terres australes francaises", "TF"}, {"territoire britannique de locean indien", "IO"}, {"tgo", "TG"}, {"tha", "TH"},
	{"thailand", "TH"}, {"thailande", "TH"}, {"timor leste", "TL"}, {"timor oriental", "TL"}, {"tjk", "TJ"}, {"tkl", "TK"},
	{"tkm", "TM"}, {"tls", "TL"}, {"togo", "TG"}, {"togolese republic", "TG"}, {"tokelau", "TK"}, {"ton", "TO"}, {"tonga", "TO"},
	{"trinidad and tobago", "TT"}, {"trinidad und tobago", "TT"}, {"trinite et tobago", "TT"}, {"tristan da cunha", "SH"},
	{"tschad", "TD"}, {"tschechei", "CZ"}, {"tschechien", "CZ"}, {"tschechische republik", "CZ"}, {"tto", "TT"}, {"tuerkei", "TR"},
	{"tun", "TN"}, {"tunesien", "TN"}, {"tunisia", "TN"}, {"tunisie", "TN"}, {"tur", "TR"}, {"turkei", "TR"}, {"turkey", "TR"},
	{"turkiye", "TR"}, {"turkmenistan", "TM"}, {"turks and caicos", "TC"}, {"turks and caicos islands", "TC"},
	{"turks und caicosinseln", "TC"}, {"turquie", "TR"}, {"tuv", "TV"}, {"tuvalu", "TV"}, {"twn", "TW"}, {"tza", "TZ"}, {"uae", "AE"},
	{"uga", "UG"}, {"uganda", "UG"}, {"uk", "GB"}, {"uk virgin islands", "VG"}, {"ukr", "UA"}, {"ukraina", "UA"}, {"ukraine", "UA"},
	{"umi", "UM"}, {"ungarn", "HU"}, {"union of the comoros", "KM"}, {"united arab emirates", "AE"}, {"united kingdom", "GB"},
	{"united kingdom of great britain and northern ireland", "GB"}, {"united mexican states", "MX"},
	{"united republic of tanzania", "TZ"}, {"united states", "US"}, {"united states minor outlying islands", "UM"},
	{"united states of america", "US"}, {"united states virgin islands", "VI"}, {"uruguay", "UY"}, {"ury", "UY"},
	{"us minor outlying islands", "UM"}, {"us outlying islands", "UM"}, {"us virgin islands", "VI"}, {"usa", "US"},
	{"usbekistan", "UZ"}, {"uzb", "UZ"}, {"uzbekistan", "UZ"}, {"vae", "AE"}, {"vanuatu", "VU"}, {"vat", "VA"}, {"vatican", "VA"},
	{"vatican city", "VA"}, {"vatican city state", "VA"}, {"vatikan", "VA"}, {"vatikanstadt", "VA"}, {"vct", "VC"}, {"ven", "VE"},
	{"venezuela", "VE"}, {"venezuela bolivarian republic of", "VE"}, {"venezuela bolivarische republik", "VE"},
	{"venezuela republique bolivarienne du", "VE"}, {"vereinigte arabische emirate", "AE"}, {"vereinigte republik tansania", "TZ"},
	{"vereinigte staaten", "US"}, {"vereinigte staaten von amerika", "US"}, {"vereinigtes koenigreich", "GB"},
	{"vereinigtes konigreich", "GB"}, {"vgb", "VG"}, {"viet nam", "VN"}, {"vietnam", "VN"}, {"vir", "VI"},
	{"virgin islands british", "VG"}, {"virgin islands of the united states", "VI"}, {"virgin islands uk", "VG"},
	{"virgin islands us", "VI"}, {"vnm", "VN"}, {"volksrepublik china", "CN"}, {"vr china", "CN"}, {"vut", "VU"}, {"wales", "GB"},
	{"wallis and futuna", "WF"}, {"wallis et futuna", "WF"}, {"wallis und futuna", "WF"}, {"weihnachtsinseln", "CX"},
	{"weissrussland", "BY"}, {"weißrussland", "BY"}, {"western sahara", "EH"}, {"western samoa", "WS"}, {"westsahara", "EH"},
	{"wlf", "WF"}, {"wsm", "WS"}, {"xkx", "XK"}, {"yem", "YE"}, {"yemen", "YE"}, {"zaf", "ZA"}, {"zambia", "ZM"}, {"zambie", "ZM"},
	{"zentralafrikanische republik", "CF"}, {"zimbabwe", "ZW"}, {"zmb", "ZM"}, {"zwe", "ZW"}, {"zypern", "CY"},
};
/* clang-format on */

/* The letter without its accent for a character of two bytes in U+00C0..U+00FF, else 0. */
static char plain_letter(const char *s, size_t n)
{
	static const char letters[] = "aaaaaaaceeeeiiiidnooooo\0ouuuuy\0\0aaaaaaaceeeeiiiidnooooo\0ouuuuy\0y";
	unsigned char second = n > 1 && s[0] == '\xc3' ? (unsigned char)s[1] : 0;
	return second >= 0x80 && second <= 0xbf ? letters[second - 0x80] : '\0';
}

/* Write what is compared of a name: small letters without accents, words apart by one blank, no
 * leading "the", "st" as "saint", "&" as "and"; apostrophes and full stops don't count. False when
 * it is too long to be a name. */
static bool name_key(char key[KEY_MAX], const char *s, size_t n)
{
	size_t len = 0;
	bool gap = false;
	for (size_t i = 0; i < n; i++) {
		char c = plain_letter(s + i, n - i);
		if (c) {
			i++;
		} else if (memchr("'.", s[i], 2)) {
			continue;
		} else if (n - i > 2 && !memcmp(s + i, "\xe2\x80\x99", 3)) {
			i += 2;
			continue;
		} else {
			c = ascii_lower(s[i]);
		}
		if (memchr(" \t,-()/_", c, 8)) {
			gap = true;
			continue;
		}
		if (len + sizeof " saint" > KEY_MAX)
			return false;
		if (gap && len == 3 && !memcmp(key, "the", 3))
			len = 0;
		else if (gap && len == 2 && !memcmp(key, "st", 2))
			len = (size_t)(stpcpy(key, "saint") - key);
		if (gap && len)
			key[len++] = ' ';
		gap = false;
		if (c == '&')
			len = (size_t)(stpcpy(key + len, "and") - key);
		else
			key[len++] = c;
	}
	key[len] = '\0';
	return strlen(key) == len;
}

static int compare_code(const void *key, const void *entry)
{
	return strcmp(key, ((const struct country *)entry)->code);
}

static int compare_name(const void *key, const void *entry)
{
	return strcmp(key, ((const struct alias *)entry)->key);
}

static const struct country *by_code(const char *code)
{
	return bsearch(code, countries, sizeof countries / sizeof *countries, sizeof *countries, compare_code);
}

const struct country *country_parse(const char *s, size_t n)
{
	utf8_trim(&s, &n);
	if (n == 2 && ascii_alpha(s[0]) && ascii_alpha(s[1])) {
		const char code[3] = {(char)(s[0] & ~0x20), (char)(s[1] & ~0x20), '\0'};
		const struct country *found = by_code(code);
		if (found)
			return found;
	}
	char key[KEY_MAX];
	if (!name_key(key, s, n))
		return NULL;
	const struct alias *found = bsearch(key, names, sizeof names / sizeof *names, sizeof *names, compare_name);
	return found ? by_code(found->code) : NULL;
}

const struct country *country_table(size_t *n)
{
	*n = sizeof countries / sizeof *countries;
	return countries;
}
