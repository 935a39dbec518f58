SELECT plan_id FROM views.plans WHERE creditor_id = $1 AND sequence = $2 AND part = 0
