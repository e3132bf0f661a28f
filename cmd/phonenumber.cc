// phonenumber.cc - the one function of libphonenumber the tools need, behind a C name: that library speaks C++ only. Built into
// lib/crm/phonenumber.so, which phone.c loads. It returns the numbers of enum phone_verdict, or -1 when there is no memory.
#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include <string.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

enum { VALID, INVALID, UNKNOWN };

// A number without a country, in national form, can't be judged.
static int normal(const char *s, size_t n, const char *country, char *out, size_t size)
{
	const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
	PhoneNumber number;
	std::string text;
	PhoneNumberUtil::ErrorType error = util.Parse(std::string(s, n), *country ? country : "ZZ", &number);

	if (error == PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR && !*country)
		return UNKNOWN;
	if (error != PhoneNumberUtil::NO_PARSING_ERROR || !util.IsValidNumber(number))
		return INVALID;
	util.Format(number, PhoneNumberUtil::E164, &text);
	if (text.size() >= size)
		return UNKNOWN;
	memcpy(out, text.c_str(), text.size() + 1);
	return VALID;
}

// E.164 of valid ones.
extern "C" __attribute__((visibility("default"))) int crm_phone_normal(const char *s, size_t n, const char *country, char *out, size_t size)
{
	try {
		return normal(s, n, country, out, size);
	} catch (...) {
		return -1;
	}
}
