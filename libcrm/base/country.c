/* country.c - the countries of ISO 3166-1, their calling codes, trunk prefixes and names */
#include <stdlib.h>
#include <string.h>
#include "ascii.h"
#include "money.h"

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
	{"YE", 967, '0', "Yemen"}, {"YT", 262, '0', "Mayotte"}, {"ZA", 27, '0', "South Africa"}, {"ZM", 260, '0', "Zambia"},
	{"ZW", 263, '0', "Zimbabwe"},
};

/* Keys of the names, those of ISO 3166-1 and those in common use, as name_key makes them, ordered.
 * What means more than one country ("korea", "virgin islands") is not here, but for names that ISO
 * gives to one of them ("congo", "guinea", "samoa"). */
static const struct alias {
	const char *key;
	char code[3];
} names[] = {
	{"afghanistan", "AF"}, {"aland", "AX"}, {"aland islands", "AX"}, {"albania", "AL"}, {"algeria", "DZ"}, {"american samoa", "AS"},
	{"andorra", "AD"}, {"angola", "AO"}, {"anguilla", "AI"}, {"antarctica", "AQ"}, {"antigua and barbuda", "AG"}, {"argentina", "AR"},
	{"armenia", "AM"}, {"aruba", "AW"}, {"ascension island", "SH"}, {"australia", "AU"}, {"austria", "AT"}, {"azerbaijan", "AZ"},
	{"bahamas", "BS"}, {"bahrain", "BH"}, {"bangladesh", "BD"}, {"barbados", "BB"}, {"belarus", "BY"}, {"belgium", "BE"},
	{"belize", "BZ"}, {"belorussia", "BY"}, {"benin", "BJ"}, {"bermuda", "BM"}, {"bhutan", "BT"},
	{"bolivarian republic of venezuela", "VE"}, {"bolivia", "BO"}, {"bolivia plurinational state of", "BO"}, {"bonaire", "BQ"},
	{"bonaire sint eustatius and saba", "BQ"}, {"bosnia", "BA"}, {"bosnia and herzegovina", "BA"}, {"bosnia herzegovina", "BA"},
	{"botswana", "BW"}, {"bouvet island", "BV"}, {"brazil", "BR"}, {"britain", "GB"}, {"british indian ocean territory", "IO"},
	{"british virgin islands", "VG"}, {"brunei", "BN"}, {"brunei darussalam", "BN"}, {"bulgaria", "BG"}, {"burkina faso", "BF"},
	{"burma", "MM"}, {"burundi", "BI"}, {"byelorussia", "BY"}, {"cabo verde", "CV"}, {"cambodia", "KH"}, {"cameroon", "CM"},
	{"canada", "CA"}, {"cape verde", "CV"}, {"caribbean netherlands", "BQ"}, {"cayman islands", "KY"}, {"central african rep", "CF"},
	{"central african republic", "CF"}, {"chad", "TD"}, {"chagos archipelago", "IO"}, {"chagos islands", "IO"}, {"chile", "CL"},
	{"china", "CN"}, {"chinese taipei", "TW"}, {"christmas island", "CX"}, {"cocos islands", "CC"}, {"cocos keeling islands", "CC"},
	{"colombia", "CO"}, {"comoros", "KM"}, {"congo", "CG"}, {"congo brazzaville", "CG"}, {"congo democratic republic", "CD"},
	{"congo democratic republic of the", "CD"}, {"congo kinshasa", "CD"}, {"congo republic", "CG"},
	{"congo the democratic republic of the", "CD"}, {"cook islands", "CK"}, {"costa rica", "CR"}, {"cote divoire", "CI"},
	{"croatia", "HR"}, {"cuba", "CU"}, {"curacao", "CW"}, {"cyprus", "CY"}, {"czech rep", "CZ"}, {"czech republic", "CZ"},
	{"czechia", "CZ"}, {"democratic peoples republic of korea", "KP"}, {"democratic republic of congo", "CD"},
	{"democratic republic of the congo", "CD"}, {"denmark", "DK"}, {"djibouti", "DJ"}, {"dominica", "DM"}, {"dominican rep", "DO"},
	{"dominican republic", "DO"}, {"dprk", "KP"}, {"dr congo", "CD"}, {"drc", "CD"}, {"east timor", "TL"}, {"ecuador", "EC"},
	{"egypt", "EG"}, {"el salvador", "SV"}, {"emirates", "AE"}, {"england", "GB"}, {"equatorial guinea", "GQ"}, {"eritrea", "ER"},
	{"estonia", "EE"}, {"eswatini", "SZ"}, {"ethiopia", "ET"}, {"faeroe islands", "FO"}, {"faeroes", "FO"}, {"falkland islands", "FK"},
	{"falkland islands malvinas", "FK"}, {"falklands", "FK"}, {"faroe islands", "FO"}, {"faroes", "FO"},
	{"federal republic of germany", "DE"}, {"federated states of micronesia", "FM"}, {"fiji", "FJ"}, {"finland", "FI"},
	{"france", "FR"}, {"french guiana", "GF"}, {"french guyana", "GF"}, {"french polynesia", "PF"}, {"french republic", "FR"},
	{"french southern and antarctic lands", "TF"}, {"french southern territories", "TF"}, {"fyrom", "MK"}, {"gabon", "GA"},
	{"gambia", "GM"}, {"georgia", "GE"}, {"germany", "DE"}, {"ghana", "GH"}, {"gibraltar", "GI"}, {"great britain", "GB"},
	{"greece", "GR"}, {"greenland", "GL"}, {"grenada", "GD"}, {"guadeloupe", "GP"}, {"guam", "GU"}, {"guatemala", "GT"},
	{"guernsey", "GG"}, {"guinea", "GN"}, {"guinea bissau", "GW"}, {"guinea conakry", "GN"}, {"guyana", "GY"}, {"haiti", "HT"},
	{"heard and mcdonald islands", "HM"}, {"heard island", "HM"}, {"heard island and mcdonald islands", "HM"}, {"holland", "NL"},
	{"holy see", "VA"}, {"holy see vatican city state", "VA"}, {"honduras", "HN"}, {"hong kong", "HK"}, {"hong kong china", "HK"},
	{"hong kong sar", "HK"}, {"hong kong sar china", "HK"}, {"hongkong", "HK"}, {"hungary", "HU"}, {"iceland", "IS"}, {"india", "IN"},
	{"indonesia", "ID"}, {"iran", "IR"}, {"iran islamic republic of", "IR"}, {"iraq", "IQ"}, {"ireland", "IE"},
	{"islamic republic of iran", "IR"}, {"isle of man", "IM"}, {"israel", "IL"}, {"italy", "IT"}, {"ivory coast", "CI"},
	{"jamaica", "JM"}, {"japan", "JP"}, {"jersey", "JE"}, {"jordan", "JO"}, {"kazakhstan", "KZ"}, {"keeling islands", "CC"},
	{"kenya", "KE"}, {"kingdom of saudi arabia", "SA"}, {"kingdom of the netherlands", "NL"}, {"kiribati", "KI"},
	{"korea democratic peoples rep", "KP"}, {"korea democratic peoples republic of", "KP"}, {"korea north", "KP"}, {"korea rep", "KR"},
	{"korea republic of", "KR"}, {"korea south", "KR"}, {"korea the republic of", "KR"}, {"ksa", "SA"}, {"kuwait", "KW"},
	{"kyrgyz republic", "KG"}, {"kyrgyzstan", "KG"}, {"lao", "LA"}, {"lao pdr", "LA"}, {"lao peoples democratic republic", "LA"},
	{"laos", "LA"}, {"latvia", "LV"}, {"lebanon", "LB"}, {"lesotho", "LS"}, {"liberia", "LR"}, {"libya", "LY"}, {"liechtenstein", "LI"},
	{"lithuania", "LT"}, {"luxembourg", "LU"}, {"luxemburg", "LU"}, {"macao", "MO"}, {"macao sar", "MO"}, {"macao sar china", "MO"},
	{"macau", "MO"}, {"macau sar", "MO"}, {"macau sar china", "MO"}, {"macedonia", "MK"},
	{"macedonia the former yugoslav republic of", "MK"}, {"madagascar", "MG"}, {"mainland china", "CN"}, {"malawi", "MW"},
	{"malaysia", "MY"}, {"maldives", "MV"}, {"mali", "ML"}, {"malta", "MT"}, {"malvinas", "FK"}, {"marshall islands", "MH"},
	{"martinique", "MQ"}, {"mauritania", "MR"}, {"mauritius", "MU"}, {"mayotte", "YT"}, {"metropolitan france", "FR"}, {"mexico", "MX"},
	{"micronesia", "FM"}, {"micronesia federated states of", "FM"}, {"moldova", "MD"}, {"moldova republic of", "MD"}, {"monaco", "MC"},
	{"mongolia", "MN"}, {"montenegro", "ME"}, {"montserrat", "MS"}, {"morocco", "MA"}, {"mozambique", "MZ"}, {"myanmar", "MM"},
	{"namibia", "NA"}, {"nauru", "NR"}, {"nepal", "NP"}, {"netherlands", "NL"}, {"new caledonia", "NC"}, {"new zealand", "NZ"},
	{"nicaragua", "NI"}, {"niger", "NE"}, {"nigeria", "NG"}, {"niue", "NU"}, {"norfolk island", "NF"}, {"north korea", "KP"},
	{"north macedonia", "MK"}, {"northern ireland", "GB"}, {"northern mariana islands", "MP"}, {"norway", "NO"},
	{"occupied palestinian territory", "PS"}, {"oman", "OM"}, {"pakistan", "PK"}, {"palau", "PW"}, {"palestine", "PS"},
	{"palestine state of", "PS"}, {"palestinian territories", "PS"}, {"palestinian territory", "PS"},
	{"palestinian territory occupied", "PS"}, {"panama", "PA"}, {"papua new guinea", "PG"}, {"paraguay", "PY"},
	{"peoples republic of china", "CN"}, {"peru", "PE"}, {"philippines", "PH"}, {"pitcairn", "PN"}, {"pitcairn islands", "PN"},
	{"plurinational state of bolivia", "BO"}, {"poland", "PL"}, {"portugal", "PT"}, {"pr china", "CN"}, {"prc", "CN"},
	{"principality of liechtenstein", "LI"}, {"principality of monaco", "MC"}, {"puerto rico", "PR"}, {"qatar", "QA"},
	{"republic of china", "TW"}, {"republic of congo", "CG"}, {"republic of india", "IN"}, {"republic of ireland", "IE"},
	{"republic of korea", "KR"}, {"republic of moldova", "MD"}, {"republic of south africa", "ZA"}, {"republic of the congo", "CG"},
	{"republic of the sudan", "SD"}, {"reunion", "RE"}, {"reunion island", "RE"}, {"romania", "RO"}, {"rsa", "ZA"}, {"russia", "RU"},
	{"russian federation", "RU"}, {"rwanda", "RW"}, {"saint barth", "BL"}, {"saint barthelemy", "BL"}, {"saint barts", "BL"},
	{"saint helena", "SH"}, {"saint helena ascension and tristan da cunha", "SH"}, {"saint kitts and nevis", "KN"},
	{"saint lucia", "LC"}, {"saint maarten", "SX"}, {"saint martin", "MF"}, {"saint martin french part", "MF"}, {"saint pierre", "PM"},
	{"saint pierre and miquelon", "PM"}, {"saint vincent", "VC"}, {"saint vincent and the grenadines", "VC"}, {"samoa", "WS"},
	{"san marino", "SM"}, {"sao tome", "ST"}, {"sao tome and principe", "ST"}, {"saudi arabia", "SA"}, {"scotland", "GB"},
	{"senegal", "SN"}, {"serbia", "RS"}, {"seychelles", "SC"}, {"sierra leone", "SL"}, {"singapore", "SG"}, {"sint maarten", "SX"},
	{"sint maarten dutch part", "SX"}, {"slovak republic", "SK"}, {"slovakia", "SK"}, {"slovenia", "SI"}, {"solomon islands", "SB"},
	{"somalia", "SO"}, {"south africa", "ZA"}, {"south georgia", "GS"}, {"south georgia and the south sandwich islands", "GS"},
	{"south korea", "KR"}, {"south sudan", "SS"}, {"spain", "ES"}, {"sri lanka", "LK"}, {"state of palestine", "PS"}, {"sudan", "SD"},
	{"surinam", "SR"}, {"suriname", "SR"}, {"svalbard", "SJ"}, {"svalbard and jan mayen", "SJ"}, {"swaziland", "SZ"}, {"sweden", "SE"},
	{"swiss confederation", "CH"}, {"switzerland", "CH"}, {"syria", "SY"}, {"syrian arab republic", "SY"}, {"taiwan", "TW"},
	{"taiwan province of china", "TW"}, {"tajikistan", "TJ"}, {"tanzania", "TZ"}, {"tanzania united republic of", "TZ"},
	{"thailand", "TH"}, {"timor leste", "TL"}, {"togo", "TG"}, {"tokelau", "TK"}, {"tonga", "TO"}, {"trinidad and tobago", "TT"},
	{"tristan da cunha", "SH"}, {"tunisia", "TN"}, {"turkey", "TR"}, {"turkiye", "TR"}, {"turkmenistan", "TM"},
	{"turks and caicos", "TC"}, {"turks and caicos islands", "TC"}, {"tuvalu", "TV"}, {"uae", "AE"}, {"uganda", "UG"}, {"uk", "GB"},
	{"uk virgin islands", "VG"}, {"ukraine", "UA"}, {"united arab emirates", "AE"}, {"united kingdom", "GB"},
	{"united kingdom of great britain and northern ireland", "GB"}, {"united republic of tanzania", "TZ"}, {"united states", "US"},
	{"united states minor outlying islands", "UM"}, {"united states of america", "US"}, {"united states virgin islands", "VI"},
	{"uruguay", "UY"}, {"us minor outlying islands", "UM"}, {"us outlying islands", "UM"}, {"us virgin islands", "VI"}, {"usa", "US"},
	{"uzbekistan", "UZ"}, {"vanuatu", "VU"}, {"vatican", "VA"}, {"vatican city", "VA"}, {"vatican city state", "VA"},
	{"venezuela", "VE"}, {"venezuela bolivarian republic of", "VE"}, {"viet nam", "VN"}, {"vietnam", "VN"},
	{"virgin islands british", "VG"}, {"virgin islands of the united states", "VI"}, {"virgin islands uk", "VG"},
	{"virgin islands us", "VI"}, {"wales", "GB"}, {"wallis and futuna", "WF"}, {"western sahara", "EH"}, {"western samoa", "WS"},
	{"yemen", "YE"}, {"zambia", "ZM"}, {"zimbabwe", "ZW"},
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
