/* sheet.h - what the writer and the reader of CSV for spreadsheets agree on. Inside the text floor
 * only. */
#ifndef CRM_TEXT_SHEET_H
#define CRM_TEXT_SHEET_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a spreadsheet may run the text as a formula: = + - @, also as wide characters, behind
 * blanks and what is never seen, too; a tab or a line's end in front. Quotes before it count as
 * part of it, so that one more is put on and taken off without loss. */
bool sheet_guarded(const char *p, size_t n);

#endif
