SELECT creditor_id, plan_id FROM views.plans WHERE link_hash = $1
