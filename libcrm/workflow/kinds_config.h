/* kinds_config.h - the configuration, as kinds. */
#ifndef CRM_WORKFLOW_KINDS_CONFIG_H
#define CRM_WORKFLOW_KINDS_CONFIG_H

#include "../model/kinds.h"

extern const struct crm_kind kind_pipeline, kind_stage, kind_term, kind_setting, kind_field_def,
        kind_choice, kind_score, kind_weight, kind_holiday;

extern const char *const words_field_type[];

#endif
